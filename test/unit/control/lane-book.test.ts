import test from 'ava'
import { kCounterIndex, kCounterNames } from '../../../src/base/counter-names.js'
import { kLaneGraceMs, kLaneIdleMs, kLanesPerLinkMax } from '../../../src/base/limits.js'
import { LaneBook } from '../../../src/control/lane-book.js'
import { blocksOf, type StationRecord } from '../../../src/control/registry.js'
import { StatsSum } from '../../../src/data/endpoint-stats.js'
import type { LanePass, ToData } from '../../../src/data/messages.js'
import { loadNative, type Mapping } from '../../../src/ring/native.js'
import { readControlFrame } from '../../../src/transport/handshake.js'
import type { LaneSide } from '../../../src/wire/control.js'
import {
  kCountsAt,
  kLedgerBytes,
  kVerdictBroken,
  kVerdictOpen,
  kVerdictOver,
  kVerdictPaused,
  kVerdictRetired,
  kVerdictWord,
} from '../../../src/wire/lane-ledger.js'
import { countBegin, countEnd, kCallsWord } from '../../../src/wire/stats-block.js'
import { ManualClock } from '../../support/manual-clock.js'
import { makeRegistry, offeredRoute, openStation } from '../../support/registered.js'

const loaded = loadNative()
const withAddon = loaded.ok ? test : test.skip

/** A book whose dispatch worker is the test: it hands lanes on, and answers for both ends. */
function makeBook() {
  if (!loaded.ok) throw new Error(loaded.reason)
  const { native } = loaded
  const { registry, stats } = makeRegistry()
  const clock = new ManualClock()
  const posted: ToData[] = []
  const limited = new Set<string>()
  const tripped = new Set<string>()
  const tapped = new Set<string>()
  const counters = new Float64Array(kCounterNames.length)
  const ledgers: Record<LaneSide, Int32Array[]> = { caller: [], station: [] }
  const mappings: Mapping[] = []
  const book = new LaneBook({
    registry,
    stats,
    counters,
    clock,
    ringBytes: 1 << 16,
    native,
    isLimited: (route) => limited.has(route),
    isBreakerOpen: (route) => tripped.has(route),
    isTapped: (route) => tapped.has(route),
    post: (message) => {
      posted.push(message)
      // The peer has its own mapping of its ledger, as another process would.
      if (message.type !== 'lane-pass') return
      const mapping = new native.Mapping(message.descriptors[1] ?? -1, kLedgerBytes)
      mappings.push(mapping)
      ledgers[message.side].push(new Int32Array(mapping.buffer))
    },
    onTrouble: () => {},
  })
  const caller = openStation(registry, 'shop', 0, 'shm', true)
  const station = openStation(registry, 'stock', 1, 'shm', true)
  const routes = [
    offeredRoute('POST /a', 0),
    offeredRoute('/any', 1),
    offeredRoute('GET /a/:id', 2),
    ...Array.from({ length: 40 }, (_, at) => offeredRoute(`GET /many/${at}`, 3 + at)),
  ]
  registry.register(station, routes, [], [])
  const say = (lane: number, side: LaneSide, word: 'ready' | 'finished' | 'broken') =>
    book.onNews({ type: 'lane-said', lane, side, word })
  /** Opens a lane, with two ends that take it. */
  const open = async (path = 'POST /a', from: StationRecord = caller) => {
    const opening = book.open(from, path)
    const pass = lastPass()
    if (pass === undefined) return { isOpen: await opening, lane: 0 }
    const { lane } = pass
    book.onNews({ type: 'lane-passed', lane, side: 'station', isSent: true })
    say(lane, 'station', 'ready')
    book.onNews({ type: 'lane-passed', lane, side: 'caller', isSent: true })
    say(lane, 'caller', 'ready')
    return { isOpen: await opening, lane }
  }
  const lastPass = (): LanePass | undefined => {
    const last = posted.at(-1)
    return last?.type === 'lane-pass' ? last : undefined
  }
  const verdicts = () => [verdictOf('caller'), verdictOf('station')]
  const verdictOf = (side: LaneSide) => ledgers[side].at(-1)?.[kVerdictWord]
  const overs = () => posted.filter((message) => message.type === 'lane-over')
  const countsOf = () => {
    const ledger = ledgers.station.at(-1)
    return new Float64Array(ledger?.buffer ?? new ArrayBuffer(0), kCountsAt * 8, 128)
  }
  const figures = (route = 'POST /a') => {
    book.fold()
    const sum = new StatsSum()
    const endpoint = registry.routes.get(route)?.endpoints.get(station)
    for (const block of endpoint === undefined ? [] : blocksOf(endpoint)) {
      const { words, at } = stats.locate(block)
      sum.add(words, at)
    }
    return sum.totals()
  }
  const close = () => {
    book.close()
    for (const mapping of mappings) mapping.release()
  }
  const sets = { limited, tripped, tapped }
  const world = { registry, stats, clock, posted, counters, caller, station, book, ...sets }
  return { ...world, open, say, verdicts, overs, countsOf, figures, close, lastPass }
}

withAddon('the station gets its end first, and the caller when the station is ready', async (t) => {
  const world = makeBook()
  const opening = world.book.open(world.caller, 'POST /a')
  const first = world.lastPass()
  t.like(first, { side: 'station', lane: 1 })
  const read = readControlFrame(Buffer.from(first?.message ?? []))
  t.like(read?.message, { type: 'lane-open', side: 'station', path: 'POST /a', peer: 'shop' })
  world.say(1, 'station', 'ready')
  t.like(world.lastPass(), { side: 'caller', lane: 1 })
  t.is(world.counters[kCounterIndex.lanes_opened], 0)
  world.say(1, 'caller', 'ready')
  t.true(await opening)
  t.is(world.counters[kCounterIndex.lanes_opened], 1)
  t.deepEqual(world.verdicts(), [kVerdictOpen, kVerdictOpen])
  t.true(await world.book.open(world.caller, 'POST /a'), 'there is one already')
  t.is(world.book.count, 1)
  world.close()
})

withAddon('a route without a method answers for the path with any', async (t) => {
  const world = makeBook()
  t.true((await world.open('GET /any')).isOpen)
  world.close()
})

for (const [what, spoil] of [
  ['has a parameter', () => 'GET /a/7'],
  ['is spelled like a pattern', () => 'GET /a/:id'],
  ['nobody offers', () => 'POST /none'],
  ['is limited', ({ limited }) => limited.add('POST /a')],
  ['has an open breaker', ({ tripped }) => tripped.add('POST /a')],
  ['is tapped', ({ tapped }) => tapped.add('POST /a')],
  ['is paused', ({ registry }) => registry.setPaused('POST /a', true)],
  ['belongs to a paused station', ({ registry }) => registry.setPaused('stock.1', true)],
  ['belongs to a paused service', ({ registry }) => registry.setPaused('stock', true)],
  ['belongs to a station that leaves', ({ registry, station }) => registry.leave(station)],
  [
    'two stations offer',
    ({ registry }) => {
      const second = openStation(registry, 'stock', 2, 'shm', true)
      registry.register(second, [offeredRoute('POST /a')], [], [])
    },
  ],
] as readonly (readonly [string, (world: ReturnType<typeof makeBook>) => unknown])[]) {
  withAddon(`there is no lane for a path that ${what}`, async (t) => {
    const world = makeBook()
    const spoilt = spoil(world)
    const path = typeof spoilt === 'string' ? spoilt : 'POST /a'
    t.false(await world.book.open(world.caller, path))
    t.is(world.book.count, 0)
    t.deepEqual(world.posted, [])
    world.close()
  })
}

withAddon('only links that take lanes get them, and none to themselves', async (t) => {
  const world = makeBook()
  const pipe = openStation(world.registry, 'old', 5, 'pipe', false)
  t.false(await world.book.open(pipe, 'POST /a'))
  t.false(await world.book.open(world.station, 'POST /a'))
  world.close()
})

withAddon('a link calls by so many lanes, and no more', async (t) => {
  const world = makeBook()
  for (let at = 0; at < kLanesPerLinkMax; at++) t.true((await world.open(`GET /many/${at}`)).isOpen)
  t.false(await world.book.open(world.caller, 'POST /a'))
  world.close()
})

for (const [what, change, verdict] of [
  ['limit', ({ limited }) => limited.add('POST /a'), kVerdictRetired],
  ['breaker', ({ tripped }) => tripped.add('POST /a'), kVerdictBroken],
  ['tap', ({ tapped }) => tapped.add('POST /a'), kVerdictRetired],
  ['pause of the route', ({ registry }) => registry.setPaused('POST /a', true), kVerdictPaused],
  ['pause of the station', ({ registry }) => registry.setPaused('stock.1', true), kVerdictPaused],
  ['pause of the service', ({ registry }) => registry.setPaused('stock', true), kVerdictPaused],
  ['leaving station', ({ registry, station }) => registry.leave(station), kVerdictRetired],
  [
    'second endpoint',
    ({ registry }) => {
      const second = openStation(registry, 'other', 2, 'shm', true)
      registry.register(second, [offeredRoute('POST /a')], [], [])
    },
    kVerdictRetired,
  ],
  [
    'change to idempotent',
    ({ registry, station }) =>
      registry.register(station, [offeredRoute('POST /a', 0, { isIdempotent: true })], [], []),
    kVerdictRetired,
  ],
] as readonly (readonly [string, (world: ReturnType<typeof makeBook>) => unknown, number])[]) {
  withAddon(`a ${what} takes a lane back, and both ends see it at once`, async (t) => {
    const world = makeBook()
    const { lane } = await world.open()
    change(world)
    world.book.review()
    t.deepEqual(world.verdicts(), [kVerdictRetired, verdict])
    world.book.review()
    const told = world.overs()
    t.is(told.length, 1, 'the caller is told once')
    t.like(told[0], { lane, side: 'caller', isLost: false })
    t.false(await world.book.open(world.caller, 'POST /a'), 'none while this one goes back')
    world.say(lane, 'caller', 'finished')
    t.like(world.overs().at(-1), { lane, side: 'station', isLost: false })
    world.say(lane, 'station', 'finished')
    t.is(world.book.count, 0)
    t.is(world.counters[kCounterIndex.lanes_ended], 1)
    world.close()
  })
}

withAddon('a more exact route takes a lane back whose path it answers now', async (t) => {
  const world = makeBook()
  await world.open('GET /any')
  world.registry.register(world.station, [offeredRoute('GET /any', 60)], [], [])
  world.book.review()
  t.deepEqual(world.verdicts(), [kVerdictRetired, kVerdictRetired])
  world.close()
})

withAddon('a pause holds for a lane that is on its way back, too', async (t) => {
  const world = makeBook()
  await world.open()
  world.limited.add('POST /a')
  world.book.review()
  world.registry.setPaused('POST /a', true)
  world.book.review()
  t.deepEqual(world.verdicts(), [kVerdictRetired, kVerdictPaused])
  world.close()
})

withAddon('what a lane was taken back for may end before its station is ready', async (t) => {
  const world = makeBook()
  const opening = world.book.open(world.caller, 'POST /a')
  world.limited.add('POST /a')
  world.book.review()
  t.deepEqual(world.overs(), [], 'the caller has nothing to give back')
  world.say(1, 'station', 'ready')
  t.like(world.overs()[0], { lane: 1, side: 'station', isLost: false })
  world.say(1, 'station', 'finished')
  t.false(await opening)
  t.is(world.book.count, 0)
  world.close()
})

withAddon('a lane at rest is taken back, one that is used is not', async (t) => {
  const world = makeBook()
  await world.open()
  world.clock.advance(kLaneIdleMs - 1)
  countBegin(world.countsOf(), 0)
  world.book.look()
  world.clock.advance(2 * kLaneIdleMs)
  world.book.look()
  t.deepEqual(world.verdicts(), [kVerdictOpen, kVerdictOpen], 'its call is still under way')
  countEnd(world.countsOf(), 0, 10, false)
  world.clock.advance(kLaneIdleMs - 1)
  world.book.look()
  t.deepEqual(world.verdicts(), [kVerdictOpen, kVerdictOpen])
  world.clock.advance(1)
  world.book.look()
  t.deepEqual(world.verdicts(), [kVerdictRetired, kVerdictRetired])
  world.close()
})

withAddon(
  'a station serves a lane that was taken back for a second, and refuses after that',
  async (t) => {
    const world = makeBook()
    await world.open()
    world.tapped.add('POST /a')
    world.book.review()
    world.clock.advance(kLaneGraceMs - 1)
    world.book.look()
    t.deepEqual(world.verdicts(), [kVerdictRetired, kVerdictRetired])
    world.clock.advance(1)
    world.book.look()
    t.deepEqual(world.verdicts(), [kVerdictRetired, kVerdictOver])
    world.close()
  },
)

withAddon('counts become those of the endpoint, and stay when the lane is gone', async (t) => {
  const world = makeBook()
  const { lane } = await world.open()
  const counts = world.countsOf()
  countBegin(counts, 0)
  countBegin(counts, 0)
  countEnd(counts, 0, 100, true)
  t.like(world.figures(), { calls: 2, errors: 1, inFlight: 1, byLane: 2 })
  world.book.onNews({ type: 'lane-said', lane, side: 'caller', word: 'finished' })
  countEnd(counts, 0, 100, false)
  world.say(lane, 'station', 'finished')
  t.like(world.figures(), { calls: 2, errors: 1, inFlight: 0, byLane: 2 })
  t.is(world.counters[kCounterIndex.lane_calls], 2)
  await world.open()
  countBegin(world.countsOf(), 0)
  t.like(world.figures(), { calls: 3, byLane: 3 })
  world.close()
})

withAddon('a station that counts nonsense loses its link', async (t) => {
  const world = makeBook()
  await world.open()
  world.countsOf()[kCallsWord] = -5
  world.book.fold()
  t.like(world.posted.at(-1), { type: 'close-link', link: 1 })
  t.like(world.figures(), { calls: 0 })
  world.close()
})

withAddon('the death of a station ends its lanes, and what it owed has failed', async (t) => {
  const world = makeBook()
  const { lane } = await world.open()
  countBegin(world.countsOf(), 0)
  world.book.onLinkEnded(world.station)
  t.like(world.figures(), { calls: 1, errors: 1, inFlight: 0 })
  t.is(world.verdicts()[0], kVerdictRetired)
  world.say(lane, 'caller', 'finished')
  t.is(world.book.count, 0)
  world.close()
})

withAddon('the death of a caller ends its lanes when their stations have let go', async (t) => {
  const world = makeBook()
  const { lane } = await world.open()
  const counts = world.countsOf()
  countBegin(counts, 0)
  world.book.onLinkEnded(world.caller)
  t.is(world.book.countOf(world.station), 1)
  countEnd(counts, 0, 10, true)
  world.say(lane, 'station', 'finished')
  t.is(world.book.countOf(world.station), 0)
  t.like(world.figures(), { calls: 1, errors: 1, inFlight: 0 })
  world.close()
})

withAddon(
  'two links that broke a lane get no other, until one of them is another link',
  async (t) => {
    const world = makeBook()
    const { lane } = await world.open()
    world.say(lane, 'station', 'broken')
    t.like(world.overs().at(-1), { lane, side: 'caller', isLost: true })
    world.say(lane, 'caller', 'finished')
    t.false(await world.book.open(world.caller, 'POST /a'))
    const second = openStation(world.registry, 'shop', 6, 'shm', true)
    t.true((await world.open('POST /a', second)).isOpen)
    world.close()
  },
)

withAddon(
  'an end whose link takes no message has no lane, and the other one lets go',
  async (t) => {
    const world = makeBook()
    const opening = world.book.open(world.caller, 'POST /a')
    world.book.onNews({ type: 'lane-passed', lane: 1, side: 'station', isSent: false })
    t.false(await opening)
    t.is(world.book.count, 0)
    const again = world.book.open(world.caller, 'POST /a')
    world.say(2, 'station', 'ready')
    world.book.onNews({ type: 'lane-passed', lane: 2, side: 'caller', isSent: false })
    t.like(world.overs().at(-1), { lane: 2, side: 'station' })
    world.say(2, 'station', 'finished')
    t.false(await again)
    world.close()
  },
)

withAddon('a center that drains takes all lanes back and hands out none', async (t) => {
  const world = makeBook()
  const { lane } = await world.open()
  countBegin(world.countsOf(), 0)
  t.is(world.book.inFlightCount(), 1)
  let isDrained = false
  const draining = world.book.drain().then(() => {
    isDrained = true
  })
  t.deepEqual(world.verdicts(), [kVerdictRetired, kVerdictRetired])
  world.say(lane, 'caller', 'finished')
  await Promise.resolve()
  t.false(isDrained)
  world.say(lane, 'station', 'finished')
  await draining
  t.false(await world.book.open(world.caller, 'POST /a'))
  world.close()
})
