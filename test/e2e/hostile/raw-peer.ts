// A peer without manners: speaks frames by hand over a pipe or TCP, so that tests can send what no SDK would.

import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { readControlFrame } from '../../../src/transport/handshake.js'
import {
  type ControlMessage,
  encodeControl,
  kProtocolVersion,
  type OfferedRoute,
} from '../../../src/wire/control.js'
import {
  kFlagContinued,
  kFrameHeaderBytes,
  kindWord,
  kKindControl,
  strideOf,
} from '../../../src/wire/frame.js'
import { until, within } from '../world.js'

/** What a frame is made of; all that is absent is 0. */
export type FrameParts = {
  readonly kind: number
  readonly flags?: number
  /** What the header says; the bytes are part of the body. */
  readonly contextBytes?: number
  readonly slot?: number
  readonly generation?: number
  readonly target?: number
  readonly timeoutMs?: number
  readonly body?: Uint8Array
}

/** Lays a frame out as it travels on a stream. */
export function frameOf(parts: FrameParts): Buffer {
  const body = parts.body ?? new Uint8Array(0)
  const size = kFrameHeaderBytes + body.length
  const frame = Buffer.alloc(strideOf(size))
  frame.writeInt32LE(size, 0)
  frame.writeInt32LE(kindWord(parts.kind, parts.flags ?? 0, parts.contextBytes ?? 0) | 0, 4)
  frame.writeInt32LE(parts.slot ?? 0, 8)
  frame.writeInt32LE(parts.generation ?? 0, 12)
  frame.writeInt32LE(parts.target ?? 0, 16)
  frame.writeUInt32LE(parts.timeoutMs ?? 0, 20)
  frame.set(body, kFrameHeaderBytes)
  return frame
}

/** A context block of one field. */
export function contextOf(tag: number, value: string): Buffer {
  const bytes = Buffer.from(value)
  const block = Buffer.alloc(4 + ((bytes.length + 3) & ~3))
  block[0] = tag
  block.writeUInt16LE(bytes.length, 2)
  block.set(bytes, 4)
  return block
}

/** The frames of a control message, in parts that fit the smallest ring. */
export function controlFramesOf(message: ControlMessage): Buffer {
  const kPartBytes = 4096
  const bytes = encodeControl(message)
  const frames: Buffer[] = []
  for (let at = 0; at < bytes.length; at += kPartBytes) {
    const flags = at + kPartBytes < bytes.length ? kFlagContinued : 0
    frames.push(frameOf({ kind: kKindControl, flags, body: bytes.subarray(at, at + kPartBytes) }))
  }
  return Buffer.concat(frames)
}

/** A hello, with some of its fields changed. */
export function helloOf(
  changes: Partial<Extract<ControlMessage, { type: 'hello' }>> = {},
): ControlMessage {
  const plain = { version: '0', pid: process.pid, carrier: 'pipe', token: '' } as const
  return {
    type: 'hello',
    protocol: kProtocolVersion,
    name: 'hostile',
    takesLanes: false,
    takesBranches: true,
    ...plain,
    ...changes,
  }
}

/** A route as a registration says it. */
export function offered(index: number, route: string, isIdempotent = false): OfferedRoute {
  const texts = { balance: '', description: '', requestSchema: '', replySchema: '', docs: '' }
  return { index, route, isIdempotent, weight: 1, ...texts }
}

/** A frame that came. */
export type Came = {
  readonly kind: number
  readonly flags: number
  readonly slot: number
  readonly generation: number
  readonly target: number
  readonly contextBytes: number
  readonly party: number
  readonly rest: Buffer
}

export class RawPeer {
  readonly socket: Socket
  /** All bytes that came and are not taken yet. */
  #bytes = Buffer.alloc(0)
  #isDiscarding = false
  isClosed = false

  private constructor(socket: Socket) {
    this.socket = socket
    socket.on('data', (chunk: Buffer) => {
      if (!this.#isDiscarding) this.#bytes = Buffer.concat([this.#bytes, chunk])
    })
    socket.on('error', () => {}) // a reset is an end like any other
    socket.on('close', () => {
      this.isClosed = true
    })
  }

  /** Opens a connection and says nothing. */
  static async knock(where: string): Promise<RawPeer> {
    const colon = where.lastIndexOf(':')
    const socket = where.startsWith('/')
      ? connect(where)
      : connect(Number(where.slice(colon + 1)), where.slice(0, colon))
    const peer = new RawPeer(socket)
    await within('a connection opens', once(socket, 'connect'))
    return peer
  }

  /** Opens a link by a valid hello. */
  static async join(where: string, name = 'hostile'): Promise<RawPeer> {
    const peer = await RawPeer.knock(where)
    peer.send(controlFramesOf(helloOf({ name })))
    const answer = await peer.answer()
    if (answer.type !== 'welcome') throw new Error(`no welcome but ${answer.type}`)
    return peer
  }

  send(bytes: Uint8Array): void {
    this.socket.write(bytes)
  }

  frame(parts: FrameParts): void {
    this.send(frameOf(parts))
  }

  control(message: ControlMessage): void {
    this.send(controlFramesOf(message))
  }

  /** Reads on, and looks at nothing any more. */
  discard(): void {
    this.#isDiscarding = true
    this.#bytes = Buffer.alloc(0)
  }

  /** Registers routes and waits for the answer. */
  async register(...routes: readonly OfferedRoute[]): Promise<ControlMessage> {
    this.control({ type: 'register', requestId: 1, routes, subscriptions: [], unsubscribed: [] })
    return this.answer()
  }

  /** The next control message. */
  async answer(): Promise<ControlMessage> {
    let found = null as ReturnType<typeof readControlFrame>
    await until('a control message comes', () => {
      found = readControlFrame(this.#bytes)
      if (found === null && this.isClosed) throw new Error('the connection was closed')
      return found !== null
    })
    if (found === null) throw new Error('no control message')
    this.#bytes = this.#bytes.subarray(found.taken)
    return found.message
  }

  /** The next frame that `isWanted`; those before it are dropped. */
  async next(isWanted: (frame: Came) => boolean): Promise<Came> {
    let found: Came | undefined
    await until('a frame comes', () => {
      for (let frame = this.#take(); frame !== undefined; frame = this.#take()) {
        if (!isWanted(frame)) continue
        found = frame
        return true
      }
      if (this.isClosed) throw new Error('the connection was closed')
      return false
    })
    if (found === undefined) throw new Error('no frame')
    return found
  }

  /** Resolves when the center has closed the connection. */
  async closed(): Promise<void> {
    await until('the center closes the connection', () => this.isClosed)
  }

  end(): void {
    this.socket.destroy()
  }

  #take(): Came | undefined {
    const bytes = this.#bytes
    if (bytes.length < kFrameHeaderBytes) return undefined
    const size = bytes.readInt32LE(0)
    if (bytes.length < strideOf(size)) return undefined
    this.#bytes = bytes.subarray(strideOf(size))
    return {
      kind: bytes[4] ?? 0,
      flags: bytes[5] ?? 0,
      contextBytes: bytes.readUInt16LE(6),
      slot: bytes.readInt32LE(8),
      generation: bytes.readInt32LE(12),
      target: bytes.readInt32LE(16),
      party: bytes.readInt32LE(28),
      rest: bytes.subarray(kFrameHeaderBytes, size),
    }
  }
}
