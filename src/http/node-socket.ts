// One open WebSocket on `ws`.

import type { WebSocket } from 'ws'
import type { HttpLimits, HttpSocket, SocketHandlers } from './http-server.js'
import { cutReason } from './socket-reason.js'
import { SocketWatch } from './socket-watch.js'

/** Of a connection that ended without a goodbye (RFC 6455 §7.1.5). */
const kNoGoodbye = 1006

/** A message over the bound. */
const kTooLarge = 1009

export class NodeSocket implements HttpSocket {
  readonly remoteAddress: string
  readonly #limits: Required<HttpLimits>
  readonly #socket: WebSocket
  readonly #handlers: SocketHandlers
  readonly #watch: SocketWatch
  #isWaiting = false

  /** @param onClosed told when the socket is closed, before its handlers are. */
  constructor(
    limits: Required<HttpLimits>,
    socket: WebSocket,
    handlers: SocketHandlers,
    remoteAddress: string,
    onClosed: (socket: NodeSocket) => void,
  ) {
    this.remoteAddress = remoteAddress
    this.#limits = limits
    this.#socket = socket
    this.#handlers = handlers
    this.#watch = new SocketWatch(limits, performance.now())
    const heard = () => this.#watch.heard(performance.now())
    socket.on('pong', heard)
    socket.on('message', (message: Buffer, isBinary) => {
      heard()
      if (this.#isOpen) handlers.onMessage(isBinary ? message : message.toString())
    })
    // The library tells the client what is wrong, and 'close' follows; it only forgets the code meanwhile.
    let ownCode = kNoGoodbye
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') ownCode = kTooLarge
    })
    socket.on('close', (code: number, reason: Buffer) => {
      onClosed(this)
      handlers.onClosed(code === kNoGoodbye ? ownCode : code, reason.toString())
    })
  }

  get #isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN
  }

  get waitingBytes(): number {
    return this.#socket.bufferedAmount
  }

  send(message: Uint8Array | string): boolean {
    if (!this.#isOpen || this.#socket.bufferedAmount > this.#limits.waitingBytesMax) return false
    this.#isWaiting = true
    this.#socket.send(message, this.#onTaken)
    return true
  }

  readonly #onTaken = (): void => {
    if (!this.#isWaiting || this.#socket.bufferedAmount > 0 || !this.#isOpen) return
    this.#isWaiting = false
    this.#handlers.onDrained()
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, cutReason(reason))
  }

  /** Ends it without a goodbye. */
  cut(): void {
    this.#socket.terminate()
  }

  /** Pings, and cuts a client that is silent or does not take what waits for it. */
  sweep(nowMs: number): void {
    const outcome = this.#watch.look(nowMs, this.#socket.bufferedAmount)
    if (outcome === 'cut') this.cut()
    else if (outcome === 'ping' && this.#isOpen) this.#socket.ping()
  }
}
