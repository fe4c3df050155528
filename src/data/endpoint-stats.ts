// What is read from the blocks that count calls (wire/stats-block.ts). Routes, services and stations are sums of blocks, so
// that a call pays for one block only. An endpoint in the center's own thread has two: one that the dispatcher writes, one for
// calls that need no dispatcher; one that is called by lanes has another, to which their counts are added.

import {
  bucketStartUs,
  kBucketCount,
  kByLaneWord,
  kCallsWord,
  kErrorsWord,
  kHistogramWord,
  kInFlightWord,
  kLatencyUsWord,
  kRetriesWord,
  kStatsBlockWords,
} from '../wire/stats-block.js'

/** What a reader makes of one or more blocks. */
export type CallStats = {
  readonly calls: number
  readonly errors: number
  readonly inFlight: number
  readonly retries: number
  /** Those among the calls that went by lanes. */
  readonly byLane: number
  readonly p50Us: number
  readonly p90Us: number
  readonly p99Us: number
  readonly p999Us: number
}

/** The latencies of ended calls as a histogram of few buckets. */
export type LatencyHistogram = {
  /** Calls below each bound, in the order of the bounds; a call counts for every bound above it. */
  readonly below: readonly number[]
  /** All of them. */
  readonly count: number
  /** Microseconds of all of them together. */
  readonly sumUs: number
}

/** Sum of blocks, read from any thread. */
export class StatsSum {
  readonly #words = new Float64Array(kStatsBlockWords)

  /** Adds one block. @param at index of the block's first word. */
  add(block: Float64Array, at: number): void {
    for (let word = 0; word < kStatsBlockWords; word++) this.#words[word] += block[at + word]
  }

  /** Adds another sum. */
  addSum(other: StatsSum): void {
    this.add(other.#words, 0)
  }

  /** Calls that ended, by bucket of their latency; without the empty buckets at the end. */
  bucketCounts(): number[] {
    const counts = [...this.#words.subarray(kHistogramWord, kHistogramWord + kBucketCount)]
    while (counts.length > 0 && counts.at(-1) === 0) counts.pop()
    return counts
  }

  /** The figures; percentiles are 0 where nothing was counted. */
  read(): CallStats {
    const counts = this.#words.subarray(kHistogramWord, kHistogramWord + kBucketCount)
    return {
      ...this.totals(),
      p50Us: percentileUs(counts, 0.5),
      p90Us: percentileUs(counts, 0.9),
      p99Us: percentileUs(counts, 0.99),
      p999Us: percentileUs(counts, 0.999),
    }
  }

  /** Calls, errors, calls in flight, retries and calls by lane, without the work of percentiles. */
  totals(): Pick<CallStats, 'calls' | 'errors' | 'inFlight' | 'retries' | 'byLane'> {
    const words = this.#words
    return {
      calls: words[kCallsWord],
      errors: words[kErrorsWord],
      inFlight: Math.max(0, words[kInFlightWord]),
      retries: words[kRetriesWord],
      byLane: words[kByLaneWord],
    }
  }

  /** @param bounds buckets, growing; each bound is the start of its bucket ({@link bucketStartUs}). */
  histogram(bounds: readonly number[]): LatencyHistogram {
    const below: number[] = []
    let count = 0
    let bucket = 0
    for (const bound of bounds) {
      for (; bucket < bound; bucket++) count += this.#words[kHistogramWord + bucket]
      below.push(count)
    }
    for (; bucket < kBucketCount; bucket++) count += this.#words[kHistogramWord + bucket]
    return { below, count, sumUs: this.#words[kLatencyUsWord] }
  }
}

/**
 * The latency below which `share` of the calls lie: the middle of its bucket.
 *
 * @param counts calls by bucket, from bucket 0; may be shorter than {@link kBucketCount}.
 * @returns microseconds; 0 where nothing was counted.
 */
export function percentileUs(counts: ArrayLike<number>, share: number): number {
  let total = 0
  for (let bucket = 0; bucket < counts.length; bucket++) total += counts[bucket]
  if (total === 0) return 0
  let rest = Math.ceil(total * share)
  for (let bucket = 0; bucket < counts.length; bucket++) {
    rest -= counts[bucket]
    if (rest <= 0) return (bucketStartUs(bucket) + bucketStartUs(bucket + 1)) / 2
  }
  return bucketStartUs(kBucketCount)
}
