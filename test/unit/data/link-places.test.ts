import test from 'ava'
import { kLinkCountMax } from '../../../src/base/limits.js'
import { LinkPlaces } from '../../../src/data/link-places.js'

/** Opens a link, as dispatcher 0 does. @returns its home. */
function join(places: LinkPlaces, name: string): number {
  const { linkIndex, home } = places.grant(name)
  places.take(linkIndex, { name, home })
  return home
}

test('links of one name are spread first, then all links', (t) => {
  const places = new LinkPlaces(2)
  const homes = ['caller', 'caller', 'orders', 'stock', 'caller', 'caller'].map((name) =>
    join(places, name),
  )
  t.deepEqual(homes, [0, 1, 0, 1, 0, 1])
})

test('a home that a link has already is kept, and counts', (t) => {
  const places = new LinkPlaces(2)
  const { linkIndex, home } = places.grant('gateway', 1)
  t.is(home, 1)
  places.take(linkIndex, { name: 'gateway', home })
  t.is(join(places, 'gateway'), 0)
})

test('with several dispatchers an index is used again when everybody knows of the end; generations never are', (t) => {
  const places = new LinkPlaces(2)
  join(places, 'a')
  places.end(0)
  const next = places.grant('b')
  t.is(next.linkIndex, 1)
  places.free(0)
  const last = places.grant('c')
  t.is(last.linkIndex, 0)
  t.true(last.generation > next.generation)
})

test('with one dispatcher an index is free at once', (t) => {
  const places = new LinkPlaces(1)
  join(places, 'a')
  places.end(0)
  t.like(places.grant('b'), { linkIndex: 0, home: 0, dispatchers: 1 })
})

test('refuses one link more than there may be', (t) => {
  const places = new LinkPlaces(3)
  for (let link = 0; link < kLinkCountMax; link++) join(places, 'a')
  t.like(
    t.throws(() => places.grant('a')),
    { code: 'ERR_OVERLOADED' },
  )
})
