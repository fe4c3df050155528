// The hash of a balancing key. Every SDK computes the same one, so that callers in all languages reach one station.

/**
 * 32-bit FNV-1a over UTF-16 code units with the final mix of MurmurHash3.
 *
 * @returns never 0, which means "no key".
 */
export function hashKey(key: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < key.length; index++)
    hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193)
  return mixHash(hash) || 1
}

/** The finalizer of MurmurHash3: every bit of the input moves every bit of the output. */
export function mixHash(value: number): number {
  let hash = value
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}
