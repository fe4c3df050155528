// A call that a station works on: what came with it, and what is open of it.

import { kCreditChunks } from '../base/limits.js'
import {
  contextField,
  kTagClient,
  kTagHeaders,
  kTagPath,
  kTagQuery,
  kTagTraceParent,
  kTagTraceState,
} from '../wire/context.js'
import type { Call, CallParts, CallSource, NestedCall } from './call.js'
import type { FlowReceiver, FlowSender } from './flow.js'
import type { Offer } from './offers.js'

/** A call that this station works on. */
export class InCall implements CallSource {
  readonly slot: number
  readonly generation: number
  readonly offer: Offer
  readonly isOneWay: boolean
  readonly startMs: number
  readonly deadlineMs: number
  /** Parts of the request that may still come without a further grant. */
  credit = kCreditChunks
  /** Its end was counted; of calls that come by a lane. */
  isCounted = false
  call: Call | null = null
  receiver: FlowReceiver | null = null
  sender: FlowSender | null = null
  readonly #context: Uint8Array
  readonly #caller: string
  readonly #path: string
  readonly #nested: NestedCall

  /** @param path as a lane tells it; '': the context has it where it is needed. */
  constructor(
    slot: number,
    generation: number,
    offer: Offer,
    isOneWay: boolean,
    context: Uint8Array,
    caller: string,
    path: string,
    startMs: number,
    deadlineMs: number,
    nested: NestedCall,
  ) {
    this.slot = slot
    this.generation = generation
    this.offer = offer
    this.isOneWay = isOneWay
    this.#context = context
    this.#caller = caller
    this.#path = path
    this.startMs = startMs
    this.deadlineMs = deadlineMs
    this.#nested = nested
  }

  partsOf(): CallParts {
    const { pattern, route } = this.offer
    // An exact route knows its path; what a caller wrote beside its number does not count.
    const told = this.#path === '' ? contextField(this.#context, kTagPath) : this.#path
    const key = pattern.needsPath ? (told ?? '') : route
    const space = key.indexOf(' ')
    const traceparent = contextField(this.#context, kTagTraceParent)
    const tracestate = contextField(this.#context, kTagTraceState)
    const trace =
      traceparent === undefined ? undefined : { traceparent, ...(tracestate && { tracestate }) }
    return {
      pattern,
      route,
      method: key.slice(0, Math.max(0, space)),
      path: key.slice(space + 1),
      query: contextField(this.#context, kTagQuery) ?? '',
      caller: this.#caller,
      deadlineMs: this.deadlineMs,
      trace,
      headerText: contextField(this.#context, kTagHeaders) ?? '',
      client: contextField(this.#context, kTagClient),
      nested: this.#nested,
    }
  }
}
