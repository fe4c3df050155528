// How one answer goes out through uWebSockets.js. Knows what 20.30 does with a client that is slow to take it, and how
// to close a connection after an answer without a body; knows nothing of requests.

import { STATUS_CODES } from 'node:http'
import type { HeaderList } from '../wire/header-list.js'
import type { UwsResponse } from './uws-types.js'

/** Bodies from here on are not copied by the engine; they go out piece by piece as the client takes them. */
const kWholeBytesMax = 64 * 1024

/**
 * Bytes of a part that are held back from a slow client. The engine tries to drain what waits only when it is given more,
 * so one byte is given at each chance; what waits is some kilobytes then, and goes with the first or second.
 */
const kHeldBytes = 16

/** Milliseconds for the end of an answer to go out, before its connection is closed by hand. */
const kLingerMs = 50

const kStatusLines = new Map<number, string>()

/** Whether an answer has no body, whatever is given for one (RFC 9110 §6.4.1). */
export function hasNoBody(method: string, status: number): boolean {
  return method === 'HEAD' || status === 204 || status === 304
}

export function writeHead(response: UwsResponse, status: number, headers: HeaderList): void {
  if (status !== 200) response.writeStatus(statusLine(status))
  for (let index = 0; index < headers.length; index += 2) {
    const name = headers[index]
    const value = headers[index + 1]
    if (name !== undefined && value !== undefined) response.writeHeader(name, value)
  }
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
    return this.#isBlocked ? this.#undrainedBytes : 0
  }

  /** Call in a cork. */
  write(part: Uint8Array | string): void {
    const bytes = typeof part === 'string' ? Buffer.from(part) : part
    if (bytes.byteLength === 0) return
    this.#hasParts = true
    this.#undrainedBytes = this.undrainedBytes + bytes.byteLength
    this.#giveHeld()
    if (!this.#isListening) this.#give(bytes)
    else this.#giveMost(bytes)
  }

  /** From now on a slow client is watched. Only for writers that wait: a watched client must be nudged. */
  listen(): void {
    if (this.#isListening) return
    this.#isListening = true
    this.#response.onWritable(this.#onWritable)
  }

  /** Call in a cork, before the end. */
  giveHeld(): void {
    this.#giveHeld()
  }

  #give(bytes: Uint8Array): void {
    this.#isBlocked = !this.#response.write(bytes)
  }

  #giveMost(bytes: Uint8Array): void {
    const most = Math.max(0, bytes.byteLength - kHeldBytes)
    if (most > 0) this.#give(bytes.subarray(0, most))
    const rest = bytes.subarray(most)
    if (this.#isBlocked) this.#held = rest
    else this.#give(rest)
  }

  #giveHeld(): void {
    const held = this.#held
    this.#held = null
    if (held !== null && held.byteLength > 0) this.#give(held)
  }

  readonly #onWritable = (): boolean => {
    const held = this.#held
    if (held !== null && held.byteLength > 0) {
      this.#give(held.subarray(0, 1))
      this.#held = held.byteLength > 1 ? held.subarray(1) : null
      if (!this.#isBlocked) this.#giveHeld()
    }
    // With nothing left to give, whoever writes next drains what waits.
    if (this.#held === null) this.#isBlocked = false
    this.#onProgress()
    return true
  }
}
