// The answering end of a lane: requests of one path come straight from one caller. The center's verdict is looked at for each
// of them, so that a caller which does not heed its own gains nothing; and each is counted where the center reads it.

import type { Clock } from '../base/clock.js'
import { type CenterError, centerError, errorBody } from '../base/errors.js'
import type { RecordHandler, RingReader } from '../ring/ring-reader.js'
import type { LaneEnd } from '../transport/lane-end.js'
import type { LaneOpen } from '../wire/control.js'
import {
  kBodyMask,
  kFlagContinued,
  kFlagEnd,
  kFlagOneWay,
  kFlagStream,
  kFlagToCaller,
  kFrameHeaderBytes,
  kGenerationWord,
  kKindCancel,
  kKindCredit,
  kKindData,
  kKindRequest,
  kKindWord,
  kSlotWord,
  kTargetWord,
} from '../wire/frame.js'
import { kVerdictWord, refusalOf } from '../wire/lane-ledger.js'
import { Answerer } from './answerer.js'
import type { NestedCall } from './call.js'
import { CallCounts } from './call-counts.js'
import type { LaneEvents } from './caller-lane.js'
import type { Batch } from './frame-port.js'
import { LaneRings } from './lane-rings.js'
import type { Offers } from './offers.js'

const kDataFlags = kBodyMask | kFlagContinued | kFlagStream | kFlagEnd

export class AnswererLane implements RecordHandler {
  readonly #number: number
  readonly #offered: number
  readonly #path: string
  readonly #rings: LaneRings
  readonly #answerer: Answerer
  readonly #events: LaneEvents

  constructor(
    open: LaneOpen,
    end: LaneEnd,
    offers: Offers,
    clock: Clock,
    batch: Batch,
    nested: NestedCall,
    onHandlerError: (error: unknown, where: string) => void,
    events: LaneEvents,
  ) {
    this.#number = open.lane
    this.#offered = open.offered
    this.#path = open.path
    this.#events = events
    this.#rings = new LaneRings(end, batch, () => this.#break())
    const { port } = this.#rings
    const counts = new CallCounts(end.counts, port, clock)
    const terms = { caller: open.peer, path: open.path, counts }
    this.#answerer = new Answerer(port, offers, clock, nested, onHandlerError, terms)
  }

  /** One duty cycle. @returns how many records were handled. */
  turn(): number {
    if (!this.#rings.hasWork()) return 0
    this.#answerer.beginTurn()
    return this.#rings.turn(this)
  }

  /** Ends it at once; calls that are still worked on are aborted. */
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
    if (kFrameHeaderBytes + contextBytes > size) return this.#break()
    const slot = words[at + kSlotWord]
    const generation = words[at + kGenerationWord]
    switch (kind) {
      case kKindRequest: {
        const refusal = refusalOf(this.#rings.ledger[kVerdictWord])
        if (refusal !== null) {
          this.#answerer.refuse(slot, generation, errorBody(refusal, { route: this.#path }))
          return true
        }
        if (words[at + kTargetWord] !== this.#offered || (flags & kFlagOneWay) !== 0)
          return this.#break()
        if (!this.#answerer.onRequest(reader, offset, size, flags, contextBytes))
          return this.#break()
        break
      }
      case kKindData: {
        const part = reader.bytes.slice(offset + kFrameHeaderBytes + contextBytes, offset + size)
        const status = words[at + kTargetWord]
        const isIts = (flags & kFlagToCaller) === 0
        if (!isIts || !this.#answerer.onData(slot, generation, flags & kDataFlags, status, part))
          return this.#break()
        break
      }
      case kKindCredit:
        this.#answerer.onCredit(slot, generation, words[at + kTargetWord])
        break
      case kKindCancel:
        this.#answerer.onCancel(slot, generation)
        break
      default:
        return this.#break()
    }
    return !this.#rings.isClosed
  }

  #break(): false {
    this.#end(centerError('ERR_CANCELLED', { route: this.#path }), true)
    return false
  }

  #end(error: CenterError, isBroken: boolean): void {
    if (this.#rings.isClosed) return
    // Before the memory goes: what is aborted is counted there.
    this.#answerer.close(error)
    this.#rings.close()
    this.#events.onEnded(this.#number, isBroken)
  }
}
