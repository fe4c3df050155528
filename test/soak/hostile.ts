// A hostile process beside a good pair for ten minutes; see e2e/hostile/duel.ts.

import { kOverflowSumBytesMax } from '../../src/base/limits.js'
import { kWorst } from '../e2e/hostile/deeds.js'
import { type DuelReport, duel, shareOf } from '../e2e/hostile/duel.js'
import type { Soak } from './options.js'

const kMinutes = 10
const kSliceMs = 2_000
/** Share of the rate in harmless slices that the good pair must keep. */
const kShareMin = 0.9
/** What the center may hold beyond its beginning: what all links together may leave lying, and as much again as garbage. */
const kGrowthMiBMax = (2 * kOverflowSumBytesMax) / 1_048_576

export const soakHostile: Soak = async ({ seed, minutes = kMinutes }) => {
  const roundMs = 2 * kSliceMs * kWorst.length
  const rounds = Math.max(1, Math.round((minutes * 60_000) / roundMs))
  const tell = (round: number, report: DuelReport) => {
    const shares = kWorst.map((deed) => `${deed} ${(shareOf(report, deed) * 100).toFixed(0)} %`)
    console.log(`round ${round} of ${rounds}: ${shares.join(', ')}; center ${report.mostMiB} MiB`)
  }
  const report = await duel({ seed, sliceMs: kSliceMs, rounds, onRound: tell })
  const faults = [...report.faults]
  for (const deed of kWorst) {
    const {
      hostile = [],
      harmless = [],
      deeds = 0,
      cpuMs = 0,
      mostMiB = 0,
    } = report.rates.get(deed) ?? {}
    const share = shareOf(report, deed)
    const mean = (rates: readonly number[]) =>
      (rates.reduce((sum, rate) => sum + rate, 0) / Math.max(1, rates.length)).toFixed(0)
    console.log(
      `${deed}: ${deeds} deeds in ${(cpuMs / 1_000).toFixed(1)} s of processor time; calls a second beside it ${mean(hostile)}, beside harmless burning ${mean(harmless)}: ${(share * 100).toFixed(1)} % in the median; center ${mostMiB} MiB`,
    )
    if (share < kShareMin)
      faults.push(`beside ${deed} the good pair keeps ${share.toFixed(3)} of its rate`)
  }
  console.log(`center: ${report.baseMiB} MiB at first, ${report.mostMiB} MiB at most`)
  if (report.mostMiB > report.baseMiB + kGrowthMiBMax)
    faults.push(`the center grew from ${report.baseMiB} to ${report.mostMiB} MiB`)
  return faults
}
