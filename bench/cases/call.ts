// `call`: request and reply between three processes: caller, center, station.

import { type Bench, type Case, Lazy } from '../bench.js'
import { type EchoRun, type EchoWorld, kPayloadBytes, openEchoWorld } from '../echo-world.js'
import { openNatsWorld, openSocketWorld } from '../peers/worlds.js'

const kWindowCount = 256

export function callBench(): Bench {
  const shm = new Lazy(() => openEchoWorld('shm'))
  const lane = new Lazy(() => openEchoWorld('shm', { isByLane: true }))
  const pipe = new Lazy(() => openEchoWorld('pipe'))
  const tcp = new Lazy(() => openEchoWorld('tcp'))
  const worker = new Lazy(() => openEchoWorld('worker'))
  const nats = new Lazy(() => openNatsWorld('inbox'))
  const natsRequest = new Lazy(() => openNatsWorld('request'))
  const socket = new Lazy(openSocketWorld)
  const worlds = [shm, lane, pipe, tcp, worker, nats, natsRequest, socket]
  return {
    name: 'call',
    reference: 'peer:nats',
    cases: [
      echoCase('shm', shm, { windowCount: 64 }),
      echoCase('shm', shm, { windowCount: kWindowCount }),
      echoCase('shm', shm, { windowCount: 1024 }),
      echoCase('shm', shm, { windowCount: kWindowCount, payloadBytes: 1024 }),
      echoCase('shm-callback', shm, { windowCount: kWindowCount, hasCallbacks: true }),
      echoCase('shm-callback', shm, { windowCount: 1024, hasCallbacks: true }),
      echoCase('lane', lane, { windowCount: kWindowCount }),
      echoCase('lane-callback', lane, { windowCount: kWindowCount, hasCallbacks: true }),
      echoCase('pipe', pipe, { windowCount: kWindowCount }),
      echoCase('tcp', tcp, { windowCount: kWindowCount }),
      echoCase('worker', worker, { windowCount: kWindowCount }),
      echoCase('peer:nats', nats, { windowCount: kWindowCount }),
      echoCase('peer:nats-request', natsRequest, { windowCount: kWindowCount }),
      echoCase('peer:unix-socket', socket, { windowCount: kWindowCount }),
    ],
    close: async () => {
      for (const world of worlds) await world.close()
    },
  }
}

/** A case that loads a world. */
export function echoCase(name: string, world: Lazy<EchoWorld>, run: EchoRun): Case {
  const settings = { payloadBytes: run.payloadBytes ?? kPayloadBytes, window: run.windowCount }
  return { name, settings, open: async () => (await world.get())?.subject(run) ?? null }
}
