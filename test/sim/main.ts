// `npm run sim [-- COUNT]`: simulated runs, one after the other, from the seed SIGNALBOX_SEED on. Says what each rule that
// was broken was broken by, and how to see it again. Exit code 1 when there was one.

import './without-addon.js'
import { seedOfRun } from '../support/seeded-random.js'
import { simulate } from './scenario.js'

const kCountDefault = 300

const first = seedOfRun()
const count = Number(
  process.argv[2] ?? (process.env.SIGNALBOX_SEED === undefined ? kCountDefault : 1),
)
const sum = { calls: 0, answered: 0, byLane: 0, events: 0, simulatedMs: 0 }
const injected: Record<string, number> = {}
const startMs = performance.now()
for (let seed = first; seed < first + count; seed++) {
  const outcome = await simulate(seed)
  for (const name of Object.keys(sum) as (keyof typeof sum)[]) sum[name] += outcome[name]
  for (const [name, times] of Object.entries(outcome.injected))
    injected[name] = (injected[name] ?? 0) + times
  if (outcome.faults.length === 0) continue
  process.exitCode = 1
  console.log(
    `seed ${seed}: ${outcome.faults.length} rules broken; SIGNALBOX_SEED=${seed} npm run sim`,
  )
  for (const fault of outcome.faults.slice(0, 20)) console.log(`  ${fault}`)
  if (count === 1) console.log(outcome.story.join('\n'))
}
const seconds = ((performance.now() - startMs) / 1_000).toFixed(1)
console.log(`seeds ${first} to ${first + count - 1} in ${seconds} s: ${JSON.stringify(sum)}`)
console.log(`injected: ${JSON.stringify(injected)}`)
