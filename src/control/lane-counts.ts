// What an answering station says it has counted on a lane, held against what can be, and added to the statistics of its
// endpoint. The words are the station's: it may write anything, and hurts only its own figures.

import { kInFlightPerLinkMax } from '../base/limits.js'
import type { LaneMemory } from '../transport/lane-memory.js'
import {
  kByLaneWord,
  kCallsWord,
  kErrorsWord,
  kInFlightWord,
  kStatsBlockWords,
} from '../wire/stats-block.js'

/** More calls a millisecond than any machine makes: 100 million a second. */
const kCallsPerMsMax = 100_000

/** A statistics block, and the index of its first word. */
type Block = { readonly words: Float64Array; readonly at: number } | null

export class LaneCounts {
  readonly #memory: Pick<LaneMemory, 'readCounts'>
  readonly #seen = new Float64Array(kStatsBlockWords)
  readonly #next = new Float64Array(kStatsBlockWords)
  #seenMs: number
  #isOver = false

  constructor(memory: Pick<LaneMemory, 'readCounts'>, nowMs: number) {
    this.#memory = memory
    this.#seenMs = nowMs
  }

  /** Calls that the station had not answered when it was last asked. */
  get inFlight(): number {
    return this.#seen[kInFlightWord]
  }

  /**
   * Adds what is new.
   *
   * @param into null when nobody wants to know.
   * @returns calls since the last time, or null when the words are nonsense; nothing is added then.
   */
  fold(into: Block, nowMs: number): number | null {
    if (this.#isOver) return 0
    const seen = this.#seen
    const next = this.#next
    this.#memory.readCounts(next)
    const calls = next[kCallsWord] - seen[kCallsWord]
    const callsMax = kInFlightPerLinkMax + kCallsPerMsMax * Math.max(1, nowMs - this.#seenMs)
    if (!(calls <= callsMax) || !(next[kInFlightWord] <= kInFlightPerLinkMax)) return null
    for (let word = 0; word < kStatsBlockWords; word++) {
      const grown = word === kInFlightWord ? next[word] : next[word] - seen[word]
      if (!(grown >= 0 && next[word] <= Number.MAX_SAFE_INTEGER)) return null
    }
    if (into !== null) {
      for (let word = 0; word < kStatsBlockWords; word++)
        into.words[into.at + word] += next[word] - seen[word]
      into.words[into.at + kByLaneWord] += calls
    }
    seen.set(next)
    this.#seenMs = nowMs
    return calls
  }

  /** The station counts no more: what it had not answered has failed. Nothing is added after this. */
  failRest(into: Block): void {
    const count = this.#isOver ? 0 : this.#seen[kInFlightWord]
    this.#isOver = true
    if (into === null || count === 0) return
    into.words[into.at + kInFlightWord] -= count
    into.words[into.at + kErrorsWord] += count
  }
}
