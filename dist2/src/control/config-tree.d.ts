/** Offsets count characters from the start of the file. */
export type ConfigNode = {
    readonly type: 'group';
    readonly offset: number;
    readonly entries: readonly ConfigEntry[];
} | {
    readonly type: 'list';
    readonly offset: number;
    readonly items: readonly ConfigNode[];
} | {
    readonly type: 'scalar';
    readonly offset: number;
    readonly value: unknown;
};
export type ConfigEntry = {
    readonly key: string;
    readonly offset: number;
    readonly value: ConfigNode;
};
/** What is wrong at a place of the file. */
export type ConfigFault = {
    readonly offset: number;
    readonly text: string;
};
export type ConfigTree = {
    /** Null for a file with nothing in it but comments, or one whose form is broken. */
    readonly root: ConfigNode | null;
    readonly faults: readonly ConfigFault[];
};
/**
 * Reads a file's text; its name says in which language.
 *
 * @param path ends with .json, .jsonc, .yaml or .yml; another end is a fault.
 * @param text at most some hundred kilobytes: nesting is followed by calls.
 */
export declare function parseConfig(path: string, text: string): ConfigTree;
