// What must hold between the homes of two dispatchers: the same answers for callers of both, promises that are kept on both,
// figures of both together.

import { once } from 'node:events'
import { connect as connectSocket } from 'node:net'
import test from 'ava'
import { type Client, connect, createStation, type Station } from '../../src/index.js'
import { controlFrame, readControlFrame } from '../../src/transport/handshake.js'
import { kProtocolVersion } from '../../src/wire/control.js'
import { refusalOf } from '../support/refusal.js'
import { until } from '../support/until.js'
import { openWorld, type World } from './world.js'

const kRounds = 20
const kQuiet = { onEvent: () => {} }
const kCarriers = ['shm', 'pipe'] as const

type Teardown = { teardown(close: () => Promise<void>): void }

async function worldOf(t: Teardown): Promise<World> {
  const world = await openWorld(false, { dispatch: { workers: 2 } })
  t.teardown(() => world.close())
  return world
}

/** Two callers of one name, whose homes are two dispatchers. */
async function callersOf(t: Teardown, world: World): Promise<readonly [Client, Client]> {
  const join = () => connect(world.addressOf('shm'), { name: 'caller', ...kQuiet })
  const callers = [await join(), await join()] as const
  t.teardown(async () => void (await Promise.all(callers.map((caller) => caller.close()))))
  return callers
}

/** A station in this process, by a carrier. */
async function stationOf(
  t: Teardown,
  world: World,
  carrier: (typeof kCarriers)[number],
  name: string,
  build: (station: Station) => void,
): Promise<Station> {
  const station = createStation({ name, ...kQuiet })
  build(station)
  await station.join(world.addressOf(carrier))
  t.teardown(() => station.leave())
  return station
}

for (const carrier of kCarriers) {
  test.serial(
    `${carrier}: a route that is registered is found by callers of both homes at once`,
    async (t) => {
      const world = await worldOf(t)
      const callers = await callersOf(t, world)
      const station = await stationOf(t, world, carrier, 'growing', () => {})
      for (let round = 0; round < kRounds; round++) {
        station.route(`GET /grown/${round}`, () => round)
        await station.registered()
        t.deepEqual(
          await Promise.all(callers.map((caller) => caller.call(`GET /grown/${round}`))),
          [round, round],
        )
      }
    },
  )

  test.serial(`${carrier}: a pause that is answered holds for callers of both homes`, async (t) => {
    const world = await worldOf(t)
    const callers = await callersOf(t, world)
    await stationOf(t, world, carrier, 'paused', (station) => station.route('GET /p', () => 1))
    for (let round = 0; round < kRounds; round++) {
      await callers[0].call('POST /_sys_/pause', { target: 'paused' })
      for (const caller of callers)
        t.is((await refusalOf(caller.call('GET /p'))).code, 'ERR_PAUSED')
      await callers[1].call('POST /_sys_/resume', { target: 'paused' })
      for (const caller of callers) t.is(await caller.call('GET /p'), 1)
    }
  })

  test.serial(
    `${carrier}: a station that leaves under load answers all that it was given`,
    async (t) => {
      const world = await worldOf(t)
      const callers = await callersOf(t, world)
      await stationOf(t, world, carrier, 'load', (station) =>
        station.route('POST /load', () => 's'),
      )
      let isOver = false
      const outcomes = new Map<string, number>()
      const note = (outcome: string) => outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
      const load = callers.flatMap((caller) =>
        Array.from({ length: 8 }, async () => {
          while (!isOver) {
            const call = caller.call('POST /load', new Uint8Array(100))
            note(await call.then(String, ({ code }: { code: string }) => code))
          }
        }),
      )
      for (let round = 0; round < kRounds; round++) {
        const leaving = await stationOf(t, world, carrier, 'load', (station) =>
          station.route('POST /load', () => 'l'),
        )
        const before = outcomes.get('l') ?? 0
        await until(() => (outcomes.get('l') ?? 0) > before + 20)
        await leaving.leave()
      }
      isOver = true
      await Promise.all(load)
      t.deepEqual([...outcomes.keys()].sort(), ['l', 's'])
    },
  )

  test.serial(
    `${carrier}: subscribers get the messages of publishers of both homes in their order, a group each once`,
    async (t) => {
      const world = await worldOf(t)
      const callers = await callersOf(t, world)
      const alone: [number, number][] = []
      const shared: [number, number][] = []
      await stationOf(t, world, carrier, 'alone', (station) =>
        station.subscribe('news', (message) => alone.push(message as [number, number])),
      )
      for (const name of ['left', 'right']) {
        await stationOf(t, world, carrier, name, (station) =>
          station.subscribe('news', (message) => shared.push(message as [number, number]), {
            group: 'all',
          }),
        )
      }
      const count = 200
      for (let number = 0; number < count; number++)
        for (const [publisher, caller] of callers.entries())
          await caller.publish('news', [publisher, number])
      await until(() => alone.length === 2 * count && shared.length === 2 * count)
      for (const publisher of [0, 1]) {
        const numbers = alone.filter(([from]) => from === publisher).map(([, number]) => number)
        t.deepEqual(
          numbers,
          Array.from({ length: count }, (_, number) => number),
        )
      }
      t.is(new Set(shared.map(String)).size, 2 * count)
      const { messages_published, messages_delivered, messages_lost } = world.center.counters()
      t.deepEqual([messages_published, messages_delivered, messages_lost], [400, 800, 0])
    },
  )
}

test.serial('one key leads callers of both homes to one station', async (t) => {
  const world = await worldOf(t)
  const callers = await callersOf(t, world)
  for (const label of ['a', 'b', 'c']) {
    await stationOf(t, world, 'shm', 'keyed', (station) =>
      station.route('GET /keyed', { balance: 'hash' }, () => label),
    )
  }
  const seen = new Set<unknown>()
  for (let key = 0; key < 32; key++) {
    const [one, other] = await Promise.all(
      callers.map((caller) => caller.call('GET /keyed', undefined, { key: `key ${key}` })),
    )
    t.is(one, other)
    seen.add(one)
  }
  t.is(seen.size, 3)
})

test.serial(
  'calls of both homes are in the figures, the counters, the rings and the taps',
  async (t) => {
    const world = await worldOf(t)
    const { center } = world
    const callers = await callersOf(t, world)
    await stationOf(t, world, 'pipe', 'counted', (station) => station.route('GET /c', () => 1))
    const ending = new AbortController()
    const items = await center.tap('GET /c', { perSecond: 1_000 }, ending.signal)
    const before = center.counters().requests ?? 0
    for (let round = 0; round < kRounds; round++)
      for (const caller of callers) await caller.call('GET /c')
    t.is((center.counters().requests ?? 0) - before, 2 * kRounds)
    t.like(
      center.routes().find(({ route }) => route === 'GET /c'),
      { calls: 2 * kRounds, inFlight: 0, errors: 0 },
    )
    const shown = new Map<string, number>()
    let seen = 0
    for (let call = 0; call < 2 * kRounds; call++) {
      const item = await items.next()
      if (item.done === true) break
      shown.set(item.value.caller, (shown.get(item.value.caller) ?? 0) + 1)
      seen = item.value.seen
    }
    ending.abort()
    t.deepEqual([...shown.values()], [kRounds, kRounds])
    t.is(seen, 2 * kRounds)
    const rings = (await center.rings()).map(({ station }) => station).sort()
    t.deepEqual(
      rings,
      center
        .stations()
        .map(({ id }) => id)
        .sort(),
    )
  },
)

test.serial('a drain waits for the calls of both homes', async (t) => {
  const world = await worldOf(t)
  const callers = await callersOf(t, world)
  const waiting: (() => void)[] = []
  await stationOf(t, world, 'shm', 'slow', (station) => {
    station.route('GET /quick', () => 'ok')
    station.route('GET /slow', async () => {
      await new Promise<void>((resolve) => waiting.push(resolve))
      return 'done'
    })
  })
  const calls = callers.map((caller) => caller.call('GET /slow'))
  await until(() => waiting.length === 2)
  const draining = world.center.drain()
  const outcomeOf = (caller: Client) =>
    caller.call('GET /quick').then(String, ({ code }: { code: string }) => code)
  for (const caller of callers)
    await until(async () => (await outcomeOf(caller)) === 'ERR_DRAINING')
  for (const resolve of waiting) resolve()
  t.deepEqual(await Promise.all(calls), ['done', 'done'])
  t.is(await draining, 0)
})

test.serial('a station that knows nothing of branches is refused in words', async (t) => {
  const world = await worldOf(t)
  const socket = connectSocket(world.center.pipe)
  socket.write(
    controlFrame({
      type: 'hello',
      protocol: kProtocolVersion,
      name: 'old',
      version: '1.0.0',
      pid: 1,
      carrier: 'pipe',
      token: '',
      takesLanes: false,
      takesBranches: false,
    }),
  )
  const chunks: unknown[] = await once(socket, 'data')
  const answer = chunks[0]
  const refused = Buffer.isBuffer(answer) ? readControlFrame(answer)?.message : undefined
  t.like(refused, { type: 'refused', error: { code: 'ERR_REFUSED' } })
  t.regex(JSON.stringify(refused), /dispatch\.workers/)
  socket.destroy()
})
