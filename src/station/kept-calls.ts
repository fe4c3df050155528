// Calls of idempotent routes that went by a lane, kept for the case that its station dies: then the center is asked, which
// may know another one. What the dispatcher does for the calls that pass it, a caller does here for those that do not.

import { CenterError } from '../base/errors.js'
import { kRetainedBytesMax } from '../base/limits.js'
import { kindOf, RawBody } from './body.js'
import type { CallOptions } from './call.js'
import type { RawRequest } from './exchange.js'

/** All that a call needs to be made again. */
export type KeptCall = {
  readonly route: string
  /** Undefined, or a body that nobody changes any more. */
  readonly body: RawBody | undefined
  readonly bodyBytes: number
  readonly options: CallOptions
  readonly request: RawRequest | undefined
}

/** What the center says when it knows no other station, or lets nobody in; then the loss is what the caller is told. */
const kNoOther = new Set([
  'ERR_NO_ROUTE',
  'ERR_METHOD',
  'ERR_STARTING',
  'ERR_STATION_BUSY',
  'ERR_PAUSED',
  'ERR_DRAINING',
  'ERR_RATE_LIMITED',
  'ERR_BREAKER_OPEN',
])

export class KeptCalls {
  readonly #repeat: (call: KeptCall, timeoutMs: number) => Promise<unknown>
  #bytes = 0

  /** @param repeat makes a call by the center. */
  constructor(repeat: (call: KeptCall, timeoutMs: number) => Promise<unknown>) {
    this.#repeat = repeat
  }

  /**
   * Keeps a call whose body is whole.
   *
   * @param bytes of the body, `type` what they are on the wire.
   * @returns null when too much is kept already; the call is then not made again.
   */
  keep(
    route: string,
    body: unknown,
    bytes: Uint8Array,
    type: number,
    options: CallOptions,
    request: RawRequest | undefined,
  ): KeptCall | null {
    const bodyBytes = bytes.length
    if (this.#bytes + bodyBytes > kRetainedBytesMax) return null
    this.#bytes += bodyBytes
    if (body === undefined) return { route, body, bodyBytes, options, request }
    // What the caller gave may be changed by it; what JSON was made of is ours.
    const isShared = body instanceof Uint8Array || body instanceof RawBody
    const own = new RawBody(isShared ? bytes.slice() : bytes, kindOf(type))
    return { route, body: own, bodyBytes, options, request }
  }

  /** The call is over. */
  drop(call: KeptCall): void {
    this.#bytes -= call.bodyBytes
  }

  /**
   * Makes a call again.
   *
   * @param timeoutMs what is left of its time.
   * @param lost what it rejects with when no other station takes it.
   */
  async again(call: KeptCall, timeoutMs: number, lost: CenterError): Promise<unknown> {
    if (timeoutMs <= 0) throw lost
    try {
      return await this.#repeat(call, timeoutMs)
    } catch (error) {
      throw error instanceof CenterError && kNoOther.has(error.code) ? lost : error
    }
  }
}
