// Completion for fish: a line for each word, with its description.
/** A script for ~/.config/fish/completions. */
export function fishScript(commands) {
    const paths = commands.map(({ path }) => path).filter((path) => path !== '');
    return `# Completion of signalbox for fish.

function __signalbox_at --description 'Whether the words so far name this command'
    set -l where ''
    for word in (commandline -opc)[2..-1]
        switch (string trim -- "$where $word")
            case ${paths.map(fishQuoted).join(' ')}
                set where (string trim -- "$where $word")
        end
    end
    test "$where" = "$argv[1]"
end

complete -c signalbox -f
${commands.flatMap(linesOf).join('\n')}
`;
}
function linesOf({ path, commands, choices, flags }) {
    const start = `complete -c signalbox -n ${fishQuoted(`__signalbox_at "${path}"`)}`;
    return [
        ...commands.map(({ name, description }) => `${start} -a ${fishQuoted(name)} -d ${fishQuoted(description)}`),
        ...(choices.length === 0 ? [] : [`${start} -a ${fishQuoted(choices.join(' '))}`]),
        ...flags.map((flag) => `${start} ${flagText(flag)} -d ${fishQuoted(flag.description)}`),
    ];
}
function flagText({ names, takesValue, choices, isPath }) {
    const parts = names.map((name) => name.startsWith('--') ? `-l ${fishQuoted(name.slice(2))}` : `-s ${fishQuoted(name.slice(1))}`);
    if (choices.length > 0)
        parts.push(`-x -a ${fishQuoted(choices.join(' '))}`);
    else if (isPath)
        parts.push('-r -F');
    else if (takesValue)
        parts.push('-x');
    return parts.join(' ');
}
/** Inside single quotes fish knows two escapes. */
function fishQuoted(text) {
    return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
//# sourceMappingURL=fish.js.map