// Lanes between processes: how they come by themselves, and what happens under load when they go.

import test, { type ExecutionContext } from 'ava'
import { type Center, type Client, connect, startCenter } from '../../src/index.js'
import { ReaderLoop } from '../../src/ring/reader-loop.js'
import { parseAddress } from '../../src/transport/address.js'
import { connectLink } from '../../src/transport/connect.js'
import type { LaneEnd } from '../../src/transport/lane-end.js'
import { kProtocolVersion } from '../../src/wire/control.js'
import {
  kFlagStream,
  kFrameHeaderBytes,
  kindWord,
  kKindControl,
  kKindLane,
  kKindRequest,
  kLaneReady,
  writeHeader,
} from '../../src/wire/frame.js'
import { seededRandom, seedOfRun } from '../support/seeded-random.js'
import { startLoad } from './load.js'
import { holdings, kill, until, World } from './world.js'

const kTimeoutMs = 5_000
const kWindow = 32

type Place = { world: World; center: Center; client: Client; close(): Promise<void> }

/** A center in this process, a caller, and `echo.1` in another process. */
async function openPlace(lanes: 'auto' | 'off' = 'auto'): Promise<Place> {
  const world = new World()
  const center = await startCenter({ name: 'lanes', pipe: world.pipe, log: 'silent', lanes })
  await world.startStation('echo')
  const client = await connect(`shm:${world.pipe}`, { onEvent: () => {} })
  const close = async () => {
    await client.close()
    await center.close()
    await world.close()
  }
  return { world, center, client, close }
}

function counter(center: Center, name: string): number {
  return center.counters()[name] ?? 0
}

const laneOfClient = (center: Center) => center.openLane('client.1', 'POST /echo')
const isLaneThere = (center: Center) => until('there is a lane', () => laneOfClient(center))

/** Calls that went by lanes while something was done. */
async function byLane(center: Center, deed: () => Promise<unknown>): Promise<number> {
  const before = counter(center, 'lane_calls')
  await deed()
  return counter(center, 'lane_calls') - before
}

async function callTen({ client }: Place): Promise<void> {
  for (let count = 0; count < 10; count++) await client.call('POST /echo', new Uint8Array(8))
}

function noFaults(t: ExecutionContext, load: ReturnType<typeof startLoad>): void {
  t.deepEqual(load.tally.faults, [])
  t.true(load.tally.answers > 0)
}

test.serial('a caller that calls often gets a lane by itself', async (t) => {
  const place = await openPlace()
  const load = startLoad(place.client, 'POST /echo', kWindow, kTimeoutMs)
  await until('calls go by a lane', () => counter(place.center, 'lane_calls') > 1_000)
  await load.stop()
  noFaults(t, load)
  t.deepEqual([...load.tally.refusals], [])
  const [echo] = place.center.routes().filter(({ route }) => route === 'POST /echo')
  t.is(echo?.calls, load.tally.answers, 'each call is counted once, whichever way it took')
  t.like(echo, { errors: 0, inFlight: 0 })
  t.true((echo?.byLane ?? 0) > 1_000 && (echo?.byLane ?? 0) < (echo?.calls ?? 0))
  await place.close()
})

test.serial('a center without lanes hands out none', async (t) => {
  const place = await openPlace('off')
  const load = startLoad(place.client, 'POST /echo', kWindow, kTimeoutMs)
  await until('many calls were made', () => load.tally.answers > 20_000)
  await load.stop()
  t.is(counter(place.center, 'lanes_opened'), 0)
  t.false(await laneOfClient(place.center))
  await place.close()
})

const kTakingBack: readonly (readonly [string, (place: Place, round: number) => Promise<void>])[] =
  [
    [
      'a limit that comes and goes',
      async ({ center }) => {
        center.limit('POST /echo', 1_000_000_000)
        await Promise.resolve()
        center.limit('POST /echo', undefined)
      },
    ],
    [
      'a station that joins and leaves',
      async ({ world }) => {
        const { child } = await world.startStation('second')
        await kill(child, 'SIGTERM')
      },
    ],
    [
      'a tap',
      async ({ center }) => {
        const controller = new AbortController()
        await center.tap('POST /echo', { every: 1_000_000 }, controller.signal)
        controller.abort()
      },
    ],
  ]

for (const [what, deed] of kTakingBack) {
  test.serial(`${what} takes a lane back under load, and no call is lost`, async (t) => {
    const place = await openPlace()
    const { center, client } = place
    const load = startLoad(client, 'POST /echo', kWindow, kTimeoutMs)
    for (let round = 0; round < 5; round++) {
      await isLaneThere(center)
      const ended = counter(center, 'lanes_ended')
      await deed(place, round)
      await until('the lane is gone', () => counter(center, 'lanes_ended') > ended)
    }
    await load.stop()
    noFaults(t, load)
    // Calls of a station that is killed may fail, by lane or not.
    const codes = [...load.tally.refusals.keys()].filter((code) => code !== 'ERR_STATION_LOST')
    t.deepEqual(codes, [])
    const answers = load.tally.answers + (load.tally.refusals.get('ERR_STATION_LOST') ?? 0)
    await until('every call is counted', () => {
      const [echo] = center.routes().filter(({ route }) => route === 'POST /echo')
      return echo?.calls === answers && echo.inFlight === 0
    })
    await place.close()
    t.pass()
  })
}

test.serial('a pause under load refuses from then on, and the rest is answered', async (t) => {
  const place = await openPlace()
  const { center, client } = place
  await isLaneThere(center)
  const load = startLoad(client, 'POST /echo', kWindow, kTimeoutMs)
  for (const target of ['POST /echo', 'echo.1', 'echo']) {
    await isLaneThere(center)
    center.pause(target)
    await until('calls are refused', () => (load.tally.refusals.get('ERR_PAUSED') ?? 0) > 0)
    const answers = load.tally.answers
    // What was on its way when the pause came has been answered by now: nothing passes any more.
    await until('answers end', async () => {
      const before = load.tally.answers
      await new Promise((resolve) => setTimeout(resolve, 20))
      return load.tally.answers === before
    })
    t.true(load.tally.answers - answers <= kWindow)
    center.resume(target)
    load.tally.refusals.delete('ERR_PAUSED')
    await until('calls are answered', () => load.tally.answers > answers + kWindow)
    load.tally.refusals.delete('ERR_PAUSED')
  }
  await load.stop()
  noFaults(t, load)
  t.deepEqual(
    [...load.tally.refusals.keys()].filter((code) => code !== 'ERR_PAUSED'),
    [],
  )
  await place.close()
})

test.serial(
  'a station that is killed under load by lanes costs no call its deadline',
  async (t) => {
    const place = await openPlace()
    const { world, center, client } = place
    await isLaneThere(center)
    const before = holdings(process.pid)
    for (let round = 0; round < 10; round++) {
      const name = `victim${round}`
      const { child } = await world.startStation(name)
      const route = `POST /${name}/only`
      t.true(await center.openLane('client.1', route))
      const load = startLoad(client, route, kWindow, kTimeoutMs)
      await until('calls go by the lane', () => load.tally.answers > 1_000)
      child.kill('SIGKILL')
      await until('calls fail', () => load.tally.refusals.size > 0 || load.tally.faults.length > 0)
      await load.stop()
      // Once the route is gone that is no fault of anybody.
      t.deepEqual(
        load.tally.faults.filter((fault) => !/POST \/victim/.test(fault)),
        [],
      )
      t.true(load.tally.slowestMs < kTimeoutMs)
    }
    await until('nothing is left behind', () => {
      const now = holdings(process.pid)
      return now.descriptors <= before.descriptors + 8 && now.memoryFiles <= before.memoryFiles + 6
    })
    await place.close()
  },
)

test.serial(
  'a station that is drained under load answers what it has by its lane, and goes',
  async (t) => {
    const place = await openPlace()
    const { center, client } = place
    await isLaneThere(center)
    const load = startLoad(client, 'POST /echo', kWindow, kTimeoutMs)
    await until('calls go by the lane', () => counter(center, 'lane_calls') > 1_000)
    t.deepEqual(await center.drainStations('echo.1'), { stations: 1, inFlight: 0, gone: 1 })
    await load.stop()
    // A route that is gone is none that one may try again.
    t.deepEqual(
      load.tally.faults.filter((fault) => !/POST \/echo/.test(fault)),
      [],
    )
    t.deepEqual(
      [...load.tally.refusals.keys()].filter((code) => code !== 'ERR_PAUSED'),
      [],
    )
    await place.close()
  },
)

test.serial('a center that drains ends what is under way by lanes', async (t) => {
  const place = await openPlace()
  const { world, center, client } = place
  await isLaneThere(center)
  const load = startLoad(client, 'POST /echo', kWindow, kTimeoutMs)
  await until('calls go by the lane', () => counter(center, 'lane_calls') > 1_000)
  t.is(await center.drain(), 0)
  await load.stop()
  noFaults(t, load)
  const expected = ['ERR_DRAINING', 'ERR_LINK_LOST', 'ERR_NO_CENTER']
  t.deepEqual(
    [...load.tally.refusals.keys()].filter((code) => !expected.includes(code)),
    [],
  )
  await client.close()
  await world.close()
})

test.serial(
  'a caller that scribbles over its lane loses the lane, and nobody else anything',
  async (t) => {
    const place = await openPlace()
    const { center } = place
    await isLaneThere(center)
    const random = seededRandom(seedOfRun())
    const deeds: readonly ((end: LaneEnd) => void)[] = [
      (end) => frame(end, kKindControl, 0),
      (end) => frame(end, kKindRequest, 99),
      (end) => frame(end, kKindRequest | (kFlagStream << 8), -1),
      (end) => {
        for (let at = 0; at < 4_096; at++) end.writer.words[at] = Math.floor(random() * 2 ** 32)
      },
      (end) => {
        frame(end, kKindRequest, 0)
        end.writer.words.fill(-1, 1_024)
      },
    ]
    for (const deed of deeds) {
      const loop = new ReaderLoop(() => 0)
      const who = { type: 'hello', protocol: kProtocolVersion, name: 'hostile' } as const
      const hello = { ...who, version: '0', pid: process.pid, token: '' }
      const { end } = await connectLink(
        parseAddress(`shm:${place.world.pipe}`),
        hello,
        loop,
        undefined,
      )
      const lanes: LaneEnd[] = []
      end.laneDoor = {
        onOpen: (open, lane) => {
          lanes.push(lane)
          const at = end.writer.tryReserve(kFrameHeaderBytes) >> 2
          const { words } = end.writer
          const kind = kindWord(kKindLane, 0, 0)
          writeHeader(words, at, kFrameHeaderBytes, kind, open.lane, 0, kLaneReady, 0, 0)
          end.writer.publish()
        },
        onRefused: () => {},
        onOver: () => {},
      }
      await until('the peer is known', () => center.stations().some(({ id }) => id === 'hostile.1'))
      t.true(await center.openLane('hostile.1', 'POST /echo'))
      const [lane] = lanes
      if (lane === undefined) throw new Error('there is no lane')
      deed(lane)
      lane.writer.publish()
      Atomics.store(lane.writer.words, 1_040, 0)
      end.close()
      lane.close()
      loop.close()
      t.is(await byLane(center, () => callTen(place)), 10, 'the others keep theirs')
    }
    await until(
      'its lanes are gone',
      () => counter(center, 'lanes_opened') === counter(center, 'lanes_ended') + 1,
    )
    await place.close()
  },
)

function frame({ writer }: LaneEnd, kind: number, slot: number): void {
  const at = writer.tryReserve(kFrameHeaderBytes) >> 2
  writeHeader(writer.words, at, kFrameHeaderBytes, kind, slot, 1, 0, 1_000, 0)
}
