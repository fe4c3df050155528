// `signalbox completion`: scripts by which shells complete commands, flags and choices, made from the commands themselves.
import { Argument } from 'commander';
import { fishScript } from './completion/fish.js';
import { bashScript, zshScript } from './completion/posix.js';
import { write } from './output.js';
const kScripts = { bash: bashScript, zsh: zshScript, fish: fishScript };
const kNotes = `
Examples:
  source <(signalbox completion bash)                                       for this shell
  signalbox completion bash > ~/.local/share/bash-completion/completions/signalbox
  signalbox completion zsh > "\${fpath[1]}/_signalbox"
  signalbox completion fish > ~/.config/fish/completions/signalbox.fish`;
/** Adds the command. */
export function addCompletionCommand(program, context) {
    program
        .command('completion')
        .description('print a script that completes commands and flags')
        .addArgument(new Argument('<shell>', 'which shell').choices(Object.keys(kScripts)))
        .addHelpText('after', kNotes)
        .action(async (shell) => {
        await write(context.stdout, kScripts[shell](wordsOf(program, program.createHelp(), '', [])));
    });
}
/**
 * Every command below one, itself first, with what may follow it.
 *
 * @param besides commands beside this one, which `help` takes as its argument.
 */
function wordsOf(command, help, path, besides) {
    const below = help.visibleCommands(command);
    const names = below.map((child) => child.name());
    const [first] = command.registeredArguments;
    const words = {
        path,
        commands: below.map((child) => ({ name: child.name(), description: child.description() })),
        choices: command.name() === 'help' ? besides : (first?.argChoices ?? []),
        flags: help.visibleOptions(command).map((option) => ({
            names: [option.short, option.long].filter((name) => name !== undefined),
            takesValue: option.required || option.optional,
            choices: option.argChoices ?? [],
            isPath: /<(?:file|dir|path)>/.test(option.flags),
            description: option.description,
        })),
    };
    const children = below.flatMap((child) => wordsOf(child, help, path === '' ? child.name() : `${path} ${child.name()}`, names));
    return [words, ...children];
}
//# sourceMappingURL=completion.js.map