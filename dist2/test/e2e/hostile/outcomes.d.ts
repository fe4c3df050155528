/** Runs a center that ought to refuse to start. @returns how it ended, and what it said on stderr. */
export declare function startFailing(...flags: string[]): Promise<{
    exitCode: number | null;
    text: string;
}>;
/** Waits for a promise. @returns 'done', or the code of its error. A client is closed again. */
export declare function outcomeOf(promise: Promise<unknown>): Promise<string>;
