// The calls that one station has not answered yet: a table of slots in plain typed arrays, so that a call allocates
// nothing. The slot and its generation are the correlation id on the station's link.

import { assert } from '../base/assert.js'
import { kInFlightPerLinkMax } from '../base/limits.js'
import type { FrameMemory } from '../wire/frame-copy.js'
import type { Endpoint } from './route-table.js'

/** The caller still sends parts of its request. */
export const kUploadOpen = 1
/** The reply has begun and goes on. */
export const kReplyOpen = 2
/** The reply is a stream of items, not one body in parts. */
export const kReplyStream = 4
/** Nobody waits for the reply. */
export const kOneWay = 8
/** The request is a stream of items, not one body in parts. */
export const kUploadStream = 16

const kFree = -1
/**
 * Milliseconds without another scan for deadlines, for each slot that it looks at. A full table takes 0.2 ms to scan: some
 * hundred calls a second that nobody answers would else keep the dispatcher scanning in every turn. So their deadlines
 * come 8 ms late at most, and with a thousand slots none does by more than an eighth of one.
 */
const kScanMsPerSlot = 1 / 8_192
const kCountFirst = 64
const kNoPath = new Uint8Array(0)

export class PendingCalls {
  callerLink: Int32Array = new Int32Array(0)
  callerLinkGeneration: Int32Array = new Int32Array(0)
  callerSlot: Int32Array = new Int32Array(0)
  callerGeneration: Int32Array = new Int32Array(0)
  generation: Int32Array = new Int32Array(0)
  flags: Int32Array = new Int32Array(0)
  tries: Int32Array = new Int32Array(0)
  startMs: Float64Array = new Float64Array(0)
  deadlineMs: Float64Array = new Float64Array(0)
  readonly endpoint: (Endpoint | null)[] = []
  /** The whole request of an idempotent call, for another try. */
  readonly retained: (FrameMemory | null)[] = []
  /** Context field with its path, where the route has parameters; the caller's number may mean another path later. */
  readonly retainedPath: Uint8Array[] = []
  /** Data frames that the caller and the station may still send of an open call. */
  uploadCredit: Int32Array = new Int32Array(0)
  replyCredit: Int32Array = new Int32Array(0)
  /** Slots in use. */
  count = 0
  /** No slot in use expires earlier. */
  nextDeadlineMs = Number.POSITIVE_INFINITY
  /** The slot at which the next look for deadlines begins. */
  lookFrom = 0
  #nextScanMs = Number.NEGATIVE_INFINITY
  #nextFree: Int32Array = new Int32Array(0)
  #firstFree = kFree
  #slotCount = 0

  /** @returns a slot (0 …), its generation already counted up, or -1 when all are in use. */
  tryAllocate(): number {
    if (this.#firstFree === kFree && !this.#grow()) return -1
    const slot = this.#firstFree
    this.#firstFree = this.#nextFree[slot]
    this.generation[slot] = (this.generation[slot] + 1) | 0
    this.count++
    return slot
  }

  /** Gives a slot back; late frames that name its generation find nothing. */
  free(slot: number): void {
    assert(this.endpoint[slot] !== null, 'a slot is freed once')
    this.endpoint[slot] = null
    if (this.retained[slot] !== null) {
      this.retained[slot] = null
      this.retainedPath[slot] = kNoPath
    }
    // Counting up here too makes a reply to a freed slot stale at once, not only after its next use.
    this.generation[slot] = (this.generation[slot] + 1) | 0
    this.#nextFree[slot] = this.#firstFree
    this.#firstFree = slot
    this.count--
  }

  /** True when the pair names a call that is on the way. Safe for any values. */
  has(slot: number, generation: number): boolean {
    return (
      slot >= 0 &&
      slot < this.#slotCount &&
      this.endpoint[slot] !== null &&
      this.generation[slot] === generation
    )
  }

  /** When to look through the slots for deadlines that have passed. */
  get dueMs(): number {
    return Math.max(this.nextDeadlineMs, this.#nextScanMs)
  }

  /** The slots were looked through. @param nextDeadlineMs the earliest deadline that is left. */
  scanned(nowMs: number, nextDeadlineMs: number): void {
    this.nextDeadlineMs = nextDeadlineMs
    this.#nextScanMs = nowMs + this.#slotCount * kScanMsPerSlot
  }

  /** Slots ever used; those in use are found by {@link isUsed}. */
  get slotCount(): number {
    return this.#slotCount
  }

  isUsed(slot: number): boolean {
    return this.endpoint[slot] !== null
  }

  #grow(): boolean {
    const from = this.#slotCount
    const to = from === 0 ? kCountFirst : from * 2
    if (to > kInFlightPerLinkMax) return false
    this.callerLink = copied(this.callerLink, to)
    this.callerLinkGeneration = copied(this.callerLinkGeneration, to)
    this.callerSlot = copied(this.callerSlot, to)
    this.callerGeneration = copied(this.callerGeneration, to)
    this.generation = copied(this.generation, to)
    this.flags = copied(this.flags, to)
    this.tries = copied(this.tries, to)
    this.uploadCredit = copied(this.uploadCredit, to)
    this.replyCredit = copied(this.replyCredit, to)
    this.#nextFree = copied(this.#nextFree, to)
    const startMs = new Float64Array(to)
    startMs.set(this.startMs)
    this.startMs = startMs
    const deadlineMs = new Float64Array(to)
    deadlineMs.set(this.deadlineMs)
    this.deadlineMs = deadlineMs
    for (let slot = to - 1; slot >= from; slot--) {
      this.#nextFree[slot] = this.#firstFree
      this.#firstFree = slot
    }
    for (let slot = from; slot < to; slot++) {
      this.endpoint.push(null)
      this.retained.push(null)
      this.retainedPath.push(kNoPath)
    }
    this.#slotCount = to
    return true
  }
}

function copied(from: Int32Array, count: number): Int32Array {
  const to = new Int32Array(count)
  to.set(from)
  return to
}
