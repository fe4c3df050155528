import test from 'ava'
import { ringsByCarrier, ringsByStation } from '../../../src/control/rings.js'
import { makeRegistry } from '../../support/registered.js'

function fill(usedBytes: number) {
  return { capacityBytes: 100, usedBytes, fullCount: 0 }
}

function rings(link: number, toStation: number, toCenter: number, waitingBytes = 0) {
  return {
    link,
    generation: 1,
    toStation: fill(toStation),
    toCenter: fill(toCenter),
    waitingBytes,
  }
}

/** A registry with shm links 0 and 1, and a tcp link 2. */
function joined() {
  const { registry } = makeRegistry()
  const carriers = ['shm', 'shm', 'tcp'] as const
  carriers.forEach((carrier, link) => {
    registry.open(
      {
        link,
        generation: 1,
        name: 's',
        version: '1',
        pid: 1,
        carrier,
        takesLanes: false,
        ticket: 0,
      },
      0,
    )
  })
  return registry
}

test('the fullest ring of a carrier counts, waiting bytes add up', (t) => {
  const registry = joined()
  t.deepEqual(ringsByCarrier(registry, [rings(0, 25, 0, 10), rings(1, 0, 50, 5), rings(2, 0, 0)]), [
    { carrier: 'shm', links: 2, toStationFill: 0.25, toCenterFill: 0.5, deferredBytes: 15 },
    { carrier: 'tcp', links: 1, toStationFill: 0, toCenterFill: 0, deferredBytes: 0 },
  ])
  t.deepEqual(ringsByCarrier(registry, []), [])
})

test('positions that a peer spoiled stay on the scale', (t) => {
  const [line] = ringsByCarrier(joined(), [rings(0, 1_000_000, -7)])
  t.like(line, { toStationFill: 1, toCenterFill: 0 })
})

test('a link that has ended meanwhile has no rings', (t) => {
  const registry = joined()
  t.deepEqual(
    ringsByStation(registry, [rings(0, 1, 2), rings(7, 1, 2)]).map(({ station }) => station),
    ['s.1'],
  )
  t.deepEqual(ringsByCarrier(registry, [rings(7, 1, 2)]), [])
})
