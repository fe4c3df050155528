// An hour of mixed load with churn: stations come, leave and die, callers come and go, large bodies, streams, topics and HTTP
// beside small calls. What a center holds and how long its calls take must not grow.

import { type Client, connect, createStation } from '../../src/index.js'
import { startLoad } from '../e2e/load.js'
import { type CenterProcess, holdings, kill, percentile, until, World } from '../e2e/world.js'
import { residentMiB } from '../support/resident.js'
import { seededRandom } from '../support/seeded-random.js'
import type { Soak } from './options.js'

const kMinutes = 60
const kSamples = 240
/** The first share of the run: caches fill, code is compiled. */
const kWarmUpShare = 0.2
/**
 * Stations that come and go before it. V8's heaps grow for thousands of them, to what they keep from then on: at one a second that
 * would take hours, and look like a leak.
 */
const kWarmUpStations = 10_000
const kPerSecond = 400
const kProbesPerSample = 200
const kChurnMs = 700
const kTimeoutMs = 5_000
/** Growth from the first to the last moment that still counts as flat. */
const kGrowthShareMax = 0.1
const kGrowthMiBMin = 12
const kDriftMax = 1.5

type Sample = {
  readonly atMs: number
  readonly mib: number
  readonly p50Ms: number
  readonly p99Ms: number
}

export const soakMixed: Soak = async ({ seed, minutes = kMinutes }) => {
  const random = seededRandom(seed)
  const world = new World()
  const faults: string[] = []
  const clients: Client[] = []
  try {
    const center = await world.startCenter('--http-address', '127.0.0.1:0')
    const http = center.httpAddress
    await world.startStation('steady')
    const own = await offerMore(world)
    await comeAndGo(world, kWarmUpStations)
    const join = async (name: string) => {
      const client = await connect(`shm:${world.pipe}`, { name, onEvent: () => {} })
      clients.push(client)
      return client
    }
    const caller = await join('client')
    const probe = await join('probe')
    const loads = ['POST /echo', 'POST /safe'].map((route) =>
      startLoad(caller, route, 4, kTimeoutMs, { perSecond: kPerSecond / 2 }),
    )
    let isOver = false
    const loops = Promise.all([
      churn(world, random, () => isOver, faults),
      others(caller, http, () => isOver, faults),
    ])
    await until('the load runs', () => (loads[0]?.tally.answers ?? 0) > 100)
    const before = holdings(center.pid)
    const samples: Sample[] = []
    const endMs = performance.now() + minutes * 60_000
    const everyMs = (minutes * 60_000) / kSamples
    while (performance.now() < endMs) {
      const startMs = performance.now()
      samples.push(await sample(center, probe))
      if (samples.length % (kSamples / 12) === 0) tell(samples, center)
      await sleep(everyMs - (performance.now() - startMs))
    }
    isOver = true
    await loops
    for (const load of loads) await load.stop()
    faults.push(...loads.flatMap(({ tally }) => tally.faults))
    const answers = loads.reduce((sum, { tally }) => sum + tally.answers, 0)
    console.log(
      `answers ${answers}, slowest ${Math.max(...loads.map(({ tally }) => tally.slowestMs)).toFixed(0)} ms`,
    )
    let after = holdings(center.pid)
    await until('the center holds what it held before', () => {
      after = holdings(center.pid)
      return after.descriptors <= before.descriptors && after.memoryFiles <= before.memoryFiles
    }).catch(() => {
      faults.push(`the center holds ${JSON.stringify(after)}, before ${JSON.stringify(before)}`)
    })
    faults.push(...judge(samples))
    await own.leave()
    return faults
  } finally {
    for (const client of clients) await client.close().catch(() => {})
    await world.close()
  }
}

/** Streams, large replies and topics, offered by this process. */
async function offerMore(world: World) {
  const station = createStation({ name: 'more', onEvent: () => {} })
  station.route('GET /more/items', () => items(50))
  station.route('GET /more/large', () => new Uint8Array(300_000).fill(7))
  station.subscribe('soak.news', () => {})
  await station.join(`shm:${world.pipe}`)
  return station
}

/** Stations that join, make a call and leave, one after the other, in this process. */
async function comeAndGo(world: World, count: number): Promise<void> {
  for (let number = 0; number < count; number++) {
    const station = createStation({ name: 'visitor', onEvent: () => {} })
    station.route('GET /visitor', () => number)
    await station.join(`shm:${world.pipe}`)
    await station.call('GET /visitor')
    await station.leave()
  }
}

async function* items(count: number): AsyncGenerator<{ number: number }> {
  for (let number = 0; number < count; number++) yield { number }
}

/** Stations that join, and leave or are killed. */
async function churn(
  world: World,
  random: () => number,
  isOver: () => boolean,
  faults: string[],
): Promise<void> {
  while (!isOver()) {
    try {
      const { child } = await world.startStation('guest')
      await sleep(random() * kChurnMs)
      await kill(child, random() < 0.5 ? 'SIGKILL' : 'SIGTERM')
    } catch (error) {
      faults.push(`churn: ${String(error)}`)
    }
    await sleep(random() * kChurnMs)
  }
}

/** What is called less often. */
async function others(
  client: Client,
  http: string | null,
  isOver: () => boolean,
  faults: string[],
): Promise<void> {
  while (!isOver()) {
    try {
      let count = 0
      for await (const _ of (await client.call('GET /more/items')) as AsyncIterable<unknown>)
        count++
      const large = (await client.call('GET /more/large')) as Uint8Array
      if (count !== 50 || large.length !== 300_000)
        faults.push(`${count} items, ${large.length} bytes`)
      for (let number = 0; number < 20; number++) await client.publish('soak.news', { number })
      const answer = await fetch(`http://${http}/more/items`)
      await answer.arrayBuffer()
      if (answer.status !== 200) faults.push(`HTTP ${answer.status}`)
    } catch (error) {
      faults.push(`others: ${String(error)}`)
    }
    await sleep(100)
  }
}

async function sample(center: CenterProcess, probe: Client): Promise<Sample> {
  const tookMs: number[] = []
  for (let count = 0; count < kProbesPerSample; count++) {
    const startMs = performance.now()
    await probe.call('POST /steady/only', new Uint8Array(16), { timeoutMs: kTimeoutMs })
    tookMs.push(performance.now() - startMs)
  }
  tookMs.sort((a, b) => a - b)
  return {
    atMs: performance.now(),
    mib: residentMiB(center.pid),
    p50Ms: percentile(tookMs, 0.5),
    p99Ms: percentile(tookMs, 0.99),
  }
}

function tell(samples: readonly Sample[], center: CenterProcess): void {
  const { mib, p50Ms, p99Ms } = samples.at(-1) ?? { mib: 0, p50Ms: 0, p99Ms: 0 }
  const { descriptors } = holdings(center.pid)
  console.log(
    `${samples.length} of ${kSamples}: ${mib} MiB, ${descriptors} descriptors, p50 ${p50Ms.toFixed(2)} ms, p99 ${p99Ms.toFixed(2)} ms`,
  )
}

function judge(all: readonly Sample[]): string[] {
  const samples = all.slice(Math.floor(all.length * kWarmUpShare))
  const first = samples[0]
  const last = samples.at(-1)
  if (first === undefined || last === undefined || samples.length < 12) return ['too few samples']
  // Between two collections of garbage memory grows by itself: the least of each few samples tells what is kept.
  const kept = leastOfGroups(
    samples.map(({ atMs, mib }) => ({ x: atMs, y: mib })),
    12,
  )
  const hours = (last.atMs - first.atMs) / 3_600_000
  const growthMiB = slopeOf(kept) * (last.atMs - first.atMs)
  const meanMiB = kept.reduce((sum, { y }) => sum + y, 0) / kept.length
  const third = Math.floor(samples.length / 3)
  const medianOf = (part: readonly Sample[], of: (one: Sample) => number) =>
    percentile(
      part.map(of).sort((a, b) => a - b),
      0.5,
    )
  const drift = (of: (one: Sample) => number) =>
    medianOf(samples.slice(-third), of) / medianOf(samples.slice(0, third), of)
  console.log(
    `resident memory ${meanMiB.toFixed(0)} MiB, slope ${(growthMiB / hours).toFixed(1)} MiB an hour`,
  )
  console.log(
    `latency of the last third by the first: p50 ${drift(({ p50Ms }) => p50Ms).toFixed(2)}, p99 ${drift(({ p99Ms }) => p99Ms).toFixed(2)}`,
  )
  const faults: string[] = []
  if (growthMiB > Math.max(kGrowthMiBMin, meanMiB * kGrowthShareMax))
    faults.push(`resident memory grew by ${growthMiB.toFixed(1)} MiB`)
  if (drift(({ p50Ms }) => p50Ms) > kDriftMax) faults.push('the latency drifts')
  return faults
}

type Point = { readonly x: number; readonly y: number }

function leastOfGroups(points: readonly Point[], groups: number): Point[] {
  const size = Math.ceil(points.length / groups)
  const found: Point[] = []
  for (let at = 0; at < points.length; at += size) {
    const group = points.slice(at, at + size)
    found.push(group.reduce((least, point) => (point.y < least.y ? point : least)))
  }
  return found
}

/** Of the line through the points that has the least squares. */
function slopeOf(points: readonly Point[]): number {
  const mean = (of: (point: Point) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length
  const x = mean((point) => point.x)
  const y = mean((point) => point.y)
  const over = points.reduce((sum, point) => sum + (point.x - x) * (point.y - y), 0)
  const under = points.reduce((sum, point) => sum + (point.x - x) ** 2, 0)
  return under === 0 ? 0 : over / under
}

async function sleep(ms: number): Promise<void> {
  if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms))
}
