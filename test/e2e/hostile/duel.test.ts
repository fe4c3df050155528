// A process that does its worst beside a good pair, in short; the long form is `npm run soak -- hostile`, and judges rates.

import test from 'ava'
import { kOverflowSumBytesMax } from '../../../src/base/limits.js'
import { seedOfRun } from '../../support/seeded-random.js'
import { kWorst } from './deeds.js'
import { type DeedRates, duel, shareOf } from './duel.js'

const kSliceMs = 500

test('the worst that a process can do costs no other link, and no memory beyond its bound', async (t) => {
  t.timeout(120_000)
  const seed = seedOfRun()
  t.log(`seed ${seed}`)
  const report = await duel({ seed, sliceMs: kSliceMs, rounds: 1 })
  t.log(kWorst.map((deed) => `${deed} ${(shareOf(report, deed) * 100).toFixed(0)} %`).join(', '))
  t.deepEqual(report.faults, [])
  const sum = (of: (rates: DeedRates) => number) =>
    [...report.rates.values()].reduce((total, rates) => total + of(rates), 0)
  t.is(report.rates.size, kWorst.length)
  t.true(sum(({ deeds }) => deeds) > 1_000, 'it did its worst')
  t.true(sum(({ hostile }) => hostile[0] ?? 0) > 0, 'calls were answered beside it')
  const mostMiB = report.baseMiB + (2 * kOverflowSumBytesMax) / 1_048_576
  t.true(report.mostMiB < mostMiB, `the center had ${report.mostMiB} MiB`)
})
