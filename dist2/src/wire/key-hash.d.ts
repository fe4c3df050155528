/**
 * 32-bit FNV-1a over UTF-16 code units with the final mix of MurmurHash3.
 *
 * @returns never 0, which means "no key".
 */
export declare function hashKey(key: string): number;
/** The finalizer of MurmurHash3: every bit of the input moves every bit of the output. */
export declare function mixHash(value: number): number;
