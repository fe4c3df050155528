// The dispatcher: takes frames from the rings of the links, finds route and endpoint of a call, and writes it into the
// ring of the station that answers; brings the reply back. One dispatch worker owns one dispatcher.
//
// Read turn() first, then #onRequest and #onReply. What happens between (streams, cancels, deadlines) is in
// call-traffic.ts; the links' control messages go to the control plane untouched.

import type { Clock } from '../base/clock.js'
import { kCounterIndex } from '../base/counter-names.js'
import { type ErrorBody, errorBody, type ErrorValues, type ErrorCode } from '../base/errors.js'
import {
  kCallTimeoutMsMax,
  kEndpointTriesMax,
  kPollCountMax,
  kRetainedBytesMax,
  kRingBytesMax,
  kTriesMax,
} from '../base/limits.js'
import { kCorrupt } from '../ring/ring-writer.js'
import { encodeContext, contextField, kTagPath } from '../wire/context.js'
import {
  kBodyJson,
  kBodyMask,
  kFlagContinued,
  kFlagEnd,
  kFlagNamed,
  kFlagOneWay,
  kFlagStream,
  kFlagToCaller,
  kFrameHeaderBytes,
  kGenerationWord,
  kKindCaller,
  kKindCancel,
  kKindControl,
  kKindCredit,
  kKindData,
  kKindHeartbeat,
  kKindIntern,
  kKindMessage,
  kKindReply,
  kKindRequest,
  kKindWord,
  kPartyWord,
  kSlotWord,
  kTargetWord,
  kTimeoutWord,
  kindWord,
  writeHeader,
} from '../wire/frame.js'
import { buildFrame, copyFrame, type FrameMemory, takeFrame } from '../wire/frame-copy.js'
import type { Gates } from './admission.js'
import { pick } from './balancer.js'
import { CenterLink, type Handle } from './center-link.js'
import { countBegin, countEnd, kRetriesWord } from './endpoint-stats.js'
import {
  kOneWay,
  kReplyOpen,
  kReplyStream,
  kUploadOpen,
  kUploadStream,
  type PendingCalls,
} from './pending-calls.js'
import { type Endpoint, type RouteEntry, RouteTable, type StatsLocator } from './route-table.js'
import type { Snapshot, SubscriberState } from './snapshot.js'
import { TopicFanout } from './topic-fanout.js'

/** What the dispatcher tells the rest of its thread. */
export type DispatcherEvents = {
  /** A control message came, or a part of one; the bytes are a copy. */
  onControl(link: CenterLink, bytes: Uint8Array, isLast: boolean): void
  /** The link broke the protocol or is too slow, and must be closed by its owner. */
  onUnfit(link: CenterLink, reason: string): void
}

const encoder = new TextEncoder()
const decoder = new TextDecoder()
// All that a dead peer can have published: a ring of the smallest records.
const kPollsAtEndMax = kRingBytesMax / kFrameHeaderBytes
const kNoPath = new Uint8Array(0)

export class Dispatcher {
  readonly #links: (CenterLink | undefined)[] = []
  readonly #table: RouteTable
  readonly #topics: TopicFanout
  readonly #gates: Gates
  readonly #clock: Clock
  readonly #events: DispatcherEvents
  readonly #counters: Float64Array
  #nowMs = 0
  #nextDeadlineMs = Number.POSITIVE_INFINITY
  #retainedBytes = 0
  #isDraining = false
  /** Links with records that their readers cannot see yet. */
  readonly #dirty: CenterLink[] = []
  // The message being fanned out: fields instead of a closure per message.
  readonly #message: { words: Int32Array; bytes: Uint8Array; offset: number; size: number } = {
    words: new Int32Array(0),
    bytes: kNoPath,
    offset: 0,
    size: 0,
  }

  /**
   * @param counters the center's counters, one float64 word for each of kCounterNames.
   */
  constructor(
    gates: Gates,
    counters: Float64Array,
    locateStats: StatsLocator,
    clock: Clock,
    events: DispatcherEvents,
  ) {
    this.#gates = gates
    this.#counters = counters
    this.#clock = clock
    this.#events = events
    this.#table = new RouteTable(locateStats)
    this.#topics = new TopicFanout((subscriber) => this.#linkOf(subscriber))
  }

  // ---- links and snapshots

  /** Takes a link into the next turns. @returns it; the index is free, the generation new. */
  addLink(link: CenterLink): void {
    this.#links[link.index] = link
    for (const other of this.#links) if (other !== undefined) other.introduced[link.index] = 0
  }

  /** Ends a link: what it had published is handled, its calls are cancelled, the calls it owed fail or go elsewhere. */
  removeLink(link: CenterLink): void {
    if (!link.isOpen) return
    this.#nowMs = this.#clock.nowMs()
    if (!link.isUnfit) link.reader.poll(link, kPollsAtEndMax)
    link.isOpen = false
    this.#links[link.index] = undefined
    this.#cancelCallsOf(link)
    this.#failCallsTo(link)
    this.#publishAll()
  }

  /** Puts a snapshot into force. */
  apply(snapshot: Snapshot): void {
    for (const route of snapshot.routes) this.#table.apply(route)
    for (const topic of snapshot.topics) this.#topics.apply(topic)
  }

  /** From now on new calls are refused with ERR_DRAINING. */
  drain(): void {
    this.#isDraining = true
  }

  /** Calls on the way. */
  inFlightCount(): number {
    let count = 0
    for (const link of this.#links) count += link?.pending.count ?? 0
    return count
  }

  /** Sends a control message to a link. */
  sendControl(link: CenterLink, body: Uint8Array): void {
    this.#send(link, buildFrame(kindWord(kKindControl, 0, 0), 0, 0, 0, body))
    this.#publishAll()
  }

  // ---- one duty cycle

  /** @returns how many records were handled; 0 lets the thread rest. */
  turn(): number {
    this.#nowMs = this.#clock.nowMs()
    this.#counters[kCounterIndex.turns]++
    let work = 0
    for (const link of this.#links) {
      if (link === undefined) continue
      if (link.isDeferring && !this.#flush(link)) continue
      const count = link.reader.poll(link, kPollCountMax)
      if (count === kCorrupt) this.#unfit(link, 'a ring position or record size is nonsense')
      else if (count > 0) {
        work += count
        this.#publishAll()
      }
    }
    if (this.#nowMs >= this.#nextDeadlineMs) this.#expire()
    return work
  }

  /** Milliseconds of the clock at which {@link turn} has a deadline to look at; infinity for none. */
  get nextDeadlineMs(): number {
    return this.#nextDeadlineMs
  }

  /** Looks at the deadlines without a turn; for a timer. */
  expireDeadlines(): void {
    this.#nowMs = this.#clock.nowMs()
    if (this.#nowMs >= this.#nextDeadlineMs) this.#expire()
    this.#publishAll()
  }

  /** Called by a link's reader for each record. */
  onLinkRecord(link: CenterLink, offset: number, size: number): boolean {
    if (link.isDeferring || link.isUnfit) return false
    if (size > link.writer.recordBytesMax) {
      this.#unfit(link, `frame of ${size} bytes is over ${link.writer.recordBytesMax}`)
      return false
    }
    const words = link.reader.words
    const kindFlagsContext = words[(offset >> 2) + kKindWord]
    switch (kindFlagsContext & 0xff) {
      case kKindRequest:
        this.#onRequest(link, offset, size, kindFlagsContext)
        break
      case kKindReply:
        this.#onReply(link, offset, size, kindFlagsContext)
        break
      case kKindMessage:
        this.#onMessage(link, offset, size, kindFlagsContext)
        break
      case kKindData:
        if ((kindFlagsContext >> 8) & kFlagToCaller) this.#onReply(link, offset, size, kindFlagsContext)
        else this.#onUpload(link, offset, size, kindFlagsContext)
        break
      case kKindCredit:
        if ((kindFlagsContext >> 8) & kFlagToCaller) this.#toCaller(link, offset, size)
        else this.#onUpload(link, offset, size, kindFlagsContext)
        break
      case kKindCancel:
        this.#onCancel(link, offset)
        break
      case kKindIntern:
        this.#onIntern(link, offset, size, kindFlagsContext)
        break
      case kKindControl:
        this.#events.onControl(
          link,
          link.reader.bytes.slice(offset + kFrameHeaderBytes, offset + size),
          ((kindFlagsContext >> 8) & kFlagContinued) === 0,
        )
        break
      case kKindHeartbeat:
        this.#send(link, buildFrame(kindWord(kKindHeartbeat, kFlagEnd, 0), 0, 0, 0, kNoPath))
        break
      default:
        this.#unfit(link, `frame of kind ${kindFlagsContext & 0xff}`)
    }
    return true
  }

  // ---- requests: caller → station

  #onRequest(link: CenterLink, offset: number, size: number, kindFlagsContext: number): void {
    const words = link.reader.words
    const at = offset >> 2
    const target = words[at + kTargetWord]
    this.#counters[kCounterIndex.requests]++
    let route: RouteEntry | 'no-route' | 'wrong-method'
    let handle: Handle | undefined
    if ((kindFlagsContext >> 8) & kFlagNamed) {
      const name = this.#nameInContext(link, offset, size, kindFlagsContext)
      route = name === undefined ? 'no-route' : this.#table.match(name)
    } else {
      handle = link.handles[target]
      if (handle === undefined || handle.isTopic) {
        this.#unfit(link, `request to handle ${target}, which is no route`)
        return
      }
      if (handle.matchEpoch !== this.#table.matchEpoch) {
        handle.route = this.#table.match(handle.name)
        handle.matchEpoch = this.#table.matchEpoch
      }
      route = handle.route
    }
    if (typeof route === 'string') {
      const name = handle?.name ?? this.#nameInContext(link, offset, size, kindFlagsContext) ?? '(no path)'
      const method = name.slice(0, name.indexOf(' '))
      const code = route === 'no-route' ? 'ERR_NO_ROUTE' : 'ERR_METHOD'
      this.#refuse(link, offset, kindFlagsContext, code, { route: name, method })
      return
    }
    if (this.#isDraining) {
      this.#refuse(link, offset, kindFlagsContext, 'ERR_DRAINING', {})
      return
    }
    const refusal = this.#gates.admit(route.id)
    if (refusal !== null) {
      this.#refuse(link, offset, kindFlagsContext, refusal, { route: route.route })
      return
    }
    // A station whose route has parameters needs the path; one with an exact route knows it.
    const path = handle === undefined || route.pattern.isExact ? kNoPath : handle.pathField
    if (size + path.length > link.writer.recordBytesMax) {
      const values = { bytes: size + path.length, limit: link.writer.recordBytesMax }
      this.#refuse(link, offset, kindFlagsContext, 'ERR_BODY_TOO_LARGE', values)
      return
    }
    const outcome = this.#forward(link, link.reader.words, link.reader.bytes, offset, size, route, path, 1, 0)
    if (outcome !== null) this.#refuse(link, offset, kindFlagsContext, outcome, { route: route.route })
  }

  /**
   * Writes a request into the ring of an endpoint that has room.
   *
   * @param offset of the caller's frame in fromWords and fromBytes.
   * @param startMs 0 for the first try.
   * @returns null, or why no endpoint took it.
   */
  #forward(
    caller: CenterLink,
    fromWords: Int32Array,
    fromBytes: Uint8Array,
    offset: number,
    size: number,
    route: RouteEntry,
    path: Uint8Array,
    tries: number,
    startMs: number,
  ): ErrorCode | null {
    const from = offset >> 2
    const kindFlagsContext = fromWords[from + kKindWord]
    const flags = (kindFlagsContext >> 8) & 0xff
    const keyHash = fromWords[from + kPartyWord]
    const countMax = Math.min(route.endpoints.length, kEndpointTriesMax)
    if (countMax === 0) return 'ERR_PAUSED'
    for (let attempt = 0; attempt < countMax; attempt++) {
      const endpoint = attempt === 0 ? pick(route, keyHash) : this.#nextEndpoint(route, attempt)
      const station = endpoint === null ? undefined : this.#links[endpoint.link]
      if (endpoint === null || station === undefined) continue
      if (station.generation !== endpoint.linkGeneration || station.isDeferring) continue
      this.#introduce(station, caller)
      const out = station.writer.tryReserve(size + path.length)
      if (out < 0) continue
      this.#touch(station)
      const slot = station.pending.tryAllocate()
      const pending = station.pending
      const to = out >> 2
      const toWords = station.writer.words
      if (path.length === 0) {
        copyFrame(fromWords, fromBytes, offset, toWords, station.writer.bytes, out, size)
      } else {
        this.#copyWithPath(fromWords, fromBytes, offset, size, station, out, path)
      }
      if (slot < 0) {
        // The record is reserved and must become something: a cancel of no call is nothing.
        writeHeader(toWords, to, size + path.length, kindWord(kKindCancel, 0, 0), -1, 0, 0, 0, 0, 0)
        continue
      }
      const callerSlot = fromWords[from + kSlotWord]
      const callerGeneration = fromWords[from + kGenerationWord]
      const isTracked = (flags & kFlagOneWay) === 0 || (flags & (kFlagContinued | kFlagStream)) !== 0
      if (isTracked && !caller.rememberCall(callerSlot, station.index, slot, callerGeneration)) {
        writeHeader(toWords, to, size + path.length, kindWord(kKindCancel, 0, 0), -1, 0, 0, 0, 0, 0)
        pending.endpoint[slot] = endpoint
        pending.free(slot)
        this.#unfit(caller, `correlation slot ${callerSlot} is out of range`)
        return null
      }
      const timeoutMs = fromWords[from + kTimeoutWord] >>> 0
      const begin = startMs === 0 ? this.#nowMs : startMs
      const deadlineMs = begin + Math.min(timeoutMs, kCallTimeoutMsMax)
      pending.endpoint[slot] = endpoint
      pending.callerLink[slot] = caller.index
      pending.callerLinkGeneration[slot] = caller.generation
      pending.callerSlot[slot] = callerSlot
      pending.callerGeneration[slot] = callerGeneration
      pending.flags[slot] =
        ((flags & kFlagContinued) !== 0 ? kUploadOpen : 0) |
        ((flags & kFlagStream) !== 0 ? kUploadOpen | kUploadStream : 0) |
        ((flags & kFlagOneWay) !== 0 ? kOneWay : 0)
      pending.tries[slot] = tries
      pending.startMs[slot] = begin
      pending.deadlineMs[slot] = deadlineMs
      if (deadlineMs < pending.nextDeadlineMs) pending.nextDeadlineMs = deadlineMs
      if (deadlineMs < this.#nextDeadlineMs) this.#nextDeadlineMs = deadlineMs
      toWords[to + kSlotWord] = slot
      toWords[to + kGenerationWord] = pending.generation[slot]
      toWords[to + kTargetWord] = endpoint.offered
      toWords[to + kTimeoutWord] = Math.max(1, deadlineMs - this.#nowMs)
      toWords[to + kPartyWord] = caller.index
      endpoint.inFlight++
      countBegin(endpoint.stats, endpoint.statsAt)
      if (route.isIdempotent && tries < kTriesMax) this.#retain(pending, slot, fromBytes, offset, size)
      return null
    }
    return 'ERR_STATION_BUSY'
  }

  // After a full endpoint the others come in their order, whatever the policy: any answer beats a refusal.
  #nextEndpoint(route: RouteEntry, attempt: number): Endpoint | null {
    const count = route.endpoints.length
    if (route.turn >= count) route.turn = 0
    return route.endpoints[(route.turn + attempt - 1) % count] ?? null
  }

  #copyWithPath(
    fromWords: Int32Array,
    fromBytes: Uint8Array,
    offset: number,
    size: number,
    station: CenterLink,
    out: number,
    path: Uint8Array,
  ): void {
    const { words, bytes } = station.writer
    const to = out >> 2
    const from = offset >> 2
    for (let word = 0; word < kFrameHeaderBytes >> 2; word++) words[to + word] = fromWords[from + word]
    words[to] = size + path.length
    words[to + kKindWord] = fromWords[from + kKindWord] + (path.length << 16)
    bytes.set(path, out + kFrameHeaderBytes)
    const rest = fromBytes.subarray(offset + kFrameHeaderBytes, offset + size)
    bytes.set(rest, out + kFrameHeaderBytes + path.length)
  }

  #introduce(station: CenterLink, caller: CenterLink): void {
    if (station.introduced[caller.index] === caller.generation) return
    station.introduced[caller.index] = caller.generation
    const body = encoder.encode(caller.name)
    this.#send(station, buildFrame(kindWord(kKindCaller, 0, 0), 0, 0, caller.index, body))
  }

  #retain(pending: PendingCalls, slot: number, bytes: Uint8Array, offset: number, size: number): void {
    if ((pending.flags[slot] & (kUploadOpen | kOneWay)) !== 0) return
    if (this.#retainedBytes + size > kRetainedBytesMax) return
    this.#retainedBytes += size
    pending.retained[slot] = bytes.slice(offset, offset + size)
  }

  #nameInContext(link: CenterLink, offset: number, size: number, kindFlagsContext: number): string | undefined {
    const contextBytes = kindFlagsContext >>> 16
    if (kFrameHeaderBytes + contextBytes > size) return undefined
    const start = offset + kFrameHeaderBytes
    return contextField(link.reader.bytes.subarray(start, start + contextBytes), kTagPath)
  }

  #refuse(link: CenterLink, offset: number, kindFlagsContext: number, code: ErrorCode, values: ErrorValues): void {
    this.#counters[kCounterIndex.requests_refused]++
    if ((kindFlagsContext >> 8) & kFlagOneWay) {
      this.#counters[kCounterIndex.one_way_lost]++
      return
    }
    const at = offset >> 2
    const words = link.reader.words
    this.#sendError(link, words[at + kSlotWord], words[at + kGenerationWord], errorBody(code, values), false)
  }

  // ---- replies: station → caller

  #onReply(station: CenterLink, offset: number, size: number, kindFlagsContext: number): void {
    const words = station.reader.words
    const at = offset >> 2
    const slot = words[at + kSlotWord]
    const pending = station.pending
    if (!pending.has(slot, words[at + kGenerationWord])) {
      this.#counters[kCounterIndex.replies_late]++
      return
    }
    const flags = (kindFlagsContext >> 8) & 0xff
    const isReply = (kindFlagsContext & 0xff) === kKindReply
    const status = words[at + kTargetWord]
    if (isReply) {
      this.#counters[kCounterIndex.replies]++
      if ((flags & (kFlagContinued | kFlagStream)) !== 0) {
        pending.flags[slot] |= kReplyOpen | ((flags & kFlagStream) !== 0 ? kReplyStream : 0)
        // The deadline is for a stream's beginning; how long its reader takes is the reader's affair.
        if ((flags & kFlagStream) !== 0) pending.deadlineMs[slot] = Number.POSITIVE_INFINITY
      }
    }
    if ((pending.flags[slot] & kOneWay) === 0) this.#copyToCaller(station, slot, offset, size)
    const isOver = isReply
      ? (flags & (kFlagContinued | kFlagStream)) === 0
      : (flags & kFlagEnd) !== 0 ||
        ((pending.flags[slot] & kReplyStream) === 0 && (flags & kFlagContinued) === 0)
    if (isOver) this.#complete(station, slot, status !== 0)
  }

  #toCaller(station: CenterLink, offset: number, size: number): void {
    const at = offset >> 2
    const slot = station.reader.words[at + kSlotWord]
    if (!station.pending.has(slot, station.reader.words[at + kGenerationWord])) return
    this.#copyToCaller(station, slot, offset, size)
  }

  #copyToCaller(station: CenterLink, slot: number, offset: number, size: number): void {
    const pending = station.pending
    const caller = this.#links[pending.callerLink[slot]]
    if (caller === undefined || caller.generation !== pending.callerLinkGeneration[slot]) return
    const { words, bytes } = station.reader
    const out = caller.isDeferring ? -1 : caller.writer.tryReserve(size)
    if (out > 0) {
      this.#touch(caller)
      const to = out >> 2
      copyFrame(words, bytes, offset, caller.writer.words, caller.writer.bytes, out, size)
      caller.writer.words[to + kSlotWord] = pending.callerSlot[slot]
      caller.writer.words[to + kGenerationWord] = pending.callerGeneration[slot]
      return
    }
    const frame = takeFrame(bytes, offset, size)
    frame.words[kSlotWord] = pending.callerSlot[slot]
    frame.words[kGenerationWord] = pending.callerGeneration[slot]
    this.#send(caller, frame)
  }

  #complete(station: CenterLink, slot: number, isError: boolean): void {
    const pending = station.pending
    const endpoint = pending.endpoint[slot]
    if (endpoint === null) return
    endpoint.inFlight--
    const us = (this.#nowMs - pending.startMs[slot]) * 1000
    countEnd(endpoint.stats, endpoint.statsAt, us, isError)
    this.#retainedBytes -= pending.retained[slot]?.length ?? 0
    pending.free(slot)
  }

  // ---- parts of requests, credit and cancels from the caller

  /** Finds the station's side of a caller's call. @returns the station, or undefined when the call is over. */
  #stationOf(caller: CenterLink, callerSlot: number, callerGeneration: number): CenterLink | undefined {
    if (callerSlot < 0 || callerSlot >= caller.callTarget.length) return undefined
    if (caller.callGeneration[callerSlot] !== callerGeneration) return undefined
    const station = this.#links[caller.callTarget[callerSlot]]
    const slot = caller.callSlot[callerSlot]
    if (station === undefined || slot >= station.pending.slotCount || !station.pending.isUsed(slot)) return undefined
    const pending = station.pending
    const isIts =
      pending.callerLink[slot] === caller.index &&
      pending.callerLinkGeneration[slot] === caller.generation &&
      pending.callerSlot[slot] === callerSlot &&
      pending.callerGeneration[slot] === callerGeneration
    return isIts ? station : undefined
  }

  #onUpload(caller: CenterLink, offset: number, size: number, kindFlagsContext: number): void {
    const at = offset >> 2
    const callerSlot = caller.reader.words[at + kSlotWord]
    const station = this.#stationOf(caller, callerSlot, caller.reader.words[at + kGenerationWord])
    if (station === undefined) return
    const slot = caller.callSlot[callerSlot]
    const frame = takeFrame(caller.reader.bytes, offset, size)
    frame.words[kSlotWord] = slot
    frame.words[kGenerationWord] = station.pending.generation[slot]
    this.#send(station, frame)
    if ((kindFlagsContext & 0xff) !== kKindData) return
    const flags = (kindFlagsContext >> 8) & 0xff
    const isStream = (station.pending.flags[slot] & kUploadStream) !== 0
    if ((flags & kFlagEnd) !== 0 || (!isStream && (flags & kFlagContinued) === 0)) {
      station.pending.flags[slot] &= ~kUploadOpen
    }
  }

  #onCancel(caller: CenterLink, offset: number): void {
    const at = offset >> 2
    const callerSlot = caller.reader.words[at + kSlotWord]
    const station = this.#stationOf(caller, callerSlot, caller.reader.words[at + kGenerationWord])
    if (station === undefined) return
    this.#counters[kCounterIndex.calls_cancelled]++
    this.#cancel(station, caller.callSlot[callerSlot])
  }

  /** Tells the station that nobody waits any more, and forgets the call. */
  #cancel(station: CenterLink, slot: number): void {
    const generation = station.pending.generation[slot]
    this.#send(station, buildFrame(kindWord(kKindCancel, 0, 0), slot, generation, 0, kNoPath))
    this.#complete(station, slot, true)
  }

  // ---- topics and names

  #onMessage(link: CenterLink, offset: number, size: number, kindFlagsContext: number): void {
    const words = link.reader.words
    const handle = link.handles[words[(offset >> 2) + kTargetWord]]
    const isNamed = ((kindFlagsContext >> 8) & kFlagNamed) !== 0
    const topic = isNamed ? this.#nameInContext(link, offset, size, kindFlagsContext) : handle?.name
    if (topic === undefined || (!isNamed && handle?.isTopic !== true)) {
      this.#unfit(link, `message to handle ${words[(offset >> 2) + kTargetWord]}, which is no topic`)
      return
    }
    this.#counters[kCounterIndex.messages_published]++
    const message = this.#message
    message.words = words
    message.bytes = link.reader.bytes
    message.offset = offset
    message.size = size
    const count = this.#topics.publish(topic, this.#deliver)
    this.#counters[kCounterIndex.messages_delivered] += count.delivered
    this.#counters[kCounterIndex.messages_lost] += count.lost
  }

  readonly #deliver = (link: CenterLink, subscription: number): boolean => {
    const message = this.#message
    if (!link.hasTopicRoom(message.size)) return false
    const out = link.writer.tryReserve(message.size)
    if (out < 0) return false
    this.#touch(link)
    copyFrame(
      message.words,
      message.bytes,
      message.offset,
      link.writer.words,
      link.writer.bytes,
      out,
      message.size,
    )
    link.writer.words[(out >> 2) + kTargetWord] = subscription
    return true
  }

  #onIntern(link: CenterLink, offset: number, size: number, kindFlagsContext: number): void {
    const handle = link.reader.words[(offset >> 2) + kTargetWord]
    const name = decoder.decode(link.reader.bytes.slice(offset + kFrameHeaderBytes, offset + size))
    const isTopic = ((kindFlagsContext >> 8) & kFlagNamed) !== 0
    const value: Handle = {
      isTopic,
      name,
      pathField: isTopic ? kNoPath : encodeContext([[kTagPath, name]]),
      route: 'no-route',
      matchEpoch: 0,
    }
    if (!link.intern(handle, value)) this.#unfit(link, `handle ${handle} is out of range`)
  }

  // ---- ends

  #cancelCallsOf(link: CenterLink): void {
    for (const station of this.#links) {
      const pending = station?.pending
      if (station === undefined || pending === undefined) continue
      for (let slot = 0; slot < pending.slotCount; slot++) {
        if (!pending.isUsed(slot) || pending.callerLink[slot] !== link.index) continue
        if (pending.callerLinkGeneration[slot] === link.generation && (pending.flags[slot] & kOneWay) === 0) {
          this.#cancel(station, slot)
        }
      }
    }
  }

  #failCallsTo(station: CenterLink): void {
    const pending = station.pending
    for (let slot = 0; slot < pending.slotCount; slot++) {
      const endpoint = pending.endpoint[slot]
      if (endpoint === null) continue
      const retained = pending.retained[slot]
      if (retained !== null && this.#retry(pending, slot, endpoint, retained)) continue
      this.#fail(station, slot, errorBody('ERR_STATION_LOST', { route: endpoint.route.route }))
    }
  }

  /** Sends an idempotent call elsewhere. @returns false when that is not possible. */
  #retry(pending: PendingCalls, slot: number, endpoint: Endpoint, retained: Uint8Array): boolean {
    const caller = this.#links[pending.callerLink[slot]]
    if (caller === undefined || caller.generation !== pending.callerLinkGeneration[slot]) return false
    if ((pending.flags[slot] & kReplyOpen) !== 0) return false
    const route = endpoint.route
    const frame = takeFrame(retained, 0, retained.length)
    const isNamed = ((frame.words[kKindWord] >> 8) & kFlagNamed) !== 0
    const handle = isNamed ? undefined : caller.handles[frame.words[kTargetWord]]
    const path = handle === undefined || route.pattern.isExact ? kNoPath : handle.pathField
    const tries = pending.tries[slot] + 1
    const begin = pending.startMs[slot]
    if (this.#forward(caller, frame.words, frame.bytes, 0, frame.bytes.length, route, path, tries, begin) !== null) {
      return false
    }
    this.#counters[kCounterIndex.requests_retried]++
    endpoint.stats[endpoint.statsAt + kRetriesWord]++
    countEnd(endpoint.stats, endpoint.statsAt, (this.#nowMs - begin) * 1000, true)
    this.#retainedBytes -= retained.length
    pending.free(slot)
    return true
  }

  #fail(station: CenterLink, slot: number, error: ErrorBody): void {
    const pending = station.pending
    const caller = this.#links[pending.callerLink[slot]]
    const isThere = caller !== undefined && caller.generation === pending.callerLinkGeneration[slot]
    if (isThere && (pending.flags[slot] & kOneWay) === 0) {
      const hasBegun = (pending.flags[slot] & kReplyOpen) !== 0
      this.#sendError(caller, pending.callerSlot[slot], pending.callerGeneration[slot], error, hasBegun)
    }
    this.#complete(station, slot, true)
  }

  #expire(): void {
    let next = Number.POSITIVE_INFINITY
    for (const station of this.#links) {
      if (station === undefined) continue
      if (station.pending.nextDeadlineMs <= this.#nowMs) this.#expireOf(station)
      next = Math.min(next, station.pending.nextDeadlineMs)
    }
    this.#nextDeadlineMs = next
    this.#publishAll()
  }

  #expireOf(station: CenterLink): void {
    const pending = station.pending
    let next = Number.POSITIVE_INFINITY
    for (let slot = 0; slot < pending.slotCount; slot++) {
      const endpoint = pending.endpoint[slot]
      if (endpoint === null) continue
      if (pending.deadlineMs[slot] > this.#nowMs) {
        next = Math.min(next, pending.deadlineMs[slot])
        continue
      }
      this.#counters[kCounterIndex.deadlines_missed]++
      const timeoutMs = Math.round(pending.deadlineMs[slot] - pending.startMs[slot])
      const generation = pending.generation[slot]
      this.#send(station, buildFrame(kindWord(kKindCancel, 0, 0), slot, generation, 0, kNoPath))
      this.#fail(station, slot, errorBody('ERR_DEADLINE', { route: endpoint.route.route, timeoutMs }))
    }
    pending.nextDeadlineMs = next
  }

  // ---- writing

  #sendError(link: CenterLink, slot: number, generation: number, error: ErrorBody, hasBegun: boolean): void {
    const body = encoder.encode(JSON.stringify(error))
    const kind = hasBegun
      ? kindWord(kKindData, (kBodyJson & kBodyMask) | kFlagEnd | kFlagToCaller, 0)
      : kindWord(kKindReply, kBodyJson, 0)
    this.#send(link, buildFrame(kind, slot, generation, error.status, body))
  }

  /** Writes a frame, or keeps it until there is room; a peer that leaves too much lying is closed. */
  #send(link: CenterLink, frame: FrameMemory): void {
    if (!link.isOpen) return
    const size = frame.bytes.length
    if (size > link.writer.recordBytesMax) {
      this.#unfit(link, `frame of ${size} bytes is over ${link.writer.recordBytesMax}`)
      return
    }
    const out = link.isDeferring ? -1 : link.writer.tryReserve(size)
    if (out > 0) {
      this.#touch(link)
      link.writer.bytes.set(frame.bytes, out)
      return
    }
    if (out === kCorrupt) this.#unfit(link, 'a ring position is nonsense')
    else {
      this.#counters[kCounterIndex.frames_deferred]++
      if (!link.defer(frame.bytes)) this.#unfit(link, 'it does not take its replies')
    }
  }

  #flush(link: CenterLink): boolean {
    if (link.flushDeferred() === kCorrupt) this.#unfit(link, 'a ring position is nonsense')
    this.#touch(link)
    return !link.isUnfit && !link.isDeferring
  }

  #touch(link: CenterLink): void {
    if (link.isDirty) return
    link.isDirty = true
    this.#dirty.push(link)
  }

  #publishAll(): void {
    for (const link of this.#dirty) {
      link.isDirty = false
      if (link.isOpen) link.writer.publish()
    }
    this.#dirty.length = 0
  }

  #unfit(link: CenterLink, reason: string): void {
    if (!link.isOpen || link.isUnfit) return
    link.isUnfit = true
    this.#counters[kCounterIndex.protocol_errors]++
    this.#events.onUnfit(link, reason)
  }

  #linkOf(subscriber: SubscriberState): CenterLink | undefined {
    const link = this.#links[subscriber.link]
    return link?.generation === subscriber.linkGeneration ? link : undefined
  }
}
