// `scale`: does it cost more when there is more? Same load, more routes or more stations. Rings are small, because a
// thousand stations with rings of 1 MiB would be a bench of memory.

import { type Bench, Lazy } from '../bench.js'
import { type EchoShape, openEchoWorld } from '../echo-world.js'
import { echoCase } from './call.js'

const kWindowCount = 256
const kRingBytes = 1 << 16

const kShapes: Readonly<Record<string, EchoShape>> = {
  // The same load on one route, alone in the table or among ten thousand: what a larger table costs.
  'routes-1': { ringBytes: kRingBytes },
  'routes-10000': {
    ringBytes: kRingBytes,
    stationCount: 100,
    routesPerStation: 100,
    calledRoutes: 1,
  },
  // Calls go to all of them in turn: a hundred rings share the window, and nothing stays in the processor's cache.
  'routes-10000-in-turn': { ringBytes: kRingBytes, stationCount: 100, routesPerStation: 100 },
  'stations-10': { ringBytes: kRingBytes, stationCount: 10, routesPerStation: 1 },
  // Nine stations share the load; a tenth gets a thousand calls a second from somebody else, and answers them, or never does.
  'stations-10-1-awake': {
    ringBytes: kRingBytes,
    stationCount: 9,
    routesPerStation: 1,
    neighbor: 'awake',
  },
  'stations-10-1-asleep': {
    ringBytes: kRingBytes,
    stationCount: 9,
    routesPerStation: 1,
    neighbor: 'asleep',
  },
  // The same load on ten stations, alone or among a thousand: what idle links cost.
  'stations-1000-10-called': {
    ringBytes: kRingBytes,
    stationCount: 1000,
    routesPerStation: 1,
    calledRoutes: 10,
    weighsLinks: true,
  },
  'stations-1000': { ringBytes: kRingBytes, stationCount: 1000, routesPerStation: 1 },
}

export function scaleBench(): Bench {
  const worlds = Object.entries(kShapes).map(([name, shape]) => ({
    name,
    world: new Lazy(() => openEchoWorld('shm', shape)),
  }))
  return {
    name: 'scale',
    reference: 'routes-1',
    cases: worlds.map(({ name, world }) => echoCase(name, world, { windowCount: kWindowCount })),
    close: async () => {
      for (const { world } of worlds) await world.close()
    },
  }
}
