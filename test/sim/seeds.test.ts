// Three hundred simulated runs. A failure names its seed: `SIGNALBOX_SEED=n npm run sim` shows the same run, event by event.

import './without-addon.js'
import test from 'ava'
import { simulate } from './scenario.js'

const kFirstSeed = 1
const kSeedCount = 300
const kBatchCount = 25

for (let first = kFirstSeed; first < kFirstSeed + kSeedCount; first += kBatchCount) {
  test.serial(
    `no rule is broken by the seeds ${first} to ${first + kBatchCount - 1}`,
    async (t) => {
      t.timeout(300_000)
      const sum = { calls: 0, answered: 0, byLane: 0, deeds: 0 }
      for (let seed = first; seed < first + kBatchCount; seed++) {
        const { faults, calls, answered, byLane, injected } = await simulate(seed)
        t.deepEqual(faults, [], `SIGNALBOX_SEED=${seed} npm run sim`)
        sum.calls += calls
        sum.answered += answered
        sum.byLane += byLane
        sum.deeds += Object.values(injected).reduce((total, count) => total + count, 0)
      }
      t.true(sum.answered > sum.calls / 2, 'most calls are answered, or there is nothing to judge')
      t.true(sum.byLane > 0, 'some went by lanes')
      t.true(sum.deeds > kBatchCount, 'there were bad days among them')
      t.log(JSON.stringify(sum))
    },
  )
}

test.serial('a seed gives the same run again', async (t) => {
  const first = await simulate(kFirstSeed)
  t.deepEqual(await simulate(kFirstSeed), first)
})
