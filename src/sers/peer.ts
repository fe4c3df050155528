// One connection of Sers: certification, heartbeats, and what waits to be sent to it. What its frames mean is the hub's affair.

import {
  kSersBeat,
  kSersBeatError,
  kSersBeatPayload,
  kSersCall,
  kSersMessage,
  kSersReply,
  kSersRequest,
  type SersFrame,
  SersFrameReader,
  type SersFrames,
  sersFrameBytes,
  takeSersFrame,
} from '../wire/sers/frame.js'
import type { RpcMode } from '../wire/sers/rpc-data.js'
import { Slots } from './in-flight.js'
import type { SersRole, SersSecret } from './options.js'
import type { StationRow } from './station-row.js'
import type { Wire } from './wire.js'

/** What the hub does for a peer. */
export type PeerHost = {
  /** Bytes of a frame before certification, and after it. */
  readonly uncertifiedFrameBytesMax: number
  readonly frameBytesMax: number
  readonly waitingBytesMax: number
  /** The clock of heartbeats. */
  aliveNowMs(): number
  /** Judges a secret; null for none that is known. */
  certify(peer: Peer, secret: Buffer): SersSecret | null
  /** A wrong secret came: answers it when the address may have its answer. */
  onRefused(peer: Peer, answer: () => void): void
  onCertified(peer: Peer): void
  onCall(peer: Peer, keyLow: number, keyHigh: number, payload: Buffer): void
  onReply(peer: Peer, slot: number, generation: number, payload: Buffer): void
  onMessage(peer: Peer, payload: Buffer): void
  /** It has frames to send in this turn. */
  onDirty(peer: Peer): void
  /** It is over; called once. */
  onEnd(peer: Peer, reason: string): void
}

const kTrue = Buffer.from('true')
const kFalse = Buffer.from('false')
/** High words of the keys that the center gives its heartbeats; generations of calls stay below. */
const kBeatKeyHigh = 0x40000000

export class Peer implements SersFrames {
  /** Also the connKey of its row. */
  readonly id: number
  readonly wire: Wire
  readonly slots = new Slots()
  readonly titles = new Set<string>()
  secret: SersSecret | null = null
  /** Encoding of its last call; what errors are written in. */
  mode: RpcMode
  /** Encoding of its registration; what its nodes are called in. */
  nodeMode: RpcMode
  row: StationRow | null = null
  /** Calls that it made and that are not answered. */
  askedCount = 0
  /** Paused by whoever governs. */
  isPaused = false
  /** A `%` in header values is doubled for it. */
  doublesPercent = false
  /** Milliseconds of that clock at which it was last known to be alive; 0 before it is certified. */
  aliveMs = 0
  /** Its last heartbeat is not answered in time. */
  isSilent = false
  readonly #host: PeerHost
  readonly #reader: SersFrameReader
  #queue: SersFrame[] = []
  #queueBytes = 0
  #beatCount = 0
  #endReason: string | null = null
  #isEnding = false
  readonly #isOpenNow = () => this.#endReason === null && !this.#isEnding

  constructor(id: number, wire: Wire, mode: RpcMode, host: PeerHost) {
    this.id = id
    this.wire = wire
    this.mode = mode
    this.nodeMode = mode
    this.#host = host
    this.#reader = new SersFrameReader(host.uncertifiedFrameBytesMax)
  }

  get isOpen(): boolean {
    return this.#endReason === null
  }

  get isCertified(): boolean {
    return this.secret !== null
  }

  get role(): SersRole | null {
    return this.secret?.role ?? null
  }

  /** Bytes that wait for it to take them. */
  get waitingBytes(): number {
    return this.#queueBytes + this.wire.waitingBytes
  }

  // ---- what comes

  /** Bytes of a stream. */
  onBytes(chunk: Buffer): void {
    if (!this.#isOpenNow()) return
    const fault = this.#reader.push(chunk, this, this.#isOpenNow)
    if (fault !== null) this.close(fault)
  }

  /** One frame without its length. */
  onWhole(frame: Buffer): void {
    if (!this.#isOpenNow()) return
    const { frameBytesMax } = this.#reader
    const fault =
      frame.length > frameBytesMax
        ? `a frame of ${frame.length} bytes is over ${frameBytesMax}`
        : takeSersFrame(frame, this)
    if (fault !== null) this.close(fault)
  }

  onFrame(type: number, sub: number, keyLow: number, keyHigh: number, payload: Buffer): void {
    if (type === kSersRequest) {
      if (sub === kSersCall) this.#onCall(keyLow, keyHigh, payload)
      else if (sub === kSersBeat) {
        const answer = payload.equals(kSersBeatPayload) ? kSersBeatPayload : kSersBeatError
        this.send(kSersReply, kSersCall, keyLow, keyHigh, answer)
      }
    } else if (!this.isCertified) return
    else if (type === kSersMessage) this.#host.onMessage(this, payload)
    else if ((keyHigh & kBeatKeyHigh) !== 0) this.#onBeatAnswer(keyLow)
    else this.#host.onReply(this, keyLow, keyHigh, payload)
  }

  #onCall(keyLow: number, keyHigh: number, payload: Buffer): void {
    if (this.isCertified) {
      this.#host.onCall(this, keyLow, keyHigh, payload)
      return
    }
    const secret = this.#host.certify(this, payload)
    if (secret === null) {
      this.#isEnding = true
      this.#host.onRefused(this, () => {
        this.send(kSersReply, kSersCall, keyLow, keyHigh, kFalse)
        this.end('it named a wrong secret')
      })
      return
    }
    this.secret = secret
    this.#reader.frameBytesMax = this.#host.frameBytesMax
    this.send(kSersReply, kSersCall, keyLow, keyHigh, kTrue)
    this.#host.onCertified(this)
  }

  #onBeatAnswer(keyLow: number): void {
    if (keyLow > this.#beatCount) return
    this.aliveMs = this.#host.aliveNowMs()
    this.isSilent = false
  }

  // ---- what goes

  /** Puts a frame into the queue; a peer that leaves too much lying is closed. @param payload is kept until it is sent. */
  send(type: number, sub: number, keyLow: number, keyHigh: number, payload: Uint8Array): void {
    if (!this.isOpen) return
    // What lies here already counts, not the frame: the largest one is no fault of whoever gets it.
    const { waitingBytes } = this
    const { waitingBytesMax, uncertifiedFrameBytesMax } = this.#host
    if (waitingBytes > (this.isCertified ? waitingBytesMax : uncertifiedFrameBytesMax)) {
      this.close(`it leaves ${waitingBytes} bytes lying`)
      return
    }
    const frame: SersFrame = { type, sub, keyLow, keyHigh, payload }
    if (this.#queue.length === 0) this.#host.onDirty(this)
    this.#queue.push(frame)
    this.#queueBytes += sersFrameBytes(frame)
  }

  /** Asks for a sign of life. */
  beat(): void {
    this.#beatCount = (this.#beatCount + 1) & 0x3fffffff
    this.send(kSersRequest, kSersBeat, this.#beatCount, kBeatKeyHigh, kSersBeatPayload)
  }

  /** Hands what waits to the carrier. */
  flush(): void {
    const frames = this.#queue
    if (frames.length === 0) return
    this.#queue = []
    this.#queueBytes = 0
    if (this.isOpen) this.wire.send(frames)
  }

  /** Sends what waits, then closes. */
  end(reason: string): void {
    if (!this.isOpen) return
    this.flush()
    this.wire.end()
    this.#over(reason)
  }

  /** Closes at once. */
  close(reason: string): void {
    if (!this.isOpen) return
    this.wire.cut()
    this.#over(reason)
  }

  /** The carrier says that it is over. */
  onGone(reason: string): void {
    if (this.isOpen) this.#over(reason)
  }

  #over(reason: string): void {
    this.#endReason = reason
    this.#queue = []
    this.#queueBytes = 0
    this.#host.onEnd(this, reason)
  }
}
