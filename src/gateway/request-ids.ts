// Names for requests: the id that logs and people use, and the W3C trace context (https://www.w3.org/TR/trace-context/).

import { randomBytes, randomFillSync } from 'node:crypto'
import type { TraceContext } from '../station/call.js'

const kIdRule = /^[A-Za-z0-9._~+/=:@-]{1,128}$/
// Version ff is forbidden; a later version than 00 may be longer, and is passed on as it is.
const kTraceParentRule =
  /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.{0,200})?$/
/** The specification wants 512 characters to be passed on; twice that is enough for any. */
const kTraceStateLengthMax = 1_024
/** Hexadecimal digits of a trace's id and its first span's. */
const kTraceDigits = 48
/** Contexts are made for this many traces at once: each way to native code costs more than the digits. */
const kTracesAtOnce = 256
const kParentLength = 55
/** Ids that differ in their last two digits only. */
const kIdsAtOnce = 36 * 36
const kLastDigits = Array.from({ length: kIdsAtOnce }, (_, id) => id.toString(36).padStart(2, '0'))

/** Names what one gateway takes in. */
export class RequestIds {
  readonly #prefix = randomBytes(9).toString('base64url')
  readonly #random = Buffer.alloc((kTraceDigits / 2) * kTracesAtOnce)
  #count = 0
  /** What the next ids begin with. */
  #block = ''
  /** Contexts one behind the other. */
  #parents = ''
  #parentAt = 0

  /** @returns the client's own id where it is a sane one, else one that no other request has. */
  idOf(given: string | undefined): string {
    if (given !== undefined && kIdRule.test(given)) return given
    const last = this.#count % kIdsAtOnce
    if (last === 0) this.#block = `${this.#prefix}-${(this.#count / kIdsAtOnce).toString(36)}`
    this.#count++
    return this.#block + kLastDigits[last]
  }

  /** @returns the client's trace context where it is valid, else a new one that is not sampled. */
  traceOf(parent: string | undefined, state: string | undefined): TraceContext {
    if (parent === undefined || !isTraceParent(parent)) return { traceparent: this.#newParent() }
    return state === undefined || state.length > kTraceStateLengthMax
      ? { traceparent: parent }
      : { traceparent: parent, tracestate: state }
  }

  #newParent(): string {
    if (this.#parentAt === this.#parents.length) {
      this.#parents = this.#manyParents()
      this.#parentAt = 0
    }
    const at = this.#parentAt
    this.#parentAt += kParentLength
    return this.#parents.slice(at, this.#parentAt)
  }

  #manyParents(): string {
    const digits = randomFillSync(this.#random).toString('hex')
    let text = ''
    for (let at = 0; at < digits.length; at += kTraceDigits) {
      text += `00-${digits.slice(at, at + 32)}-${digits.slice(at + 32, at + kTraceDigits)}-00`
    }
    return Buffer.from(text).toString() // of one piece: slices of many pieces are copied each time they are written
  }
}

function isTraceParent(text: string): boolean {
  return kTraceParentRule.test(text) && (!text.startsWith('00') || text.length === 55)
}
