// `gateway`: small JSON by HTTP, from wrk over 64 connections through gateway and center to a station over shared memory;
// beside it the HTTP libraries alone, and nginx in front of Node.

import { type Bench, type Case, Lazy, type Subject } from '../bench.js'
import { addressOf, kRingBytes } from '../echo-world.js'
import { hasWrk, loadHttp } from '../http-load.js'
import { startNginx } from '../peers/nginx.js'
import { type Program, World } from '../processes.js'

/** A server that answers `GET /hello`, and the processes behind it. */
type HttpWorld = { readonly subject: Subject; close(): Promise<void> }

export function gatewayBench(): Bench {
  const worlds: Readonly<Record<string, Lazy<HttpWorld>>> = {
    uws: new Lazy(() => openHttpWorld((world) => startOurs(world, 'uws', 1))),
    'uws-2-workers': new Lazy(() => openHttpWorld((world) => startOurs(world, 'uws', 2))),
    node: new Lazy(() => openHttpWorld((world) => startOurs(world, 'node', 1))),
    'peer:uws-bare': new Lazy(() => openHttpWorld((world) => startPeer(world, 'startUws', ''))),
    'peer:node-http': new Lazy(() => openHttpWorld((world) => startPeer(world, 'startNode', ''))),
    'peer:nginx': new Lazy(() => openHttpWorld(startProxied)),
  }
  return {
    name: 'gateway',
    reference: 'peer:uws-bare',
    cases: Object.entries(worlds).map(([name, world]) => httpCase(name, world)),
    close: async () => {
      for (const world of Object.values(worlds)) await world.close()
    },
  }
}

function httpCase(name: string, world: Lazy<HttpWorld>): Case {
  const open = async () => (await world.get())?.subject ?? null
  return { name, settings: { payloadBytes: 17, window: 64 }, open }
}

/** @param start gives `host:port`, or null where something is not installed. */
async function openHttpWorld(
  start: (world: World) => Promise<string | null>,
): Promise<HttpWorld | null> {
  const world = new World()
  try {
    const address = (await hasWrk()) ? await start(world) : null
    if (address === null) {
      await world.close()
      return null
    }
    const url = `http://${address}/hello`
    const subject = { measure: (runMs: number) => world.measure(() => loadHttp(url, runMs)) }
    return { subject, close: () => world.close() }
  } catch (error) {
    await world.close()
    throw error
  }
}

async function startOurs(
  world: World,
  httpEngine: string,
  httpWorkers: number,
): Promise<string | null> {
  const center = world.start('programs/center.js')
  const bound = await center.ask('start', {
    folder: world.folder,
    ringBytes: kRingBytes,
    httpEngine,
    httpWorkers,
  })
  const address = addressOf(bound, 'shm')
  await world.start('programs/hello-station.js').ask('join', { address })
  return String(Reflect.get(Object(bound), 'httpAddress'))
}

async function startPeer(world: World, question: string, path: string): Promise<string | null> {
  const peer: Program = world.start('peers/http-server.js')
  const address = await peer.ask(question, { path })
  return typeof address === 'string' ? address : null
}

async function startProxied(world: World): Promise<string | null> {
  const path = `${world.folder}/node.sock`
  await startPeer(world, 'startNode', path)
  return startNginx(world, path)
}
