// The calling end of a lane: the calls of one path go straight to the station that answers them, as long as the center's
// verdict says so. Slots, deadlines, bodies and streams are those of every other caller.

import type { Clock } from '../base/clock.js'
import { type CenterError, centerError } from '../base/errors.js'
import type { RecordHandler, RingReader } from '../ring/ring-reader.js'
import type { LaneEnd } from '../transport/lane-end.js'
import type { LaneOpen } from '../wire/control.js'
import {
  kBodyMask,
  kFlagContinued,
  kFlagEnd,
  kFlagStream,
  kFlagToCaller,
  kFrameHeaderBytes,
  kGenerationWord,
  kKindCredit,
  kKindData,
  kKindReply,
  kKindWord,
  kSlotWord,
  kTargetWord,
} from '../wire/frame.js'
import { kVerdictOpen, kVerdictWord } from '../wire/lane-ledger.js'
import { Caller } from './caller.js'
import type { Batch } from './frame-port.js'
import type { KeptCalls } from './kept-calls.js'
import { LaneRings } from './lane-rings.js'
import type { Name } from './names.js'

/** What an end of a lane tells its session. */
export type LaneEvents = {
  /** It has ended, and its memory is let go. @param isBroken the other end broke a rule. */
  onEnded(lane: number, isBroken: boolean): void
}

const kDataFlags = kBodyMask | kFlagContinued | kFlagStream | kFlagEnd
/** Polls of what a station published before it died: each takes a batch. */
const kLastPollsMax = 65_536

export class CallerLane implements RecordHandler {
  /** "METHOD /path" of the calls that go by it. */
  readonly path: string
  readonly #number: number
  readonly #rings: LaneRings
  readonly #caller: Caller
  readonly #events: LaneEvents
  #isRetired = false

  /** @param keptCalls of idempotent routes: what becomes of calls whose station dies. */
  constructor(
    open: LaneOpen,
    end: LaneEnd,
    clock: Clock,
    batch: Batch,
    keptCalls: KeptCalls,
    events: LaneEvents,
  ) {
    this.path = open.path
    this.#number = open.lane
    this.#events = events
    this.#rings = new LaneRings(end, batch, (rule) => this.#break(rule))
    const name: Name = { handle: open.offered, key: open.path, query: '' }
    const names = { path: () => name, topic: () => name }
    const kept = open.isIdempotent ? keptCalls : null
    this.#caller = new Caller(this.#rings.port, clock, names, kept)
    this.#caller.onIdle = () => this.#endSoon()
  }

  /**
   * True while calls may go by it: the center has not said otherwise, and there is room. A plain look at the verdict, a
   * nanosecond instead of ten: whoever was looking when it changed was a moment earlier.
   */
  get isOpen(): boolean {
    return (
      this.#rings.ledger[kVerdictWord] === kVerdictOpen &&
      !this.#isRetired &&
      !this.#rings.port.isDeferring
    )
  }

  /** Makes calls by it, while it is open. */
  get caller(): Caller {
    return this.#caller
  }

  /** One duty cycle. @returns how many records were handled. */
  turn(): number {
    return this.#rings.hasWork() ? this.#rings.turn(this) : 0
  }

  /** No new call goes by it; when those on the way are over, so is the lane. */
  retire(): void {
    this.#isRetired = true
    if (this.#caller.inFlightCount === 0) this.#endSoon()
  }

  /** The station is gone: what it had published counts, the other calls fail. */
  lose(): void {
    this.#isRetired = true
    let polls = 0
    while (!this.#rings.isClosed && this.#rings.poll(this) > 0 && ++polls < kLastPollsMax);
    this.#end(centerError('ERR_STATION_LOST', { route: this.path }), false)
  }

  /** Ends it at once. Calls on the way fail with `error`. */
  close(error: CenterError): void {
    this.#end(error, false)
  }

  onRecord(reader: RingReader, offset: number, size: number): boolean {
    const { words } = reader
    const at = offset >> 2
    const kindFlagsContext = words[at + kKindWord]
    const kind = kindFlagsContext & 0xff
    const flags = (kindFlagsContext >> 8) & 0xff
    const contextBytes = kindFlagsContext >>> 16
    if (kFrameHeaderBytes + contextBytes > size) return this.#break('a context is too long')
    if (kind === kKindReply) {
      this.#caller.onReply(reader, offset, size, flags, contextBytes)
      return !this.#rings.isClosed
    }
    const slot = words[at + kSlotWord]
    const generation = words[at + kGenerationWord]
    if ((flags & kFlagToCaller) === 0) return this.#break(`a frame of kind ${kind} came back`)
    if (kind === kKindCredit) this.#caller.onCredit(slot, generation, words[at + kTargetWord])
    else if (kind === kKindData) {
      const part = reader.bytes.slice(offset + kFrameHeaderBytes + contextBytes, offset + size)
      const status = words[at + kTargetWord]
      if (!this.#caller.onData(slot, generation, flags & kDataFlags, status, part)) {
        return this.#break('more parts came than were granted')
      }
    } else return this.#break(`a frame of kind ${kind} came`)
    return !this.#rings.isClosed
  }

  // Not at once: a reply that is read just now may be the last one.
  #endSoon(): void {
    if (!this.#isRetired) return
    queueMicrotask(() => {
      if (this.#caller.inFlightCount === 0) this.close(centerError('ERR_LINK_LOST'))
    })
  }

  #break(rule: string): false {
    this.#end(centerError('ERR_STATION_LOST', { route: this.path }, { reason: rule }), true)
    return false
  }

  #end(error: CenterError, isBroken: boolean): void {
    if (this.#rings.isClosed) return
    this.#isRetired = true
    this.#rings.close()
    // Gone from the list first: what is made again goes by the center.
    this.#events.onEnded(this.#number, isBroken)
    if (error.code === 'ERR_STATION_LOST') this.#caller.lose(error)
    else this.#caller.close(error)
  }
}
