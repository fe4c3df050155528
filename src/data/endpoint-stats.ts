// Statistics of one endpoint (one station's offer of one route): a block of 128 float64 words in shared memory.
// One thread writes a block, everybody may read it: 64-bit words are never torn. Routes, services and stations
// are sums of blocks, so that a call pays for one block only. An endpoint in the center's own thread has two: one that
// the dispatcher writes, one for calls that need no dispatcher.
//
//   0 calls   1 errors   2 in flight   3 retries   4 microseconds of all ended calls   8 … 112 latency histogram
//
// Histogram: 4 buckets to an octave of microseconds (0 … 134 s, longer ones in the last bucket), so a percentile is right within 12 %.

/** Words of one block. */
export const kStatsBlockWords = 128
export const kCallsWord = 0
export const kErrorsWord = 1
export const kInFlightWord = 2
export const kRetriesWord = 3
export const kLatencyUsWord = 4
export const kHistogramWord = 8
export const kBucketCount = 105

/** Longer ones fall into the last bucket. */
const kUsMax = 2 ** 27

/** Bucket of a latency. @param us microseconds, 0 or more; fractions are dropped. */
export function bucketOf(us: number): number {
  if (us >= kUsMax) return kBucketCount - 1
  const whole = us | 0
  if (whole < 4) return whole
  const octave = 31 - Math.clz32(whole)
  const bucket = (octave - 1) * 4 + ((whole >> (octave - 2)) & 3)
  return bucket < kBucketCount ? bucket : kBucketCount - 1
}

/** Least microseconds of a bucket. */
export function bucketStartUs(bucket: number): number {
  if (bucket < 4) return bucket
  const octave = (bucket >> 2) + 1
  return (4 + (bucket & 3)) * 2 ** (octave - 2)
}

/** Marks a call as begun. */
export function countBegin(block: Float64Array, at: number): void {
  block[at + kCallsWord]++
  block[at + kInFlightWord]++
}

/** Marks a call as ended. @param us microseconds from begin to end. */
export function countEnd(block: Float64Array, at: number, us: number, isError: boolean): void {
  block[at + kInFlightWord]--
  if (isError) block[at + kErrorsWord]++
  block[at + kLatencyUsWord] += us
  block[at + kHistogramWord + bucketOf(us)]++
}

/** What a reader makes of one or more blocks. */
export type CallStats = {
  readonly calls: number
  readonly errors: number
  readonly inFlight: number
  readonly retries: number
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

  /** Calls, errors, calls in flight and retries, without the work of percentiles. */
  totals(): Pick<CallStats, 'calls' | 'errors' | 'inFlight' | 'retries'> {
    const words = this.#words
    return {
      calls: words[kCallsWord],
      errors: words[kErrorsWord],
      inFlight: Math.max(0, words[kInFlightWord]),
      retries: words[kRetriesWord],
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
