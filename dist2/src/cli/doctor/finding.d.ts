export type Finding = {
    /** What was looked at, in a word or two. */
    readonly name: string;
    /** `warn`: it runs, but not as well as it could, or not for long. `fail`: a server cannot start or work. */
    readonly state: 'ok' | 'warn' | 'fail';
    readonly text: string;
    /** How to mend it; null where nothing is to be done. */
    readonly mend: string | null;
};
export declare function ok(name: string, text: string): Finding;
export declare function warn(name: string, text: string, mend: string): Finding;
export declare function fail(name: string, text: string, mend: string): Finding;
/** The text of something thrown. */
export declare function reasonOf(thrown: unknown): string;
/** Bytes for people: `512 MiB`, `7.8 GiB`. */
export declare function bytesText(bytes: number): string;
