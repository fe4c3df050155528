// Starting programs. Progress goes to stderr, because stdout belongs to the command that was asked for.
import { spawn, spawnSync } from 'node:child_process'
import { constants } from 'node:os'
import { kRoot } from './places.mjs'

/** Says on stderr what is being done. */
export function say(text) {
  process.stderr.write(`${text}\n`)
}

/**
 * Runs a program to its end, its output on our stderr.
 *
 * @param command program and its arguments.
 * @param env its environment; ours by default.
 * @returns its exit code; 127 where the program does not exist, 128 + n where signal n ended it.
 */
export function run(command, env = process.env) {
  const [program, ...args] = command
  const result = spawnSync(program, args, { cwd: kRoot, env, stdio: ['ignore', 2, 2] })
  if (result.error) {
    say(`${program}: ${result.error.message}`)
    return 127
  }
  return result.status ?? 128 + constants.signals[result.signal]
}

/**
 * Becomes a program, as far as Node can: same terminal, signals passed on, ends with its exit code.
 *
 * A terminal gives Ctrl-C to the whole foreground group, so the child has it already; passing it on would be a
 * second Ctrl-C, which means "at once" to the center.
 */
export function become(command) {
  const [program, ...args] = command
  const child = spawn(program, args, { cwd: kRoot, stdio: 'inherit' })
  process.on('SIGINT', () => {
    if (!process.stdin.isTTY) child.kill('SIGINT')
  })
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    say(`${program}: ${error.message}`)
    process.exit(127)
  })
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]))
}
