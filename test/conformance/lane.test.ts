import test from 'ava'
import { conformance } from './conformance.js'

const bench = conformance('shm', ['lane'])

// Else the suite would show the center's path once more.
test.after('calls went by lanes wherever there may be one', (t) => {
  const { requests = 0, lane_calls = 0 } = bench.world().center.counters()
  t.log(`${lane_calls} of ${requests + lane_calls}`)
  t.true(lane_calls > 200)
})
