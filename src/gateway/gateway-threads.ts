// The threads of one gateway, from outside: starts them, starts them again when they die, hands settings on, and ends them.

import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { CenterError, centerError } from '../base/errors.js'
import { inOrder } from '../base/in-order.js'
import { kGatewayReloadsMax, kGatewayRestartMaxMs, kGatewayRestartMinMs } from '../base/limits.js'
import { within } from '../base/within.js'
import type { HttpEngine } from '../http/http-server.js'
import type { GatewayPlan } from './gateway.js'
import {
  createGatewayCounterMemory,
  GatewayCounters,
  kGatewayCounterNames,
} from './gateway-counters.js'
import type { FromGateway, GatewayThreadData, ToGateway } from './gateway-messages.js'
import type { ResolvedHttpOptions } from './gateway-options.js'

/** What all threads of a gateway have in common. */
export type SharedPlan = Omit<GatewayPlan, 'counters' | 'isShared'>

/** A thread that was started. */
export type GatewayHost = {
  /** Resolves when the thread has ended, with its error where it died of one. */
  readonly ended: Promise<Error | null>
  terminate(): Promise<void>
}

/** Starts gateway-worker.ts in a thread. */
export type SpawnGateway = (data: GatewayThreadData) => Promise<GatewayHost>

/** For a log. */
export type GatewayNews = { readonly isTrouble: boolean; readonly text: string }

type Listening = { readonly address: string; readonly engine: HttpEngine; readonly why: string }

/** A thread that loads its modules, and the port to it. */
type Spawned = { readonly host: GatewayHost; readonly port: MessagePort }

type Running = {
  readonly host: GatewayHost
  readonly port: MessagePort
  readonly closed: Promise<void>
  /** What the thread says it died of. */
  reason: string | null
  /** Settles the reload that is being done. */
  settleReload: (error: CenterError | null) => void
}

/** Milliseconds for a thread to end that was told to, beyond the time that it was given. */
const kEndTimeoutMs = 2_000

export class GatewayThreads {
  readonly #spawn: SpawnGateway
  readonly #say: (news: GatewayNews) => void
  #plan: SharedPlan
  #listening: Listening | null = null
  readonly #counters: readonly SharedArrayBuffer[]
  readonly #running = new Map<number, Running>()
  readonly #restarts = new Set<NodeJS.Timeout>()
  /** Starts of each thread since it lived long. */
  readonly #tries: number[] = []
  readonly #reloads = inOrder('the list of reloads', kGatewayReloadsMax)
  #isClosing = false
  /** The first thread, where it was started ahead. */
  #ahead: Promise<Spawned> | null = null

  /** @param say is told of threads that died and of what they report. */
  constructor(plan: SharedPlan, spawn: SpawnGateway, say: (news: GatewayNews) => void) {
    this.#plan = plan
    this.#spawn = spawn
    this.#say = say
    this.#counters = Array.from({ length: plan.options.workers }, createGatewayCounterMemory)
  }

  /** Bound `host:port`. */
  get address(): string {
    return this.#listening?.address ?? ''
  }

  get engine(): HttpEngine | null {
    return this.#listening?.engine ?? null
  }

  /** Why this engine, in words; '' before it listens. */
  get engineReason(): string {
    return this.#listening?.why ?? ''
  }

  /** Sums over all threads, by name; see docs/COUNTERS.md. */
  counters(): Readonly<Record<string, number>> {
    const each = this.#counters.map((memory) => new GatewayCounters(memory).all())
    return Object.fromEntries(
      kGatewayCounterNames.map((name) => [
        name,
        each.reduce((sum, counters) => sum + (counters[name] ?? 0), 0),
      ]),
    )
  }

  /** Starts the first thread already, so that it has loaded its modules when {@link start} is called. */
  startAhead(): void {
    this.#ahead = this.#spawnOne()
    this.#ahead.catch(() => {}) // told by start()
  }

  /** Resolves when all threads listen. Rejects as openGateway does; none runs then. */
  async start(): Promise<void> {
    try {
      // The first one finds the port that the others share.
      this.#listening = await this.#startOne(0)
      const port = Number(this.address.slice(this.address.lastIndexOf(':') + 1))
      const { options } = this.#plan
      const address = { ...options.address, port }
      this.#plan = { ...this.#plan, options: { ...options, address } }
      const others = this.#counters.map((_, index) => index).slice(1)
      await Promise.all(others.map((index) => this.#startOne(index)))
      this.#say({ isTrouble: false, text: this.#listening.why })
    } catch (error) {
      await this.close(0)
      throw error
    }
  }

  /**
   * Hands on the settings that can change; one reload after the other. Rejects with the first refusal; the threads then
   * keep what they had. Rejects with ERR_OVERLOADED when too many wait.
   */
  reload(options: ResolvedHttpOptions): Promise<void> {
    return this.#reloads(() => this.#reloadAll(options))
  }

  async #reloadAll(options: ResolvedHttpOptions): Promise<void> {
    const { address, engine, workers } = this.#plan.options
    const merged = { ...options, address, engine, workers }
    const outcomes = await Promise.all(
      [...this.#running.values()].map(
        (running) =>
          new Promise<CenterError | null>((resolve) => {
            running.settleReload = resolve
            post(running, { type: 'reload', options: merged })
          }),
      ),
    )
    const refusal = outcomes.find((outcome) => outcome !== null)
    if (refusal instanceof CenterError) throw refusal
    this.#plan = { ...this.#plan, options: merged }
  }

  /** Opens the file of the access log again, after it was renamed. */
  reopenLog(): void {
    for (const running of this.#running.values()) post(running, { type: 'reopen-log' })
  }

  /** Takes no new connections, lets answers on the way end for at most so long, and ends the threads. */
  async close(timeoutMs: number): Promise<void> {
    this.#isClosing = true
    for (const timer of this.#restarts) clearTimeout(timer)
    await this.#ahead?.then(
      ({ host, port }) => {
        port.close()
        return host.terminate()
      },
      () => {}, // it is not there
    )
    await Promise.all(
      [...this.#running.values()].map(async (running) => {
        post(running, { type: 'close', timeoutMs })
        await within(running.closed, timeoutMs + kEndTimeoutMs)
        await running.host.terminate()
      }),
    )
  }

  async #spawnOne(): Promise<Spawned> {
    const { port1: port, port2: threadPort } = new MessageChannel()
    return { host: await this.#spawn({ port: threadPort }), port }
  }

  async #startOne(index: number): Promise<Listening> {
    const spawned = this.#ahead ?? this.#spawnOne()
    this.#ahead = null
    const { host, port } = await spawned
    const startMs = performance.now()
    let hasListened = false
    let settle: (error: CenterError | null) => void = () => {}
    const closed = new Promise<void>((resolve) => port.once('close', resolve))
    const running: Running = { host, port, closed, reason: null, settleReload: () => {} }
    this.#running.set(index, running)
    const listening = new Promise<Listening>((resolve, reject) => {
      settle = (error) => reject(error ?? new Error('a gateway thread ended'))
      port.on('message', (message: FromGateway) => {
        if (message.type === 'listening') {
          hasListened = true
          resolve(message)
        } else if (message.type === 'failed') {
          reject(new CenterError(message.error))
          void host.terminate()
        } else this.#onMessage(running, message)
      })
    })
    void host.ended.then((thrown) => {
      const error = running.reason === null ? thrown : new Error(running.reason)
      port.close()
      this.#running.delete(index)
      settle(ended(error))
      running.settleReload(ended(error))
      // Whoever started one that never listened knows it by the rejection.
      if (!hasListened || this.#isClosing) return
      // A thread that lived long is no part of a series.
      const livedMs = performance.now() - startMs
      if (livedMs > kGatewayRestartMaxMs) this.#tries[index] = 0
      this.#startAgain(index, error)
    })
    const counters = this.#counters[index] ?? createGatewayCounterMemory()
    const isShared = this.#counters.length > 1
    post(running, { type: 'open', plan: { ...this.#plan, counters, isShared } })
    return listening
  }

  #onMessage(running: Running, message: FromGateway): void {
    if (message.type === 'died') {
      running.reason = message.reason
      void running.host.terminate()
    } else if (message.type === 'trouble') this.#say({ isTrouble: true, text: message.text })
    else if (message.type === 'reloaded') {
      running.settleReload(message.error === null ? null : new CenterError(message.error))
    }
  }

  #startAgain(index: number, error: Error | null): void {
    const tries = this.#tries[index] ?? 0
    this.#tries[index] = tries + 1
    const waitMs = Math.min(kGatewayRestartMaxMs, kGatewayRestartMinMs * 2 ** Math.min(tries, 10))
    const reason = error?.message ?? 'no error was told'
    const text = `gateway thread ${index} died and is started again in ${waitMs} ms: ${reason}`
    this.#say({ isTrouble: true, text })
    const timer = setTimeout(() => {
      this.#restarts.delete(timer)
      this.#startOne(index).catch((failure: unknown) => {
        if (this.#isClosing) return
        const cause = failure instanceof Error ? failure : new Error(String(failure))
        this.#startAgain(index, cause)
      })
    }, waitMs)
    this.#restarts.add(timer)
  }
}

function post(running: Running, message: ToGateway): void {
  running.port.postMessage(message)
}

function ended(error: Error | null): CenterError {
  const reason = error === null ? '' : `: ${error.message}`
  return centerError('ERR_CLOSED', { what: `the gateway thread${reason}` })
}
