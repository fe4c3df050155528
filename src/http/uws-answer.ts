// How one answer goes out through uWebSockets.js. Knows what 20.30 does with a client that is slow to take it, and how
// to close a connection after an answer without a body; knows nothing of requests.

import { STATUS_CODES } from 'node:http'
import type { HeaderList } from '../wire/header-list.js'
import type { UwsResponse } from './uws-types.js'

/** Bodies from here on are not copied by the engine; they go out piece by piece as the client takes them. */
const kWholeBytesMax = 64 * 1024

/**
 * Most bytes of a part that are held back from a slow client. A client that is watched gets what waits for it only when
 * the engine is given more, so one byte is given at each chance.
 */
const kHeldBytesMax = 64

/** Parts from here on are watched at once; below, the engine drains a client that nobody waits for by itself. */
const kWatchedBytesMin = 1_024

/** Milliseconds for the end of an answer to go out, before its connection is closed by hand. */
const kLingerMs = 50

const kStatusLines = new Map<number, string>()

/** Whether an answer has no body, whatever is given for one (RFC 9110 §6.4.1). */
export function hasNoBody(method: string, status: number): boolean {
  return method === 'HEAD' || status === 204 || status === 304
}

/** Status and fields go to the engine as one: each way to native code costs as much as writing a field. */
export function writeHead(response: UwsResponse, status: number, headers: HeaderList): void {
  let text = statusLine(status)
  for (let at = 0; at < headers.length; at += 2) text += `\r\n${headers[at]}: ${headers[at + 1]}`
  response.writeStatus(text)
}

function statusLine(status: number): string {
  let line = kStatusLines.get(status)
  if (line === undefined) {
    line = `${status} ${STATUS_CODES[status] ?? 'Unknown'}`
    kStatusLines.set(status, line)
  }
  return line
}

/**
 * Ends an answer without a body and closes the connection. The engine cannot do the second: it would send a length of
 * 2^63. So the head is ended by hand, behind its last field.
 *
 * @param isGone whether the client left meanwhile.
 */
export function endHeadAndClose(response: UwsResponse, isGone: () => boolean): void {
  response.writeHeader('Date', new Date().toUTCString())
  response.writeHeader('Connection', 'close\r\n')
  closeSoon(response, isGone)
}

/**
 * Ends a body in parts and closes the connection. The engine would put a field of the head among the parts, so the last
 * part is written by hand, with a trailer. Where there was no part there is no such trouble.
 */
export function endPartsAndClose(response: UwsResponse, isGone: () => boolean): void {
  response.writeHeader('\r\n0\r\nx-end', 'close\r\n')
  closeSoon(response, isGone)
}

function closeSoon(response: UwsResponse, isGone: () => boolean): void {
  setTimeout(() => {
    if (!isGone()) response.close()
  }, kLingerMs).unref()
}

/** A body of known length that the client takes as fast as it can. */
export class WholeBody {
  readonly #response: UwsResponse
  readonly #body: Uint8Array
  readonly #onProgress: (isDone: boolean) => void

  static isWanted(body: Uint8Array): boolean {
    return body.byteLength > kWholeBytesMax
  }

  /** @param onProgress told when the client has taken some more, and whether that was all. */
  constructor(response: UwsResponse, body: Uint8Array, onProgress: (isDone: boolean) => void) {
    this.#response = response
    this.#body = body
    this.#onProgress = onProgress
  }

  /** Call in a cork, behind the head. @returns true when nothing is left. */
  begin(): boolean {
    const [, isDone] = this.#response.tryEnd(this.#body, this.#body.byteLength)
    if (!isDone) this.#response.onWritable(this.#onWritable)
    return isDone
  }

  readonly #onWritable = (offset: number): boolean => {
    const rest = this.#body.subarray(offset)
    const [isDrained, isDone] = this.#response.tryEnd(rest, this.#body.byteLength)
    this.#onProgress(isDone)
    return isDrained
  }
}

/** Parts of a body of unknown length. */
export class PartWriter {
  readonly #response: UwsResponse
  readonly #onProgress: () => void
  #held: Uint8Array | null = null
  #isBlocked = false
  /** True when nothing can be waiting; a writer that is let on may still have something waiting. */
  #isDrained = true
  #isListening = false
  #undrainedBytes = 0
  #hasParts = false

  /** @param onProgress told when a client that was slow has taken some more. */
  constructor(response: UwsResponse, onProgress: () => void) {
    this.#response = response
    this.#onProgress = onProgress
  }

  /** True when anything was written. */
  get hasParts(): boolean {
    return this.#hasParts
  }

  /** True while something waits for the client. */
  get isBlocked(): boolean {
    return this.#isBlocked
  }

  /** Most bytes that can wait; 0 when none do. */
  get undrainedBytes(): number {
    return this.#isDrained ? 0 : this.#undrainedBytes
  }

  /** Call in a cork. */
  write(part: Uint8Array | string): void {
    const bytes = typeof part === 'string' ? Buffer.from(part) : part
    if (bytes.byteLength === 0) return
    this.#hasParts = true
    this.#undrainedBytes = this.#isDrained
      ? bytes.byteLength
      : this.#undrainedBytes + bytes.byteLength
    this.#giveHeld()
    if (this.#isListening || bytes.byteLength >= kWatchedBytesMin) this.#giveMost(bytes)
    else this.#give(bytes)
  }

  /** From now on a slow client is watched, and must be nudged. */
  listen(): void {
    if (this.#isListening) return
    this.#isListening = true
    this.#response.onWritable(this.#onWritable)
  }

  /** Call in a cork, before the end. */
  giveHeld(): void {
    this.#giveHeld()
  }

  /**
   * Tries whether the client has taken what waited: for when the engine does not tell, because the request's body is
   * paused.
   */
  probe(): void {
    this.#response.cork(() => this.#giveByte())
    this.#onProgress()
  }

  #give(bytes: Uint8Array): void {
    this.#isDrained = this.#response.write(bytes)
    this.#isBlocked = !this.#isDrained
  }

  #giveMost(bytes: Uint8Array): void {
    const most = bytes.byteLength - Math.min(kHeldBytesMax, Math.ceil(bytes.byteLength / 2))
    if (most > 0) this.#give(bytes.subarray(0, most))
    const rest = bytes.subarray(most)
    if (this.#isBlocked) {
      this.#held = rest
      this.listen()
    } else this.#give(rest)
  }

  /** One of the bytes that are held, and the rest where nothing waits any more. */
  #giveByte(): void {
    const held = this.#held
    if (held === null) {
      this.#isBlocked = false // whoever writes next drains what waits
      return
    }
    this.#held = held.byteLength > 1 ? held.subarray(1) : null
    this.#give(held.subarray(0, 1))
    if (!this.#isBlocked) this.#giveHeld()
  }

  #giveHeld(): void {
    const held = this.#held
    this.#held = null
    if (held !== null && held.byteLength > 0) this.#give(held)
  }

  readonly #onWritable = (): boolean => {
    this.#giveByte()
    this.#onProgress()
    return true
  }
}
