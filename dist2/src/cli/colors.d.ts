import picocolors from 'picocolors';
/** Colours by name; each is the identity where there are none. */
export type Colors = ReturnType<typeof picocolors.createColors>;
/** How a cell or a word may stand out. */
export type Paint = 'red' | 'yellow' | 'green' | 'cyan' | 'magenta' | 'dim' | 'bold' | 'inverse';
export declare const kPlain: Colors;
/** What decides about colours. */
export type ColorSource = {
    readonly args: readonly string[];
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly isTerminal: boolean;
};
/** Colours for one stream of output. */
export declare function colorsFor({ args, env, isTerminal }: ColorSource): Colors;
