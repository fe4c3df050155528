// Sers over a byte stream: TCP, TLS and the named pipe. Frames leave whole, many in one write.

import type { Socket } from 'node:net'
import {
  type SersFrame,
  sersFrameBytes,
  writeSersFrame,
  writeSersHead,
} from '../../wire/sers/frame.js'
import { noteBytesIn, noteBytesOut } from '../health.js'
import type { Hub } from '../hub.js'
import type { Wire } from '../wire.js'

/** Bytes of one write; frames that are larger go alone. */
const kWriteBytesMax = 64 * 1024
/** Milliseconds for a peer to take what was sent before its connection is cut. */
const kEndTimeoutMs = 2_000

class StreamWire implements Wire {
  readonly kind: 'tcp' | 'pipe'
  readonly address: string
  readonly isLocal: boolean
  wantsSingleWrites = false
  readonly #socket: Socket

  constructor(socket: Socket, kind: 'tcp' | 'pipe') {
    this.kind = kind
    this.#socket = socket
    this.address = plainAddress(socket.remoteAddress ?? '')
    this.isLocal = kind === 'pipe' || isLoopbackPeer(this.address)
  }

  get waitingBytes(): number {
    return this.#socket.writableLength
  }

  // A peer that reads a length in one piece loses count when it is split: no write ends inside of a frame.
  send(frames: readonly SersFrame[]): void {
    let first = 0
    let bytes = 0
    for (let at = 0; at < frames.length; at++) {
      const size = sersFrameBytes(frames[at])
      if (at > first && (this.wantsSingleWrites || bytes + size > kWriteBytesMax)) {
        this.#write(frames, first, at, bytes)
        first = at
        bytes = 0
      }
      bytes += size
    }
    this.#write(frames, first, frames.length, bytes)
  }

  end(): void {
    const socket = this.#socket
    socket.end()
    socket.resume()
    const timer = setTimeout(() => socket.destroy(), kEndTimeoutMs)
    timer.unref()
    socket.once('close', () => clearTimeout(timer))
  }

  cut(): void {
    this.#socket.destroy()
  }

  #write(frames: readonly SersFrame[], from: number, to: number, bytes: number): void {
    if (!this.#socket.writable) return
    noteBytesOut(bytes)
    if (bytes > kWriteBytesMax) {
      this.#writeLarge(frames[from])
      return
    }
    const out = Buffer.allocUnsafe(bytes)
    let at = 0
    for (let index = from; index < to; index++) at = writeSersFrame(out, at, frames[index])
    this.#socket.write(out)
  }

  /** One system call for both parts, and no copy: a large message may go to thousands. */
  #writeLarge(frame: SersFrame): void {
    const { payload } = frame
    const head = Buffer.allocUnsafe(sersFrameBytes(frame) - payload.length)
    writeSersHead(head, 0, frame)
    this.#socket.cork()
    this.#socket.write(head)
    this.#socket.write(payload)
    this.#socket.uncork()
  }
}

/** Gives a socket to the hub. */
export function openStreamWire(socket: Socket, kind: 'tcp' | 'pipe', hub: Hub): void {
  socket.on('error', () => socket.destroy()) // told by 'close'
  if (socket.destroyed) return
  if (kind === 'tcp') socket.setNoDelay(true)
  const peer = hub.onConnection(new StreamWire(socket, kind))
  if (peer === null) return
  socket.on('data', (chunk: Buffer) => {
    noteBytesIn(chunk.length)
    peer.onBytes(chunk)
  })
  socket.on('end', () => {
    peer.onGone('the peer closed the connection')
    socket.end()
  })
  socket.on('close', () => peer.onGone('the connection closed'))
}

/** An IPv4 address in IPv6 clothes as IPv4. */
export function plainAddress(address: string): string {
  return address.startsWith('::ffff:') ? address.slice(7) : address
}

export function isLoopbackPeer(address: string): boolean {
  return address.startsWith('127.') || address === '::1'
}
