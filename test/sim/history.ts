// What happened in a simulated run, as the programs saw it. judge.ts reads it when the run is over.

import type { FromData, ToData } from '../../src/data/messages.js'
import { Presences } from './presences.js'
import type { SimProcess } from './time.js'

/** A handler that ran for a call. */
export type Execution = {
  /** The process and its service. */
  readonly station: string
  readonly service: string
  readonly atMs: number
  /** By the handler's own word. */
  readonly deadlineMs: number
  readonly caller: string
  /** True when the way from the center to the station knows no delay but the bell's. */
  readonly isByMemory: boolean
}

export type CallRecord = {
  readonly id: number
  readonly route: string
  readonly service: string
  readonly caller: string
  readonly process: SimProcess
  readonly startMs: number
  readonly timeoutMs: number
  readonly key: string | undefined
  readonly isIdempotent: boolean
  readonly isOneWay: boolean
  readonly isByMemory: boolean
  readonly executions: Execution[]
  settledCount: number
  endMs: number
  /** 'open', 'ok', or the code of the error. */
  outcome: string
  /** The process that answered. */
  by: string
}

/** From `inForceMs` to `endMs` no call that begins may reach what is meant. */
export type Pause = {
  readonly target: string
  readonly epoch: number
  inForceMs: number
  endMs: number
}

export type LinkEnd = { readonly atMs: number; readonly name: string; readonly reason: string }

export class History {
  readonly calls: CallRecord[] = []
  readonly presences = new Presences()
  readonly centerStarts: number[] = []
  readonly pauses: Pause[] = []
  /** Stations that have left, by process, and when they knew. */
  readonly left = new Map<string, number>()
  /** Windows of the limit of a route: from this moment on so many calls pass. */
  readonly windows: { route: string; readonly atMs: number; readonly calls: number }[] = []
  readonly linkEnds: LinkEnd[] = []
  /** Messages of topics as they came: `subscriber publisher` → numbers. */
  readonly messages = new Map<string, number[]>()
  /** The same for groups: `group publisher` → numbers. */
  readonly groupMessages = new Map<string, number[]>()
  /** Processes whose way to the center took long at some time. */
  readonly slowWays = new Set<string>()
  /** What happened when, for people. */
  readonly story: string[] = []
  /** What was found wrong on the spot. */
  readonly faults: string[] = []
  readonly #routeOfId = new Map<number, string>()
  /** Processes of centers, the newest last. */
  readonly centers: SimProcess[] = []
  readonly #nameOfLink = new Map<string, string>()
  /** The newest snapshot that each dispatcher has taken. */
  readonly #epochs: number[]

  tell(what: string, nowMs: number): void {
    this.story.push(`${nowMs.toFixed(3)} ${what}`)
  }

  newCall(
    parts: Omit<CallRecord, 'id' | 'executions' | 'settledCount' | 'endMs' | 'outcome' | 'by'>,
  ): CallRecord {
    const call: CallRecord = {
      ...parts,
      id: this.calls.length,
      executions: [],
      settledCount: 0,
      endMs: Number.POSITIVE_INFINITY,
      outcome: 'open',
      by: '',
    }
    this.calls.push(call)
    return call
  }

  /** @param dispatchers that each center has. */
  constructor(dispatchers: number) {
    this.#epochs = Array.from({ length: dispatchers }, () => 0)
  }

  /** A snapshot is in force when every dispatcher has it. */
  get #epoch(): number {
    return Math.min(...this.#epochs)
  }

  /** A pause was asked for; it is in force when the dispatchers have its snapshot. */
  paused(target: string, epoch: number, nowMs: number): void {
    const inForceMs = this.#epoch >= epoch ? nowMs : Number.POSITIVE_INFINITY
    this.pauses.push({ target, epoch, inForceMs, endMs: Number.POSITIVE_INFINITY })
  }

  resumed(target: string, nowMs: number): void {
    for (const pause of this.pauses)
      if (pause.target === target) pause.endMs = Math.min(pause.endMs, nowMs)
  }

  /** Pauses, links and windows of a center end with it. */
  onCenterKilled(nowMs: number): void {
    for (const pause of this.pauses) pause.endMs = Math.min(pause.endMs, nowMs)
    for (const route of new Set(this.windows.map((window) => window.route)))
      this.windows.push({ route, atMs: nowMs, calls: Number.POSITIVE_INFINITY })
    this.#epochs.fill(0)
    this.presences.centerLost(nowMs)
    this.#routeOfId.clear()
    this.#nameOfLink.clear()
  }

  /** A dispatcher has taken a message. */
  onToData(message: ToData, dispatcher: number, nowMs: number): void {
    if (message.type !== 'snapshot') return
    this.#epochs[dispatcher] = message.snapshot.epoch
    for (const pause of this.pauses) {
      if (pause.endMs > nowMs && pause.epoch <= this.#epoch)
        pause.inForceMs = Math.min(pause.inForceMs, nowMs)
    }
  }

  /** Control sends a snapshot: numbers of routes mean these from now on, also for the words of its limits. */
  onSnapshot(routes: readonly { readonly id: number; readonly route: string }[]): void {
    for (const { id, route } of routes) this.#routeOfId.set(id, route)
  }

  /** The control plane is told something. */
  onFromData(message: FromData, nowMs: number): void {
    if (message.type === 'link-opened') {
      this.#nameOfLink.set(`${message.link}.${message.generation}`, message.name)
      this.tell(`the center has a link with ${message.name} by ${message.carrier}`, nowMs)
    }
    if (message.type !== 'link-ended') return
    const name = this.#nameOfLink.get(`${message.link}.${message.generation}`) ?? '?'
    this.linkEnds.push({ atMs: nowMs, name, reason: message.reason })
    this.tell(`the center hears of the end of ${name}: ${message.reason}`, nowMs)
  }

  /** A window of a limit begins. @param id of the route; its name may be published a moment later. */
  onWindow(id: number, calls: number | undefined, nowMs: number): void {
    const window = { route: '', atMs: nowMs, calls: calls ?? Number.POSITIVE_INFINITY }
    this.windows.push(window)
    queueMicrotask(() => {
      window.route = this.#routeOfId.get(id) ?? ''
    })
  }
}
