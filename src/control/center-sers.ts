// The Sers half of a center: a thread of the center's process. Its links, the routes it is told, and its end.

import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads'
import { CenterError, centerError } from '../base/errors.js'
import type { Logger } from '../base/logger.js'
import { within } from '../base/within.js'
import type { LinkOpened } from '../data/messages.js'
import { createSersCounterMemory, readSersCounters } from '../sers/sers-counters.js'
import type { FromSers, SersRouteState, SersThreadData, ToSers } from '../sers/sers-messages.js'
import { MemoryEnds, pairsOf, planMemoryLink, portsOf } from '../transport/memory-link.js'
import type { ResolvedCenterOptions } from './options.js'
import { readSers } from './read-sers.js'
import type { Registry, RouteRecord } from './registry.js'
import type { DispatchThread } from './worker-pool.js'

/** Milliseconds for the thread to leave the center, write its files, and end. */
const kEndTimeoutMs = 5_000

export class CenterSers {
  /** `host:port`, path or endpoint of each listener; those of HTTP begin with `http`. */
  addresses: readonly string[] = []
  readonly #file: string | null
  readonly #dataDir: string | null
  readonly #ringBytes: number
  readonly #counters = createSersCounterMemory()
  readonly #registry: Registry
  readonly #gates: SharedArrayBuffer
  readonly #log: Logger
  readonly #onDied: (error: Error) => void
  #port: MessagePort | null = null
  #worker: Worker | null = null
  /** News that came before the thread was there. */
  readonly #early: ToSers[] = []
  #isClosing = false

  /** Null where the options want none. @param onDied the thread ended by itself. */
  static of(
    options: ResolvedCenterOptions,
    registry: Registry,
    gates: SharedArrayBuffer,
    log: Logger,
    onDied: (error: Error) => void,
  ): CenterSers | null {
    return options.sers === null ? null : new CenterSers(options, registry, gates, log, onDied)
  }

  private constructor(
    { sers, dataDir, ringBytes }: ResolvedCenterOptions,
    registry: Registry,
    gates: SharedArrayBuffer,
    log: Logger,
    onDied: (error: Error) => void,
  ) {
    this.#file = sers?.settings ?? null
    this.#dataDir = dataDir
    this.#ringBytes = ringBytes
    this.#registry = registry
    this.#gates = gates
    this.#log = log
    this.#onDied = onDied
  }

  /** Starts the thread; resolves when it listens. Rejects with ERR_LISTEN, ERR_BAD_ARGUMENT, ERR_UNSAFE_ADDRESS. */
  async open(dispatch: DispatchThread): Promise<void> {
    const { options, notices } = await readSers(this.#file, this.#dataDir)
    for (const notice of notices) this.#log.warn({ sers: notice }, 'setting of Sers')
    const { port1: port, port2 } = new MessageChannel()
    const data: SersThreadData = { port: port2, gates: this.#gates, counters: this.#counters }
    const worker = new Worker(new URL('../sers/sers-worker.js', import.meta.url), {
      workerData: data,
      transferList: [port2],
    })
    this.#worker = worker
    this.#port = port
    const ends = new MemoryEnds()
    worker.once('exit', () => ends.release())
    await new Promise<void>((resolve, reject) => {
      worker.on('error', (error: Error) => {
        reject(error)
        if (!this.#isClosing) this.#onDied(error)
      })
      worker.once('exit', () => reject(centerError('ERR_CLOSED', { what: 'the thread of Sers' })))
      port.on('message', (message: FromSers) => {
        switch (message.type) {
          case 'listening':
            this.addresses = [
              ...message.addresses,
              ...message.http.map((address) => `http ${address}`),
            ]
            resolve()
            break
          case 'failed':
            reject(new CenterError(message.error))
            break
          case 'link':
            this.#makeLink(message, dispatch, ends)
            break
          case 'log':
            this.#log[message.level]({ sers: message.text }, 'sers')
            break
          case 'audit':
            this.#log.warn({ audit: message.line }, 'the Gover API changed something')
            break
          case 'closed':
            break // awaited where it is asked for
        }
      })
      this.#post({ type: 'open', options })
    })
  }

  /** Each takes four descriptors: where there are none left, a connection stays a matter of Sers alone. */
  #makeLink(
    { ticket, name, version }: FromSers & { type: 'link' },
    dispatch: DispatchThread,
    ends: MemoryEnds,
  ): void {
    let plan: ReturnType<typeof planMemoryLink>
    try {
      const channel = () => new MessageChannel()
      plan = planMemoryLink('sers', this.#ringBytes, channel, dispatch.nextPlace())
    } catch (error) {
      this.#post({ type: 'link-failed', ticket, reason: String(error) })
      return
    }
    const { center, peer } = plan
    ends.add(pairsOf(peer))
    dispatch.post({ type: 'open', plan: center, name, version, pid: process.pid, ticket })
    this.#port?.postMessage(
      { type: 'link-plan', ticket, plan: peer } satisfies ToSers,
      portsOf(peer),
    )
  }

  /** See docs/COUNTERS.md; a quarter of a second old. */
  counters(): Readonly<Record<string, number>> {
    return readSersCounters(this.#counters)
  }

  /** A link was opened; perhaps one of these. */
  onOpened({ ticket, link, generation }: LinkOpened): void {
    if (ticket < 0) this.#post({ type: 'linked', ticket, link, generation })
  }

  /** Routes have changed. @param statsChunks new pieces of statistics memory, in order. */
  note(routes: Iterable<RouteRecord>, statsChunks: readonly SharedArrayBuffer[]): void {
    const states = [...routes].map((record) => this.#stateOf(record))
    const message: ToSers = { type: 'routes', states, statsChunks }
    if (this.#port === null) this.#early.push(message)
    else this.#post(message)
  }

  /** Closes every connection of Sers, and ends the thread. */
  async close(): Promise<void> {
    const worker = this.#worker
    const port = this.#port
    if (worker === null || port === null || this.#isClosing) return
    this.#isClosing = true
    const closed = new Promise<void>((resolve) => port.once('close', () => resolve()))
    const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
    this.#post({ type: 'close' })
    await within(closed, kEndTimeoutMs)
    // It ends by itself when nothing is open: cut off in the middle of closing a socket, ZeroMQ takes the process along.
    await within(ended, kEndTimeoutMs)
    await worker.terminate()
  }

  #post(message: ToSers): void {
    for (const early of this.#early.splice(0)) this.#port?.postMessage(early)
    this.#port?.postMessage(message)
  }

  #stateOf(record: RouteRecord): SersRouteState {
    const { id, route, description, endpoints } = record
    const isPaused = this.#registry.pausedRoutes.has(route)
    const all = [...endpoints.values()]
    const isUp = (endpoint: (typeof all)[number]) => !isPaused && endpoint.station.state === 'up'
    const isSers = (endpoint: (typeof all)[number]) => endpoint.station.carrier === 'sers'
    return {
      id,
      route,
      description,
      foreignCount: all.filter((endpoint) => !isSers(endpoint) && isUp(endpoint)).length,
      nodes: all.filter(isSers).map((endpoint) => ({
        link: endpoint.station.link,
        generation: endpoint.station.generation,
        statsBlock: endpoint.localStatsBlock,
        isActive: isUp(endpoint),
      })),
    }
  }
}
