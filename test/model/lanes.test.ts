// Taking back a direct lane, in every order of the steps of those who take part, with a death of each of them at each step.
// `npm run model` does the same with two calls everywhere, which takes minutes.

import test from 'ava'
import { explore } from './explorer.js'
import { kLaneCases, tellExplored } from './lane-cases.js'
import { LaneWorld } from './lane-world.js'

for (const { title, plan } of kLaneCases) {
  test.serial(`${title}: nothing is lost, and nobody waits for ever`, async (t) => {
    t.timeout(600_000)
    const explored = await explore(() => new LaneWorld(plan))
    t.is(explored.failure, '')
    t.true(explored.endCount > 1, 'there was more than one way')
    t.log(tellExplored(explored))
  })
}
