// From a caller's ring to a station's: name → route → admission → endpoint → frame. The hot half of the dispatcher.

import { kCounterIndex } from '../base/counter-names.js'
import { type ErrorCode, type ErrorValues, errorBody } from '../base/errors.js'
import {
  kCallTimeoutMsMax,
  kCreditChunks,
  kEndpointTriesMax,
  kRetainedBytesMax,
  kTriesMax,
} from '../base/limits.js'
import {
  kFlagContinued,
  kFlagNamed,
  kFlagOneWay,
  kFlagStream,
  kFrameHeaderBytes,
  kGenerationWord,
  kindWord,
  kKindCaller,
  kKindCancel,
  kKindWord,
  kPartyWord,
  kSlotWord,
  kTargetWord,
  kTimeoutWord,
  writeHeader,
} from '../wire/frame.js'
import { buildFrame, copyFrame, takeFrame } from '../wire/frame-copy.js'
import type { Gates } from './admission.js'
import { pick } from './balancer.js'
import type { CenterLink, Handle } from './center-link.js'
import { countBegin } from './endpoint-stats.js'
import { nameInContext } from './frame-names.js'
import type { LinkTable } from './link-table.js'
import { kOneWay, kUploadOpen, kUploadStream, type PendingCalls } from './pending-calls.js'
import type { Endpoint, RouteEntry, RouteTable } from './route-table.js'

const encoder = new TextEncoder()
const kNoPath = new Uint8Array(0)

export class RequestPath {
  readonly #links: LinkTable
  readonly #table: RouteTable
  readonly #gates: Gates
  #isDraining = false

  constructor(links: LinkTable, table: RouteTable, gates: Gates) {
    this.#links = links
    this.#table = table
    this.#gates = gates
  }

  /** From now on new calls are refused with ERR_DRAINING. */
  drain(): void {
    this.#isDraining = true
  }

  /** A request, or its first part. */
  onRequest(link: CenterLink, offset: number, size: number, kindFlagsContext: number): void {
    const words = link.reader.words
    const at = offset >> 2
    const target = words[at + kTargetWord]
    this.#links.counters[kCounterIndex.requests]++
    let route: RouteEntry | 'no-route' | 'wrong-method'
    let handle: Handle | undefined
    if ((kindFlagsContext >> 8) & kFlagNamed) {
      const name = nameInContext(link, offset, size, kindFlagsContext)
      route = name === undefined ? 'no-route' : this.#table.match(name)
    } else {
      handle = link.handles[target]
      if (handle === undefined || handle.isTopic) {
        this.#links.unfit(link, `request to handle ${target}, which is no route`)
        return
      }
      if (handle.matchEpoch !== this.#table.matchEpoch) {
        handle.route = this.#table.match(handle.name)
        handle.matchEpoch = this.#table.matchEpoch
      }
      route = handle.route
    }
    if (typeof route === 'string') {
      const name =
        handle?.name ?? nameInContext(link, offset, size, kindFlagsContext) ?? '(no path)'
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
    const outcome = this.forward(
      link,
      link.reader.words,
      link.reader.bytes,
      offset,
      size,
      route,
      path,
      1,
      0,
      kindFlagsContext,
    )
    if (outcome !== null)
      this.#refuse(link, offset, kindFlagsContext, outcome, { route: route.route })
  }

  /**
   * Writes a request into the ring of an endpoint that has room.
   *
   * @param offset of the caller's frame in fromWords and fromBytes.
   * @param startMs 0 for the first try.
   * @param kindFlagsContext second word of the frame, checked.
   * @returns null, or why no endpoint took it.
   */
  forward(
    caller: CenterLink,
    fromWords: Int32Array,
    fromBytes: Uint8Array,
    offset: number,
    size: number,
    route: RouteEntry,
    path: Uint8Array,
    tries: number,
    startMs: number,
    kindFlagsContext: number,
  ): ErrorCode | null {
    const from = offset >> 2
    const flags = (kindFlagsContext >> 8) & 0xff
    const keyHash = fromWords[from + kPartyWord]
    const countMax = Math.min(route.endpoints.length, kEndpointTriesMax)
    if (countMax === 0) return 'ERR_PAUSED'
    for (let attempt = 0; attempt < countMax; attempt++) {
      const endpoint = attempt === 0 ? pick(route, keyHash) : this.#nextEndpoint(route, attempt)
      const station = endpoint === null ? undefined : this.#links.byIndex[endpoint.link]
      if (endpoint === null || station === undefined) continue
      if (station.generation !== endpoint.linkGeneration || station.isDeferring) continue
      this.#introduce(station, caller)
      const out = station.writer.tryReserve(size + path.length)
      if (out < 0) continue
      this.#links.touch(station)
      const slot = station.pending.tryAllocate()
      const pending = station.pending
      const to = out >> 2
      const toWords = station.writer.words
      if (path.length === 0) {
        copyFrame(
          fromWords,
          fromBytes,
          offset,
          toWords,
          station.writer.bytes,
          out,
          size,
          kindFlagsContext,
        )
      } else {
        this.#copyWithPath(fromWords, fromBytes, offset, size, station, out, path, kindFlagsContext)
      }
      if (slot < 0) {
        // The record is reserved and must become something: a cancel of no call is nothing.
        writeHeader(toWords, to, size + path.length, kindWord(kKindCancel, 0, 0), -1, 0, 0, 0, 0)
        continue
      }
      const callerSlot = fromWords[from + kSlotWord]
      const callerGeneration = fromWords[from + kGenerationWord]
      const isTracked =
        (flags & kFlagOneWay) === 0 || (flags & (kFlagContinued | kFlagStream)) !== 0
      if (isTracked && !caller.rememberCall(callerSlot, station.index, slot, callerGeneration)) {
        writeHeader(toWords, to, size + path.length, kindWord(kKindCancel, 0, 0), -1, 0, 0, 0, 0)
        pending.endpoint[slot] = endpoint
        pending.free(slot)
        this.#links.unfit(caller, `correlation slot ${callerSlot} is out of range`)
        return null
      }
      const timeoutMs = fromWords[from + kTimeoutWord] >>> 0
      const begin = startMs === 0 ? this.#links.nowMs : startMs
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
      pending.uploadCredit[slot] = kCreditChunks
      pending.replyCredit[slot] = kCreditChunks
      pending.startMs[slot] = begin
      pending.deadlineMs[slot] = deadlineMs
      if (deadlineMs < pending.nextDeadlineMs) pending.nextDeadlineMs = deadlineMs
      if (deadlineMs < this.#links.nextDeadlineMs) this.#links.nextDeadlineMs = deadlineMs
      toWords[to + kSlotWord] = slot
      toWords[to + kGenerationWord] = pending.generation[slot]
      toWords[to + kTargetWord] = endpoint.offered
      toWords[to + kTimeoutWord] = Math.max(1, deadlineMs - this.#links.nowMs)
      toWords[to + kPartyWord] = caller.index
      endpoint.inFlight++
      countBegin(endpoint.stats, endpoint.statsAt)
      if (route.isIdempotent && tries < kTriesMax)
        this.#retain(pending, slot, fromBytes, offset, size, path, kindFlagsContext)
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
    kindFlagsContext: number,
  ): void {
    const { words, bytes } = station.writer
    const to = out >> 2
    const from = offset >> 2
    for (let word = 0; word < kFrameHeaderBytes >> 2; word++)
      words[to + word] = fromWords[from + word]
    words[to] = size + path.length
    words[to + kKindWord] = kindFlagsContext + (path.length << 16)
    bytes.set(path, out + kFrameHeaderBytes)
    const rest = fromBytes.subarray(offset + kFrameHeaderBytes, offset + size)
    bytes.set(rest, out + kFrameHeaderBytes + path.length)
  }

  #introduce(station: CenterLink, caller: CenterLink): void {
    if (station.introduced[caller.index] === caller.generation) return
    station.introduced[caller.index] = caller.generation
    const body = encoder.encode(caller.name)
    this.#links.send(station, buildFrame(kindWord(kKindCaller, 0, 0), 0, 0, caller.index, body))
  }

  #retain(
    pending: PendingCalls,
    slot: number,
    bytes: Uint8Array,
    offset: number,
    size: number,
    path: Uint8Array,
    kindFlagsContext: number,
  ): void {
    if ((pending.flags[slot] & (kUploadOpen | kOneWay)) !== 0) return
    if (this.#links.retainedBytes + size > kRetainedBytesMax) return
    this.#links.retainedBytes += size
    pending.retained[slot] = takeFrame(bytes, offset, size, kindFlagsContext)
    pending.retainedPath[slot] = path
  }

  #refuse(
    link: CenterLink,
    offset: number,
    kindFlagsContext: number,
    code: ErrorCode,
    values: ErrorValues,
  ): void {
    this.#links.counters[kCounterIndex.requests_refused]++
    if ((kindFlagsContext >> 8) & kFlagOneWay) {
      this.#links.counters[kCounterIndex.one_way_lost]++
      return
    }
    const at = offset >> 2
    const words = link.reader.words
    this.#links.sendError(
      link,
      words[at + kSlotWord],
      words[at + kGenerationWord],
      errorBody(code, values),
      false,
    )
  }
}
