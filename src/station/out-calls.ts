// The calls of one link that wait for their replies: a slot for each, used again; the generation tells the uses apart.

import type { Clock } from '../base/clock.js'
import { DeadlineTimer } from '../base/deadline-timer.js'
import { centerError } from '../base/errors.js'
import { kCallTimeoutMsDefault, kCreditChunks, kInFlightPerLinkMax } from '../base/limits.js'
import { checkTimeout } from './call.js'
import type { FlowReceiver, FlowSender } from './flow.js'
import type { KeptCall } from './kept-calls.js'
import type { Told } from './told.js'

/** A call on the way. */
export class OutCall {
  generation = 0
  isUsed = false
  /** True when the caller wants the reply as it came. */
  isRaw = false
  route = ''
  timeoutMs = 0
  deadlineMs = 0
  resolve: Told = ignore
  reject: Told = ignore
  /** Second argument of both; of a promise: undefined. */
  mark: unknown = undefined
  receiver: FlowReceiver | null = null
  /** For another try; null for every call that gets none. */
  kept: KeptCall | null = null
  /** Parts of the reply that may still come without a further grant. */
  credit = kCreditChunks
  sender: FlowSender | null = null
  stopListening: (() => void) | null = null

  /** True when nobody waits for the outcome. */
  get isOneWay(): boolean {
    return this.resolve === ignore
  }
}

function ignore(): void {}

export class OutCalls {
  readonly #calls: OutCall[] = []
  readonly #free: number[] = []
  readonly #clock: Clock
  readonly #deadlines: DeadlineTimer
  readonly #onExpired: (slot: number, call: OutCall) => void
  /** Told when the last call on the way is over. */
  onIdle: () => void = ignore
  /** Told of each call that is not kept any longer. */
  onDropped: (call: KeptCall) => void = ignore
  #nowMs = 0
  #count = 0

  /** @param onExpired is to end the call. */
  constructor(clock: Clock, onExpired: (slot: number, call: OutCall) => void) {
    this.#clock = clock
    this.#onExpired = onExpired
    this.#deadlines = new DeadlineTimer(clock, (nowMs) => this.#expire(nowMs))
  }

  /** Calls on the way. */
  get count(): number {
    return this.#count
  }

  /** The call of a slot that {@link take} gave. */
  at(slot: number): OutCall {
    return this.#calls[slot]
  }

  /** The call that a frame means, while it is on the way. */
  find(slot: number, generation: number): OutCall | undefined {
    const call = this.#calls[slot]
    return call?.isUsed && call.generation === generation ? call : undefined
  }

  /** Slots in use. */
  *used(): Iterable<number> {
    for (let slot = 0; slot < this.#calls.length; slot++) if (this.#calls[slot].isUsed) yield slot
  }

  /** @returns a free slot. @throws CenterError ERR_OVERLOADED. */
  take(): number {
    const free = this.#free.pop()
    const slot = free ?? this.#calls.length
    if (free === undefined) {
      if (slot >= kInFlightPerLinkMax) {
        const what = 'the list of calls on the way'
        throw centerError('ERR_OVERLOADED', { what, limit: kInFlightPerLinkMax })
      }
      this.#calls.push(new OutCall())
    }
    const call = this.#calls[slot]
    call.isUsed = true
    call.generation = (call.generation + 1) | 0
    this.#count++
    return slot
  }

  /** The call is over; frames that come for it are nobody's. */
  free(slot: number): void {
    const call = this.#calls[slot]
    call.isUsed = false
    call.isRaw = false
    call.resolve = ignore
    call.reject = ignore
    call.mark = undefined
    call.receiver = null
    call.credit = kCreditChunks
    if (call.kept !== null) {
      this.onDropped(call.kept)
      call.kept = null
    }
    if (call.sender !== null) {
      call.sender.stop()
      call.sender = null
    }
    if (call.stopListening !== null) {
      call.stopListening()
      call.stopListening = null
    }
    this.#free.push(slot)
    if (--this.#count === 0) this.onIdle()
  }

  /**
   * Starts a call's time.
   *
   * @param wantedMs undefined: the default.
   * @param isFirst true for the first call of a batch: the clock is read once a batch, 40 ns a call otherwise.
   * @throws CenterError ERR_BAD_ARGUMENT.
   */
  setDeadline(call: OutCall, wantedMs: number | undefined, isFirst: boolean): void {
    const timeoutMs = wantedMs === undefined ? kCallTimeoutMsDefault : checkTimeout(wantedMs)
    if (isFirst || this.#nowMs === 0) this.#nowMs = this.#clock.nowMs()
    call.timeoutMs = Math.ceil(timeoutMs)
    call.deadlineMs = this.#nowMs + timeoutMs
    this.#deadlines.note(call.deadlineMs)
  }

  /** No deadline ends a call after this. */
  close(): void {
    this.#deadlines.close()
  }

  #expire(nowMs: number): number {
    let next = Number.POSITIVE_INFINITY
    for (const slot of this.used()) {
      const call = this.#calls[slot]
      if (call.deadlineMs > nowMs) next = Math.min(next, call.deadlineMs)
      else this.#onExpired(slot, call)
    }
    return next
  }
}
