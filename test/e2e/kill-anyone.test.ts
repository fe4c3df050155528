// kill -9 and kill -STOP of anybody under load; the long form is `npm run soak -- kill`.

import test from 'ava'
import { seededRandom, seedOfRun } from '../support/seeded-random.js'
import { figuresOf, KillRun } from './kill-anyone.js'

const kKills = 25
const kStops = 10

for (const [center, flags] of [
  ['the center', []],
  ['a center with three dispatchers', ['--dispatch-workers', '3']],
] as const) {
  test.serial(
    `stations, callers and ${center} may be killed and stopped at any moment`,
    async (t) => {
      t.timeout(300_000)
      const seed = seedOfRun()
      t.log(`seed ${seed}`)
      const report = await new KillRun({
        random: seededRandom(seed),
        kills: kKills,
        stops: kStops,
        flags,
      }).run()
      t.log(`deeds ${JSON.stringify(report.deeds)}; answers ${report.answers}`)
      t.log(
        `refusals ${JSON.stringify(report.refusals)}; slowest call ${report.slowestMs.toFixed(0)} ms`,
      )
      t.log(`p50 / p99 / max ms: deaths noticed ${figuresOf(report.deathsMs)}`)
      t.log(`restarted ${figuresOf(report.restartsMs)}, resumed ${figuresOf(report.resumesMs)}`)
      t.deepEqual(report.faults, [])
      t.is(report.kills + report.stops, kKills + kStops)
      t.true(report.answers > kKills, 'the load ran')
    },
  )
}
