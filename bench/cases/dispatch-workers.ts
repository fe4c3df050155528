// `dispatch-workers`: two callers and two stations, each a process of its own, through a center with one dispatcher or with
// two. Where there are cores for all of them, two should make 1.6 times as many calls.

import { type Bench, type Case, Lazy } from '../bench.js'
import { addressOf, kPayloadBytes, kRingBytes } from '../echo-world.js'
import type { Figures } from '../figures.js'
import { kTimedShare } from '../load.js'
import { type Program, World } from '../processes.js'

/** Of each caller: enough that no process waits for another one. */
const kWindowCount = 512
const kCallerCount = 2
const kStationCount = 2

type Loaded = {
  readonly world: World
  readonly callers: readonly Program[]
  close(): Promise<void>
}

export function dispatchWorkersBench(): Bench {
  const worlds = [1, 2].map((workers) => ({
    name: `workers-${workers}`,
    loaded: new Lazy(() => openWorld(workers)),
  }))
  return {
    name: 'dispatch-workers',
    reference: 'workers-1',
    cases: worlds.map(({ name, loaded }) => caseOf(name, loaded)),
    close: async () => {
      for (const { loaded } of worlds) await loaded.close()
    },
  }
}

function caseOf(name: string, loaded: Lazy<Loaded>): Case {
  return {
    name,
    settings: { payloadBytes: kPayloadBytes, window: kWindowCount },
    open: async () => {
      const opened = await loaded.get()
      if (opened === null) return null
      const { world, callers } = opened
      return { measure: (runMs) => world.measure(() => runAll(callers, runMs)) }
    },
  }
}

/** All callers at once. */
async function runAll(callers: readonly Program[], runMs: number): Promise<Figures> {
  const settings = {
    windowCount: kWindowCount,
    payloadBytes: kPayloadBytes,
    pauseMs: 0,
    timedShare: kTimedShare,
    routeCount: 0,
    runMs,
  }
  const each = await Promise.all(
    callers.map((caller) => caller.askFigures('run-callbacks', settings)),
  )
  const most = (name: string) => Math.max(...each.map((figures) => figures[name] ?? 0))
  return {
    count: each.reduce((sum, { count = 0 }) => sum + count, 0),
    seconds: most('seconds'),
    p50Us: most('p50Us'),
    p99Us: most('p99Us'),
  }
}

async function openWorld(dispatchers: number): Promise<Loaded> {
  const world = new World()
  try {
    const center = world.start('programs/center.js')
    const { folder } = world
    const bound = await center.ask('start', {
      folder,
      ringBytes: kRingBytes,
      lanes: 'off',
      dispatchers,
    })
    const address = addressOf(bound, 'shm')
    for (let station = 0; station < kStationCount; station++) {
      const shape = { stationCount: 1, routesPerStation: 0, firstRoute: 0 }
      await world.start('programs/station.js').ask('join', { address, ...shape })
    }
    const callers: Program[] = []
    while (callers.length < kCallerCount) {
      const caller = world.start('programs/caller.js')
      await caller.ask('connect', { address })
      callers.push(caller)
    }
    return { world, callers, close: () => world.close() }
  } catch (error) {
    await world.close()
    throw error
  }
}
