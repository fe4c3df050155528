// `registry`: lookups and heartbeats by srsr, from wrk over 64 connections, against uWebSockets.js with a Map, and against the
// original where SIGNALBOX_BENCH_SRSR names its binary; and what 100,000 instances cost that beat each 20 s.

import { writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Bench, type Case, Lazy } from '../bench.js'
import type { Figures } from '../figures.js'
import { hasWrk, loadHttp } from '../http-load.js'
import { cpuUs, type Program, residentMiB, World } from '../processes.js'

const kInstances = 100_000
const kBeatMs = 20_000
/** The port of the original: its flag wants a number. Below those that the system gives away by itself. */
const kOriginalPort = 14_214
const kStartTriesMax = 200

type Served = {
  readonly world: World
  readonly url: string
  readonly id: string
  close(): Promise<void>
}

export function registryBench(): Bench {
  const served: Readonly<Record<string, Lazy<Served>>> = {
    '': new Lazy(() => serve(startOurs)),
    'peer:uws-map-': new Lazy(() => serve(startMap)),
    'peer:srsr-': new Lazy(() => serve(startOriginal)),
  }
  const leases = new Lazy(openLeases)
  const loads = ['lookup', 'heartbeat'].flatMap((call) =>
    Object.entries(served).map(([name, lazy]) => loadCase(`${name}${call}`, call, lazy)),
  )
  const costs: Case = {
    name: 'leases',
    settings: { instances: kInstances, beatMs: kBeatMs },
    open: async () => leases.get(),
  }
  return {
    name: 'registry',
    reference: 'peer:uws-map-lookup',
    cases: [...loads, costs],
    close: async () => {
      for (const lazy of [...Object.values(served), leases]) await lazy.close()
    },
  }
}

function loadCase(name: string, call: string, lazy: Lazy<Served>): Case {
  const open = async () => {
    const server = await lazy.get()
    if (server === null) return null
    const { world, url, id } = server
    const script = `${world.folder}/${call}.lua`
    const body = JSON.stringify(call === 'lookup' ? { name: 'svc' } : { id })
    const type = `wrk.headers["Content-Type"] = "application/json"`
    writeFileSync(script, `wrk.method = "POST"\nwrk.body = '${body}'\n${type}\n`)
    const load = (runMs: number) => loadHttp(`${url}/${call}`, runMs, script)
    return { measure: (runMs: number) => world.measure(() => load(runMs)) }
  }
  return { name, settings: { window: 64 }, open }
}

/** @param start gives `host:port`, or null where something is not installed. */
async function serve(start: (world: World) => Promise<string | null>): Promise<Served | null> {
  const world = new World()
  try {
    const address = (await hasWrk()) ? await start(world) : null
    if (address === null) {
      await world.close()
      return null
    }
    const url = `http://${address}`
    return { world, url, id: await registerAt(url), close: () => world.close() }
  } catch (error) {
    await world.close()
    throw error
  }
}

async function startOurs(world: World): Promise<string | null> {
  const program = world.start('programs/registry.js')
  return String(await program.ask('start', { journal: `${world.folder}/registry.journal` }))
}

async function startMap(world: World): Promise<string | null> {
  const address = await world.start('peers/map-registry.js').ask('start')
  return typeof address === 'string' ? address : null
}

async function startOriginal(world: World): Promise<string | null> {
  const binary = process.env.SIGNALBOX_BENCH_SRSR
  if (binary === undefined) return null
  const child = await world.spawn(binary, ['-p', String(kOriginalPort), '-t', '3600'], {
    stdio: 'ignore',
  })
  return child === null ? null : `127.0.0.1:${kOriginalPort}`
}

/** The one entry that is asked for. Waits for a server that was started a moment ago. */
async function registerAt(url: string): Promise<string> {
  const body = JSON.stringify({ name: 'svc', address: 'http://10.0.0.1:80' })
  for (let tries = 1; ; tries++) {
    try {
      const response = await fetch(`${url}/register`, { method: 'POST', body })
      return ((await response.json()) as { id: string }).id
    } catch (error) {
      if (tries === kStartTriesMax) throw error
      await sleep(25)
    }
  }
}

/** What the registry alone costs: its clients are another process. */
async function openLeases() {
  const world = new World()
  try {
    const registry = world.start('programs/registry.js')
    const address = String(
      await registry.ask('start', { journal: `${world.folder}/registry.journal` }),
    )
    const clients = world.start('programs/beats.js')
    await clients.ask('register', { port: Number(address.split(':').at(-1)), count: kInstances })
    await clients.ask('beat', { everyMs: kBeatMs })
    return { measure: (runMs: number) => costOf(registry, runMs), close: () => world.close() }
  } catch (error) {
    await world.close()
    throw error
  }
}

async function costOf(registry: Program, runMs: number): Promise<Figures> {
  const beforeUs = cpuUs(registry.pid)
  const startMs = performance.now()
  await sleep(runMs)
  const elapsedUs = (performance.now() - startMs) * 1_000
  const cpuShare = (cpuUs(registry.pid) - beforeUs) / elapsedUs
  await registry.ask('instanceCount', { wanted: kInstances })
  return { cpuShare, residentMiB: residentMiB(registry.pid) }
}
