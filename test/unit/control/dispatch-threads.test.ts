// Several dispatch workers as control sees them: when what they tell is passed on, and what waits for whom.

import test from 'ava'
import { startDispatchThreads } from '../../../src/control/dispatch-threads.js'
import type { DispatchThread } from '../../../src/control/worker-pool.js'
import { createGateMemory } from '../../../src/data/admission.js'
import type {
  DispatchMeasure,
  DispatchOptions,
  FromData,
  LinkKey,
  LinkRings,
  ToData,
} from '../../../src/data/messages.js'
import type { TappedCall } from '../../../src/data/tap.js'
import { kOnlyPlace } from '../../../src/transport/link.js'

const key: LinkKey = { link: 3, generation: 7 }
const opened: FromData = {
  type: 'link-opened',
  ...key,
  name: 'orders',
  version: '1.0.0',
  pid: 1,
  carrier: 'shm',
  takesLanes: true,
  ticket: 0,
}
const bytes = new Uint8Array([1])
const snapshot = (epoch: number): ToData => ({
  type: 'snapshot',
  snapshot: { epoch, routes: [], topics: [], statsChunks: [] },
})

/** A dispatcher of the test. */
type Fake = {
  readonly options: DispatchOptions
  readonly got: ToData[]
  readonly say: (message: FromData) => void
  readonly die: (error: Error) => void
  measure: DispatchMeasure | null
  isStopped: boolean
}

type Front = {
  readonly front: DispatchThread
  readonly fakes: readonly Fake[]
  /** What control was told. */
  readonly told: FromData[]
  readonly fatal: Error[]
  readonly stops: number[]
}

async function startFakes(count: number, failing = -1): Promise<Front> {
  const fakes: Fake[] = []
  const told: FromData[] = []
  const fatal: Error[] = []
  const stops: number[] = []
  const front = await startDispatchThreads(
    (options, onMessage, onFatal) => {
      const { dispatcher } = options
      const fake: Fake = {
        options,
        got: [],
        say: onMessage,
        die: onFatal,
        measure: { rings: [], activeMs: 1, idleMs: 2 },
        isStopped: false,
      }
      fakes[dispatcher] = fake
      for (const port of options.fellows) port.close()
      if (dispatcher === failing) return Promise.reject(new Error('the pipe is taken'))
      return Promise.resolve({
        stationAddress: dispatcher === 0 ? '127.0.0.1:1' : null,
        post: (message: ToData) => fake.got.push(message),
        measure: () => Promise.resolve(fake.measure),
        nextPlace: () => kOnlyPlace,
        stop: async () => {
          fake.isStopped = true
          stops.push(dispatcher)
        },
        ended: new Promise<void>(() => {}),
      })
    },
    {
      center: 'test',
      token: null,
      ringBytes: 65_536,
      pipe: '/nowhere',
      station: null,
      tls: null,
      laneHotCount: 0,
      counters: Array.from({ length: count }, () => new SharedArrayBuffer(8)),
      gates: createGateMemory(),
    },
    (message) => told.push(message),
    (error) => fatal.push(error),
  )
  return { front, fakes, told, fatal, stops }
}

/** A link whose home is dispatcher 1 of two. */
async function withLink(): Promise<Front> {
  const world = await startFakes(2)
  world.fakes[0].say({ type: 'branch-opened', ...key })
  world.fakes[1].say(opened)
  return world
}

test('one dispatch worker is not stood in front of', async (t) => {
  const { front, fakes, told } = await startFakes(1)
  t.deepEqual(fakes[0].options.fellows, [])
  front.post(snapshot(1))
  front.post({ type: 'control', ...key, bytes })
  t.is(fakes[0].got.length, 2)
  fakes[0].say(opened)
  t.deepEqual(told, [opened])
  t.deepEqual(front.nextPlace(), kOnlyPlace)
})

test('the first is joined with each other, the others with the first', async (t) => {
  const { front, fakes } = await startFakes(3)
  t.deepEqual(
    fakes.map(({ options }) => [options.dispatcher, options.dispatchers, options.fellows.length]),
    [
      [0, 3, 2],
      [1, 3, 1],
      [2, 3, 1],
    ],
  )
  t.is(front.stationAddress, '127.0.0.1:1')
})

test('when one does not start, none runs', async (t) => {
  const stopped = startFakes(3, 0)
  t.is((await t.throwsAsync(stopped))?.message, 'the pipe is taken')
})

test('a link is there when every dispatcher has it, and what it said before comes behind that', async (t) => {
  const { fakes, told } = await startFakes(3)
  fakes[1].say(opened)
  fakes[1].say({ type: 'control', ...key, bytes })
  fakes[0].say({ type: 'branch-opened', ...key })
  t.deepEqual(told, [])
  fakes[2].say({ type: 'branch-opened', ...key })
  t.deepEqual(
    told.map(({ type }) => type),
    ['link-opened', 'control'],
  )
})

test('a link is gone when no dispatcher has it, and then its index is free', async (t) => {
  const { fakes, told } = await withLink()
  fakes[0].say({ type: 'branch-ended', ...key, reason: 'the peer is gone' })
  t.is(told.length, 1)
  fakes[1].say({ type: 'link-ended', ...key, reason: 'told by the first' })
  t.deepEqual(told.at(-1), { type: 'link-ended', ...key, reason: 'the peer is gone' })
  t.deepEqual(fakes[0].got, [{ type: 'link-free', link: key.link }])
  t.deepEqual(fakes[1].got, [])
})

test('a message behind a snapshot goes to the home of its link when every dispatcher has put that into force', async (t) => {
  const { front, fakes } = await withLink()
  front.post(snapshot(1))
  front.post({ type: 'control', ...key, bytes })
  front.post({ type: 'control-done', ...key, bytes: 1 })
  const typesOf = (fake: Fake) => fake.got.map(({ type }) => type)
  fakes[1].say({ type: 'applied', epoch: 1 })
  t.deepEqual(fakes.map(typesOf), [['snapshot'], ['snapshot']])
  fakes[0].say({ type: 'applied', epoch: 1 })
  t.deepEqual(fakes.map(typesOf), [['snapshot'], ['snapshot', 'control', 'control-done']])
  front.post({ type: 'control', ...key, bytes })
  t.is(fakes[1].got.length, 4, 'nothing is behind: it goes at once')
})

test('a message to a link that is gone goes nowhere', async (t) => {
  const { front, fakes } = await startFakes(2)
  front.post({ type: 'control', ...key, bytes })
  front.post({ type: 'close-link', ...key, reason: 'nonsense' })
  t.deepEqual(
    fakes.map(({ got }) => got.length),
    [0, 0],
  )
})

test('a link is closed by its home; sockets and lanes are the first one’s', async (t) => {
  const { front, fakes } = await withLink()
  front.post({ type: 'close-link', ...key, reason: 'nonsense' })
  front.post({ type: 'lane-over', lane: 1, side: 'caller', link: key, isLost: false })
  front.post({ type: 'reload', token: 'x', tls: null })
  t.deepEqual(
    fakes.map(({ got }) => got.map(({ type }) => type)),
    [['lane-over', 'reload'], ['close-link']],
  )
})

test('a drain is over when it is over everywhere, and counts what is left in all', async (t) => {
  const { front, fakes, told } = await startFakes(2)
  front.post({ type: 'drain', timeoutMs: 10 })
  fakes[0].say({ type: 'drained', inFlight: 2 })
  t.deepEqual(told, [])
  fakes[1].say({ type: 'drained', inFlight: 3 })
  t.deepEqual(told, [{ type: 'drained', inFlight: 5 }])
})

test('a tap is open when it is open everywhere, and counts the calls of all', async (t) => {
  const { front, fakes, told } = await startFakes(2)
  const tap = { id: 4, route: 'GET /a', every: 1, perSecond: 1, hasBodies: false }
  front.post({ type: 'open-tap', tap })
  for (const fake of fakes) {
    t.deepEqual(told, [])
    fake.say({ type: 'tap-opened', id: 4 })
  }
  t.is(told.length, 1)
  const tapped = (seenCount: number, droppedCount: number): FromData => ({
    type: 'tapped',
    call: { tap: 4, seenCount, droppedCount } as TappedCall, // the rest is passed on as it is
  })
  fakes[0].say(tapped(5, 1))
  fakes[1].say(tapped(2, 0))
  fakes[0].say(tapped(6, 1))
  const counts = told.flatMap((message) =>
    message.type === 'tapped' ? [[message.call.seenCount, message.call.droppedCount]] : [],
  )
  t.deepEqual(counts, [
    [5, 1],
    [7, 1],
    [8, 1],
  ])
})

test('figures are those of all; of a link the fuller pair of rings; none when one does not answer', async (t) => {
  const { front, fakes } = await startFakes(2)
  const rings = (usedBytes: number, fullCount: number, waitingBytes: number): LinkRings => ({
    ...key,
    toStation: { capacityBytes: 100, usedBytes, fullCount },
    toCenter: { capacityBytes: 100, usedBytes: 1, fullCount: 0 },
    waitingBytes,
  })
  fakes[0].measure = { rings: [rings(10, 1, 5)], activeMs: 10, idleMs: 20 }
  fakes[1].measure = { rings: [rings(40, 2, 6)], activeMs: 1, idleMs: 2 }
  t.deepEqual(await front.measure(10), { rings: [rings(40, 3, 11)], activeMs: 11, idleMs: 22 })
  fakes[1].measure = null
  t.is(await front.measure(10), null)
})

test('the end sends what was held, and stops the first one last', async (t) => {
  const { front, fakes, stops } = await withLink()
  front.post(snapshot(1))
  front.post({ type: 'control', ...key, bytes })
  await front.stop()
  t.is(fakes[1].got.at(-1)?.type, 'control')
  t.deepEqual(stops, [1, 0])
})

test('when one dies, that is told once, and the others end', async (t) => {
  const { fakes, fatal, stops } = await startFakes(3)
  fakes[1].die(new Error('out of memory'))
  fakes[2].die(new Error('and this one, too'))
  t.deepEqual(
    fatal.map(({ message }) => message),
    ['out of memory'],
  )
  t.deepEqual(stops, [0, 2])
})

test('links between threads are shared out in turn', async (t) => {
  const { front } = await startFakes(2)
  t.deepEqual(
    [1, 2, 3].map(() => front.nextPlace()),
    [0, 1, 0].map((home) => ({ home, dispatchers: 2 })),
  )
})
