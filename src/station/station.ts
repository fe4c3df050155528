// The station: what a service author meets. Owns routes, subscriptions and the link to the center, and joins again by
// itself when center or link are lost.

import type { StandardSchemaV1 } from '@standard-schema/spec'
import { systemClock } from '../base/clock.js'
import { CenterError, centerError } from '../base/errors.js'
import { kDrainTimeoutMs, kNameBytesMax } from '../base/limits.js'
import { within } from '../base/within.js'
import { type LoopPart, type ShareLoop, shareThreadLoop } from '../ring/reader-loop.js'
import { parseAddress } from '../transport/address.js'
import { type Connected, connectLink } from '../transport/connect.js'
import { type Carrier, kGoodbyeForGood, kProtocolVersion } from '../wire/control.js'
import type { Call, CallOptions } from './call.js'
import type { Caller } from './caller.js'
import type { RawReply, RawRequest } from './exchange.js'
import { fetchThrough } from './fetch.js'
import type { Batch } from './frame-port.js'
import { LinkSession } from './link-session.js'
import { type MessageHandler, type Middleware, Offers, type RouteOptions } from './offers.js'
import { rejoinDelayMs } from './rejoin.js'
import type { InputOf, OutputOf, ParamsOf, RouteMap } from './route-types.js'
import { type StationEvent, writeStationEvent } from './station-event.js'
import { type Told, tellSoon } from './told.js'

export type StationOptions = {
  /** Name of the service; stations of one name share its calls. 1 … 1,024 bytes. */
  readonly name: string
  /** Version of the service, for people. Default '0.0.0'. */
  readonly version?: string
  /** Token that the center wants from remote stations. */
  readonly token?: string
  /** PEM of the authorities that a TLS center's certificate may be signed by. Default: the system's. */
  readonly certificates?: string
  /**
   * When what is called goes out: after the microtasks that are queued (default), or once a turn of the event loop. The
   * latter wakes others less often where each event makes one call, as in a server of another protocol; calls that wait for
   * each other are slower.
   */
  readonly batch?: Batch
  /** Told of links lost and regained, and of handlers that failed. Default: a line on stderr for each. */
  readonly onEvent?: (event: StationEvent) => void
}

type Reply<Routes extends RouteMap, Route extends string> = Route extends keyof Routes
  ? Routes[Route]['reply']
  : unknown

type Body<Routes extends RouteMap, Route extends string> = Route extends keyof Routes
  ? Routes[Route]['body']
  : unknown

/** Codes of a center that is not there; anything else is worth a word. */
const kAwayCodes = ['ERR_NO_CENTER', 'ERR_LINK_LOST']

/** The ways out of a station: over its link, or a shorter one. */
export type Calls = Pick<
  Caller,
  'call' | 'callThen' | 'request' | 'requestThen' | 'send' | 'publish'
>

// A handler whose types of params and body are told by the overloads.
type AnyHandler = (call: Call<never, never>) => unknown

export class Station<Routes extends RouteMap = Record<never, never>> {
  readonly name: string
  readonly version: string
  /** Carries the routes' types to callers; never set. */
  declare readonly routeTypes?: Routes
  readonly offers = new Offers()
  readonly #options: StationOptions
  readonly #onEvent: (event: StationEvent) => void
  readonly #shareLoop: ShareLoop
  #loop: LoopPart | null = null
  #session: LinkSession | null = null
  #calls: Calls | null = null
  #address: string | undefined
  /** Routes of the running session that the center knows. */
  #registeredRoutes = 0
  #isRegisterScheduled = false
  readonly #preparations: (() => Promise<unknown>)[] = []
  #prepared: Promise<unknown> | null = null
  #state: 'outside' | 'joining' | 'joined' | 'rejoining' | 'left' = 'outside'
  #rejoinTimer: NodeJS.Timeout | undefined

  /** @param shareLoop the loop that reads its rings. */
  constructor(options: StationOptions, shareLoop: ShareLoop = shareThreadLoop) {
    this.#shareLoop = shareLoop
    const bytes = Buffer.byteLength(options.name)
    if (bytes === 0 || bytes > kNameBytesMax) {
      const rule = `a station's name has 1 to ${kNameBytesMax} bytes`
      throw centerError('ERR_BAD_ARGUMENT', {
        name: 'name',
        value: options.name.slice(0, 80),
        rule,
      })
    }
    this.name = options.name
    this.version = options.version ?? '0.0.0'
    this.#options = options
    this.#onEvent = options.onEvent ?? writeStationEvent
  }

  /** Carrier of the link, or null while there is none. */
  get carrier(): Carrier | null {
    return this.#session?.carrier ?? null
  }

  /** True while the center knows this station. */
  get isJoined(): boolean {
    return this.#state === 'joined'
  }

  /** Messages that this station's handlers had no room for; they were lost. */
  get messagesLostCount(): number {
    return this.#session?.messagesLostCount ?? 0
  }

  /**
   * Offers a route, before or after joining.
   *
   * @param route `METHOD /path`, or `/path` for every method; see docs/PROTOCOL.md for parameters and precedence.
   * @param handler answers with undefined, bytes, a JSON value or an async iterable; may throw CenterError.
   * @throws CenterError ERR_BAD_ROUTE.
   */
  route<Route extends string, Answer>(
    route: Route,
    handler: (call: Call<ParamsOf<Route>, unknown>) => Answer,
  ): Station<
    Routes & {
      readonly [Key in Route]: { readonly body: unknown; readonly reply: Awaited<Answer> }
    }
  >
  route<
    Route extends string,
    Answer,
    Request extends StandardSchemaV1 | undefined = undefined,
    Response extends StandardSchemaV1 | undefined = undefined,
  >(
    route: Route,
    options: RouteOptions & { readonly request?: Request; readonly reply?: Response },
    handler: (call: Call<ParamsOf<Route>, OutputOf<Request>>) => Answer,
  ): Station<
    Routes & {
      readonly [Key in Route]: {
        readonly body: InputOf<Request>
        readonly reply: Response extends StandardSchemaV1 ? OutputOf<Response> : Awaited<Answer>
      }
    }
  >
  route(route: string, optionsOrHandler: RouteOptions | AnyHandler, handler?: AnyHandler): unknown {
    const run = typeof optionsOrHandler === 'function' ? optionsOrHandler : handler
    if (typeof run !== 'function')
      throw centerError('ERR_BAD_ROUTE', { route, rule: 'a route has a handler' })
    const options = typeof optionsOrHandler === 'function' ? {} : optionsOrHandler
    // The types of params and body are the author's promise, kept by pattern and schema.
    this.offers.addRoute(route, options, run as (call: Call) => unknown)
    this.#registerSoon()
    return this
  }

  /** Tells the station's owner of a failure that no caller is told; adapters do. */
  report(error: unknown, where: string): void {
    this.#onEvent({ type: 'handler-failed', where, error })
  }

  /** Wraps every handler. The first one is the outermost. */
  use(middleware: Middleware): this {
    this.offers.addMiddleware(middleware)
    return this
  }

  /**
   * Takes the messages of a topic, before or after joining.
   *
   * @param options.group subscribers that name one group share the messages.
   * @returns ends the subscription.
   */
  subscribe(
    topic: string,
    handler: MessageHandler,
    options: { readonly group?: string } = {},
  ): () => Promise<void> {
    const { index } = this.offers.addSubscription(topic, options.group ?? '', handler)
    this.#registerSoon()
    return async () => {
      if (!this.offers.subscriptions.delete(index)) return
      await this.#session?.ask((requestId) => ({
        type: 'register',
        requestId,
        routes: [],
        subscriptions: [],
        unsubscribed: [index],
      }))
    }
  }

  /**
   * Prepares this station before it joins first: `prepare` runs then, once, and may offer routes. Its failure fails
   * {@link join}, and Center.attach.
   */
  beforeJoin(prepare: () => Promise<unknown>): this {
    this.#preparations.push(prepare)
    return this
  }

  /** Runs what {@link beforeJoin} was given. Resolves when all of it is done. */
  async prepare(): Promise<void> {
    this.#prepared ??= Promise.all(this.#preparations.map((one) => one()))
    await this.#prepared
  }

  /**
   * Joins a center; from then on the station joins again by itself whenever the link is lost.
   *
   * @param address see docs/CONFIG.md; default SIGNALBOX_CENTER, else `signalbox:default`.
   * Rejects when this first try fails: ERR_NO_CENTER, ERR_REFUSED, ERR_TOKEN, ERR_VERSION, ERR_NO_SHARED_MEMORY.
   */
  async join(address?: string): Promise<void> {
    if (this.#state !== 'outside' && this.#state !== 'left') {
      throw this.#joinedTwice()
    }
    this.#address = address
    this.#state = 'joining'
    try {
      await this.prepare()
      await this.#connect()
    } catch (error) {
      this.#state = 'outside'
      this.#closeLoop()
      throw error
    }
  }

  /** Takes a session that is open already, and the shorter way to stations of the same thread; Center.attach does. */
  async adopt(session: LinkSession, calls: Calls): Promise<void> {
    if (this.#state !== 'outside' && this.#state !== 'left') throw this.#joinedTwice()
    this.#state = 'joining'
    this.#session = session
    this.#calls = calls
    session.answerer.nested = (route, body, options) => calls.call(route, body, options)
    await this.#register(session)
    this.#state = 'joined'
  }

  /**
   * Leaves: no new calls come, those in their handlers end (10 s at most), then the link closes.
   */
  async leave(): Promise<void> {
    clearTimeout(this.#rejoinTimer)
    const session = this.#session
    this.#state = 'left'
    if (session !== null) {
      try {
        await session.ask((requestId) => ({ type: 'leave', requestId }))
        await within(session.whenIdle(), kDrainTimeoutMs)
      } catch (error) {
        // The link was lost while leaving: then the station has left.
        if (!(error instanceof CenterError)) throw error
      }
      session.close(centerError('ERR_CLOSED', { what: `station ${this.name}` }))
      this.#dropSession()
    }
    this.#closeLoop()
  }

  /** The center asks the station to go and not to come back: it leaves. */
  dismiss(reason: string): void {
    if (this.#state === 'left') return
    this.#onEvent({ type: 'dismissed', reason })
    void this.leave()
  }

  /**
   * Calls a route, wherever its station lives.
   *
   * @returns what the handler answered; an async iterable when it streams.
   * Rejects with CenterError (see docs/ERRORS.md) or with the signal's reason.
   */
  call<Route extends (keyof Routes & string) | (string & {})>(
    route: Route,
    body?: Body<Routes, Route>,
    options?: CallOptions,
  ): Promise<Reply<Routes, Route>> {
    const calls = this.#calls
    if (calls === null) return Promise.reject(this.#notJoined())
    return calls.call(route, body, options) as Promise<Reply<Routes, Route>>
  }

  /**
   * Calls a route without a promise, for loops that make millions of calls a second: about a quarter of the caller's work
   * is the promise and what waits for it.
   *
   * One of the two is called, once, and not before this returns: `onReply` with what {@link call} would resolve with, or
   * `onError` with what it would reject with. What they throw is an uncaught error of the process.
   *
   * @param mark handed to both, so that one pair of functions serves every call.
   */
  callThen<Route extends (keyof Routes & string) | (string & {}), Mark>(
    route: Route,
    body: Body<Routes, Route>,
    onReply: (reply: Reply<Routes, Route>, mark: Mark) => void,
    onError: (error: unknown, mark: Mark) => void,
    mark: Mark,
    options?: CallOptions,
  ): void {
    // The types of reply and mark are those of this very call.
    const [replied, failed] = [onReply as Told, onError as Told]
    if (this.#calls === null) tellSoon(failed, this.#notJoined(), mark)
    else this.#calls.callThen(route, body, replied, failed, mark, options)
  }

  /**
   * Calls a route with a body in bytes and header fields, and takes the reply as it came: for gateways and proxies.
   *
   * @returns the reply with status and header fields; a status of 400 or more that the handler named resolves, too.
   * Rejects as {@link call} does.
   */
  request(route: string, request: RawRequest = {}): Promise<RawReply> {
    if (this.#calls === null) return Promise.reject(this.#notJoined())
    return this.#calls.request(route, request)
  }

  /** {@link request} without a promise, as {@link callThen}. */
  requestThen<Mark>(
    route: string,
    request: RawRequest,
    onReply: (reply: RawReply, mark: Mark) => void,
    onError: (error: unknown, mark: Mark) => void,
    mark: Mark,
  ): void {
    if (this.#calls === null) tellSoon(onError as Told, this.#notJoined(), mark)
    else this.#calls.requestThen(route, request, onReply, onError, mark)
  }

  /**
   * WHATWG fetch over the link instead of a socket: `fetch('/stock/7')`, `fetch('/orders', { method: 'POST', body })`.
   *
   * Answers as the HTTP gateway would, errors included. Files, forms and streams are sent as they are read; HEAD asks a
   * route that knows GET alone with GET. Redirects are not followed, whatever `redirect` says: a route's answer is the
   * answer. The host of a URL counts for nothing, nor do `credentials`, `cache` and `mode`; cookies are header fields.
   *
   * Rejects with a TypeError when no answer came for lack of a link, or when the body's source failed, each as its
   * `cause`; with the signal's reason when the caller gave up.
   */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    return fetchThrough((route, request) => this.request(route, request), input, init)
  }

  /** Calls without waiting for an answer; resolves when the request is on its way. Nobody learns of the outcome. */
  async send(route: string, body?: unknown, options?: CallOptions): Promise<void> {
    if (this.#calls === null) throw this.#notJoined()
    await this.#calls.send(route, body, options)
  }

  /** Publishes a message to every subscriber of a topic; resolves when it is on its way. */
  publish(topic: string, message?: unknown): Promise<void> {
    if (this.#calls === null) return Promise.reject(this.#notJoined())
    // Not async: most messages find room at once, and share one promise that says so.
    try {
      return this.#calls.publish(topic, message)
    } catch (error) {
      return Promise.reject(error)
    }
  }

  // ---- the link

  async #connect(): Promise<void> {
    this.#loop ??= this.#shareLoop(() => this.#session?.turn() ?? 0)
    const { loop, rouse } = this.#loop
    const { token = '', certificates } = this.#options
    const hello = {
      type: 'hello' as const,
      protocol: kProtocolVersion,
      name: this.name,
      version: this.version,
      pid: process.pid,
      token,
    }
    const connected = await connectLink(parseAddress(this.#address), hello, loop, certificates)
    if (this.#state === 'left') {
      connected.end.close()
      throw centerError('ERR_CLOSED', { what: `station ${this.name}` })
    }
    connected.end.reader.onRung = rouse
    rouse()
    await this.#open(connected)
  }

  async #open(connected: Connected): Promise<void> {
    const { end, notice, heartbeatMs } = connected
    const session = new LinkSession(
      end,
      this.offers,
      systemClock,
      heartbeatMs,
      {
        onLost: (error) => this.#onLost(session, error),
        onGoodbye: (reason, retryAfterMs) => {
          if (retryAfterMs === kGoodbyeForGood && this.#session === session) this.dismiss(reason)
        },
        onHandlerError: (error, where) => this.#onEvent({ type: 'handler-failed', where, error }),
      },
      this.#options.batch,
    )
    this.#session = session
    this.#calls = session.caller
    try {
      await this.#register(session)
      // The link may have ended in the very turn that brought the answer.
      if (this.#session !== session) throw centerError('ERR_LINK_LOST')
    } catch (error) {
      session.close(error instanceof CenterError ? error : centerError('ERR_LINK_LOST'))
      if (this.#session === session) this.#dropSession()
      throw error
    }
    this.#state = 'joined'
    this.#onEvent({ type: 'joined', carrier: end.carrier, notice })
  }

  async #register(session: LinkSession): Promise<void> {
    this.#registeredRoutes = this.offers.routes.length
    const routes = this.offers.describeRoutes(0)
    const subscriptions = this.offers.describeSubscriptions()
    await session.ask((requestId) => ({
      type: 'register',
      requestId,
      routes,
      subscriptions,
      unsubscribed: [],
    }))
  }

  /** What was offered after joining is told in one message per turn of the event loop. */
  #registerSoon(): void {
    if (this.#state !== 'joined' || this.#isRegisterScheduled) return
    this.#isRegisterScheduled = true
    queueMicrotask(() => {
      this.#isRegisterScheduled = false
      const session = this.#session
      if (session === null || this.#state !== 'joined') return
      const routes = this.offers.describeRoutes(this.#registeredRoutes)
      this.#registeredRoutes = this.offers.routes.length
      const subscriptions = this.offers.describeSubscriptions()
      session
        .ask((requestId) => ({
          type: 'register',
          requestId,
          routes,
          subscriptions,
          unsubscribed: [],
        }))
        .catch((error: unknown) =>
          this.#onEvent({ type: 'handler-failed', where: 'register', error }),
        )
    })
  }

  /** Resolves when everything offered so far is known to the center. */
  async registered(): Promise<void> {
    if (this.#session === null) throw this.#notJoined()
    await Promise.resolve() // let a scheduled registration go first
    await this.#session.ask((requestId) => ({
      type: 'register',
      requestId,
      routes: [],
      subscriptions: [],
      unsubscribed: [],
    }))
  }

  #onLost(session: LinkSession, error: CenterError): void {
    if (this.#session !== session) return
    this.#dropSession()
    this.#onEvent({ type: 'lost', reason: describeLoss(error) })
    if (this.#state !== 'joined') return
    this.#state = 'rejoining'
    this.#rejoin(0)
  }

  #rejoin(tries: number): void {
    this.#rejoinTimer = setTimeout(
      () => {
        this.#connect().catch((error: unknown) => {
          if (this.#state !== 'rejoining') return
          // A center that refuses is asked again all the same: it may be restarted with other settings.
          const isAway = error instanceof CenterError && kAwayCodes.includes(error.code)
          if (!isAway) this.#onEvent({ type: 'lost', reason: String(error) })
          this.#rejoin(tries + 1)
        })
      },
      rejoinDelayMs(tries, Math.random()),
    )
  }

  #dropSession(): void {
    this.#session = null
    this.#calls = null
  }

  #closeLoop(): void {
    this.#loop?.leave()
    this.#loop = null
  }

  #joinedTwice(): CenterError {
    const rule = 'a station joins once; leave first'
    return centerError('ERR_BAD_ARGUMENT', { name: 'station', value: this.name, rule })
  }

  #notJoined(): CenterError {
    return this.#state === 'rejoining' || this.#state === 'joined'
      ? centerError('ERR_LINK_LOST')
      : centerError('ERR_NOT_JOINED', { name: this.name })
  }
}

function describeLoss({ details, message }: CenterError): string {
  const hasReason = typeof details === 'object' && details !== null && 'reason' in details
  return hasReason && typeof details.reason === 'string' ? details.reason : message
}
