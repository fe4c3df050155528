// The HTTP engine on uWebSockets.js: listens, takes requests and handshakes, keeps caps and time limits, drains.
// What this library does not let us see or do is listed in docs/HTTP.md.

import { centerError } from '../base/errors.js'
import { throwLater } from '../base/throw-later.js'
import { AddressCounts } from './address-counts.js'
import { kHttpLimitsDefault, sweepMsOf } from './http-limits.js'
import type { HttpHandlers, HttpLimits, HttpServer, HttpServerOptions } from './http-server.js'
import { IndexList } from './index-list.js'
import { checkHandshake, type HeadRefusal, StrictHead, wantsSocket } from './strict-head.js'
import { readTlsPair } from './tls-files.js'
import { type ExchangeHome, UwsExchange } from './uws-exchange.js'
import { UwsSocket, type UwsSocketData } from './uws-socket.js'
import type {
  Uws,
  UwsApp,
  UwsBehavior,
  UwsListener,
  UwsRequest,
  UwsResponse,
  UwsUpgradeContext,
} from './uws-types.js'

/** Apps of former certificates that keep their connections; a further reload ends those of the oldest. */
const kFormerAppsMax = 8

/** Tries to find a port that is free twice, for port 0. */
const kPortTriesMax = 16

/** Milliseconds of a turn of the loop that brings nothing, and turns that are waited for one. */
const kQuietTurnMs = 0.05
const kQuietTurnTriesMax = 1_000

/** Milliseconds between two looks whether a draining server has answered all. */
const kDrainLookMs = 5

/** A message above the bound is read in part, so that it can be answered with 1009; above this the engine cuts. */
const kMessageSlackFactor = 4

/** Hosts whose clients are all of this machine, with this address. */
const kLoopbackHosts = ['127.0.0.1', '::1']

const kTooManyOfOne: HeadRefusal = {
  status: 503,
  detail: 'this address has too many connections',
}

/** @throws CenterError ERR_LISTEN, ERR_BAD_ARGUMENT (files of the certificate). */
export function openUwsServer(uws: Uws, options: HttpServerOptions): HttpServer {
  const server = new UwsServer(uws, options)
  server.listen()
  return server
}

class UwsServer implements HttpServer, ExchangeHome {
  readonly engine = 'uws'
  readonly host: string
  readonly limits: Required<HttpLimits>
  readonly isTls: boolean
  readonly onlyAddress: string | null
  nowMs = performance.now()
  current: UwsExchange | null = null
  isClosing = false

  readonly #uws: Uws
  readonly #options: HttpServerOptions
  readonly #handlers: HttpHandlers
  readonly #head: StrictHead
  readonly #exchanges = new IndexList<UwsExchange>()
  readonly #sockets = new Set<UwsSocket>()
  readonly #addresses: AddressCounts
  readonly #apps: UwsApp[] = []
  readonly #sweeper: NodeJS.Timeout
  #listener: UwsListener | null = null
  /** The listener of the certificate before, until it is closed. */
  #former: UwsListener | null = null
  #port = 0
  #closed: Promise<void> | undefined

  constructor(uws: Uws, options: HttpServerOptions) {
    this.#uws = uws
    this.#options = options
    this.#handlers = options.handlers
    this.host = options.host
    this.isTls = options.tls !== null
    this.onlyAddress = kLoopbackHosts.includes(options.host) ? options.host : null
    this.limits = { ...kHttpLimitsDefault, ...options.limits }
    this.#addresses = new AddressCounts(this.limits.connectionsPerAddressMax)
    this.#head = new StrictHead(this.limits.headBytesMax)
    this.#sweeper = setInterval(this.#sweep, sweepMsOf(this.limits))
    this.#sweeper.unref()
  }

  get port(): number {
    return this.#port
  }

  get connectionCount(): number {
    return this.#exchanges.size + this.#sockets.size
  }

  // ── Listening ────────────────────────────────────────────────────────────────────────────────────────────────────────

  listen(): void {
    const { port, isShared } = this.#options
    try {
      // A certificate that is read again needs a second listener beside the first, so that port is shared, too.
      if (isShared || this.isTls) this.#bindNamed(port, 0, isShared)
      else this.#bindNamed(port, this.#uws.LIBUS_LISTEN_EXCLUSIVE_PORT, true)
    } catch (error) {
      clearInterval(this.#sweeper)
      throw error
    }
  }

  reloadTls(): void {
    if (this.isClosing || !this.isTls) return
    this.#closeFormer()
    const former = this.#listener
    this.#bind(this.#port, 0)
    this.#former = former
    this.#closeFormerSoon(0)
    if (this.#apps.length > kFormerAppsMax) this.#apps.shift()?.close()
  }

  /**
   * The system resets connections that wait at a listener which is closed. So it is closed behind a turn in which the
   * engine has taken all that waited and nothing took long since: what comes in such a turn is what can be lost.
   */
  #closeFormerSoon(turns: number): void {
    const startMs = performance.now()
    setImmediate(() => {
      if (this.#former === null) return
      // The first of these may come before the engine's next look at the listener.
      const isQuiet = turns > 0 && performance.now() - startMs < kQuietTurnMs
      if (isQuiet || turns === kQuietTurnTriesMax) this.#closeFormer()
      else this.#closeFormerSoon(turns + 1)
    })
  }

  #closeFormer(): void {
    if (this.#former !== null) this.#uws.us_listen_socket_close(this.#former)
    this.#former = null
  }

  /**
   * Port 0: a free port is found first, and bound by its name. The engine shares named ports only; and it lets the system
   * take back only those at once: the connections of another one keep it closed for a minute after they have ended.
   */
  #bindNamed(port: number, listenOptions: number, mayBeTaken: boolean): void {
    for (let tries = 1; ; tries++) {
      const named = port === 0 || !mayBeTaken ? this.#freePort(port) : port
      try {
        this.#bind(named, listenOptions)
        return
      } catch (error) {
        if (port !== 0 || tries === kPortTriesMax) throw error
      }
    }
  }

  /** Takes a port alone and gives it back. Throws where somebody has it. */
  #freePort(port: number): number {
    const app = this.#uws.App()
    const listener = this.#listenWith(app, port, this.#uws.LIBUS_LISTEN_EXCLUSIVE_PORT)
    const found = this.#uws.us_socket_local_port(listener)
    this.#uws.us_listen_socket_close(listener)
    return found
  }

  #bind(port: number, listenOptions: number): void {
    const app = this.#makeApp()
    const listener = this.#listenWith(app, port, listenOptions)
    this.#apps.push(app)
    this.#listener = listener
    this.#port = this.#uws.us_socket_local_port(listener)
  }

  #listenWith(app: UwsApp, port: number, listenOptions: number): UwsListener {
    let listener: UwsListener | false = false
    app.listen(this.host, port, listenOptions, (opened) => {
      listener = opened
    })
    if (listener === false) {
      const address = this.host.includes(':') ? `[${this.host}]:${port}` : `${this.host}:${port}`
      const reason = 'it is taken, or is no address of this machine'
      throw centerError('ERR_LISTEN', { address, reason })
    }
    return listener
  }

  #makeApp(): UwsApp {
    const { tls } = this.#options
    if (tls === null) return this.#withRoutes(this.#uws.App())
    if ('pfxFile' in tls) {
      const rule = 'uws wants PEM files; node takes an archive, too'
      throw centerError('ERR_BAD_ARGUMENT', { name: 'tls.pfxFile', value: tls.pfxFile, rule })
    }
    readTlsPair(tls)
    const names = { cert_file_name: tls.certFile, key_file_name: tls.keyFile }
    return this.#withRoutes(this.#uws.SSLApp(names))
  }

  #withRoutes(app: UwsApp): UwsApp {
    return app
      .ws('/*', this.#behavior())
      .get('/*', (response, request) => this.#onRequest(response, request, 'GET'))
      .post('/*', (response, request) => this.#onRequest(response, request, 'POST'))
      .any('/*', (response, request) => {
        this.#onRequest(response, request, request.getCaseSensitiveMethod())
      })
  }

  // ── Requests ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** @param method asking the engine for it costs as much as writing a field. */
  #onRequest(response: UwsResponse, request: UwsRequest, method: string): void {
    const exchange = this.#takeHead(response, request, method)
    if (exchange === null) return
    // The engine takes a handshake whose key has another length than it should for an ordinary request.
    const refusal = wantsSocket(exchange) ? checkHandshake(exchange) : null
    this.current = exchange
    try {
      if (refusal === null) this.#handlers.onRequest(exchange, exchange)
      else this.#refuse(exchange, refusal)
      if (!exchange.isOver) this.#watch(exchange)
    } catch (error) {
      this.#handlerFailed(exchange, error)
    } finally {
      this.current = null
    }
  }

  /** @returns null when the head was refused. */
  #takeHead(response: UwsResponse, request: UwsRequest, givenMethod: string): UwsExchange | null {
    const head = this.#head
    const query = request.getQuery()
    const givenTarget = query === undefined ? request.getUrl() : `${request.getUrl()}?${query}`
    head.begin()
    request.forEach(head.field)
    const fault = head.finish(givenMethod, givenTarget)
    const refusal = fault ?? this.#checkCaps()
    const { headers, contentLength } = head
    const method = fault === null ? head.method : givenMethod
    const target = fault === null ? head.target : givenTarget
    const exchange = new UwsExchange(this, response, { method, target, headers, contentLength })
    if (refusal === null) return exchange
    this.current = exchange
    this.#refuse(exchange, refusal)
    if (!exchange.isOver) this.#watch(exchange)
    this.current = null
    return null
  }

  /** The engine does not tell of connections, only of requests: those that are on the way are counted. */
  #checkCaps(): HeadRefusal | null {
    if (this.connectionCount < this.limits.connectionsMax) return null
    return { status: 503, detail: 'the server has too many connections' }
  }

  #refuse(exchange: UwsExchange, { status, detail }: HeadRefusal): void {
    exchange.refuse(status, this.#handlers.refusalBody(status, detail))
  }

  /** A bug of the handler: the client is told, and the process learns of it as of any uncaught error. */
  #handlerFailed(exchange: UwsExchange, error: unknown): void {
    exchange.refuse(500, this.#handlers.refusalBody(500, 'the request could not be handled'))
    if (!exchange.isOver) this.#watch(exchange)
    throwLater(error)
  }

  #watch(exchange: UwsExchange): void {
    exchange.watch()
    this.#exchanges.add(exchange)
    if (!this.#addresses.isWanted(this.connectionCount)) return
    if (!this.#addresses.isCounting) this.#countAddresses()
    else this.#addresses.add(exchange.remoteAddress)
    if (this.#addresses.isOver(exchange.remoteAddress)) this.#refuse(exchange, kTooManyOfOne)
  }

  forget(exchange: UwsExchange): void {
    this.#exchanges.remove(exchange)
    this.#addresses.remove(exchange.remoteAddress, this.connectionCount)
  }

  #countAddresses(): void {
    this.#addresses.start()
    this.#exchanges.forEach(({ remoteAddress }) => {
      this.#addresses.add(remoteAddress)
    })
    for (const { remoteAddress } of this.#sockets) this.#addresses.add(remoteAddress)
  }

  // ── WebSockets ───────────────────────────────────────────────────────────────────────────────────────────────────────

  #behavior(): UwsBehavior<UwsSocketData> {
    const { socketMessageBytesMax, waitingBytesMax } = this.limits
    return {
      maxPayloadLength: socketMessageBytesMax * kMessageSlackFactor,
      idleTimeout: 0, // our own sweep pings and cuts, with finer limits
      maxBackpressure: waitingBytesMax,
      sendPingsAutomatically: false,
      upgrade: this.#onUpgrade,
      open: (native) => {
        const socket = new UwsSocket(this.limits, native, this.nowMs)
        const data = native.getUserData()
        data.socket = socket
        this.#sockets.add(socket)
        if (this.#addresses.isCounting) this.#addresses.add(socket.remoteAddress)
        data.handlers.onOpen(socket)
      },
      message: (native, message, isBinary) => {
        const { socket } = native.getUserData()
        socket?.heard(this.nowMs)
        socket?.message(message, isBinary)
      },
      pong: (native) => native.getUserData().socket?.heard(this.nowMs),
      drain: (native) => native.getUserData().socket?.drained(),
      close: (native, code, message) => {
        const { socket } = native.getUserData()
        if (socket === null) return
        this.#sockets.delete(socket)
        this.#addresses.remove(socket.remoteAddress, this.connectionCount)
        socket.closed(code, Buffer.from(message.slice(0)).toString())
      },
    }
  }

  readonly #onUpgrade = (
    response: UwsResponse,
    request: UwsRequest,
    context: UwsUpgradeContext,
  ): void => {
    const exchange = this.#takeHead(response, request, request.getCaseSensitiveMethod())
    if (exchange === null) return
    const refusal = checkHandshake(exchange) ?? this.#checkAddress(exchange)
    this.current = exchange
    try {
      if (refusal === null) this.#upgrade(exchange, response, context)
      else this.#refuse(exchange, refusal)
      if (!exchange.isOver) this.#watch(exchange)
    } catch (error) {
      this.#handlerFailed(exchange, error)
    } finally {
      this.current = null
    }
  }

  #checkAddress({ remoteAddress }: UwsExchange): HeadRefusal | null {
    if (!this.#addresses.isWanted(this.connectionCount + 1)) return null
    if (!this.#addresses.isCounting) this.#countAddresses()
    return this.#addresses.isFull(remoteAddress) ? kTooManyOfOne : null
  }

  #upgrade(exchange: UwsExchange, response: UwsResponse, context: UwsUpgradeContext): void {
    const outcome = this.isClosing
      ? { status: 503, headers: [], body: this.#handlers.refusalBody(503, 'the server drains') }
      : this.#handlers.onUpgrade(exchange)
    if ('status' in outcome) {
      exchange.send(outcome.status, outcome.headers, outcome.body)
      return
    }
    const { remoteAddress } = exchange
    const data: UwsSocketData = { remoteAddress, handlers: outcome, socket: null }
    const key = exchange.header('sec-websocket-key') ?? ''
    exchange.upgraded()
    response.upgrade(data, key, outcome.protocol ?? '', '', context)
  }

  // ── Time ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

  readonly #sweep = (): void => {
    this.nowMs = performance.now()
    this.#exchanges.forEach((exchange) => {
      exchange.sweep(this.nowMs)
    })
    for (const socket of this.#sockets) socket.sweep(this.nowMs)
  }

  cut(): void {
    this.isClosing = true
    this.#former = null // its app closes it
    clearInterval(this.#sweeper)
    for (const app of this.#apps.splice(0)) app.close()
  }

  close(timeoutMs: number): Promise<void> {
    this.#closed ??= this.#drain(timeoutMs)
    return this.#closed
  }

  async #drain(timeoutMs: number): Promise<void> {
    const deadlineMs = performance.now() + timeoutMs
    this.isClosing = true
    this.#closeFormer()
    if (this.#listener !== null) this.#uws.us_listen_socket_close(this.#listener)
    for (const socket of this.#sockets) socket.close(1001, 'the server drains')
    while (this.#exchanges.size > 0 && performance.now() < deadlineMs) {
      await new Promise((resolve) => setTimeout(resolve, kDrainLookMs))
    }
    this.cut()
  }
}
