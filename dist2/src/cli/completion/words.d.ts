export type FlagWords = {
    /** `-o`, `--output`. */
    readonly names: readonly string[];
    readonly takesValue: boolean;
    /** Empty where anything goes. */
    readonly choices: readonly string[];
    /** Its value is a file or folder. */
    readonly isPath: boolean;
    readonly description: string;
};
/** One command. */
export type CommandWords = {
    /** Names from the program's down to this one: '', `config`, `config print`. */
    readonly path: string;
    readonly commands: readonly {
        readonly name: string;
        readonly description: string;
    }[];
    /** What its first argument may be; empty where anything goes. */
    readonly choices: readonly string[];
    readonly flags: readonly FlagWords[];
};
/** A text as one word of bash and zsh. */
export declare function quoted(text: string): string;
