// Ten thousand kills and two thousand stops of stations, callers and the center under load; see e2e/kill-anyone.ts.

import { figuresOf, type KillReport, KillRun } from '../e2e/kill-anyone.js'
import { seededRandom } from '../support/seeded-random.js'
import type { Soak } from './options.js'

const kKills = 10_000
const kStops = 2_000
const kTellEach = 250

export const soakKill: Soak = async ({ seed, minutes, numbers }) => {
  const startMs = performance.now()
  let toldFaults = 0
  const tell = (report: KillReport) => {
    const took = ((performance.now() - startMs) / 60_000).toFixed(1)
    console.log(
      `${took} min: ${report.kills} kills, ${report.stops} stops, ${report.faults.length} faults; deaths noticed ${figuresOf(report.deathsMs)} ms`,
    )
    // Whoever ends the run early has seen them, too.
    for (; toldFaults < report.faults.length; toldFaults++)
      console.log(`  ${report.faults[toldFaults]}`)
  }
  const report = await new KillRun({
    random: seededRandom(seed),
    kills: numbers.kills ?? kKills,
    stops: numbers.stops ?? kStops,
    ...(minutes === undefined ? {} : { untilMs: minutes * 60_000 }),
    onProgress: (now) => {
      if ((now.kills + now.stops) % kTellEach === 0) tell(now)
    },
  }).run()
  tell(report)
  console.log(`deeds ${JSON.stringify(report.deeds)}`)
  console.log(`answers ${report.answers}, refusals ${JSON.stringify(report.refusals)}`)
  console.log(`slowest call ${report.slowestMs.toFixed(0)} ms of 2000 that each was given`)
  console.log('p50 / p99 / max in ms:')
  console.log(`  death of a station to the end of its route   ${figuresOf(report.deathsMs)}`)
  console.log(`  new center to the answer of every station    ${figuresOf(report.restartsMs)}`)
  console.log(`  SIGCONT to the next answer                   ${figuresOf(report.resumesMs)}`)
  return report.faults
}
