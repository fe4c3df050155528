// The HTTP engine on node:http, node:https and ws: listens, takes requests and handshakes, keeps caps and time limits,
// drains. Slower than uws, and stricter by itself.

import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerOptions,
  ServerResponse,
} from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { Server as TlsServer } from 'node:tls'
import { type WebSocket, WebSocketServer } from 'ws'
import { centerError } from '../base/errors.js'
import { within } from '../base/within.js'
import { headerOf } from '../wire/header-list.js'
import { kHttpLimitsDefault, sweepMsOf } from './http-limits.js'
import type {
  HttpHandlers,
  HttpLimits,
  HttpServer,
  HttpServerOptions,
  SocketHandlers,
} from './http-server.js'
import { NodeConnection, refusalText } from './node-connection.js'
import { NodeExchange } from './node-exchange.js'
import { NodeSocket } from './node-socket.js'
import { plainAddress } from './remote-address.js'
import { checkHandshake, type HeadRefusal, StrictHead, wantsSocket } from './strict-head.js'
import { readTlsFiles } from './tls-files.js'

/** Milliseconds between two looks whether a draining server has answered all. */
const kDrainLookMs = 5

/** Statuses for what Node's parser refuses; anything else is 400. */
const kParserStatuses: Readonly<Record<string, { status: number; detail: string }>> = {
  HPE_HEADER_OVERFLOW: { status: 431, detail: 'the head is too large' },
  HPE_INVALID_VERSION: { status: 505, detail: 'only HTTP/1.1 is spoken here' },
  HPE_INVALID_METHOD: { status: 501, detail: 'the method is not known' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, detail: 'the head did not come in time' },
}

/**
 * Opens a server.
 *
 * @throws CenterError (rejects) ERR_LISTEN, ERR_BAD_ARGUMENT (files of the certificate), ERR_NO_HTTP_ENGINE where the
 *   port is to be shared and this Node cannot.
 */
export async function openNodeServer(options: HttpServerOptions): Promise<HttpServer> {
  if (options.isShared && !canSharePort(process.versions.node)) {
    const reason = `Node ${process.version} cannot share a port; 22.12 and 23.1 can`
    throw centerError('ERR_NO_HTTP_ENGINE', { engine: 'node', reason })
  }
  const server = new NodeServer(options)
  await server.listen()
  return server
}

/** Whether a version of Node knows `reusePort`. */
export function canSharePort(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > 23 || (major === 23 && minor >= 1) || (major === 22 && minor >= 12)
}

class NodeServer implements HttpServer {
  readonly engine = 'node'
  readonly host: string
  readonly #options: HttpServerOptions
  readonly #handlers: HttpHandlers
  readonly #limits: Required<HttpLimits>
  readonly #head: StrictHead
  readonly #server: Server
  readonly #socketServer: WebSocketServer
  readonly #protocols = new WeakMap<IncomingMessage, string>()
  readonly #connections = new Map<Duplex, NodeConnection>()
  readonly #addressCounts = new Map<string, number>()
  readonly #exchanges = new Set<NodeExchange>()
  readonly #sockets = new Set<NodeSocket>()
  #sweeper: NodeJS.Timeout | undefined
  #port = 0
  #isClosing = false
  #closed: Promise<void> | undefined

  constructor(options: HttpServerOptions) {
    this.#options = options
    this.#handlers = options.handlers
    this.host = options.host
    this.#limits = { ...kHttpLimitsDefault, ...options.limits }
    this.#head = new StrictHead(this.#limits.headBytesMax)
    this.#server = this.#makeServer()
    this.#socketServer = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: this.#limits.socketMessageBytesMax,
      handleProtocols: (_wanted, request) => this.#protocols.get(request) ?? false,
    })
  }

  get port(): number {
    return this.#port
  }

  get connectionCount(): number {
    return this.#connections.size
  }

  // ── Listening ────────────────────────────────────────────────────────────────────────────────────────────────────────

  #makeServer(): Server {
    const { headBytesMax, headTimeoutMs, idleTimeoutMs } = this.#limits
    const rules: ServerOptions = {
      insecureHTTPParser: false,
      joinDuplicateHeaders: false,
      requireHostHeader: false, // our own check answers with our own body
      maxHeaderSize: headBytesMax,
      headersTimeout: headTimeoutMs,
      requestTimeout: 0, // bodies have a limit of their own, without a byte
      keepAliveTimeout: idleTimeoutMs,
      connectionsCheckingInterval: sweepMsOf(this.#limits),
    }
    const { tls } = this.#options
    const server =
      tls === null
        ? createHttpServer(rules)
        : createHttpsServer({ ...rules, ...readTlsFiles(tls), handshakeTimeout: headTimeoutMs })
    server.on('connection', this.#onConnection)
    if (tls !== null) server.on('secureConnection', this.#onSecured)
    server.on('request', this.#onRequest)
    server.on('checkExpectation', this.#onRequest)
    server.on('upgrade', this.#onUpgrade)
    server.on('clientError', this.#onClientError)
    return server
  }

  listen(): Promise<void> {
    const { host, port, isShared } = this.#options
    const where = isShared ? { host, port, reusePort: true } : { host, port }
    return new Promise((resolve, reject) => {
      this.#server.once('error', (error) => {
        const address = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
        reject(centerError('ERR_LISTEN', { address, reason: error.message }))
      })
      this.#server.listen(where, () => {
        this.#server.removeAllListeners('error')
        const address = this.#server.address()
        this.#port = typeof address === 'object' && address !== null ? address.port : port
        this.#sweeper = setInterval(this.#sweep, sweepMsOf(this.#limits))
        this.#sweeper.unref()
        resolve()
      })
    })
  }

  reloadTls(): void {
    const { tls } = this.#options
    if (tls === null || !(this.#server instanceof TlsServer)) return
    this.#server.setSecureContext(readTlsFiles(tls))
  }

  // ── Connections ──────────────────────────────────────────────────────────────────────────────────────────────────────

  readonly #onConnection = (socket: Socket): void => {
    const address = plainAddress(socket.remoteAddress)
    const connection = new NodeConnection(socket, address)
    const count = (this.#addressCounts.get(address) ?? 0) + 1
    this.#addressCounts.set(address, count)
    this.#connections.set(socket, connection)
    socket.once('close', () => {
      this.#connections.delete(socket)
      const left = (this.#addressCounts.get(address) ?? 0) - 1
      if (left > 0) this.#addressCounts.set(address, left)
      else this.#addressCounts.delete(address)
    })
    const { connectionsMax, connectionsPerAddressMax } = this.#limits
    if (this.#connections.size > connectionsMax || count > connectionsPerAddressMax) {
      const who = count > connectionsPerAddressMax ? 'this address' : 'the server'
      const detail = `${who} has too many connections`
      if (this.#options.tls !== null) socket.destroy()
      else connection.refuse(503, this.#handlers.refusalBody(503, detail))
    }
  }

  /** Requests come with the encrypted socket, which closes together with the one below. */
  readonly #onSecured = (socket: Socket): void => {
    const connection = new NodeConnection(socket, plainAddress(socket.remoteAddress))
    this.#secured.set(socket, connection)
  }

  readonly #secured = new WeakMap<Duplex, NodeConnection>()

  #connectionOf(socket: Duplex): NodeConnection | undefined {
    return this.#secured.get(socket) ?? this.#connections.get(socket)
  }

  readonly #onClientError = (error: NodeJS.ErrnoException, socket: Duplex): void => {
    const connection = this.#connectionOf(socket)
    if (connection === undefined || connection.isClosing || error.code === 'ECONNRESET') {
      socket.destroy()
      return
    }
    const { status, detail } = kParserStatuses[error.code ?? ''] ?? {
      status: 400,
      detail: `the request is malformed: ${error.message}`,
    }
    connection.refuse(status, this.#handlers.refusalBody(status, detail))
  }

  // ── Requests ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  readonly #onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    const connection = this.#connectionOf(request.socket)
    if (connection === undefined || connection.isClosing) return
    const refusal = this.#readHead(request, connection)
    const exchange = this.#makeExchange(request, response, connection)
    if (refusal !== null) {
      exchange.refuse(refusal.status, this.#handlers.refusalBody(refusal.status, refusal.detail))
      return
    }
    try {
      this.#handlers.onRequest(exchange, exchange)
    } catch (error) {
      // A bug of the handler: the client is told, and the process learns of it as of any uncaught error.
      exchange.refuse(500, this.#handlers.refusalBody(500, 'the request could not be handled'))
      throw error
    }
  }

  #readHead(request: IncomingMessage, connection: NodeConnection): HeadRefusal | null {
    const head = this.#head
    head.begin()
    const isOld = request.httpVersion === '1.0' && this.#options.speaksHttp10 === true
    if (isOld && request.headers['transfer-encoding'] !== undefined) {
      return { status: 400, detail: 'HTTP/1.0 has no Transfer-Encoding' }
    }
    if (request.httpVersion !== '1.1' && !isOld) {
      return { status: 505, detail: 'only HTTP/1.1 is spoken here' }
    }
    if (connection.isFull) return { status: 503, detail: 'too many requests are on the way' }
    const { rawHeaders } = request
    for (let index = 0; index < rawHeaders.length; index += 2) {
      head.field((rawHeaders[index] ?? '').toLowerCase(), asText(rawHeaders[index + 1] ?? ''))
    }
    return head.finish(request.method ?? '', request.url ?? '')
  }

  #makeExchange(
    request: IncomingMessage,
    response: ServerResponse,
    connection: NodeConnection,
  ): NodeExchange {
    const { headers, contentLength } = this.#head
    // Chunks are where readers differ most: what follows them on the connection is not taken.
    const isLast = contentLength === undefined || request.httpVersion === '1.0'
    if (isLast) connection.takeNoMore()
    const exchange = new NodeExchange(request, response, {
      limits: this.#limits,
      connection,
      headers,
      contentLength,
      isTls: this.#options.tls !== null,
      closes: isLast || this.#isClosing,
      onDone: (done) => {
        this.#exchanges.delete(done)
        connection.exchanges.delete(done)
      },
    })
    this.#exchanges.add(exchange)
    connection.exchanges.add(exchange)
    return exchange
  }

  // ── WebSockets ───────────────────────────────────────────────────────────────────────────────────────────────────────

  readonly #onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const connection = this.#connectionOf(socket)
    socket.on('error', () => socket.destroy()) // the engine has given the socket away; its end is all that matters
    if (connection === undefined || connection.isClosing || connection.exchanges.size > 0) {
      socket.destroy()
      return
    }
    const refusal = this.#readHead(request, connection)
    if (refusal === null && !wantsSocket({ header: (name) => this.#headerOf(name) })) {
      this.#ignoreUpgrade(request, connection)
      return
    }
    const response = new ServerResponse(request)
    const exchange = this.#makeExchange(request, response, connection)
    connection.exchanges.delete(exchange)
    this.#exchanges.delete(exchange)
    const wrong = refusal ?? checkHandshake(exchange) ?? this.#checkDrain()
    if (wrong !== null) {
      connection.refuse(wrong.status, this.#handlers.refusalBody(wrong.status, wrong.detail))
      return
    }
    const outcome = this.#handlers.onUpgrade(exchange)
    if ('status' in outcome) {
      const text = refusalText(outcome.status, outcome.body, outcome.headers)
      connection.socket.end(text, () => socket.destroy())
      return
    }
    if (outcome.protocol !== undefined) this.#protocols.set(request, outcome.protocol)
    this.#socketServer.handleUpgrade(request, socket, head, (opened) => {
      this.#openSocket(opened, outcome, connection.remoteAddress)
    })
  }

  #headerOf(name: string): string | undefined {
    return headerOf(this.#head.headers, name)
  }

  #checkDrain(): HeadRefusal | null {
    return this.#isClosing ? { status: 503, detail: 'the server drains' } : null
  }

  /**
   * A wish for another protocol than WebSocket may be ignored (RFC 9110 §7.8), but Node has taken its parser off the
   * connection by now: the request is answered, and was the last one. A body could not be read any more.
   */
  #ignoreUpgrade(request: IncomingMessage, connection: NodeConnection): void {
    if (this.#head.contentLength !== 0) {
      const detail = 'an upgrade to this protocol with a body is not taken'
      connection.refuse(501, this.#handlers.refusalBody(501, detail))
      return
    }
    const response = new ServerResponse(request)
    response.shouldKeepAlive = false
    response.assignSocket(connection.socket)
    response.once('finish', () => connection.socket.destroySoon())
    this.#onRequest(request, response)
    connection.takeNoMore()
  }

  #openSocket(opened: WebSocket, handlers: SocketHandlers, remoteAddress: string): void {
    const socket = new NodeSocket(this.#limits, opened, handlers, remoteAddress, (closed) => {
      this.#sockets.delete(closed)
    })
    this.#sockets.add(socket)
    handlers.onOpen(socket)
  }

  // ── Time ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

  readonly #sweep = (): void => {
    const nowMs = performance.now()
    for (const exchange of this.#exchanges) exchange.sweep(nowMs)
    for (const socket of this.#sockets) socket.sweep(nowMs)
  }

  cut(): void {
    this.#isClosing = true
    clearInterval(this.#sweeper)
    this.#server.close()
    for (const socket of this.#sockets) socket.cut()
    this.#server.closeAllConnections()
  }

  close(timeoutMs: number): Promise<void> {
    this.#closed ??= this.#drain(timeoutMs)
    return this.#closed
  }

  async #drain(timeoutMs: number): Promise<void> {
    const deadlineMs = performance.now() + timeoutMs
    this.#isClosing = true
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => resolve())
    })
    this.#server.closeIdleConnections()
    for (const socket of this.#sockets) socket.close(1001, 'the server drains')
    while (this.#exchanges.size + this.#sockets.size > 0 && performance.now() < deadlineMs) {
      await new Promise((resolve) => setTimeout(resolve, kDrainLookMs))
    }
    this.cut()
    await within(closed, timeoutMs)
  }
}

/** Node reads a field as Latin-1; ours are UTF-8. */
function asText(value: string): string {
  return /[^\t -~]/.test(value) ? Buffer.from(value, 'latin1').toString() : value
}
