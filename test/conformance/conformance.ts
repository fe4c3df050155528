// The one suite: the same behaviours for every placement and carrier.

import type { CenterOptions } from '../../src/index.js'
import { type Bench, benches } from './bench.js'
import { bodySuite } from './body-suite.js'
import { errorSuite } from './error-suite.js'
import { groupSuite } from './group-suite.js'
import { httpSuite } from './http-suite.js'
import { pathSuite } from './path-suite.js'
import { policySuite } from './policy-suite.js'
import { streamSuite } from './stream-suite.js'
import { topicSuite } from './topic-suite.js'
import { waitSuite } from './wait-suite.js'
import type { CallerKind, Placement } from './world.js'

/**
 * Shows every behaviour with stations in one placement.
 *
 * @param kinds how its callers reach the center; what needs several stations is shown with the first.
 * @returns the first bench.
 */
export function conformance(
  placement: Placement,
  kinds: readonly CallerKind[],
  options: CenterOptions = {},
): Bench {
  const [first, ...others] = benches(placement, kinds, options)
  if (first === undefined) throw new Error('a placement is shown with at least one caller')
  for (const bench of [first, ...others]) {
    pathSuite(bench)
    bodySuite(bench)
    errorSuite(bench)
    waitSuite(bench)
    streamSuite(bench)
    httpSuite(bench)
  }
  groupSuite(first)
  policySuite(first)
  topicSuite(first)
  return first
}
