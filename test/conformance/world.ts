// A center with stations wherever they may live and callers by every carrier.

import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  type Center,
  type CenterOptions,
  type Client,
  connect,
  createStation,
  startCenter,
} from '../../src/index.js'
import { type Certificate, makeCertificate } from '../support/certificate.js'
import { laneCaller } from './lane-caller.js'
import { createPlanned, type StationKeys, type StationPlan } from './stations/plan.js'

/** Where a station lives, or how it or a caller reaches the center. */
export type Placement = 'attached' | 'worker' | 'shm' | 'pipe' | 'tcp' | 'tls'

/** How a caller reaches the center; a worker's own calls are shown by its nested ones. */
export type CallerKind = Exclude<Placement, 'worker'> | 'lane'

export type TestCaller = Pick<
  Client,
  'call' | 'callThen' | 'request' | 'fetch' | 'send' | 'publish' | 'carrier' | 'isJoined'
> & {
  readonly name: string
}

export type RunningStation = {
  /** Ends it in mid-work. A station that shares the center's thread cannot die alone. */
  kill(): Promise<void>
}

const kToken = 'a token of the tests'
const kDefaults = { kind: 'member', label: 'a', balance: 'round-robin', weight: 1 } as const

export class World {
  readonly center: Center
  readonly #folder: string
  readonly #keys: StationKeys
  readonly #scheme: string
  readonly #running: RunningStation[] = []

  /** Made by {@link openWorld}. */
  constructor(center: Center, folder: string, scheme: string, keys: StationKeys) {
    this.center = center
    this.#folder = folder
    this.#scheme = scheme
    this.#keys = keys
  }

  addressOf(carrier: Exclude<Placement, 'attached' | 'worker'>): string {
    if (carrier === 'tcp' || carrier === 'tls')
      return `${this.#scheme}://${this.center.stationAddress}`
    return `${carrier}:${this.center.pipe}`
  }

  async connect(kind: CallerKind): Promise<TestCaller> {
    const name = `caller-${kind}`
    if (kind !== 'attached') {
      const address = this.addressOf(kind === 'lane' ? 'shm' : kind)
      const client = await connect(address, { name, onEvent: () => {}, ...this.#keys })
      this.#running.push({ kill: () => client.close() })
      if (kind === 'lane') return laneCaller(this.center, client, name)
      return Object.assign(client, { name })
    }
    const station = createStation({ name, onEvent: () => {} })
    await this.center.attach(station)
    return station
  }

  async start(
    placement: Placement,
    wanted: Partial<StationPlan> & { name: string },
  ): Promise<RunningStation> {
    const plan: StationPlan = { ...kDefaults, ...wanted }
    const running =
      placement === 'attached'
        ? await this.#attach(plan)
        : placement === 'worker'
          ? await this.#startWorker(plan)
          : await this.#startProcess(plan, placement)
    this.#running.push(running)
    return running
  }

  async close(): Promise<void> {
    for (const running of this.#running) await running.kill()
    await this.center.close()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  async #attach(plan: StationPlan): Promise<RunningStation> {
    const station = createPlanned(plan, {})
    await this.center.attach(station)
    return { kill: async () => {} }
  }

  async #startWorker(plan: StationPlan): Promise<RunningStation> {
    const module = new URL('./stations/worker.js', import.meta.url)
    module.searchParams.set('plan', JSON.stringify(plan))
    const thread = await this.center.startWorker(module)
    return { kill: () => thread.terminate() }
  }

  async #startProcess(
    plan: StationPlan,
    carrier: Exclude<Placement, 'attached' | 'worker'>,
  ): Promise<RunningStation> {
    const program = fileURLToPath(new URL('./stations/process.js', import.meta.url))
    const args = [this.addressOf(carrier), JSON.stringify(plan), JSON.stringify(this.#keys)]
    const child = fork(program, args, { execArgv: [] })
    const ended = once(child, 'exit')
    const told: unknown[] = await Promise.race([once(child, 'message'), ended])
    const joined = told[0]
    const expected = carrier === 'tls' ? 'tcp' : carrier
    if (joined !== expected) throw new Error(`the station joined by ${String(joined)}`)
    return { kill: () => killing(child, ended) }
  }
}

/** Opens a center; `tls` decides what its station address speaks. */
export async function openWorld(isTls: boolean, options: CenterOptions = {}): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-test-'))
  const certificate = isTls ? makeCertificate(folder) : null
  const center = await startCenter({
    name: 'conformance',
    pipe: join(folder, 'center.sock'),
    stationAddress: '127.0.0.1:0',
    token: kToken,
    log: 'silent',
    ...tlsOf(certificate),
    ...options,
  })
  const keys = { token: kToken, ...(certificate === null ? {} : { certificates: certificate.pem }) }
  return new World(center, folder, isTls ? 'tls' : 'tcp', keys)
}

function tlsOf(certificate: Certificate | null): Pick<CenterOptions, 'tls'> {
  if (certificate === null) return {}
  const { certFile, keyFile } = certificate
  return { tls: { certFile, keyFile } }
}

async function killing(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
  await ended
}
