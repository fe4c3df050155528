// Calls between stations of one thread: a function call instead of two rings, with the same promises kept: deadline,
// cancel, statistics, limits, errors, and values that the two sides do not share. What is not in this thread goes over
// the link.
//
// JSON values are copied as the wire would copy them. Bytes are handed over, not copied: they belong to the receiver.

import type { Clock } from '../base/clock.js'
import { DeadlineTimer } from '../base/deadline-timer.js'
import { CenterError, centerError, type ErrorBody, errorBodyOf, errorJson } from '../base/errors.js'
import { kBodyBytesMax, kCallTimeoutMsDefault, kInFlightPerLinkMax } from '../base/limits.js'
import { headerTextOf } from '../wire/header-list.js'
import { fillParams } from '../wire/route-key.js'
import type { Answerer } from './answerer.js'
import { decodeOwned, isStream, isThenable, RawBody, toJson, typeOfKind } from './body.js'
import { Call, type CallOptions, type CallParts, type CallSource, checkTimeout } from './call.js'
import type { Caller } from './caller.js'
import { cancelledPart, failedPart, isStationFault } from './error-part.js'
import {
  type RawReply,
  type RawRequest,
  rawItem,
  statusError,
  statusOf,
  streamedDetails,
} from './exchange.js'
import type { StreamReceiver } from './flow.js'
import { type LocalFlow, startLocalFlow } from './local-flow.js'
import type { Offer } from './offers.js'
import { badReply, Reply } from './reply.js'
import { type Told, tell } from './told.js'

/** One local call that somebody watches. */
export type LocalTap = {
  /** @param value what the caller gets; a stream is told by its first item only. */
  onReply(value: unknown): void
  onFailure(error: { readonly code: string; readonly status: number }): void
  end(): void
}

/** Where a local call goes. */
export type LocalTarget = {
  readonly offer: Offer
  readonly answerer: Answerer
  readonly method: string
  /** Path without method and query. */
  readonly path: string
  readonly query: string
  /** null when nobody watches the calls of the route, or not this one. */
  tap(caller: string, body: unknown): LocalTap | null
  /** Counts the call; {@link end} must follow. */
  begin(): void
  /** @param us microseconds from begin to end. */
  end(us: number, isError: boolean): void
}

/** Finds routes whose station lives in this thread. */
export type LocalRoutes = {
  /**
   * @returns null when the link must be asked.
   * @throws CenterError when the call is refused: limit, breaker, draining.
   */
  find(route: string, hasBody: boolean, key: string | undefined, caller: string): LocalTarget | null
}

class LocalCall implements CallSource {
  slot = -1
  call: Call | null = null
  stopListening: (() => void) | null = null
  resolve: (value: unknown) => void = ignore
  reject: (error: unknown) => void = ignore
  /** null for nearly every call. */
  tap: LocalTap | null = null
  readonly target: LocalTarget
  readonly startMs: number
  deadlineMs: number
  /** Streams of this call, in either direction; null for nearly every call. */
  flows: LocalFlow[] | null = null
  readonly #caller: LocalCaller
  readonly #options: CallOptions

  constructor(
    target: LocalTarget,
    startMs: number,
    deadlineMs: number,
    caller: LocalCaller,
    options: CallOptions,
  ) {
    this.target = target
    this.startMs = startMs
    this.deadlineMs = deadlineMs
    this.#caller = caller
    this.#options = options
  }

  partsOf(): CallParts {
    const { offer, method, path, query } = this.target
    const { headers } = this.#options
    return {
      pattern: offer.pattern,
      route: offer.route,
      method,
      path,
      query,
      caller: this.#caller.name,
      deadlineMs: this.deadlineMs,
      trace: this.#options.trace,
      headerText: headers === undefined ? '' : headerTextOf(headers),
      client: undefined,
      nested: this.target.answerer.nested,
    }
  }
}

function ignore(): void {}

const kNoOptions: CallOptions = {}
const kNoBytes = new Uint8Array(0)

export class LocalCaller {
  /** Name of the station that calls. */
  readonly name: string
  readonly #link: Caller
  readonly #routes: LocalRoutes
  readonly #clock: Clock
  readonly #deadlines: DeadlineTimer
  readonly #calls: (LocalCall | null)[] = []
  readonly #free: number[] = []
  #resolve: (value: unknown) => void = ignore
  #reject: (error: unknown) => void = ignore
  readonly #executor = (
    resolve: (value: unknown) => void,
    reject: (error: unknown) => void,
  ): void => {
    this.#resolve = resolve
    this.#reject = reject
  }

  constructor(name: string, link: Caller, routes: LocalRoutes, clock: Clock) {
    this.name = name
    this.#link = link
    this.#routes = routes
    this.#clock = clock
    this.#deadlines = new DeadlineTimer(clock, (nowMs) => this.#expire(nowMs))
  }

  /** As Caller.call. */
  call(route: string, body: unknown, options: CallOptions = kNoOptions): Promise<unknown> {
    try {
      const { signal, params, timeoutMs } = options
      if (signal?.aborted) return Promise.reject(signal.reason)
      const path = params === undefined ? route : fillParams(route, params)
      const span = timeoutMs === undefined ? kCallTimeoutMsDefault : checkTimeout(timeoutMs)
      const target = this.#routes.find(path, body !== undefined, options.key, this.name)
      if (target === null) return this.#link.call(route, body, options)
      const startMs = this.#clock.nowMs()
      const local = new LocalCall(target, startMs, startMs + span, this, options)
      const given = this.#given(local, body, route)
      this.#takeSlot(local)
      const promise = new Promise<unknown>(this.#executor)
      local.resolve = this.#resolve
      local.reject = this.#reject
      this.#deadlines.note(local.deadlineMs)
      if (signal !== undefined) this.#listen(signal, local)
      this.#run(local, given)
      return promise
    } catch (error) {
      return Promise.reject(error)
    }
  }

  /** As Caller.callThen. In this thread a promise costs less than what it would take to do without. */
  callThen(
    route: string,
    body: unknown,
    onReply: Told,
    onError: Told,
    mark: unknown,
    options?: CallOptions,
  ): void {
    this.call(route, body, options).then(
      (reply) => tell(onReply, reply, mark),
      (error: unknown) => tell(onError, error, mark),
    )
  }

  /** As Caller.send: over the link. */
  send(route: string, body: unknown, options?: CallOptions): Promise<void> {
    return this.#link.send(route, body, options)
  }

  /** As Caller.request: over the link. */
  request(route: string, request: RawRequest): Promise<RawReply> {
    return this.#link.request(route, request)
  }

  /** As Caller.requestThen: over the link. */
  requestThen<Mark>(
    route: string,
    request: RawRequest,
    onReply: (reply: RawReply, mark: Mark) => void,
    onError: (error: unknown, mark: Mark) => void,
    mark: Mark,
  ): void {
    this.#link.requestThen(route, request, onReply, onError, mark)
  }

  /** As Caller.publish: over the link. */
  publish(topic: string, body: unknown): Promise<void> {
    return this.#link.publish(topic, body)
  }

  #given(local: LocalCall, body: unknown, route: string): unknown {
    if (isStream(body)) return this.#upload(local, body)
    const { bodyAs } = local.target.offer.options
    if (bodyAs === 'raw') return rawOf(body, route)
    const value = received(body, route)
    return bodyAs === 'stream' ? piecesOf(value, route) : value
  }

  #upload(local: LocalCall, source: AsyncIterable<unknown>): StreamReceiver {
    const { route, options } = local.target.offer
    const decode = options.bodyAs === 'raw' ? rawItem : undefined
    const flow = startLocalFlow(source, route, cancelledPart, () => flow.stop(), decode)
    addFlow(local, flow)
    flow.done.then(
      (thrown) => {
        if (thrown !== null && local.slot >= 0) this.#giveUp(local, thrown)
      },
      (error: unknown) => {
        if (local.slot >= 0) this.#giveUp(local, error)
      },
    )
    return flow.receiver
  }

  #run(local: LocalCall, body: unknown): void {
    const { target } = local
    const call = new Call(local, body)
    local.call = call
    local.tap = target.tap(this.name, body)
    target.begin()
    let result: unknown
    try {
      result = target.answerer.runLocal(target.offer, call)
    } catch (error) {
      this.#fail(local, error)
      return
    }
    if (result instanceof Promise || isThenable(result)) {
      Promise.resolve(result).then(
        (value: unknown) => this.#answer(local, value),
        (error: unknown) => this.#fail(local, error),
      )
    } else this.#answer(local, result)
  }

  #answer(local: LocalCall, given: unknown): void {
    local.target.answerer.endLocal()
    const value = given instanceof Reply ? given.body : given
    if (local.slot < 0) return // its deadline passed, or its caller gave up
    const { resolve } = local
    local.tap?.onReply(value)
    if (
      given instanceof Uint8Array &&
      value instanceof Uint8Array &&
      value.length <= kBodyBytesMax &&
      !Buffer.isBuffer(value)
    ) {
      this.#settle(local, false)
      resolve(value)
      return
    }
    if (isStream(value)) {
      const receiver = this.#download(local, value)
      const context = given instanceof Reply ? given.context : kNoBytes
      const failure = statusOf(context)
      if (failure >= 400) local.tap?.onFailure({ code: '', status: failure })
      if (failure < 400) resolve(receiver)
      else this.#rejectStreamed(local, failure, context, receiver)
      return
    }
    let reply: unknown
    try {
      reply = received(value, local.target.offer.route)
    } catch (error) {
      this.#reportAndReject(local, badReply(error, local.target.offer.route))
      return
    }
    if (given instanceof Reply && given.failure !== 0) {
      const { reject, target } = local
      const error = statusError(target.offer.route, given.failure, given.context, reply)
      local.tap?.onFailure(error)
      this.#settle(local, true)
      reject(error)
      return
    }
    this.#settle(local, false)
    resolve(reply)
  }

  #download(local: LocalCall, source: AsyncIterable<unknown>): StreamReceiver {
    const { route } = local.target.offer
    const end = (isError: boolean) => {
      if (local.slot >= 0) this.#settle(local, isError)
    }
    const leave = () => {
      flow.stop()
      if (local.slot >= 0) this.#giveUp(local, centerError('ERR_CANCELLED', { route }))
    }
    const flow = startLocalFlow(source, route, (thrown) => failedPart(thrown, route), leave)
    addFlow(local, flow)
    // The deadline is for a stream's beginning; how long its reader takes is the reader's affair.
    local.deadlineMs = Number.POSITIVE_INFINITY
    flow.done.then(
      (thrown) => end(thrown !== null),
      () => end(true),
    )
    return flow.receiver
  }

  #rejectStreamed(
    { reject, target }: LocalCall,
    failure: number,
    context: Uint8Array,
    receiver: StreamReceiver,
  ): void {
    const { route } = target.offer
    streamedDetails(receiver).then(
      (details) => reject(statusError(route, failure, context, details)),
      reject,
    )
  }

  #fail(local: LocalCall, thrown: unknown): void {
    local.target.answerer.endLocal()
    if (local.slot >= 0) this.#reportAndReject(local, thrown)
  }

  #reportAndReject(local: LocalCall, thrown: unknown): void {
    const { reject, target } = local
    const { route } = target.offer
    const error = copiedError(thrown, route)
    local.tap?.onFailure(error)
    if (isStationFault(error)) target.answerer.reportFailure(thrown, route)
    this.#settle(local, true)
    reject(error)
  }

  #giveUp(local: LocalCall, error: unknown): void {
    const { reject, call, flows } = local
    const failure =
      error instanceof CenterError
        ? error
        : centerError('ERR_CANCELLED', { route: describe(error) })
    local.tap?.onFailure(failure)
    this.#settle(local, true)
    for (const flow of flows ?? []) {
      flow.stop()
      flow.receiver.fail(failure)
    }
    // What the handler is told is what it would be told over a link.
    call?.abort(centerError('ERR_CANCELLED', { route: local.target.offer.route }))
    reject(error)
  }

  #settle(local: LocalCall, isError: boolean): void {
    this.#calls[local.slot] = null
    this.#free.push(local.slot)
    local.slot = -1
    local.stopListening?.()
    if (local.flows !== null) for (const flow of local.flows) flow.stop()
    local.target.end((this.#clock.nowMs() - local.startMs) * 1000, isError)
    local.tap?.end()
  }

  #takeSlot(local: LocalCall): void {
    const free = this.#free.pop()
    if (free === undefined && this.#calls.length >= kInFlightPerLinkMax) {
      throw centerError('ERR_OVERLOADED', {
        what: 'the list of calls on the way',
        limit: kInFlightPerLinkMax,
      })
    }
    local.slot = free ?? this.#calls.length
    this.#calls[local.slot] = local
  }

  #expire(nowMs: number): number {
    let next = Number.POSITIVE_INFINITY
    for (const local of this.#calls) {
      if (local === null) continue
      if (local.deadlineMs > nowMs) next = Math.min(next, local.deadlineMs)
      else {
        const timeoutMs = Math.round(local.deadlineMs - local.startMs)
        this.#giveUp(
          local,
          centerError('ERR_DEADLINE', { route: local.target.offer.route, timeoutMs }),
        )
      }
    }
    return next
  }

  #listen(signal: AbortSignal, local: LocalCall): void {
    const onAbort = () => {
      if (local.slot >= 0) this.#giveUp(local, signal.reason)
    }
    signal.addEventListener('abort', onAbort, { once: true })
    local.stopListening = () => signal.removeEventListener('abort', onAbort)
  }
}

function addFlow(local: LocalCall, flow: LocalFlow): void {
  local.flows ??= []
  local.flows.push(flow)
}

/** What the other side of a wire would throw. */
function copiedError(thrown: unknown, route: string): CenterError {
  return new CenterError(
    JSON.parse(errorJson(errorBodyOf(thrown, route), kBodyBytesMax)) as ErrorBody,
  )
}

/** The value as the other side of a wire would see it. */
function copyOf(value: unknown, route: string): unknown {
  if (value === undefined) return undefined
  return JSON.parse(toJson(value, route))
}

/** A value as the bytes that a handler of streams wants. */
async function* piecesOf(value: unknown, route: string): AsyncIterable<Uint8Array> {
  if (value !== undefined)
    yield value instanceof Uint8Array ? value : Buffer.from(toJson(value, route))
}

/** A value as a handler of raw bodies wants it. */
function rawOf(value: unknown, route: string): RawBody {
  if (value === undefined) return new RawBody(kNoBytes, 'none')
  if (value instanceof Uint8Array) return new RawBody(checkBytes(value), 'bytes')
  return new RawBody(Buffer.from(toJson(value, route)), 'json')
}

/** Bytes are handed over; everything else is copied. */
function received(value: unknown, route: string): unknown {
  if (value instanceof RawBody && value.source instanceof Uint8Array)
    return decodeOwned(checkBytes(value.source), typeOfKind(value.kind), route)
  return value instanceof Uint8Array ? checkBytes(value) : copyOf(value, route)
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : typeof error
}

function checkBytes(bytes: Uint8Array): Uint8Array {
  // A Buffer would be one here and plain bytes over every link.
  if (bytes.length <= kBodyBytesMax) {
    return Buffer.isBuffer(bytes)
      ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)
      : bytes
  }
  throw centerError('ERR_BODY_TOO_LARGE', { bytes: bytes.length, limit: kBodyBytesMax })
}
