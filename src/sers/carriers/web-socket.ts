// Sers over WebSocket: one binary message a frame out, and a stream of bytes in, whatever the messages.

import { createServer as createHttpServer, type IncomingMessage } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { isLoopback } from '../../transport/address.js'
import { type SersFrame, sersFrameBytes, writeSersFrame } from '../../wire/sers/frame.js'
import { noteBytesIn, noteBytesOut } from '../health.js'
import type { Hub } from '../hub.js'
import type { SersListen } from '../options.js'
import type { Wire } from '../wire.js'
import { type Listener, listening } from './stream-listeners.js'
import { isLoopbackPeer, plainAddress } from './stream-wire.js'

/** Milliseconds for a peer to answer the goodbye. */
const kEndTimeoutMs = 2_000
const kHeadTimeoutMs = 10_000
const kHandshakeRules = {
  headersTimeout: kHeadTimeoutMs,
  requestTimeout: kHeadTimeoutMs,
  connectionsCheckingInterval: 1_000,
}
/** Status of a connection that had no room (RFC 6455 §7.4.1). */
const kTryAgainLater = 1013
/** What a message may have beside the largest frame: other frames, and what WebSocket adds. */
const kMessageHeadBytes = 64 * 1024

class SocketWire implements Wire {
  readonly kind = 'ws'
  readonly address: string
  readonly isLocal: boolean
  wantsSingleWrites = false
  readonly #socket: WebSocket

  constructor(socket: WebSocket, address: string, origin: string | undefined) {
    this.#socket = socket
    this.address = address
    // A page from elsewhere speaks for whoever wrote it, wherever its browser is.
    this.isLocal = isLoopbackPeer(address) && (origin === undefined || isLocalOrigin(origin))
  }

  get waitingBytes(): number {
    return this.#socket.bufferedAmount
  }

  send(frames: readonly SersFrame[]): void {
    const socket = this.#socket
    if (socket.readyState !== socket.OPEN) return
    for (const frame of frames) {
      const out = Buffer.allocUnsafe(sersFrameBytes(frame))
      writeSersFrame(out, 0, frame)
      noteBytesOut(out.length)
      socket.send(out, { binary: true, compress: false })
    }
  }

  end(): void {
    this.#socket.close()
    const timer = setTimeout(() => this.#socket.terminate(), kEndTimeoutMs)
    timer.unref()
    this.#socket.once('close', () => clearTimeout(timer))
  }

  cut(): void {
    this.#socket.terminate()
  }
}

/** Rejects with ERR_LISTEN. */
export async function listenWebSocket(
  listen: SersListen & { kind: 'ws' },
  hub: Hub,
): Promise<Listener> {
  const { host, port, tls, origins } = listen
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: Math.min(hub.frameBytesMax + kMessageHeadBytes, 2 ** 31 - 1),
  })
  const server =
    tls === null
      ? createHttpServer(kHandshakeRules)
      : createHttpsServer({ ...tls, ...kHandshakeRules, handshakeTimeout: kHeadTimeoutMs })
  server.maxConnections = hub.options.connectionsMax + hub.options.uncertifiedMax
  server.on('request', (_request, response) => {
    response.writeHead(426, { Connection: 'close' }).end()
  })
  server.on('upgrade', (request: IncomingMessage, connection: Duplex, head: Buffer) => {
    const stream = request.socket
    const { origin } = request.headers
    if (origins !== null && origin !== undefined && !origins.includes(origin)) {
      connection.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
      return
    }
    const address = plainAddress(stream.remoteAddress ?? '')
    sockets.handleUpgrade(request, connection, head, (socket) =>
      openSocket(socket, stream, new SocketWire(socket, address, origin), hub),
    )
  })
  await listening(server, { host, port }, `${host}:${port}`)
  const bound = server.address()
  const boundPort = typeof bound === 'object' && bound !== null ? bound.port : port
  const close = () => {
    server.close()
    sockets.close()
  }
  return { address: `${host.includes(':') ? `[${host}]` : host}:${boundPort}`, close }
}

function isLocalOrigin(origin: string): boolean {
  const host = /^https?:\/\/(\[[^\]]+\]|[^:/]+)/.exec(origin)?.[1] ?? ''
  return isLoopback(host.replace(/^\[|\]$/g, ''))
}

function openSocket(socket: WebSocket, stream: Socket, wire: SocketWire, hub: Hub): void {
  socket.on('error', () => socket.terminate()) // told by 'close'
  const peer = hub.onConnection(wire)
  if (peer === null) {
    socket.close(kTryAgainLater)
    return
  }
  socket.on('message', (data: Buffer, isBinary: boolean) => {
    readBytes = stream.bytesRead
    if (!isBinary) return
    noteBytesIn(data.length)
    peer.onBytes(data)
  })
  // A message is held until it is whole: a stranger may not begin one that is larger than any frame of a stranger's.
  let readBytes = stream.bytesRead
  const watch = (): void => {
    if (peer.isCertified) stream.off('data', watch)
    else if (stream.bytesRead - readBytes > hub.uncertifiedFrameBytesMax + kMessageHeadBytes)
      peer.close('a stranger sent too large a message')
  }
  stream.on('data', watch)
  socket.on('close', () => peer.onGone('the connection closed'))
}
