// The block that counts the calls of one endpoint (one station's offer of one route): 128 float64 words in shared memory.
// One thread writes a block, everybody may read it: 64-bit words are never torn.
//
//   0 calls   1 errors   2 in flight   3 retries   4 microseconds of all ended calls   5 calls by lanes among the calls
//   8 … 112 latency histogram
//
// Histogram: 4 buckets to an octave of microseconds (0 … 134 s, longer ones in the last bucket), so a percentile is right within 12 %.

/** Words of one block. */
export const kStatsBlockWords = 128
export const kCallsWord = 0
export const kErrorsWord = 1
export const kInFlightWord = 2
export const kRetriesWord = 3
export const kLatencyUsWord = 4
/** Written by the center alone. */
export const kByLaneWord = 5
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
