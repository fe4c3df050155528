import test from 'ava'
import { Guests } from '../../../src/control/guests.js'
import { LimitsBook } from '../../../src/control/limits-book.js'
import { LocalTable } from '../../../src/control/local-routes.js'
import { LocalTaps } from '../../../src/control/local-taps.js'
import type { GuestPlan } from '../../../src/control/registry.js'
import { RoutePublisher } from '../../../src/control/route-publisher.js'
import { RouteWatchers } from '../../../src/control/route-watch.js'
import { createGateMemory, Gates } from '../../../src/data/admission.js'
import type { Snapshot } from '../../../src/data/snapshot.js'
import { ManualClock } from '../../support/manual-clock.js'
import { makeRegistry, offeredRoute, openStation } from '../../support/registered.js'
import { until } from '../../support/until.js'

function openWorld() {
  const { registry, stats } = makeRegistry()
  const gates = new Gates(createGateMemory())
  const local = new LocalTable(gates, stats, new LocalTaps(new ManualClock(), () => {}))
  const snapshots: Snapshot[] = []
  const send = (snapshot: Snapshot) => snapshots.push(snapshot)
  const publisher = new RoutePublisher(registry, stats, local, new RouteWatchers(registry), send)
  const guests = new Guests(registry, publisher, new LimitsBook(gates, registry))
  const host = openStation(registry, 'host', 3, 'attached')
  return { registry, guests, host, snapshots }
}

const planOf = (name: string, more: Partial<GuestPlan> = {}): GuestPlan => ({
  name,
  version: '1',
  carrier: 'http',
  sinceMs: 0,
  isFailing: false,
  onDismissed: () => {},
  ...more,
})

test('guests are stations of their own at the link of their host, told in one snapshot', async (t) => {
  const { registry, guests, host, snapshots } = openWorld()
  const first = guests.open('host', planOf('a'), [offeredRoute('/web/a', 7, { weight: 3 })])
  const second = guests.open('host', planOf('a'), [offeredRoute('/web/a', 8)])
  t.deepEqual([first.id, second.id], ['a.1', 'a.2'])
  t.deepEqual(
    [...registry.all()].map(({ id, carrier, link }) => [id, carrier, link]),
    [
      ['host.1', 'attached', 3],
      ['a.1', 'http', 3],
      ['a.2', 'http', 3],
    ],
  )
  t.is(registry.find(host), host)
  await until(() => snapshots.length > 0)
  t.is(snapshots.length, 1)
  t.deepEqual(
    snapshots[0]?.routes[0]?.endpoints.map(({ link, offered, weight }) => [link, offered, weight]),
    [
      [3, 7, 3],
      [3, 8, 1],
    ],
  )
})

test('one that goes leaves its host and its twin, and frees its place', async (t) => {
  const { registry, guests, snapshots } = openWorld()
  const first = guests.open('host', planOf('a'), [offeredRoute('/web/a', 7)])
  guests.open('host', planOf('a'), [offeredRoute('/web/a', 8)])
  first.close()
  await until(() => snapshots.length > 0)
  t.deepEqual(
    snapshots.at(-1)?.routes[0]?.endpoints.map(({ offered }) => offered),
    [8],
  )
  t.is(guests.open('host', planOf('a'), [offeredRoute('/web/a', 7)]).id, 'a.1')
  t.is(registry.stationsOf('host').length, 1)
})

test('one that fails gets no calls; a pause outlives that, and a drain both', async (t) => {
  const { registry, guests, snapshots } = openWorld()
  const guest = guests.open('host', planOf('a', { isFailing: true }), [offeredRoute('/web/a', 7)])
  const [station] = registry.stationsOf('a')
  await until(() => snapshots.length > 0)
  t.is(station?.state, 'failing')
  t.is(snapshots[0]?.routes[0]?.endpoints.length, 0)
  t.true(snapshots[0]?.routes[0]?.isOffered)
  registry.setPaused('a', true)
  t.is(station?.state, 'paused')
  guest.setFailing(false)
  t.is(station?.state, 'paused')
  registry.setPaused('a', false)
  t.is(station?.state, 'up')
  if (station !== undefined) registry.leave(station)
  guest.setFailing(true)
  t.is(station?.state, 'draining')
})

test('a host that is not attached, and routes that are not allowed, are refused and leave nothing', (t) => {
  const { registry, guests } = openWorld()
  openStation(registry, 'far', 4, 'shm')
  t.throws(() => guests.open('far', planOf('a'), []), { code: 'ERR_NOT_FOUND' })
  const reserved = [offeredRoute('/_sys_/x', 7)]
  t.throws(() => guests.open('host', planOf('a'), reserved), { code: 'ERR_BAD_ROUTE' })
  t.is(registry.stationsOf('a').length, 0)
})
