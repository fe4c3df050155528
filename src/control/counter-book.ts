// The center's counters. Each dispatcher counts in memory of its own, because a word has one writer; who reads adds them up.

import { kCounterNames } from '../base/counter-names.js'

export class CounterBook {
  /** One for each dispatcher. */
  readonly memories: readonly SharedArrayBuffer[]
  /** What the main thread counts: words that no dispatcher writes, in the memory of the first. */
  readonly own: Float64Array
  readonly #each: readonly Float64Array[]

  constructor(dispatchers: number) {
    const bytes = kCounterNames.length * Float64Array.BYTES_PER_ELEMENT
    this.memories = Array.from({ length: dispatchers }, () => new SharedArrayBuffer(bytes))
    this.#each = this.memories.map((memory) => new Float64Array(memory))
    this.own = this.#each[0] ?? new Float64Array(kCounterNames.length)
  }

  /** By name; see docs/COUNTERS.md. */
  read(): Record<string, number> {
    return Object.fromEntries(
      kCounterNames.map((name, at) => [
        name,
        this.#each.reduce((sum, words) => sum + words[at], 0),
      ]),
    )
  }
}
