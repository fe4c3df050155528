import test from 'ava'
import type { LeaseEvent } from '../../../../src/control/leases/lease-table.js'
import { kLeaseMs, newLeases, specOf } from '../../../support/lease-world.js'
import { seededRandom } from '../../../support/seeded-random.js'

test('a lease ends at its deadline and not before, for lookups and for those who watch', (t) => {
  const { clock, table } = newLeases()
  const events: LeaseEvent[] = []
  table.listen((event) => events.push(event))
  const { id } = table.register(specOf('a', 'http://a:1'))
  clock.advance(kLeaseMs - 1)
  table.endLeases(clock.nowMs())
  t.is(table.choose('a', 'random')?.id, id)
  clock.advance(1)
  t.is(table.choose('a', 'random'), undefined)
  t.is(table.find(id), undefined)
  t.deepEqual(
    events.map((event) => (event.type === 'removed' ? event.reason : event.type)),
    ['added', 'expired'],
  )
})

test('the sweep tells when it wants to look again, and ends what nobody asks for', (t) => {
  const { clock, table } = newLeases()
  table.register(specOf('a', 'http://a:1', { leaseMs: 500 }))
  table.register(specOf('b', 'http://b:1', { leaseMs: 700 }))
  const startMs = clock.nowMs()
  t.is(table.endLeases(startMs), startMs + 500)
  clock.advance(600)
  t.is(table.endLeases(clock.nowMs()), startMs + 700)
  t.is(table.instanceCount, 1)
  clock.advance(100)
  t.is(table.endLeases(clock.nowMs()), Number.POSITIVE_INFINITY)
  t.is(table.instanceCount, 0)
})

test('leases end within 100 ms of their deadline, whatever the heartbeats', (t) => {
  const seed = Number(process.env.SIGNALBOX_SEED ?? Date.now() % 1_000_000)
  const random = seededRandom(seed)
  const { clock, table } = newLeases(random)
  const deadlines = new Map<string, number>()
  table.listen((event) => {
    if (event.type !== 'removed') return
    const lateMs = clock.nowMs() - (deadlines.get(event.instance.id) ?? 0)
    t.true(lateMs >= 0 && lateMs <= 100, `seed ${seed}: ${lateMs} ms late`)
    deadlines.delete(event.instance.id)
  })
  for (let at = 0; at < 2_000; at++) {
    const leaseMs = 50 + Math.floor(random() * 5_000)
    const { id } = table.register(specOf(`s${at % 100}`, `http://h:${at}`, { leaseMs }))
    deadlines.set(id, clock.nowMs() + leaseMs)
  }
  let dueMs = clock.nowMs()
  while (deadlines.size > 0) {
    clock.advance(10)
    for (const [id] of deadlines) {
      const instance = table.find(id)
      if (instance === undefined || random() > 0.001) continue
      deadlines.set(id, clock.nowMs() + instance.leaseMs)
      table.renew(id)
    }
    if (clock.nowMs() >= dueMs) dueMs = table.endLeases(clock.nowMs())
  }
  t.is(table.instanceCount, 0)
})

test('one look ends a bounded number of leases, and asks for another at once', (t) => {
  const { clock, table } = newLeases()
  for (let at = 0; at < 5_000; at++) table.register(specOf(`s${at}`, 'http://h:1'))
  clock.advance(kLeaseMs)
  const nowMs = clock.nowMs()
  t.is(table.endLeases(nowMs), nowMs)
  t.is(table.instanceCount, 3_000)
  table.endLeases(nowMs)
  t.is(table.endLeases(nowMs), Number.POSITIVE_INFINITY)
})

test('a heartbeat that comes before the removal wins, and gives a whole lease', (t) => {
  const { clock, table } = newLeases()
  const { id } = table.register(specOf('a', 'http://a:1'))
  clock.advance(kLeaseMs + 5)
  t.true(table.renew(id))
  table.endLeases(clock.nowMs())
  clock.advance(kLeaseMs - 1)
  t.is(table.choose('a', 'random')?.id, id)
  clock.advance(1)
  table.endLeases(clock.nowMs())
  t.false(table.renew(id))
})

test('one instance that goes hides no other, and the last one ends its name', (t) => {
  const { table } = newLeases()
  const first = table.register(specOf('a', 'http://a:1'))
  const twin = table.register(specOf('a', 'http://a:1'))
  const other = table.register(specOf('a', 'http://b:1'))
  table.deregister(first.id)
  t.deepEqual(
    table.instancesOf('a').map(({ id }) => id),
    [twin.id, other.id],
  )
  table.deregister(other.id)
  t.is(table.choose('a', 'random')?.id, twin.id)
  table.deregister(twin.id)
  t.is(table.choose('a', 'random'), undefined)
  t.is(table.serviceCount, 0)
  t.is(table.deregister(twin.id), undefined)
})

test('turns go over the addresses, each once, however often it is registered', (t) => {
  const { table } = newLeases()
  for (const address of ['http://a', 'http://a', 'http://b', 'http://c']) {
    table.register(specOf('s', address))
  }
  const chosen = Array.from({ length: 6 }, () => table.choose('s', 'round-robin')?.address)
  t.deepEqual(chosen, ['http://a', 'http://b', 'http://c', 'http://a', 'http://b', 'http://c'])
})

test('what fails its checks is listed, but not chosen', (t) => {
  const { table } = newLeases(() => 0.99)
  const a = table.register(specOf('s', 'http://a'))
  const b = table.register(specOf('s', 'http://b'))
  const before = table.indexOf('s')
  table.setPassing(b, false, 'connection refused')
  t.is(table.indexOf('s'), before + 1)
  t.is(table.choose('s', 'random')?.id, a.id)
  t.is(table.instancesOf('s').length, 2)
  table.setPassing(b, false, 'still refused')
  t.is(table.indexOf('s'), before + 1)
  table.setPassing(b, true, '')
  t.is(table.choose('s', 'random')?.id, b.id)
})

test('a sample is all that passes, or some of it, and nothing that has ended', (t) => {
  const { clock, table } = newLeases(() => 0.9)
  const addressesOf = (countMax: number) =>
    table
      .sampleOf('a', countMax)
      .map(({ address }) => address)
      .sort()
  t.deepEqual(addressesOf(3), [])
  for (const at of [1, 2, 3, 4]) table.register(specOf('a', `http://${at}`))
  const failing = table.register(specOf('a', 'http://4'), 'failing')
  table.setPassing(failing, false, '')
  t.deepEqual(addressesOf(9), ['http://1', 'http://2', 'http://3', 'http://4'])
  t.deepEqual(addressesOf(2), ['http://1', 'http://4'])
  clock.advance(kLeaseMs - 1)
  table.register(specOf('a', 'http://5'))
  clock.advance(1)
  t.deepEqual(addressesOf(2), ['http://5'])
})

test('numbers of changes only grow, and the end of a name is a change of what is not there', (t) => {
  const { table } = newLeases()
  t.is(table.indexOf('a'), 100)
  const { id } = table.register(specOf('a', 'http://a'))
  t.is(table.indexOf('a'), 101)
  t.is(table.indexOf('b'), 100)
  table.deregister(id)
  t.is(table.indexOf('a'), 102)
  t.is(table.index, 102)
})

test('an id that is registered again is replaced; one of another name is refused', (t) => {
  const { table } = newLeases()
  table.register(specOf('a', 'http://a:1'), 'mine')
  table.register(specOf('a', 'http://a:2'), 'mine')
  t.deepEqual(
    table.instancesOf('a').map(({ address }) => address),
    ['http://a:2'],
  )
  const error = t.throws(() => table.register(specOf('b', 'http://b:1'), 'mine'))
  t.is(error?.message, 'id is mine; an instance of a has it')
})

test('refuses instances above the bound with ERR_OVERLOADED', (t) => {
  const { table } = newLeases(Math.random, 2)
  table.register(specOf('a', 'http://a:1'), '1')
  table.register(specOf('a', 'http://a:2'), '2')
  t.throws(() => table.register(specOf('a', 'http://a:3')), { code: 'ERR_OVERLOADED' })
  table.register(specOf('a', 'http://a:4'), '2')
  t.is(table.instanceCount, 2)
})

test('the timer ends leases by itself', async (t) => {
  const { clock, table } = newLeases()
  const gone = new Promise<void>((resolve) => {
    table.listen(({ type }) => {
      if (type === 'removed') resolve()
    })
  })
  table.register(specOf('a', 'http://a:1', { leaseMs: 5 }))
  clock.advance(5)
  const keep = setInterval(() => {}, 1_000)
  await gone
  clearInterval(keep)
  t.is(table.instanceCount, 0)
  table.close()
})
