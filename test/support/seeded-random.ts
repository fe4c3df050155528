// Chance that can be repeated.

/** Random numbers that a seed repeats: mulberry32. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** The seed of this run: SIGNALBOX_SEED, or the time. */
export function seedOfRun(): number {
  return Number(process.env.SIGNALBOX_SEED ?? Date.now() % 1_000_000)
}
