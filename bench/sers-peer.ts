// A peer of Sers as the bench wants it: nothing but frames, many to a write.

import { connect, type Socket } from 'node:net'
import { writeFiles } from '../src/wire/sers/files.js'
import {
  kSersBeat,
  kSersBeatPayload,
  kSersCall,
  kSersReply,
  kSersRequest,
  type SersFrame,
  SersFrameReader,
  type SersFrames,
  sersFrame,
  sersFrameBytes,
  writeSersFrame,
} from '../src/wire/sers/frame.js'
import { type RpcMode, writeRpcData } from '../src/wire/sers/rpc-data.js'

const kFrameBytesMax = 64 * 1024 * 1024
const kSecret = Buffer.from('SersCL')

export class SersPeer implements SersFrames {
  readonly #socket: Socket
  readonly #reader = new SersFrameReader(kFrameBytesMax)
  #queue: SersFrame[] = []
  /** A call came; what it gives back is the reply. */
  onCall: (payload: Buffer) => Uint8Array = () => new Uint8Array(0)
  onReply: (key: number, payload: Buffer) => void = () => {}

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.setNoDelay(true)
    socket.on('error', () => {})
    socket.on('data', (chunk: Buffer) => {
      const fault = this.#reader.push(chunk, this, () => true)
      if (fault !== null) throw new Error(fault)
      this.flush()
    })
  }

  /** Connects and names the secret. */
  static async open(port: number, localAddress?: string): Promise<SersPeer> {
    const socket = connect({
      port,
      host: '127.0.0.1',
      ...(localAddress === undefined ? {} : { localAddress }),
    })
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve)
      socket.once('error', reject)
    })
    const peer = new SersPeer(socket)
    const answer = await peer.ask(kSecret)
    if (answer.toString() !== 'true') throw new Error('the secret is wrong')
    return peer
  }

  onFrame(type: number, sub: number, keyLow: number, keyHigh: number, payload: Buffer): void {
    if (type === kSersReply) this.onReply(keyLow, payload)
    else if (type === kSersRequest) {
      const reply = sub === kSersBeat ? kSersBeatPayload : this.onCall(payload)
      this.#queue.push({ type: kSersReply, sub: kSersCall, keyLow, keyHigh, payload: reply })
    }
  }

  /** Puts a call into the next write. */
  call(key: number, payload: Uint8Array): void {
    this.#queue.push({ type: kSersRequest, sub: kSersCall, keyLow: key, keyHigh: 0, payload })
  }

  flush(): void {
    if (this.#queue.length === 0) return
    const bytes = this.#queue.reduce((sum, frame) => sum + sersFrameBytes(frame), 0)
    const out = Buffer.allocUnsafe(bytes)
    let at = 0
    for (const frame of this.#queue) at = writeSersFrame(out, at, frame)
    this.#queue = []
    this.#socket.write(out)
  }

  /** One call; only where nothing else is on the way. */
  ask(payload: Uint8Array): Promise<Buffer> {
    return new Promise((resolve) => {
      this.onReply = (_key, reply) => resolve(Buffer.from(reply))
      this.#socket.write(sersFrame(kSersRequest, kSersCall, 1, 0, payload))
    })
  }

  /** @param mode that it is called in from then on. */
  async register(name: string, routes: readonly string[], mode: RpcMode): Promise<void> {
    const value = {
      serviceStationInfo: { serviceStationName: name },
      apiNodes: routes.map((route) => ({
        apiDesc: { route, extendConfig: { httpMethod: 'POST' } },
      })),
    }
    const data = { route: '/_sys_/serviceStation/regist', caller: { rid: '1', source: 'Internal' } }
    const first = writeRpcData(data, mode)
    if (first === null) throw new Error('the data do not fit into records')
    const reply = await this.ask(writeFiles([first, Buffer.from(JSON.stringify(value))]))
    if (!reply.includes('"success":true')) throw new Error(reply.toString())
  }

  close(): void {
    this.#socket.destroy()
  }
}
