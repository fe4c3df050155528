// One open WebSocket on uWebSockets.js.

import type { HttpLimits, HttpSocket, SocketHandlers } from './http-server.js'
import { cutReason } from './socket-reason.js'
import { SocketWatch } from './socket-watch.js'
import type { UwsWebSocket } from './uws-types.js'

/** What the native socket carries. */
export type UwsSocketData = {
  readonly remoteAddress: string
  readonly handlers: SocketHandlers
  /** Set when the socket opens. */
  socket: UwsSocket | null
}

const kDropped = 2

export class UwsSocket implements HttpSocket {
  readonly remoteAddress: string
  readonly #limits: Required<HttpLimits>
  readonly #native: UwsWebSocket<UwsSocketData>
  readonly #handlers: SocketHandlers
  #isClosed = false
  readonly #watch: SocketWatch

  constructor(limits: Required<HttpLimits>, native: UwsWebSocket<UwsSocketData>, nowMs: number) {
    const { remoteAddress, handlers } = native.getUserData()
    this.remoteAddress = remoteAddress
    this.#limits = limits
    this.#native = native
    this.#handlers = handlers
    this.#watch = new SocketWatch(limits, nowMs)
  }

  get waitingBytes(): number {
    return this.#isClosed ? 0 : this.#native.getBufferedAmount()
  }

  send(message: Uint8Array | string): boolean {
    if (this.#isClosed) return false
    return this.#native.send(message, typeof message !== 'string') !== kDropped
  }

  close(code: number, reason: string): void {
    if (!this.#isClosed) this.#native.end(code, cutReason(reason))
  }

  heard(nowMs: number): void {
    this.#watch.heard(nowMs)
  }

  message(message: ArrayBuffer, isBinary: boolean): void {
    if (message.byteLength > this.#limits.socketMessageBytesMax) {
      this.close(1009, `a message is over ${this.#limits.socketMessageBytesMax} bytes`)
      return
    }
    const bytes = Buffer.from(message.slice(0))
    this.#handlers.onMessage(isBinary ? bytes : bytes.toString())
  }

  drained(): void {
    if (!this.#isClosed) this.#handlers.onDrained()
  }

  closed(code: number, reason: string): void {
    this.#isClosed = true
    this.#handlers.onClosed(code, reason)
  }

  /** Pings, and cuts a client that is silent or does not take what waits for it. */
  sweep(nowMs: number): void {
    if (this.#isClosed) return
    const outcome = this.#watch.look(nowMs, this.#native.getBufferedAmount())
    if (outcome === 'cut') this.#native.close()
    else if (outcome === 'ping') this.#native.ping()
  }
}
