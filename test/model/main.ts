// `npm run model [-- CALLS]`: takes lanes through every order of steps, with so many calls in each case; two without a
// number. Exit code 1 when a rule was broken.

import { explore } from './explorer.js'
import { kLaneCases, tellExplored } from './lane-cases.js'
import { LaneWorld } from './lane-world.js'

const callCount = Number(process.argv[2] ?? 2)
for (const { title, plan } of kLaneCases) {
  const startMs = performance.now()
  const explored = await explore(() => new LaneWorld({ ...plan, callCount }))
  const seconds = ((performance.now() - startMs) / 1_000).toFixed(1)
  console.log(`${title}: ${tellExplored(explored)}, ${seconds} s`)
  if (explored.failure === '') continue
  process.exitCode = 1
  console.log(explored.failure)
}
