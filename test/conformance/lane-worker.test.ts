// Lanes to stations in worker threads of the center's process.

import test from 'ava'
import { conformance } from './conformance.js'

const bench = conformance('worker', ['lane'])

test.after('calls went by lanes wherever there may be one', (t) => {
  const { lane_calls = 0 } = bench.world().center.counters()
  t.true(lane_calls > 200, `${lane_calls} calls went by lanes`)
})
