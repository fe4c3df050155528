// One station's link as the dispatcher sees it: its rings, the names it interned, the calls it made and the calls it
// has to answer. Owned by the dispatch worker.

import {
  kHandleCountMax,
  kHandleNamesBytesMax,
  kOverflowBytesMax,
  kTopicRingShare,
  kVainFramesMax,
  kVainWindowMs,
} from '../base/limits.js'
import type { RecordHandler, RingReader } from '../ring/ring-reader.js'
import { kCorrupt, type RingWriter } from '../ring/ring-writer.js'
import type { LinkEnd } from '../transport/link.js'
import { ControlInbox } from './control-inbox.js'
import type { LinkRings, RingFill } from './messages.js'
import { PendingCalls } from './pending-calls.js'
import type { NoRoute, RouteEntry } from './route-table.js'

/** A name that the peer replaced by a small number. */
export type Handle = {
  readonly isTopic: boolean
  /** "METHOD /path" or a topic. */
  readonly name: string
  /** Context field that carries the path to a station whose route has parameters. */
  readonly pathField: Uint8Array
  route: RouteEntry | NoRoute
  /** RouteTable.matchEpoch for which `route` is right. */
  matchEpoch: number
  /** Calls until it is asked whether they came within a second, and when the count began; see hot-paths.ts. */
  callsUntilHot: number
  heatSinceMs: number
  /** No lane is wished for before. */
  askAgainMs: number
}

/** Takes a record of a link. */
export type LinkRecords = {
  onLinkRecord(link: CenterLink, offset: number, sizeBytes: number): boolean
}

export class CenterLink implements RecordHandler {
  readonly index: number
  readonly generation: number
  readonly name: string
  readonly end: LinkEnd
  readonly reader: RingReader
  readonly writer: RingWriter
  isOpen = true
  /** It broke the protocol or is too slow; its owner is about to close it. */
  isUnfit = false
  /** Records were written and not published yet. */
  isDirty = false
  /** Control messages that it sent and that the control plane has not taken. */
  readonly control = new ControlInbox()
  /** Calls sent to this station. */
  readonly pending = new PendingCalls()
  readonly handles: (Handle | undefined)[] = []
  /** Where the calls of this link went, by the caller's slot. */
  callTarget: Int32Array = new Int32Array(64)
  callSlot: Int32Array = new Int32Array(64)
  callGeneration: Int32Array = new Int32Array(64)
  /** Generations of the links whose names this station was told, by link index. */
  readonly introduced: number[] = []
  /** Frames that wait for room; while there are any, nothing is read from this peer. */
  readonly #overflow: Uint8Array[] = []
  #overflowBytes = 0
  #namesBytes = 0
  #vainCount = 0
  #vainEndMs = 0
  readonly #vainCountMax: number
  readonly #topicBytesMin: number
  /** It can be handed lanes. */
  readonly takesLanes: boolean
  readonly #records: LinkRecords

  constructor(
    index: number,
    generation: number,
    name: string,
    end: LinkEnd,
    takesLanes: boolean,
    records: LinkRecords,
  ) {
    this.takesLanes = takesLanes
    this.index = index
    this.generation = generation
    this.name = name
    this.end = end
    this.reader = end.reader
    this.writer = end.writer
    this.#records = records
    const isOwnThread = end.carrier === 'worker' || end.carrier === 'attached'
    this.#vainCountMax = isOwnThread ? Number.POSITIVE_INFINITY : kVainFramesMax
    this.#topicBytesMin = end.writer.capacityBytes * (1 - kTopicRingShare)
  }

  onRecord(_reader: RingReader, offset: number, sizeBytes: number): boolean {
    return this.#records.onLinkRecord(this, offset, sizeBytes)
  }

  /** True when nothing is read from it: frames wait for room in its ring, or the control plane has enough of it. */
  get isHeldBack(): boolean {
    return this.isDeferring || this.control.isFull
  }

  /** Counts a frame that led nowhere: a refused call, a cancel of no call, a late reply, a heartbeat. */
  noteVain(nowMs: number): void {
    if (nowMs >= this.#vainEndMs) {
      this.#vainEndMs = nowMs + kVainWindowMs
      this.#vainCount = 0
    }
    this.#vainCount++
  }

  /** The clock's milliseconds at which it may be read again after too many such frames; 0 when it may now. */
  vainUntilMs(nowMs: number): number {
    return this.#vainCount >= this.#vainCountMax && nowMs < this.#vainEndMs ? this.#vainEndMs : 0
  }

  /** True while frames wait for room in this peer's ring. */
  get isDeferring(): boolean {
    return this.#overflow.length > 0
  }

  /** Bytes that wait for room in this peer's ring. */
  get overflowBytes(): number {
    return this.#overflowBytes
  }

  /** How full its rings are. */
  rings(): LinkRings {
    const { writer, reader } = this
    return {
      link: this.index,
      generation: this.generation,
      toStation: fillOf(
        writer.capacityBytes,
        writer.capacityBytes - writer.freeBytes(),
        writer.fullCount,
      ),
      toCenter: fillOf(reader.capacityBytes, reader.publishedBytes(), reader.fullCount),
      waitingBytes: this.#overflowBytes,
    }
  }

  /** Remembers where a call went. @param callerSlot checked: 0 … kInFlightPerLinkMax - 1. */
  rememberCall(callerSlot: number, target: number, slot: number, generation: number): void {
    if (callerSlot >= this.callTarget.length) this.#growCalls(callerSlot)
    this.callTarget[callerSlot] = target
    this.callSlot[callerSlot] = slot
    this.callGeneration[callerSlot] = generation
  }

  /** Gives a number a name. @returns false when the number is out of range, or the names are too long together. */
  intern(handle: number, value: Handle): boolean {
    if (handle < 0 || handle >= kHandleCountMax) return false
    this.#namesBytes += value.name.length - (this.handles[handle]?.name.length ?? 0)
    if (this.#namesBytes > kHandleNamesBytesMax) return false
    while (this.handles.length < handle) this.handles.push(undefined)
    this.handles[handle] = value
    return true
  }

  /** True when a message of a topic may take room now; the last share of the ring is kept for calls. */
  hasTopicRoom(sizeBytes: number): boolean {
    return !this.isDeferring && this.writer.hasFreeBytes(sizeBytes + this.#topicBytesMin)
  }

  /** Keeps a frame until its peer makes room. @returns false when the bound is reached: the peer is too slow to stay. */
  defer(frame: Uint8Array): boolean {
    if (this.#overflowBytes + frame.length > kOverflowBytesMax) return false
    this.#overflow.push(frame)
    this.#overflowBytes += frame.length
    return true
  }

  /** Moves kept frames into the ring, as far as there is room. @returns how many, or kCorrupt. */
  flushDeferred(): number {
    let count = 0
    for (const frame of this.#overflow) {
      const at = this.writer.tryReserve(frame.length)
      if (at === kCorrupt) return kCorrupt
      if (at < 0) break
      this.writer.bytes.set(frame, at)
      this.#overflowBytes -= frame.length
      count++
    }
    this.#overflow.splice(0, count)
    return count
  }

  /** Forgets the kept frames. */
  dropDeferred(): void {
    this.#overflow.length = 0
    this.#overflowBytes = 0
  }

  #growCalls(callerSlot: number): void {
    let count = this.callTarget.length
    while (count <= callerSlot) count *= 2
    const grown = (from: Int32Array) => {
      const to = new Int32Array(count)
      to.set(from)
      return to
    }
    this.callTarget = grown(this.callTarget)
    this.callSlot = grown(this.callSlot)
    this.callGeneration = grown(this.callGeneration)
  }
}

/** Positions and counts are the peer's word, too: what cannot be is cut to what can. */
function fillOf(capacityBytes: number, usedBytes: number, fullCount: number): RingFill {
  return {
    capacityBytes,
    usedBytes: Math.min(capacityBytes, Math.max(0, usedBytes)),
    fullCount: Number.isSafeInteger(fullCount) && fullCount >= 0 ? fullCount : 0,
  }
}
