// What may stand on a command line, as the scripts for shells want it.
/** A text as one word of bash and zsh. */
export function quoted(text) {
    return `'${text.replaceAll("'", "'\\''")}'`;
}
//# sourceMappingURL=words.js.map