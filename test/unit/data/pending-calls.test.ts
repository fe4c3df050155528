import test from 'ava'
import { kInFlightPerLinkMax } from '../../../src/base/limits.js'
import { PendingCalls } from '../../../src/data/pending-calls.js'
import { frameMemory } from '../../../src/wire/frame-copy.js'
import { makeTable, routeState } from '../../support/route-state.js'

const table = makeTable()
table.apply(routeState(0, 'GET /a'))
const endpoint = table.get(0)!.endpoints[0]

function begin(pending: PendingCalls): number {
  const slot = pending.tryAllocate()
  if (slot >= 0) pending.endpoint[slot] = endpoint
  return slot
}

test('an empty table has nothing, whatever is asked', (t) => {
  const pending = new PendingCalls()
  for (const slot of [-1, 0, 1, 0x7fff_ffff, -0x8000_0000]) t.false(pending.has(slot, 0))
})

test('a call is found by slot and generation until it is freed', (t) => {
  const pending = new PendingCalls()
  const slot = begin(pending)
  const generation = pending.generation[slot]
  t.true(pending.has(slot, generation))
  t.false(pending.has(slot, generation + 1))
  t.false(pending.has(slot + 1, generation))
  t.is(pending.count, 1)
  pending.free(slot)
  t.false(pending.has(slot, generation))
  t.is(pending.count, 0)
})

test('the next use of a slot has another generation', (t) => {
  const pending = new PendingCalls()
  const slot = begin(pending)
  const generation = pending.generation[slot]
  pending.free(slot)
  t.is(begin(pending), slot)
  t.false(pending.has(slot, generation))
  t.true(pending.has(slot, pending.generation[slot]))
})

test('freeing twice is a bug', (t) => {
  const pending = new PendingCalls()
  const slot = begin(pending)
  pending.free(slot)
  t.throws(() => pending.free(slot), { message: /freed once/ })
})

test('what a call kept is let go with it', (t) => {
  const pending = new PendingCalls()
  const slot = begin(pending)
  pending.retained[slot] = frameMemory(32)
  pending.free(slot)
  t.true(pending.retained[slot] === null)
})

test('grows with its contents kept, up to the limit', (t) => {
  const pending = new PendingCalls()
  const slots = new Set<number>()
  for (let index = 0; index < kInFlightPerLinkMax; index++) {
    const slot = begin(pending)
    pending.callerSlot[slot] = index
    pending.deadlineMs[slot] = index
    slots.add(slot)
  }
  t.is(slots.size, kInFlightPerLinkMax)
  t.is(pending.tryAllocate(), -1)
  for (const slot of slots)
    if (pending.callerSlot[slot] !== pending.deadlineMs[slot]) t.fail(String(slot))
  pending.free(17)
  t.is(begin(pending), 17)
})

test('a large table is looked through for deadlines rarely, a small one at each', (t) => {
  const pending = new PendingCalls()
  t.is(pending.dueMs, Number.POSITIVE_INFINITY)
  for (let count = 0; count < 64; count++) pending.tryAllocate()
  pending.nextDeadlineMs = 1_000
  t.is(pending.dueMs, 1_000)
  pending.scanned(1_000, 1_000.1)
  t.is(pending.dueMs, 1_000.1, 'a scan of 64 slots costs nothing')
  for (let count = 64; count < 65_536; count++) pending.tryAllocate()
  pending.scanned(1_001, 1_001.1)
  t.is(pending.dueMs, 1_009)
  pending.nextDeadlineMs = 1_020
  t.is(pending.dueMs, 1_020)
})
