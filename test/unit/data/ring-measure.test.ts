import test from 'ava'
import { measureRings } from '../../../src/data/ring-measure.js'
import type { Carrier } from '../../../src/wire/control.js'

function link(carrier: Carrier, freeBytes: number, publishedBytes: number, overflowBytes = 0) {
  return {
    end: { carrier },
    writer: { capacityBytes: 100, freeBytes: () => freeBytes },
    reader: { capacityBytes: 100, publishedBytes: () => publishedBytes },
    overflowBytes,
  }
}

test('the fullest ring of a carrier counts, waiting bytes add up', (t) => {
  const links = [link('shm', 75, 0, 10), undefined, link('shm', 100, 50, 5), link('tcp', 100, 0)]
  t.deepEqual(measureRings(links), [
    { carrier: 'shm', links: 2, toStationFill: 0.25, toCenterFill: 0.5, deferredBytes: 15 },
    { carrier: 'tcp', links: 1, toStationFill: 0, toCenterFill: 0, deferredBytes: 0 },
  ])
  t.deepEqual(measureRings([]), [])
})

test('positions that a peer spoiled stay on the scale', (t) => {
  t.like(measureRings([link('shm', -1_000_000, -7)])[0], { toStationFill: 1, toCenterFill: 0 })
  t.like(measureRings([link('shm', 1_000, 1_000)])[0], { toStationFill: 0, toCenterFill: 1 })
})
