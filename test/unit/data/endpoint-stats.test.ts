import test from 'ava'
import { StatsSum } from '../../../src/data/endpoint-stats.js'
import {
  bucketOf,
  bucketStartUs,
  countBegin,
  countEnd,
  kBucketCount,
  kStatsBlockWords,
} from '../../../src/wire/stats-block.js'

test('nothing counted is all zero', (t) => {
  t.deepEqual(new StatsSum().read(), {
    calls: 0,
    errors: 0,
    inFlight: 0,
    retries: 0,
    byLane: 0,
    p50Us: 0,
    p90Us: 0,
    p99Us: 0,
    p999Us: 0,
  })
})

test('a latency lies in its bucket', (t) => {
  for (const us of [0, 1, 3, 4, 7, 8, 9, 100, 1_000, 12_345, 1_000_000, 60_000_000]) {
    const bucket = bucketOf(us)
    t.true(bucketStartUs(bucket) <= us && us < bucketStartUs(bucket + 1), `${us} in ${bucket}`)
  }
})

test('buckets grow by at most a quarter of an octave', (t) => {
  for (let bucket = 8; bucket < kBucketCount; bucket++) {
    t.true(bucketStartUs(bucket + 1) / bucketStartUs(bucket) <= 1.25)
  }
})

test('latencies beyond the scale, or beyond 32 bits, are in the last bucket', (t) => {
  for (const us of [2 ** 28, 2 ** 31, 2 ** 31 + 5_000, 2 ** 32, 2 ** 32 + 7, 86_400_000_000]) {
    t.is(bucketOf(us), kBucketCount - 1, String(us))
  }
})

test('calls, errors and calls in flight are counted in their own block', (t) => {
  const words = new Float64Array(3 * kStatsBlockWords)
  const at = kStatsBlockWords
  for (let call = 0; call < 3; call++) countBegin(words, at)
  countEnd(words, at, 100, false)
  countEnd(words, at, 200, true)
  const sum = new StatsSum()
  sum.add(words, at)
  t.like(sum.read(), { calls: 3, errors: 1, inFlight: 1 })
  t.true(words.subarray(0, at).every((word) => word === 0))
  t.true(words.subarray(2 * at).every((word) => word === 0))
})

test('percentiles are right within an eighth', (t) => {
  const words = new Float64Array(kStatsBlockWords)
  for (let us = 1; us <= 10_000; us++) {
    countBegin(words, 0)
    countEnd(words, 0, us, false)
  }
  const sum = new StatsSum()
  sum.add(words, 0)
  const { p50Us, p90Us, p99Us } = sum.read()
  for (const [got, right] of [
    [p50Us, 5_000],
    [p90Us, 9_000],
    [p99Us, 9_900],
  ] as const) {
    t.true(Math.abs(got - right) / right <= 0.125, `${got} for ${right}`)
  }
})

test('sums of sums are sums', (t) => {
  const words = new Float64Array(kStatsBlockWords)
  countBegin(words, 0)
  const [sum, total] = [new StatsSum(), new StatsSum()]
  sum.add(words, 0)
  total.addSum(sum)
  total.addSum(sum)
  t.is(total.read().calls, 2)
})
