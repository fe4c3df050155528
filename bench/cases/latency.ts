// `latency`: one call outstanding. `…-idle` rests 2 ms between calls, so that everybody sleeps when it comes.

import { type Bench, Lazy } from '../bench.js'
import { openEchoWorld } from '../echo-world.js'
import { openSocketWorld } from '../peers/worlds.js'
import { echoCase } from './call.js'

const kPauseMs = 2

export function latencyBench(): Bench {
  const shm = new Lazy(() => openEchoWorld('shm'))
  const lane = new Lazy(() => openEchoWorld('shm', { isByLane: true }))
  const pipe = new Lazy(() => openEchoWorld('pipe'))
  const tcp = new Lazy(() => openEchoWorld('tcp'))
  const socket = new Lazy(openSocketWorld)
  return {
    name: 'latency',
    reference: 'peer:unix-socket',
    cases: [
      echoCase('shm', shm, { windowCount: 1 }),
      echoCase('shm-idle', shm, { windowCount: 1, pauseMs: kPauseMs }),
      echoCase('lane', lane, { windowCount: 1 }),
      echoCase('pipe', pipe, { windowCount: 1 }),
      echoCase('tcp', tcp, { windowCount: 1 }),
      echoCase('peer:unix-socket', socket, { windowCount: 1 }),
    ],
    close: async () => {
      for (const world of [shm, lane, pipe, tcp, socket]) await world.close()
    },
  }
}
