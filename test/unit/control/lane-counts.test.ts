import test from 'ava'
import { LaneCounts } from '../../../src/control/lane-counts.js'
import {
  countBegin,
  countEnd,
  kByLaneWord,
  kCallsWord,
  kErrorsWord,
  kHistogramWord,
  kInFlightWord,
  kLatencyUsWord,
  kStatsBlockWords,
} from '../../../src/wire/stats-block.js'

function makeCounts() {
  const said = new Float64Array(kStatsBlockWords)
  const counts = new LaneCounts({ readCounts: (into) => into.set(said) }, 0)
  const words = new Float64Array(2 * kStatsBlockWords)
  const block = { words, at: kStatsBlockWords }
  const read = (word: number) => words[kStatsBlockWords + word]
  return { said, counts, block, read }
}

test('adds what is new, and only that', (t) => {
  const { said, counts, block, read } = makeCounts()
  countBegin(said, 0)
  countBegin(said, 0)
  t.is(counts.fold(block, 1), 2)
  t.deepEqual([read(kCallsWord), read(kInFlightWord), read(kByLaneWord)], [2, 2, 2])
  countEnd(said, 0, 5, true)
  t.is(counts.fold(block, 2), 0)
  t.is(counts.fold(block, 3), 0)
  t.deepEqual([read(kCallsWord), read(kInFlightWord), read(kErrorsWord)], [2, 1, 1])
  t.is(read(kLatencyUsWord), 5)
})

test('what a station had not answered when it went has failed', (t) => {
  const { said, counts, block, read } = makeCounts()
  for (let call = 0; call < 3; call++) countBegin(said, 0)
  countEnd(said, 0, 5, false)
  counts.fold(block, 1)
  counts.failRest(block)
  counts.failRest(block)
  t.deepEqual([read(kCallsWord), read(kInFlightWord), read(kErrorsWord)], [3, 0, 2])
})

test('counts without a block are not kept for later', (t) => {
  const { said, counts, block, read } = makeCounts()
  countBegin(said, 0)
  t.is(counts.fold(null, 1), 1)
  counts.fold(block, 2)
  t.is(read(kCallsWord), 0)
})

for (const [what, word, value] of [
  ['that shrink', kCallsWord, 1],
  ['beyond any machine', kCallsWord, 1e9],
  ['that are no number', kErrorsWord, Number.NaN],
  ['without an end', kLatencyUsWord, Number.POSITIVE_INFINITY],
  ['below nothing', kInFlightWord, -1],
  ['of more calls in flight than there can be', kInFlightWord, 70_000],
  ['of a histogram that shrinks', kHistogramWord + 7, -1],
] as const) {
  test(`figures ${what} are nonsense, and nothing is added`, (t) => {
    const { said, counts, block, read } = makeCounts()
    for (let call = 0; call < 2; call++) countBegin(said, 0)
    counts.fold(block, 1)
    countBegin(said, 0)
    said[word] = value
    t.is(counts.fold(block, 2), null)
    t.is(read(kCallsWord), 2)
  })
}
