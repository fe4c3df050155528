// From a station's ring back to the caller's, and what travels both ways while a call is open: parts, credit, cancels.

import { kCounterIndex } from '../base/counter-names.js'
import { errorBody } from '../base/errors.js'
import { kCreditChunks, kOverflowBytesMax } from '../base/limits.js'
import {
  kFlagContinued,
  kFlagEnd,
  kFlagStream,
  kGenerationWord,
  kindWord,
  kKindCancel,
  kKindData,
  kKindReply,
  kSlotWord,
  kTargetWord,
} from '../wire/frame.js'
import { buildFrame, copyFrame, takeFrame } from '../wire/frame-copy.js'
import { countEnd } from '../wire/stats-block.js'
import type { CenterLink } from './center-link.js'
import type { LinkTable } from './link-table.js'
import { kOneWay, kReplyOpen, kReplyStream, kUploadOpen, kUploadStream } from './pending-calls.js'
import type { TappedCalls } from './tapped-calls.js'

const kNoBody = new Uint8Array(0)
const kNoCredit = 'it sent more parts than its receiver has granted'

export class ReplyPath {
  readonly #links: LinkTable
  readonly #tapped: TappedCalls

  constructor(links: LinkTable, tapped: TappedCalls) {
    this.#links = links
    this.#tapped = tapped
  }

  /** A reply, or a part of one. */
  onReply(station: CenterLink, offset: number, size: number, kindFlagsContext: number): void {
    const words = station.reader.words
    const at = offset >> 2
    const slot = words[at + kSlotWord]
    const pending = station.pending
    if (!pending.has(slot, words[at + kGenerationWord])) {
      this.#links.counters[kCounterIndex.replies_late]++
      station.noteVain(this.#links.nowMs)
      return
    }
    const flags = (kindFlagsContext >> 8) & 0xff
    const isReply = (kindFlagsContext & 0xff) === kKindReply
    const status = words[at + kTargetWord]
    if (isReply) {
      if ((pending.flags[slot] & kReplyOpen) !== 0) {
        this.#links.unfit(station, 'it replied twice to one call')
        return
      }
      this.#links.counters[kCounterIndex.replies]++
      if ((flags & (kFlagContinued | kFlagStream)) !== 0) {
        pending.flags[slot] |= kReplyOpen | ((flags & kFlagStream) !== 0 ? kReplyStream : 0)
        // The deadline is for a stream's beginning; how long its reader takes is the reader's affair.
        if ((flags & kFlagStream) !== 0) pending.deadlineMs[slot] = Number.POSITIVE_INFINITY
      }
    }
    if (!isReply && (pending.flags[slot] & kReplyOpen) === 0) {
      this.#links.unfit(station, 'it sent a part of a reply that has not begun')
      return
    }
    if (!isReply && (flags & kFlagEnd) === 0 && --pending.replyCredit[slot] < 0) {
      this.#links.unfit(station, kNoCredit)
      return
    }
    if (this.#tapped.openCount !== 0)
      this.#tapped.onReply(station, slot, offset, size, kindFlagsContext, status)
    if ((pending.flags[slot] & kOneWay) === 0)
      this.#copyToCaller(station, slot, offset, size, kindFlagsContext)
    const isOver = isReply
      ? (flags & (kFlagContinued | kFlagStream)) === 0
      : (flags & kFlagEnd) !== 0 ||
        ((pending.flags[slot] & kReplyStream) === 0 && (flags & kFlagContinued) === 0)
    if (isOver) this.complete(station, slot, status !== 0)
  }

  /** Credit from the station for a part of the request. */
  toCaller(station: CenterLink, offset: number, size: number, kindFlagsContext: number): void {
    const at = offset >> 2
    const slot = station.reader.words[at + kSlotWord]
    if (!station.pending.has(slot, station.reader.words[at + kGenerationWord])) return
    const chunks = station.reader.words[at + kTargetWord]
    if (!addCredit(station.pending.uploadCredit, slot, chunks)) return
    this.#copyToCaller(station, slot, offset, size, kindFlagsContext)
  }

  #copyToCaller(
    station: CenterLink,
    slot: number,
    offset: number,
    size: number,
    kindFlagsContext: number,
  ): void {
    const pending = station.pending
    const caller = this.#links.byIndex[pending.callerLink[slot]]
    if (caller === undefined || caller.generation !== pending.callerLinkGeneration[slot]) return
    const { words, bytes } = station.reader
    const out = caller.isDeferring ? -1 : caller.writer.tryReserve(size)
    if (out > 0) {
      this.#links.touch(caller)
      const to = out >> 2
      copyFrame(
        words,
        bytes,
        offset,
        caller.writer.words,
        caller.writer.bytes,
        out,
        size,
        kindFlagsContext,
      )
      caller.writer.words[to + kSlotWord] = pending.callerSlot[slot]
      caller.writer.words[to + kGenerationWord] = pending.callerGeneration[slot]
      return
    }
    const frame = takeFrame(bytes, offset, size, kindFlagsContext)
    frame.words[kSlotWord] = pending.callerSlot[slot]
    frame.words[kGenerationWord] = pending.callerGeneration[slot]
    this.#links.send(caller, frame)
  }

  /** Counts a call and frees its slot. */
  complete(station: CenterLink, slot: number, isError: boolean): void {
    const pending = station.pending
    const endpoint = pending.endpoint[slot]
    if (endpoint === null) return
    if (this.#tapped.openCount !== 0) this.#tapped.end(station, slot, this.#links.nowMs)
    endpoint.inFlight--
    const us = (this.#links.nowMs - pending.startMs[slot]) * 1000
    countEnd(endpoint.stats, endpoint.statsAt, us, isError)
    this.#links.retainedBytes -= pending.retained[slot]?.bytes.length ?? 0
    pending.free(slot)
  }

  /** Finds the station's side of a caller's call. @returns the station, or undefined when the call is over. */
  #stationOf(
    caller: CenterLink,
    callerSlot: number,
    callerGeneration: number,
  ): CenterLink | undefined {
    if (callerSlot < 0 || callerSlot >= caller.callTarget.length) return undefined
    if (caller.callGeneration[callerSlot] !== callerGeneration) return undefined
    const station = this.#links.byIndex[caller.callTarget[callerSlot]]
    const slot = caller.callSlot[callerSlot]
    if (station === undefined || slot >= station.pending.slotCount || !station.pending.isUsed(slot))
      return undefined
    const pending = station.pending
    const isIts =
      pending.callerLink[slot] === caller.index &&
      pending.callerLinkGeneration[slot] === caller.generation &&
      pending.callerSlot[slot] === callerSlot &&
      pending.callerGeneration[slot] === callerGeneration
    return isIts ? station : undefined
  }

  /** A part of a request, or credit for a part of the reply. */
  onUpload(caller: CenterLink, offset: number, size: number, kindFlagsContext: number): void {
    const at = offset >> 2
    const callerSlot = caller.reader.words[at + kSlotWord]
    const station = this.#stationOf(caller, callerSlot, caller.reader.words[at + kGenerationWord])
    if (station === undefined) return
    const slot = caller.callSlot[callerSlot]
    const isData = (kindFlagsContext & 0xff) === kKindData
    const flags = (kindFlagsContext >> 8) & 0xff
    const { uploadCredit, replyCredit } = station.pending
    if (isData && (station.pending.flags[slot] & kUploadOpen) === 0) {
      this.#links.unfit(caller, 'it sent a part of a request that is over')
      return
    }
    if (isData && (flags & kFlagEnd) === 0 && --uploadCredit[slot] < 0) {
      this.#links.unfit(caller, kNoCredit)
      return
    }
    // Many uploads to one busy station may each be within their credit: then some end, not the station's link.
    if (isData && station.overflowBytes > kOverflowBytesMax / 2) {
      const error = errorBody('ERR_STATION_BUSY', { route: station.name })
      const generation = caller.callGeneration[callerSlot]
      this.cancel(station, slot)
      this.#links.sendError(caller, callerSlot, generation, error, false)
      return
    }
    if (!isData && !addCredit(replyCredit, slot, caller.reader.words[at + kTargetWord])) return
    if (isData && this.#tapped.openCount !== 0) this.#tapped.onUpload(station, slot, size)
    const frame = takeFrame(caller.reader.bytes, offset, size, kindFlagsContext)
    frame.words[kSlotWord] = slot
    frame.words[kGenerationWord] = station.pending.generation[slot]
    this.#links.send(station, frame)
    if (!isData) return
    const isStream = (station.pending.flags[slot] & kUploadStream) !== 0
    if ((flags & kFlagEnd) !== 0 || (!isStream && (flags & kFlagContinued) === 0)) {
      station.pending.flags[slot] &= ~kUploadOpen
    }
  }

  /** The caller gave up. */
  onCancel(caller: CenterLink, offset: number): void {
    const at = offset >> 2
    const callerSlot = caller.reader.words[at + kSlotWord]
    const station = this.#stationOf(caller, callerSlot, caller.reader.words[at + kGenerationWord])
    if (station === undefined) {
      caller.noteVain(this.#links.nowMs)
      return
    }
    this.#links.counters[kCounterIndex.calls_cancelled]++
    this.cancel(station, caller.callSlot[callerSlot])
  }

  /** Tells the station that nobody waits any more, and forgets the call. */
  cancel(station: CenterLink, slot: number): void {
    const generation = station.pending.generation[slot]
    this.#links.send(station, buildFrame(kindWord(kKindCancel, 0, 0), slot, generation, 0, kNoBody))
    this.complete(station, slot, true)
  }
}

/** Counts granted parts. @returns false for a grant that no honest receiver makes; it is dropped. */
function addCredit(credit: Int32Array, slot: number, chunks: number): boolean {
  if (chunks <= 0 || credit[slot] + chunks > kCreditChunks) return false
  credit[slot] += chunks
  return true
}
