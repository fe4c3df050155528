// Frames of Sers 2.x, as docs/SERS.md draws them. All integers are little endian.
//
//   stream = frame*      frame = int32 n | n bytes      n does not count its own four bytes
//   n bytes = type u8 | sub u8 | key 8 bytes (request and reply only) | payload
//
// Keys are eight opaque bytes. They are held as two 32-bit words and never become a number.

/** Types of a frame. */
export const kSersRequest = 1
export const kSersReply = 2
export const kSersMessage = 3

/** Second byte of a request: a call, or a heartbeat. */
export const kSersCall = 0
export const kSersBeat = 1

/** What a heartbeat carries, both ways. */
export const kSersBeatPayload = Buffer.from('Sers.Mq.Socket.v1')
/** What a heartbeat with another payload is answered. */
export const kSersBeatError = Buffer.from('error')

const kLengthBytes = 4
/** Type, second byte and key. */
export const kSersKeyedBytes = 10
/** Type and second byte. */
export const kSersPlainBytes = 2
const kPartialBytesMin = 256

/** Takes whole frames. `payload` is a view that is valid until the call returns. */
export type SersFrames = {
  onFrame(type: number, sub: number, keyLow: number, keyHigh: number, payload: Buffer): void
}

/** Puts frames together from the chunks of a stream; what is announced costs nothing before it comes. */
export class SersFrameReader {
  /** Bytes of a frame that are allowed; a larger announced length ends the connection. */
  frameBytesMax: number
  #partial: Buffer = Buffer.alloc(0)
  #filled = 0

  constructor(frameBytesMax: number) {
    this.frameBytesMax = frameBytesMax
  }

  /** Bytes that wait for the rest of their frame. */
  get waitingBytes(): number {
    return this.#filled
  }

  /**
   * Takes a chunk and hands on each frame that is whole.
   *
   * @param isOpen asked before each frame: one frame may end the connection.
   * @returns null, or why the connection must end.
   */
  push(chunk: Buffer, frames: SersFrames, isOpen: () => boolean): string | null {
    let rest = chunk
    while (this.#filled > 0) {
      const taken = this.#complete(rest)
      if (typeof taken === 'string') return taken
      rest = rest.subarray(taken)
      if (this.#filled < kLengthBytes) return null
      const length = this.#partial.readInt32LE(0)
      if (this.#filled < kLengthBytes + length) {
        if (rest.length === 0) return null
        continue // the length was told by this chunk; more of it belongs to the frame
      }
      const frame = this.#partial.subarray(kLengthBytes, kLengthBytes + length)
      this.#partial = Buffer.alloc(0)
      this.#filled = 0
      const fault = handOn(frame, 0, length, frames)
      if (fault !== null || !isOpen()) return fault
    }
    let at = 0
    while (rest.length - at >= kLengthBytes) {
      const length = rest.readInt32LE(at)
      const fault = this.#lengthFault(length)
      if (fault !== null) return fault
      const start = at + kLengthBytes
      if (rest.length - start < length) break
      const broken = handOn(rest, start, length, frames)
      if (broken !== null) return broken
      at = start + length
      if (!isOpen()) return null
    }
    if (at < rest.length) this.#keep(rest.subarray(at))
    return null
  }

  /** Adds what the partial frame lacks. @returns bytes taken, or why the connection must end. */
  #complete(chunk: Buffer): number | string {
    const wanted =
      this.#filled < kLengthBytes
        ? kLengthBytes - this.#filled
        : kLengthBytes + this.#partial.readInt32LE(0) - this.#filled
    const taken = Math.min(wanted, chunk.length)
    this.#keep(chunk.subarray(0, taken))
    if (this.#filled !== kLengthBytes) return taken
    return this.#lengthFault(this.#partial.readInt32LE(0)) ?? taken
  }

  // Doubling: memory stays within twice of what came, however small the pieces were.
  #keep(bytes: Buffer): void {
    const needed = this.#filled + bytes.length
    if (needed > this.#partial.length) {
      const grown = Buffer.allocUnsafe(Math.max(kPartialBytesMin, 2 * needed))
      this.#partial.copy(grown, 0, 0, this.#filled)
      this.#partial = grown
    }
    bytes.copy(this.#partial, this.#filled)
    this.#filled = needed
  }

  #lengthFault(length: number): string | null {
    if (length < 0) return `a frame of ${length} bytes`
    if (length <= this.frameBytesMax) return null
    return `a frame of ${length} bytes is over ${this.frameBytesMax}`
  }
}

/** Hands on one frame. Those that are too short to say anything are dropped, as the original does. */
function handOn(bytes: Buffer, start: number, length: number, frames: SersFrames): string | null {
  if (length <= kSersPlainBytes) return null
  const type = bytes[start]
  const end = start + length
  if (type === kSersMessage) {
    frames.onFrame(type, bytes[start + 1], 0, 0, bytes.subarray(start + kSersPlainBytes, end))
    return null
  }
  if (type !== kSersRequest && type !== kSersReply) return `a frame of type ${type}`
  if (length < kSersKeyedBytes) return null
  const keyLow = bytes.readInt32LE(start + 2)
  const keyHigh = bytes.readInt32LE(start + 6)
  const payload = bytes.subarray(start + kSersKeyedBytes, end)
  frames.onFrame(type, bytes[start + 1], keyLow, keyHigh, payload)
  return null
}

/** Hands on one frame that came without its length, as ZeroMQ carries it. @returns null, or why the peer must go. */
export function takeSersFrame(frame: Buffer, frames: SersFrames): string | null {
  return handOn(frame, 0, frame.length, frames)
}

/** A frame that is ready to go, as its parts. */
export type SersFrame = {
  readonly type: number
  readonly sub: number
  readonly keyLow: number
  readonly keyHigh: number
  readonly payload: Uint8Array
}

/** Bytes of a frame with its length. */
export function sersFrameBytes(frame: SersFrame): number {
  const head = frame.type === kSersMessage ? kSersPlainBytes : kSersKeyedBytes
  return kLengthBytes + head + frame.payload.length
}

/** Writes a frame with its length. @returns the offset behind it. */
export function writeSersFrame(into: Buffer, at: number, frame: SersFrame): number {
  const start = writeSersHead(into, at, frame)
  into.set(frame.payload, start)
  return start + frame.payload.length
}

/** Writes what stands before the payload. @returns the offset of the payload. */
export function writeSersHead(into: Buffer, at: number, frame: SersFrame): number {
  const { type, payload } = frame
  const head = type === kSersMessage ? kSersPlainBytes : kSersKeyedBytes
  into.writeInt32LE(head + payload.length, at)
  into[at + 4] = type
  into[at + 5] = frame.sub
  if (type !== kSersMessage) {
    into.writeInt32LE(frame.keyLow, at + 6)
    into.writeInt32LE(frame.keyHigh, at + 10)
  }
  return at + kLengthBytes + head
}

/** One frame with its length, in memory of its own. */
export function sersFrame(
  type: number,
  sub: number,
  keyLow: number,
  keyHigh: number,
  payload: Uint8Array,
): Buffer {
  const frame: SersFrame = { type, sub, keyLow, keyHigh, payload }
  const bytes = Buffer.allocUnsafe(sersFrameBytes(frame))
  writeSersFrame(bytes, 0, frame)
  return bytes
}
