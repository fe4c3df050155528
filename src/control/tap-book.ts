// Open taps: who listens to which route, and what each is told. Bounded in every direction: taps, calls a second, calls
// that wait for a slow listener; what is left out is counted.

import type { Clock } from '../base/clock.js'
import { centerError } from '../base/errors.js'
import { kTapsMax } from '../base/limits.js'
import {
  Tap,
  type TappedBody,
  type TappedCall,
  type TappedStation,
  type TapSpec,
} from '../data/tap.js'
import { parseRoute } from '../wire/route-key.js'
import { kRedacted, redactJson, secretNames } from './redact.js'
import type { Registry } from './registry.js'

/** What somebody wants to see; see Center.tap. */
export type TapOptions = {
  /** Every n-th call; 1 … 1,000,000. Default 1. */
  readonly every?: number
  /** Calls a second at most; 1 … 1,000. Default 20. */
  readonly perSecond?: number
  /** With the first 2 KiB of request and reply. Default false. */
  readonly bodies?: boolean
  /** Further parts of names of fields whose values are not shown. */
  readonly redact?: readonly string[]
}

/** A call as a tap tells it. */
export type TapItem = {
  /** Milliseconds since 1970 at which it began. */
  readonly atMs: number
  /** Id of the station that called; its name alone where it lives in the center's thread. */
  readonly caller: string
  /** Id of the station that got it; '' where none did. */
  readonly station: string
  /** As it was called, without the query. */
  readonly path: string
  /** 0 is success, else the HTTP status that belongs to the error. */
  readonly status: number
  /** Of the error, else ''. */
  readonly code: string
  readonly durationUs: number
  readonly requestBytes: number
  readonly replyBytes: number
  /** Beginning of a JSON body, where bodies are wanted; secrets are `***`. */
  readonly request?: string
  readonly reply?: string
  /** Calls of the route since the tap was opened; and those that it should have shown and did not. */
  readonly seen: number
  readonly dropped: number
}

/** Calls that wait for a listener. */
const kQueueMax = 256

const decoder = new TextDecoder()

/** One listener. */
class OpenTap implements AsyncIterableIterator<TapItem> {
  readonly spec: TapSpec
  readonly isSecret: (name: string) => boolean
  /** Names of the route's segments that hold secrets, by position. */
  readonly secretSegments: readonly boolean[]
  /** In each thread: calls that were seen and dropped there. */
  readonly counts = { data: { seen: 0, dropped: 0 }, main: { seen: 0, dropped: 0 } }
  #overflowCount = 0
  readonly #queue: TapItem[] = []
  /** Both threads keep to the rate; here they do so together. */
  readonly #rate: Tap
  readonly #waiting: ((result: IteratorResult<TapItem>) => void)[] = []
  readonly #onClose: () => void
  #isClosed = false
  /** Resolves when the dispatch worker shows calls; or never will, because the tap is closed. */
  readonly opened: Promise<void>
  onOpened: () => void = () => {}

  constructor(
    spec: TapSpec,
    nowMs: number,
    isSecret: (name: string) => boolean,
    onClose: () => void,
  ) {
    this.spec = spec
    this.#rate = new Tap({ ...spec, every: 1 }, nowMs)
    this.isSecret = isSecret
    this.secretSegments = parseRoute(spec.route).segments.map(
      (segment) => segment.startsWith(':') && isSecret(segment),
    )
    this.#onClose = onClose
    this.opened = new Promise((resolve) => {
      this.onOpened = resolve
    })
  }

  push(item: Omit<TapItem, 'seen' | 'dropped'>, nowMs: number): void {
    const { data, main } = this.counts
    if (!this.#rate.take(nowMs) || this.#queue.length >= kQueueMax) {
      this.#overflowCount++
      return
    }
    const dropped = data.dropped + main.dropped + this.#overflowCount
    this.#queue.push({ ...item, seen: data.seen + main.seen, dropped })
    this.#deliver()
  }

  next(): Promise<IteratorResult<TapItem>> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve)
      this.#deliver()
    })
  }

  return(): Promise<IteratorResult<TapItem>> {
    if (!this.#isClosed) {
      this.#isClosed = true
      this.onOpened()
      this.#queue.length = 0
      this.#onClose()
      this.#deliver()
    }
    return Promise.resolve({ done: true, value: undefined })
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  #deliver(): void {
    while (this.#waiting.length > 0) {
      const item = this.#queue.shift()
      if (item === undefined && !this.#isClosed) return
      const resolve = this.#waiting.shift()
      resolve?.(
        item === undefined ? { done: true, value: undefined } : { done: false, value: item },
      )
    }
  }
}

/** What opens and closes taps where the calls are. */
export type TapPlaces = {
  /** In the dispatch worker. */
  openInData(spec: TapSpec): void
  closeInData(id: number): void
  /** In the main thread. */
  openInMain(tap: Tap): void
  closeInMain(id: number): void
}

export class TapBook {
  readonly #registry: Registry
  readonly #clock: Clock
  readonly #places: TapPlaces
  readonly #open = new Map<number, OpenTap>()
  #nextId = 1

  constructor(registry: Registry, clock: Clock, places: TapPlaces) {
    this.#registry = registry
    this.#clock = clock
    this.#places = places
  }

  /**
   * Opens a tap.
   *
   * @param signal ends it, as the reader's leaving does.
   * @returns its calls, one after the other, once it is open in every thread; never ends by itself while the center runs.
   * Rejects with ERR_NOT_FOUND when the route is not offered, ERR_OVERLOADED when there are too many taps.
   */
  async open(
    route: string,
    options: TapOptions,
    signal: AbortSignal,
  ): Promise<AsyncIterableIterator<TapItem>> {
    if (!this.#registry.routes.has(route)) throw centerError('ERR_NOT_FOUND', { what: route })
    if (this.#open.size >= kTapsMax) {
      throw centerError('ERR_OVERLOADED', { what: 'the list of taps', limit: kTapsMax })
    }
    const { every = 1, perSecond = kPerSecondDefault, bodies = false, redact = [] } = options
    const id = this.#nextId++
    const spec = { id, route, every, perSecond, hasBodies: bodies }
    const nowMs = this.#clock.nowMs()
    const open = new OpenTap(spec, nowMs, secretNames(redact), () => this.#close(id))
    this.#open.set(id, open)
    this.#places.openInData(spec)
    this.#places.openInMain(new Tap(spec, nowMs))
    signal.addEventListener('abort', () => void open.return(), { once: true })
    if (signal.aborted) void open.return()
    await open.opened
    return open
  }

  /** Whether somebody watches the calls of a route. */
  isTapped(route: string): boolean {
    return [...this.#open.values()].some(({ spec }) => spec.route === route)
  }

  /** A tap is open in the dispatch worker. */
  onOpened(id: number): void {
    this.#open.get(id)?.onOpened()
  }

  /** A call that a tap shows is over. */
  onCall(call: TappedCall, where: 'data' | 'main'): void {
    const open = this.#open.get(call.tap)
    if (open === undefined) return // closed meanwhile
    open.counts[where] = { seen: call.seenCount, dropped: call.droppedCount }
    const { status, durationMs, request, reply } = call
    const { spec, isSecret } = open
    const bodies = spec.hasBodies
      ? { ...textOf('request', request, isSecret), ...textOf('reply', reply, isSecret) }
      : {}
    const nowMs = this.#clock.nowMs()
    const item = {
      atMs: Date.now() - (nowMs - call.startMs),
      caller: this.#idOf(call.caller),
      station: call.station === null ? '' : this.#idOf(call.station),
      path: pathOf(call.path, open.secretSegments),
      status,
      code: status === 0 || call.code !== '' ? call.code : codeIn(reply),
      durationUs: Math.round(durationMs * 1_000),
      requestBytes: request.totalBytes,
      replyBytes: reply.totalBytes,
      ...bodies,
    }
    open.push(item, nowMs)
  }

  /** The center ends: so do all taps. */
  close(): void {
    for (const open of this.#open.values()) void open.return()
  }

  #close(id: number): void {
    this.#open.delete(id)
    this.#places.closeInData(id)
    this.#places.closeInMain(id)
  }

  #idOf({ name, key }: TappedStation): string {
    return (key === null ? undefined : this.#registry.find(key)?.id) ?? name
  }
}

/** Enough to follow by eye. */
export const kPerSecondDefault = 20

function textOf(
  name: 'request' | 'reply',
  body: TappedBody,
  isSecret: (name: string) => boolean,
): { [Name in 'request' | 'reply']?: string } {
  if (body.type !== 'json' || body.head.length === 0) return {}
  // A character that was cut in two is left out.
  const text = decoder.decode(body.head, { stream: true })
  decoder.decode()
  return { [name]: redactJson(text, isSecret) }
}

/** The code in the body of an error. */
function codeIn({ head }: TappedBody): string {
  return /^\{"code":"([A-Za-z0-9_.-]{1,100})"/.exec(decoder.decode(head))?.[1] ?? ''
}

function pathOf(path: string, secretSegments: readonly boolean[]): string {
  if (!secretSegments.includes(true)) return path
  const parts = path.slice(1).split('/')
  return `/${parts.map((part, index) => (secretSegments[index] ? kRedacted : part)).join('/')}`
}
