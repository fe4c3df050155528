import type { Uws } from './uws-types.js';
/** What became of one package. */
export type UwsTry = {
    readonly package: string;
    /** Why it cannot be used; null where it was loaded, undefined where an earlier one was. */
    readonly reason: string | null | undefined;
};
export type UwsProbe = {
    /** The loaded library, or null when no package could be loaded. */
    readonly uws: Uws | null;
    /** The package that it came from. */
    readonly package: string | null;
    readonly tries: readonly UwsTry[];
};
/** Loads the first package that fits; once per thread. Never throws. */
export declare function loadUws(): UwsProbe;
