// Three processes: a center, stations that echo, and a caller.

import type { Subject } from './bench.js'
import type { Figures } from './figures.js'
import { kTimedShare } from './load.js'
import { type Program, residentMiB, World } from './processes.js'

export type Carrier = 'shm' | 'pipe' | 'tcp' | 'worker'

/** Payload of a call where a case says nothing else. */
export const kPayloadBytes = 32
export const kRingBytes = 1 << 20
/** Calls that a neighbor station gets at once, and milliseconds between two of a loop, after which they give up, too. */
const kNeighborWindowCount = 256
const kNeighborMs = 250
const kKibPerMib = 1024
const kFirstLinks = 10

/** How a case loads a world. */
export type EchoRun = {
  readonly windowCount: number
  readonly payloadBytes?: number
  readonly pauseMs?: number
  /** Calls with callbacks instead of promises. Default false. */
  readonly hasCallbacks?: boolean
}

export type EchoShape = {
  readonly ringBytes?: number
  readonly stationCount?: number
  /** 0: every station offers `/echo`. */
  readonly routesPerStation?: number
  /** Routes that are called, in turn; all by default. */
  readonly calledRoutes?: number
  /**
   * One more station of one route, in a process of its own, and a caller of its own, which calls it a thousand times a second: it
   * answers, or is stopped in mid-work and never does. Default: there is none.
   */
  readonly neighbor?: 'awake' | 'asleep'
  /** The caller has a lane to the station; else every call passes the center. Default false. */
  readonly isByLane?: boolean
  /** Tells `linkKiB`, the center's memory for a link; of stations with one route each. Default false. */
  readonly weighsLinks?: boolean
}

/** A world with a caller that can be told to run. */
export class EchoWorld {
  readonly #world: World
  readonly #caller: Program
  readonly #routeCount: number
  readonly #prepare: () => Promise<unknown>
  readonly #more: Figures

  /**
   * @param prepare is done before each run, and not measured.
   * @param more figures that no run changes.
   */
  constructor(
    world: World,
    caller: Program,
    routeCount = 0,
    prepare: () => Promise<unknown> = async () => {},
    more: Figures = {},
  ) {
    this.#prepare = prepare
    this.#more = more
    this.#world = world
    this.#caller = caller
    this.#routeCount = routeCount
  }

  /** A subject that loads this world. */
  subject(run: EchoRun): Subject {
    const { windowCount, payloadBytes = kPayloadBytes, pauseMs = 0, hasCallbacks = false } = run
    const timedShare = windowCount === 1 ? 1 : kTimedShare
    const settings = {
      windowCount,
      payloadBytes,
      pauseMs,
      timedShare,
      routeCount: this.#routeCount,
    }
    return {
      measure: async (runMs: number): Promise<Figures> => {
        await this.#prepare()
        const question = hasCallbacks ? 'run-callbacks' : 'run'
        const figures = await this.#world.measure(() =>
          this.#caller.askFigures(question, { ...settings, runMs }),
        )
        return { ...figures, ...this.#more }
      },
    }
  }

  close(): Promise<void> {
    return this.#world.close()
  }
}

/** Center, stations and caller; stations and caller use the same carrier, except that workers are called over shm. */
export async function openEchoWorld(carrier: Carrier, shape: EchoShape = {}): Promise<EchoWorld> {
  const { ringBytes = kRingBytes, stationCount = 1, routesPerStation = 0 } = shape
  const { calledRoutes = stationCount * routesPerStation } = shape
  const world = new World()
  try {
    const center = world.start('programs/center.js', shape.weighsLinks ? ['--expose-gc'] : [])
    const { isByLane = false } = shape
    const lanes = isByLane ? 'auto' : 'off'
    const bound = await center.ask('start', { folder: world.folder, ringBytes, lanes })
    const address = addressOf(bound, carrier)
    let more: Figures = {}
    if (carrier === 'worker') await center.ask('startWorker')
    else {
      const station = world.start('programs/station.js')
      const join = (count: number, firstRoute: number) =>
        station.ask('join', { address, stationCount: count, routesPerStation, firstRoute })
      if (shape.weighsLinks === true) {
        // Behind the first ones, with which the center has loaded and compiled what a link wants.
        await join(kFirstLinks, 0)
        const weigh = async () => {
          await center.ask('collectGarbage')
          return residentMiB(center.pid)
        }
        const beforeMiB = await weigh()
        const count = stationCount - kFirstLinks
        await join(count, kFirstLinks)
        more = { linkKiB: (((await weigh()) - beforeMiB) * kKibPerMib) / count }
      } else await join(stationCount, 0)
      if (shape.neighbor !== undefined)
        await addNeighbor(world, address, stationCount, shape.neighbor === 'asleep')
    }
    const caller = world.start('programs/caller.js')
    const used = await caller.ask('connect', { address })
    const wanted = carrier === 'worker' ? 'shm' : carrier
    if (used !== wanted) throw new Error(`${wanted} was asked for, ${String(used)} was given`)
    // A lane that was idle while other cases ran is taken back.
    const prepare = async () => (isByLane ? center.ask('openLane') : undefined)
    return new EchoWorld(world, caller, calledRoutes, prepare, more)
  } catch (error) {
    await world.close()
    throw error
  }
}

async function addNeighbor(
  world: World,
  address: string,
  route: number,
  isAsleep: boolean,
): Promise<void> {
  const neighbor = world.start('programs/station.js')
  const shape = { stationCount: 1, routesPerStation: 1, firstRoute: route }
  await neighbor.ask('join', { address, ...shape })
  const caller = world.start('programs/caller.js')
  await caller.ask('connect', { address })
  if (isAsleep) neighbor.fallAsleep()
  await caller.ask('call-at-a-pace', {
    route: `POST /echo/${route}`,
    windowCount: kNeighborWindowCount,
    everyMs: kNeighborMs,
  })
}

/** What stations and callers join by. */
export function addressOf(bound: unknown, carrier: Carrier): string {
  if (typeof bound !== 'object' || bound === null) throw new Error('the center says no address')
  const { pipe, stationAddress }: Readonly<Record<string, unknown>> = { ...bound }
  if (carrier === 'tcp') return `tcp://${String(stationAddress)}`
  return `${carrier === 'pipe' ? 'pipe' : 'shm'}:${String(pipe)}`
}
