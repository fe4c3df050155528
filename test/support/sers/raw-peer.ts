// A raw connection that speaks Sers byte by byte: the client half of the tests, without any code of the product's hub.

import { connect } from 'node:net'
import type { Duplex } from 'node:stream'
import { createWebSocketStream, WebSocket } from 'ws'
import { until } from '../until.js'

export type RawFrame = {
  readonly type: number
  readonly sub: number
  /** Hexadecimal; '' for messages. */
  readonly key: string
  readonly payload: Buffer
}

export const kRequestType = 1
export const kReplyType = 2
export const kMessageType = 3
export const kBeat = Buffer.from('Sers.Mq.Socket.v1')

export function frameBytes(type: number, sub: number, key: string, payload: Buffer): Buffer {
  const body = Buffer.concat([Buffer.of(type, sub), Buffer.from(key, 'hex'), payload])
  const length = Buffer.alloc(4)
  length.writeInt32LE(body.length)
  return Buffer.concat([length, body])
}

export function filesOf(payload: Buffer): Buffer[] {
  const files: Buffer[] = []
  for (let at = 0; at < payload.length; ) {
    const length = payload.readInt32LE(at)
    files.push(payload.subarray(at + 4, at + 4 + length))
    at += 4 + length
  }
  return files
}

export function payloadOf(...files: (Buffer | string)[]): Buffer {
  return Buffer.concat(
    files.flatMap((file) => {
      const bytes = Buffer.from(file)
      const length = Buffer.alloc(4)
      length.writeInt32LE(bytes.length)
      return [length, bytes]
    }),
  )
}

export function parseFrames(bytes: Buffer): { frames: RawFrame[]; rest: Buffer } {
  const frames: RawFrame[] = []
  let at = 0
  while (bytes.length - at >= 4 && bytes.length - at - 4 >= bytes.readInt32LE(at)) {
    const frame = bytes.subarray(at + 4, at + 4 + bytes.readInt32LE(at))
    const isMessage = frame[0] === kMessageType
    frames.push({
      type: frame[0],
      sub: frame[1],
      key: isMessage ? '' : frame.toString('hex', 2, 10),
      payload: frame.subarray(isMessage ? 2 : 10),
    })
    at += 4 + frame.length
  }
  return { frames, rest: bytes.subarray(at) }
}

/** What the tests read out of JSON files. */
export type Said = {
  readonly success?: boolean
  readonly from?: string
  readonly route?: string
  readonly data?: unknown
  readonly error?: {
    readonly errorCode?: number
    readonly errorMessage?: string
    readonly errorTag?: string
  }
  readonly connKey?: number
  readonly startTime?: string
  readonly user?: unknown
  readonly http?: {
    readonly statusCode?: number
    readonly method?: string
    readonly headers?: Readonly<Record<string, string>>
  }
}

export type Handler = (files: Buffer[], request: RawFrame) => Buffer | null

export class RawPeer {
  readonly socket: Duplex
  /** Everything that came, in order, without heartbeats that were answered. */
  readonly frames: RawFrame[] = []
  /** Answers calls; null: it does not answer. */
  onCall: Handler | null = null
  answersBeats = true
  beatCount = 0
  isEnded = false
  #rest: Buffer = Buffer.alloc(0)
  #keys = 1

  constructor(socket: Duplex) {
    this.socket = socket
    socket.on('data', (chunk: Buffer) => this.#take(chunk))
    socket.on('end', () => {
      this.isEnded = true
    })
    socket.on('close', () => {
      this.isEnded = true
    })
    socket.on('error', () => {})
  }

  static async open(where: { port: number; host?: string } | { path: string }): Promise<RawPeer> {
    const socket =
      'path' in where ? connect(where.path) : connect(where.port, where.host ?? '127.0.0.1')
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve)
      socket.once('error', reject)
    })
    return new RawPeer(socket)
  }

  /** The same over a WebSocket: each write is one message. */
  static async openWebSocket(port: number): Promise<RawPeer> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}`)
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve)
      socket.once('error', reject)
    })
    return new RawPeer(createWebSocketStream(socket))
  }

  /** Connects and names a secret. */
  static async certified(
    where: { port: number; host?: string } | { path: string },
    secret = 'SersCL',
  ): Promise<RawPeer> {
    const peer = await RawPeer.open(where)
    const reply = await peer.ask(Buffer.from(secret))
    if (reply.toString() !== 'true') throw new Error(`the secret was answered ${reply.toString()}`)
    return peer
  }

  newKey(): string {
    const key = Buffer.alloc(8)
    key.writeUInt32LE(this.#keys++)
    return key.toString('hex')
  }

  /** Sends a request and gives the payload of its reply. */
  async ask(payload: Buffer, key = this.newKey()): Promise<Buffer> {
    this.socket.write(frameBytes(kRequestType, 0, key, payload))
    return (await this.reply(key)).payload
  }

  /** The reply of a key. */
  async reply(key: string): Promise<RawFrame> {
    let found: RawFrame | undefined
    await until(() => {
      const at = this.frames.findIndex((frame) => frame.type === kReplyType && frame.key === key)
      if (at >= 0) [found] = this.frames.splice(at, 1)
      if (found === undefined && this.isEnded) throw new Error('the connection is over')
      return found !== undefined
    })
    return found!
  }

  /** Calls a route. */
  async call(
    route: string,
    more: { method?: string; source?: string; value?: string | Buffer; files?: Buffer[] } = {},
  ): Promise<{ data: Said; value: Said; files: Buffer[] }> {
    const { method, source = 'Internal', value = '', files = [] } = more
    const data = rpc(route, { source, ...(method === undefined ? {} : { method }) })
    const reply = filesOf(await this.ask(payloadOf(data, value, ...files)))
    return { data: json(reply[0]), value: json(reply[1]), files: reply }
  }

  async beat(payload: Buffer = kBeat, key = this.newKey()): Promise<Buffer> {
    this.socket.write(frameBytes(kRequestType, 1, key, payload))
    return (await this.reply(key)).payload
  }

  message(op: number, title: string, body?: Buffer | string): void {
    const files = [Buffer.of(op), Buffer.from(title), ...(body === undefined ? [] : [body])]
    this.socket.write(frameBytes(kMessageType, 0, '', payloadOf(...files)))
  }

  /** Messages that came, as title and body. */
  messages(): { title: string; body: Buffer }[] {
    return this.frames
      .filter(({ type }) => type === kMessageType)
      .map(({ payload }) => {
        const [, title, body] = filesOf(payload)
        return { title: title.toString(), body }
      })
  }

  register(name: string, nodes: readonly Record<string, unknown>[], key = `k${name}`) {
    const value = JSON.stringify({
      serviceStationInfo: { serviceStationName: name, serviceStationKey: key },
      deviceInfo: {},
      apiNodes: nodes.map((apiDesc) => ({ apiDesc })),
    })
    return this.call('/_sys_/serviceStation/regist', { value })
  }

  close(): void {
    this.socket.destroy()
  }

  #take(chunk: Buffer): void {
    const { frames, rest } = parseFrames(Buffer.concat([this.#rest, chunk]))
    this.#rest = rest
    for (const frame of frames) {
      if (frame.type === kRequestType && frame.sub === 1) {
        this.beatCount++
        if (this.answersBeats)
          this.socket.write(frameBytes(kReplyType, 1, frame.key, frame.payload))
      } else if (frame.type === kRequestType && this.onCall !== null) {
        const answer = this.onCall(filesOf(frame.payload), frame)
        if (answer !== null) this.socket.write(frameBytes(kReplyType, 0, frame.key, answer))
      } else this.frames.push(frame)
    }
  }
}

export function rpc(route: string, more: { source?: string; method?: string; url?: string } = {}) {
  const { source, method, url = `http://sers.internal${route}` } = more
  return JSON.stringify({
    route,
    caller: { rid: 'rid', ...(source === undefined ? {} : { source }) },
    http: { url, ...(method === undefined ? {} : { method }) },
  })
}

/** A file that is JSON; nothing for one that is empty. */
export function json(file: Buffer | undefined): Said {
  if (file === undefined || file.length === 0) return {}
  return JSON.parse(file.toString()) as Said // every member may be missing, and tests say which they want
}
