// The commands put together, and what becomes of their failures.

import { Command, CommanderError } from 'commander'
import type { CliContext } from './context.js'
import { CliError, failureOf, kExitCodesHelp, kExitOk, kExitUsage } from './exit.js'
import { addGatewayCommand } from './gateway.js'
import { printable, write } from './output.js'
import { addServerCommand } from './server.js'
import { addSrsrCommand } from './srsr.js'

/** Commands that stay: they are not to carry the code of all others along. */
const kStaying = ['server', 'gateway', 'srsr']

/**
 * Runs one command.
 *
 * @param args what stands behind the program's name.
 * @returns the exit code. Never rejects.
 */
export async function runCli(args: readonly string[], context: CliContext): Promise<number> {
  const output: Output[] = []
  let exitCode = kExitOk
  try {
    if (args.length === 0) throw noCommand()
    const program = makeProgram(context, output)
    if (!kStaying.includes(args[0] ?? '')) {
      const { addVerbs } = await import('./verbs.js')
      addVerbs(program, context)
    }
    await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    exitCode = exitCodeOf(error, output)
  }
  for (const { stream, text } of output) await write(context[stream], text)
  return exitCode
}

function exitCodeOf(thrown: unknown, output: Output[]): number {
  const isUnknown = thrown instanceof CommanderError && thrown.code === 'commander.unknownCommand'
  // Commander has said what is wrong, or has printed what was asked for.
  if (thrown instanceof CommanderError && !isUnknown) {
    return thrown.exitCode === 0 ? kExitOk : kExitUsage
  }
  if (isUnknown) output.length = 0
  const failure = isUnknown ? unknownCommand(thrown) : failureOf(thrown)
  output.push({ stream: 'stderr', text: `${printable(failure.message)}\n` })
  return failure.exitCode
}

const kSeeHelp = "Please refer to 'signalbox --help'"

function noCommand(): CliError {
  return new CliError(kExitUsage, `No command provided to signalbox. ${kSeeHelp}`)
}

/** Commander's text is `error: unknown command 'x'`, and perhaps a line with the nearest one. */
function unknownCommand(error: CommanderError): CliError {
  const [, name = '', nearest = ''] =
    /^error: unknown command '(.*)'(\n.*)?$/s.exec(error.message) ?? []
  const text = `Unrecognized signalbox command: ${name}. ${kSeeHelp}${nearest}`
  return new CliError(kExitUsage, text)
}

/** What commander would print; it knows no waiting, so that it is written when it is done. */
type Output = { readonly stream: 'stdout' | 'stderr'; readonly text: string }

function makeProgram(context: CliContext, output: Output[]): Command {
  const program = new Command('signalbox')
    .description('A microservice center in one process.')
    .version(`signalbox version v${context.version}`)
    .option('--no-color', 'no colours, also where the terminal has them')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => output.push({ stream: 'stdout', text }),
      writeErr: (text) => output.push({ stream: 'stderr', text }),
    })
    .addHelpText('afterAll', kExitCodesHelp)
  addServerCommand(program, context)
  addGatewayCommand(program, context)
  addSrsrCommand(program, context)
  return program
}
