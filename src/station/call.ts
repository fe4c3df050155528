// What a handler is given, and what a caller may say about a call.

import { systemClock } from '../base/clock.js'
import { centerError } from '../base/errors.js'
import { kCallTimeoutMsMax } from '../base/limits.js'
import { cookiesOf, type HeaderList, headerListOf, headerRecordOf } from '../wire/header-list.js'
import type { RoutePattern } from '../wire/route-key.js'
import { paramsOf } from '../wire/route-key.js'

/** Trace context as W3C defines it (https://www.w3.org/TR/trace-context/); carried, never made up. */
export type TraceContext = { readonly traceparent: string; readonly tracestate?: string }

/** What a caller may say about a call. */
export type CallOptions = {
  /** Milliseconds until the call fails with ERR_DEADLINE; 1 … 86,400,000. Default 30,000. */
  readonly timeoutMs?: number
  /** Gives the call up; the handler's `call.signal` is aborted too. */
  readonly signal?: AbortSignal
  /** Values for the parameters of a route that is named by its pattern. */
  readonly params?: Readonly<Record<string, string | number>>
  /** Key for routes that are balanced by `hash`: calls with one key reach one station. */
  readonly key?: string
  readonly trace?: TraceContext
  /** Header fields for the handler's `call.headers`; names in any case. 24 KiB together at most. */
  readonly headers?: Readonly<Record<string, string>>
}

/** @throws CenterError ERR_BAD_ARGUMENT when this is no span for a deadline. */
export function checkTimeout(timeoutMs: number): number {
  if (timeoutMs >= 1 && timeoutMs <= kCallTimeoutMsMax) return timeoutMs
  const rule = `milliseconds from 1 to ${kCallTimeoutMsMax} are wanted`
  throw centerError('ERR_BAD_ARGUMENT', { name: 'timeoutMs', value: timeoutMs, rule })
}

/** How a call from inside a handler is made. */
export type NestedCall = (route: string, body: unknown, options: CallOptions) => Promise<unknown>

/** The parts of a call that its carrier knows. */
export type CallParts = {
  readonly pattern: RoutePattern
  readonly route: string
  readonly method: string
  /** Path without method and query, as the caller wrote it. */
  readonly path: string
  readonly query: string
  readonly caller: string
  readonly deadlineMs: number
  readonly trace: TraceContext | undefined
  /** Header fields as they travel; '' for none. */
  readonly headerText: string
  /** Address of the client that a gateway speaks for. */
  readonly client: string | undefined
  readonly nested: NestedCall
}

/** Finds the parts of a call when the handler asks for them. */
export type CallSource = { partsOf(): CallParts }

/**
 * One call, as its handler sees it.
 *
 * All but the body is worked out when it is read first, so that a handler pays only for what it uses.
 */
export class Call<Params = Record<string, string>, Body = unknown> {
  /**
   * What was sent: undefined, bytes, a JSON value, or an async iterable when the caller streams. Bytes up to 8 KiB share their
   * `buffer` with other bodies: whoever gives that away, as a stream of bytes does, wants a copy (`body.slice()`).
   */
  body: Body
  #state: Map<string, unknown> | undefined
  readonly #source: CallSource
  #parts: CallParts | undefined
  #headers: Readonly<Record<string, string>> | undefined
  #controller: AbortController | undefined
  #abortReason: unknown
  #isAborted = false

  /** Made by the SDK. */
  constructor(source: CallSource, body: Body) {
    this.#source = source
    this.body = body
  }

  /** For middleware: whatever it wants to hand on. */
  get state(): Map<string, unknown> {
    this.#state ??= new Map()
    return this.#state
  }

  /** The route as it was offered, for example `GET /orders/:id`. */
  get route(): string {
    return this.#all.route
  }

  /** The method as it was called: GET, POST, … */
  get method(): string {
    return this.#all.method
  }

  /** The path as it was called. */
  get path(): string {
    return this.#all.path
  }

  /** Values of the route's parameters; `*` is the rest that a wildcard took. */
  get params(): Params {
    const { pattern, path } = this.#all
    return paramsOf(pattern, path) as Params
  }

  /** The query as it came, with its question mark; '' without one. */
  get search(): string {
    const { query } = this.#all
    return query === '' ? '' : `?${query}`
  }

  /** The query. */
  get query(): URLSearchParams {
    return new URLSearchParams(this.#all.query)
  }

  /** Header fields of the request: names in lower case; a repeated field is joined as HTTP joins it. */
  get headers(): Readonly<Record<string, string>> {
    this.#headers ??= headerRecordOf(this.headerList)
    return this.#headers
  }

  /** Header fields as they came: name, value, name, value, … */
  get headerList(): HeaderList {
    return headerListOf(this.#all.headerText)
  }

  /** Cookies of the request by name, decoded. */
  get cookies(): Readonly<Record<string, string>> {
    return cookiesOf(this.headers.cookie ?? '')
  }

  /** Address of the client that a gateway speaks for; undefined for a call that did not come through one. */
  get client(): string | undefined {
    return this.#all.client
  }

  /** Name of the station that calls. */
  get caller(): string {
    return this.#all.caller
  }

  /** Trace context of the caller, where it has one. */
  get trace(): TraceContext | undefined {
    return this.#all.trace
  }

  /** Milliseconds that are left; 0 when the deadline has passed. */
  get remainingMs(): number {
    return Math.max(0, this.#all.deadlineMs - systemClock.nowMs())
  }

  /** Aborted when the caller gave up, its deadline passed, or its link is lost. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController()
    if (this.#isAborted) this.#controller.abort(this.#abortReason)
    return this.#controller.signal
  }

  /** True when nobody waits for the reply any more. */
  get isAborted(): boolean {
    return this.#isAborted
  }

  /**
   * Calls on, within this call's deadline, with its trace context and its signal.
   * Rejects as `station.call` does.
   */
  call(route: string, body?: unknown, options: CallOptions = {}): Promise<unknown> {
    const { nested, trace } = this.#all
    const timeoutMs = Math.max(
      1,
      Math.min(this.remainingMs, options.timeoutMs ?? Number.POSITIVE_INFINITY),
    )
    const signal =
      options.signal === undefined ? this.signal : AbortSignal.any([options.signal, this.signal])
    return nested(route, body, {
      ...(trace === undefined ? {} : { trace }),
      ...options,
      timeoutMs,
      signal,
    })
  }

  /** Ends the call; the SDK calls this. */
  abort(reason: unknown): void {
    if (this.#isAborted) return
    this.#isAborted = true
    this.#abortReason = reason
    this.#controller?.abort(reason)
  }

  get #all(): CallParts {
    this.#parts ??= this.#source.partsOf()
    return this.#parts
  }
}
