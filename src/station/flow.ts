// Bodies in parts and streams of items, in both directions. Every data frame but the end costs its sender one credit; the
// receiver grants more as the parts are taken, so that neither side ever holds more than a few chunks.

import { CenterError, centerError } from '../base/errors.js'
import { kBodyBytesMax, kCreditChunks } from '../base/limits.js'
import { kBodyMask, kBodyNone, kFlagContinued, kFlagEnd, kFlagToCaller } from '../wire/frame.js'
import { bytesOf, type EncodedBody, encodeBody } from './body.js'
import { type ErrorPart, errorOf } from './error-part.js'
import { FlowQueue } from './flow-queue.js'

/** Where a sender or receiver writes; the link's session. */
export type FlowPort = {
  /** Most body bytes of one frame. */
  readonly chunkBytesMax: number
  /** True while frames wait for room; {@link whenDrained} tells when they no longer do. */
  readonly isDeferring: boolean
  whenDrained(): Promise<void>
  writeData(flags: number, slot: number, generation: number, status: number, body: Uint8Array): void
  writeCredit(flags: number, slot: number, generation: number, chunks: number): void
}

const kEmpty = new Uint8Array(0)

/** Sends what does not fit into the first frame. */
export class FlowSender {
  readonly #port: FlowPort
  readonly #slot: number
  readonly #generation: number
  readonly #direction: number
  #credit = kCreditChunks
  #wake: (() => void) | null = null
  #isStopped = false

  /** @param isToCaller true on the station's side. */
  constructor(port: FlowPort, slot: number, generation: number, isToCaller: boolean) {
    this.#port = port
    this.#slot = slot
    this.#generation = generation
    this.#direction = isToCaller ? kFlagToCaller : 0
  }

  /** The receiver takes more. */
  grant(chunks: number): void {
    this.#credit = Math.min(this.#credit + Math.max(0, chunks), kCreditChunks)
    this.#wake?.()
  }

  /** Nobody takes the rest; what is under way ends quietly. */
  stop(): void {
    this.#isStopped = true
    this.#wake?.()
  }

  /**
   * Sends a body from `at` on, in chunks.
   *
   * @returns true when all is sent, false when it was stopped.
   */
  async sendRest(bytes: Uint8Array, at: number, type: number): Promise<boolean> {
    const step = this.#port.chunkBytesMax
    for (let from = at; from < bytes.length; from += step) {
      if (!(await this.#take())) return false
      const isLast = from + step >= bytes.length
      this.#write(type | (isLast ? 0 : kFlagContinued), 0, bytes.subarray(from, from + step))
    }
    return true
  }

  /**
   * Sends one body as its pieces come; none of them is the last until the source has ended.
   *
   * @returns as {@link sendRest}. Rejects with the source's error.
   */
  async sendPieces(source: AsyncIterable<Uint8Array>, type: number): Promise<boolean> {
    const step = this.#port.chunkBytesMax
    for await (const piece of source) {
      for (let from = 0; from < piece.length; from += step) {
        if (!(await this.#take())) return false
        this.#write(type | kFlagContinued, 0, piece.subarray(from, from + step))
      }
    }
    if (!(await this.#take())) return false
    this.#write(type, 0, kEmpty)
    return true
  }

  /**
   * Sends every item, then the end; an error of the source ends the stream with that error.
   *
   * @param toStatus makes the error that travels.
   * @returns the error that ended it, or null. The source's `return` is called when the receiver left.
   */
  async sendItems(
    source: AsyncIterable<unknown>,
    route: string,
    toError: (thrown: unknown) => ErrorPart,
  ): Promise<unknown> {
    try {
      for await (const item of source) {
        if (this.#isStopped || !(await this.#sendItem(encodeBody(item, route)))) return null
      }
    } catch (thrown) {
      const { status, body, type } = toError(thrown)
      if (!this.#isStopped) this.#write(type | kFlagEnd, status, body)
      return thrown
    }
    if (!this.#isStopped) this.#write(kBodyNone | kFlagEnd, 0, kEmpty)
    return null
  }

  async #sendItem(item: EncodedBody): Promise<boolean> {
    const bytes = bytesOf(item)
    if (bytes.length > kBodyBytesMax) {
      throw centerError('ERR_BODY_TOO_LARGE', { bytes: bytes.length, limit: kBodyBytesMax })
    }
    if (bytes.length > this.#port.chunkBytesMax) return this.sendRest(bytes, 0, item.type)
    if (!(await this.#take())) return false
    this.#write(item.type, 0, bytes)
    return true
  }

  #write(flags: number, status: number, body: Uint8Array): void {
    this.#port.writeData(flags | this.#direction, this.#slot, this.#generation, status, body)
  }

  async #take(): Promise<boolean> {
    while (this.#credit === 0 && !this.#isStopped) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
      this.#wake = null
    }
    // Credit is the receiver's room; the link's own may be gone before.
    if (this.#port.isDeferring && !this.#isStopped) {
      await this.#port.whenDrained().catch(() => this.stop())
    }
    if (this.#isStopped) return false
    this.#credit--
    return true
  }
}

/** Puts the parts of one body or item together, and gives credit back. */
class Assembly {
  #parts: Uint8Array[] = []
  #length = 0

  /** @returns the whole when `isLast`, else null. @throws CenterError ERR_BODY_TOO_LARGE. */
  add(part: Uint8Array, isLast: boolean): Uint8Array | null {
    this.#length += part.length
    if (this.#length > kBodyBytesMax) {
      throw centerError('ERR_BODY_TOO_LARGE', { bytes: this.#length, limit: kBodyBytesMax })
    }
    if (isLast && this.#parts.length === 0) {
      this.#length = 0
      return part
    }
    this.#parts.push(part)
    if (!isLast) return null
    const whole = new Uint8Array(this.#length)
    let at = 0
    for (const piece of this.#parts) {
      whole.set(piece, at)
      at += piece.length
    }
    this.#parts = []
    this.#length = 0
    return whole
  }
}

/** What takes data frames. */
export type FlowReceiver = {
  /** @param part a copy. @param status other than 0 with kFlagEnd: the stream failed. */
  onData(flags: number, status: number, part: Uint8Array): void
  /** The other side is gone, or the call is over. */
  fail(error: CenterError): void
}

/** Receives one body in parts. */
export class BodyReceiver implements FlowReceiver {
  readonly #assembly = new Assembly()
  readonly #grant: (chunks: number) => void
  readonly #onBody: (bytes: Uint8Array, type: number) => void
  readonly #onFail: (error: CenterError) => void
  #taken = 0

  constructor(
    grant: (chunks: number) => void,
    onBody: (bytes: Uint8Array, type: number) => void,
    onFail: (error: CenterError) => void,
  ) {
    this.#grant = grant
    this.#onBody = onBody
    this.#onFail = onFail
  }

  /** The part that came in the first frame. */
  start(part: Uint8Array): void {
    this.#assembly.add(part, false)
  }

  onData(flags: number, _status: number, part: Uint8Array): void {
    const isLast = (flags & kFlagContinued) === 0
    let whole: Uint8Array | null
    try {
      whole = this.#assembly.add(part, isLast)
    } catch (error) {
      this.#onFail(asCenterError(error))
      return
    }
    if (whole !== null) {
      this.#onBody(whole, flags & kBodyMask)
      return
    }
    this.#taken++
    if (this.#taken >= kCreditChunks / 2) {
      this.#grant(this.#taken)
      this.#taken = 0
    }
  }

  fail(error: CenterError): void {
    this.#onFail(error)
  }
}

/** Receives a stream: an async iterable that gives credit as its items are taken. Iterate it once. */
export class StreamReceiver extends FlowQueue<unknown> implements FlowReceiver {
  readonly #assembly = new Assembly()
  readonly #route: string
  readonly #decode: (bytes: Uint8Array, type: number) => unknown
  #chunksOfItem = 0

  /**
   * @param decode makes an item of its bytes.
   * @param onLeave called once when the reader stops before the end.
   */
  constructor(
    route: string,
    decode: (bytes: Uint8Array, type: number) => unknown,
    grant: (chunks: number) => void,
    onLeave: () => void,
  ) {
    super(grant, onLeave)
    this.#route = route
    this.#decode = decode
  }

  onData(flags: number, status: number, part: Uint8Array): void {
    if (this.isOver) return
    if ((flags & kFlagEnd) !== 0) {
      this.finish(status === 0 ? null : errorOf(part, flags, this.#route))
      return
    }
    try {
      this.#chunksOfItem++
      const whole = this.#assembly.add(part, (flags & kFlagContinued) === 0)
      if (whole === null) {
        // An item larger than the credit would never end if its parts waited for a reader.
        this.giveBack(this.#chunksOfItem)
        this.#chunksOfItem = 0
        return
      }
      this.push(this.#decode(whole, flags & kBodyMask), this.#chunksOfItem)
      this.#chunksOfItem = 0
    } catch (error) {
      this.leave(asCenterError(error))
    }
  }

  fail(error: CenterError): void {
    this.finish(error)
  }
}

/** Receives one body as its parts come, of any length. Iterate it once. */
export class PartsReceiver extends FlowQueue<Uint8Array> implements FlowReceiver {
  readonly #route: string

  constructor(route: string, grant: (chunks: number) => void) {
    super(grant, () => {})
    this.#route = route
  }

  /** The part that came in the first frame: it cost no credit. */
  start(part: Uint8Array, isLast: boolean): void {
    if (part.length > 0) this.push(part, 0)
    if (isLast) this.finish(null)
  }

  onData(flags: number, status: number, part: Uint8Array): void {
    if (this.isOver) return
    if ((flags & kFlagEnd) !== 0) {
      const isError = status !== 0
      this.finish(isError ? errorOf(part, flags, this.#route) : null)
      return
    }
    if (part.length > 0) this.push(part, 1)
    if ((flags & kFlagContinued) === 0) this.finish(null)
  }

  fail(error: CenterError): void {
    this.finish(error)
  }
}

function asCenterError(error: unknown): CenterError {
  if (error instanceof CenterError) return error
  return centerError('ERR_PROTOCOL', { rule: String(error) })
}
