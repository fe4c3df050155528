// The hash of a balancing key. Every SDK computes the same one, so that callers in all languages reach one station.
/**
 * 32-bit FNV-1a over UTF-16 code units with the final mix of MurmurHash3.
 *
 * @returns never 0, which means "no key".
 */
export function hashKey(key) {
    let hash = 0x811c9dc5;
    for (let index = 0; index < key.length; index++)
        hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
    return mixHash(hash) || 1;
}
/** The finalizer of MurmurHash3: every bit of the input moves every bit of the output. */
export function mixHash(value) {
    let hash = value;
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return hash ^ (hash >>> 16);
}
//# sourceMappingURL=key-hash.js.map