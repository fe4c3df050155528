// The commands put together, and what becomes of their failures.
import { Command, CommanderError } from 'commander';
import { CliError, failureOf, kExitCodesHelp, kExitOk, kExitUsage } from './exit.js';
import { addGatewayCommand } from './gateway.js';
import { printable, write } from './output.js';
import { addServerCommand } from './server.js';
/** Commands that stay: they are not to carry the code of all others along. */
const kStaying = ['server', 'gateway'];
/**
 * Runs one command.
 *
 * @param args what stands behind the program's name.
 * @returns the exit code. Never rejects.
 */
export async function runCli(args, context) {
    const output = [];
    let exitCode = kExitOk;
    try {
        if (args.length === 0)
            throw noCommand();
        const program = makeProgram(context, output);
        if (!kStaying.includes(args[0] ?? '')) {
            const { addVerbs } = await import('./verbs.js');
            addVerbs(program, context);
        }
        await program.parseAsync(args, { from: 'user' });
    }
    catch (error) {
        exitCode = exitCodeOf(error, output);
    }
    for (const { stream, text } of output)
        await write(context[stream], text);
    return exitCode;
}
function exitCodeOf(thrown, output) {
    const isUnknown = thrown instanceof CommanderError && thrown.code === 'commander.unknownCommand';
    // Commander has said what is wrong, or has printed what was asked for.
    if (thrown instanceof CommanderError && !isUnknown) {
        return thrown.exitCode === 0 ? kExitOk : kExitUsage;
    }
    if (isUnknown)
        output.length = 0;
    const failure = isUnknown ? unknownCommand(thrown) : failureOf(thrown);
    output.push({ stream: 'stderr', text: `${printable(failure.message)}\n` });
    return failure.exitCode;
}
const kSeeHelp = "Please refer to 'signalbox --help'";
function noCommand() {
    return new CliError(kExitUsage, `No command provided to signalbox. ${kSeeHelp}`);
}
/** Commander's text is `error: unknown command 'x'`, and perhaps a line with the nearest one. */
function unknownCommand(error) {
    const [, name = '', nearest = ''] = /^error: unknown command '(.*)'(\n.*)?$/s.exec(error.message) ?? [];
    const text = `Unrecognized signalbox command: ${name}. ${kSeeHelp}${nearest}`;
    return new CliError(kExitUsage, text);
}
function makeProgram(context, output) {
    const program = new Command('signalbox')
        .description('A microservice center in one process.')
        .version(`signalbox version v${context.version}`)
        .option('--no-color', 'no colours, also where the terminal has them')
        .exitOverride()
        .configureOutput({
        writeOut: (text) => output.push({ stream: 'stdout', text }),
        writeErr: (text) => output.push({ stream: 'stderr', text }),
    })
        .addHelpText('afterAll', kExitCodesHelp);
    addServerCommand(program, context);
    addGatewayCommand(program, context);
    return program;
}
//# sourceMappingURL=program.js.map