// From a caller's ring to a station's: name → route → admission → endpoint → frame. The hot half of the dispatcher.

import { kCounterIndex } from '../base/counter-names.js'
import { type ErrorCode, type ErrorValues, errorBody, kErrors } from '../base/errors.js'
import {
  kCallTimeoutMsMax,
  kCreditChunks,
  kEndpointTriesMax,
  kInFlightPerLinkMax,
  kRetainedBytesMax,
  kTriesMax,
} from '../base/limits.js'
import {
  kFlagContinued,
  kFlagNamed,
  kFlagOneWay,
  kFlagStream,
  kFrameHeaderBytes,
  kFrameHeaderWords,
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
import { buildFrame, copyFrame, frameMemory, takeFrame } from '../wire/frame-copy.js'
import { countBegin } from '../wire/stats-block.js'
import type { Gates } from './admission.js'
import { pick } from './balancer.js'
import type { CenterLink, Handle } from './center-link.js'
import { nameInContext } from './frame-names.js'
import type { HotPaths } from './hot-paths.js'
import type { LinkTable } from './link-table.js'
import { kOneWay, kUploadOpen, kUploadStream, type PendingCalls } from './pending-calls.js'
import type { Endpoint, RouteEntry, RouteTable } from './route-table.js'
import type { TappedCalls } from './tapped-calls.js'

const encoder = new TextEncoder()
const kNoPath = new Uint8Array(0)

export class RequestPath {
  readonly #links: LinkTable
  readonly #table: RouteTable
  readonly #gates: Gates
  readonly #tapped: TappedCalls
  readonly #hotPaths: HotPaths
  #isDraining = false
  #graceEndMs = Number.NEGATIVE_INFINITY

  constructor(
    links: LinkTable,
    table: RouteTable,
    gates: Gates,
    tapped: TappedCalls,
    hotPaths: HotPaths,
  ) {
    this.#hotPaths = hotPaths
    this.#tapped = tapped
    this.#links = links
    this.#table = table
    this.#gates = gates
  }

  /** From now on new calls are refused with ERR_DRAINING. */
  drain(): void {
    this.#isDraining = true
  }

  /** Until `endMs` of the clock, unknown routes are refused with ERR_STARTING: their stations may be on their way back. */
  expectRejoins(endMs: number): void {
    this.#graceEndMs = endMs
  }

  /** A request, or its first part. */
  onRequest(link: CenterLink, offset: number, size: number, kindFlagsContext: number): void {
    const words = link.reader.words
    const at = offset >> 2
    const target = words[at + kTargetWord]
    const slot = words[at + kSlotWord]
    if (slot < 0 || slot >= kInFlightPerLinkMax) {
      this.#links.unfit(link, `correlation slot ${slot} is out of range`)
      return
    }
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
      if (--handle.callsUntilHot === 0) this.#hotPaths.onCounted(link, handle, this.#links.nowMs)
    }
    if (typeof route === 'string') {
      const name =
        handle?.name ?? nameInContext(link, offset, size, kindFlagsContext) ?? '(no path)'
      const space = name.indexOf(' ')
      const values = { route: name, method: name.slice(0, space) }
      if (this.#links.nowMs < this.#graceEndMs) {
        this.#refuse(link, offset, kindFlagsContext, 'ERR_STARTING', values)
      } else if (route === 'no-route') {
        this.#refuse(link, offset, kindFlagsContext, 'ERR_NO_ROUTE', values)
      } else {
        const path = name.slice(space + 1)
        const allow = this.#table.methodsOf(path)
        const others = { ...values, route: path }
        this.#refuse(link, offset, kindFlagsContext, 'ERR_METHOD', others, { allow })
      }
      return
    }
    const refusal = this.#isDraining ? 'ERR_DRAINING' : this.#gates.admit(route.id)
    if (refusal !== null) {
      this.#refuseRoute(route, link, offset, size, kindFlagsContext, refusal)
      return
    }
    const path = handle === undefined || !route.pattern.needsPath ? kNoPath : handle.pathField
    if (size + path.length > link.writer.recordBytesMax) {
      this.#refuseRoute(route, link, offset, size, kindFlagsContext, 'ERR_BODY_TOO_LARGE', {
        bytes: size + path.length,
        limit: link.writer.recordBytesMax,
      })
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
    if (outcome !== null) this.#refuseRoute(route, link, offset, size, kindFlagsContext, outcome)
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
    const keyHash = fromWords[(offset >> 2) + kPartyWord]
    const countMax = Math.min(route.endpoints.length, kEndpointTriesMax)
    if (countMax === 0) return 'ERR_PAUSED'
    const total = size + path.length
    for (let attempt = 0; attempt < countMax; attempt++) {
      const endpoint = attempt === 0 ? pick(route, keyHash) : this.#nextEndpoint(route, attempt)
      const station = endpoint === null ? undefined : this.#stationOf(endpoint)
      if (endpoint === null || station === undefined || station.isDeferring) continue
      this.#introduce(station, caller)
      if (station.isDeferring) continue // the name found no room: no request may overtake it
      const out = station.writer.tryReserve(total)
      if (out < 0) continue
      this.#links.touch(station)
      const { words, bytes } = station.writer
      this.#copy(fromWords, fromBytes, offset, size, words, bytes, out, path, kindFlagsContext)
      if (this.#begin(caller, station, endpoint, words, out >> 2, tries, startMs)) {
        const slot = words[(out >> 2) + kSlotWord]
        if (route.taps !== null || (route.isIdempotent && tries < kTriesMax)) {
          this.#note(
            route,
            caller,
            station,
            slot,
            tries,
            fromBytes,
            offset,
            size,
            kindFlagsContext,
            path,
          )
        }
        return null
      }
      // The record is reserved and must become something: a cancel of no call is nothing.
      writeHeader(words, out >> 2, total, kindWord(kKindCancel, 0, 0), -1, 0, 0, 0, 0)
    }
    // Every ring is full. A burst is kept for a moment, within a bound; a station that stays full refuses.
    for (let attempt = 0; attempt < countMax; attempt++) {
      const endpoint = this.#nextEndpoint(route, attempt)
      const station = endpoint === null ? undefined : this.#stationOf(endpoint)
      if (endpoint === null || station === undefined) continue
      if (!this.#links.mayKeepRequest(station, total)) continue
      this.#introduce(station, caller)
      const { words, bytes } = frameMemory(total)
      this.#copy(fromWords, fromBytes, offset, size, words, bytes, 0, path, kindFlagsContext)
      if (!this.#begin(caller, station, endpoint, words, 0, tries, startMs)) continue
      const slot = words[kSlotWord]
      this.#note(
        route,
        caller,
        station,
        slot,
        tries,
        fromBytes,
        offset,
        size,
        kindFlagsContext,
        path,
      )
      this.#links.keep(station, bytes)
      return null
    }
    return 'ERR_STATION_BUSY'
  }

  /** What some calls need beside their frame: to be shown to taps, and to be kept for a second try. */
  #note(
    route: RouteEntry,
    caller: CenterLink,
    station: CenterLink,
    slot: number,
    tries: number,
    bytes: Uint8Array,
    offset: number,
    size: number,
    kindFlagsContext: number,
    path: Uint8Array,
  ): void {
    if (route.taps !== null) {
      const { nowMs } = this.#links
      this.#tapped.begin(
        route,
        caller,
        station,
        slot,
        nowMs,
        bytes,
        offset,
        size,
        kindFlagsContext,
        path,
      )
    }
    if (route.isIdempotent && tries < kTriesMax) {
      this.#retain(station.pending, slot, bytes, offset, size, path, kindFlagsContext)
    }
  }

  #stationOf(endpoint: Endpoint): CenterLink | undefined {
    const station = this.#links.byIndex[endpoint.link]
    return station?.generation === endpoint.linkGeneration ? station : undefined
  }

  /**
   * Books a call whose frame lies at word `at`, and makes the frame the station's.
   *
   * @returns false when the station has all the calls that a link may have.
   */
  #begin(
    caller: CenterLink,
    station: CenterLink,
    endpoint: Endpoint,
    words: Int32Array,
    at: number,
    tries: number,
    startMs: number,
  ): boolean {
    const pending = station.pending
    const slot = pending.tryAllocate()
    if (slot < 0) return false
    const flags = (words[at + kKindWord] >> 8) & 0xff
    const callerSlot = words[at + kSlotWord]
    const callerGeneration = words[at + kGenerationWord]
    if ((flags & kFlagOneWay) === 0 || (flags & (kFlagContinued | kFlagStream)) !== 0) {
      caller.rememberCall(callerSlot, station.index, slot, callerGeneration)
    }
    const begin = startMs === 0 ? this.#links.nowMs : startMs
    const deadlineMs = begin + Math.min(words[at + kTimeoutWord] >>> 0, kCallTimeoutMsMax)
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
    words[at + kSlotWord] = slot
    words[at + kGenerationWord] = pending.generation[slot]
    words[at + kTargetWord] = endpoint.offered
    words[at + kTimeoutWord] = Math.max(1, deadlineMs - this.#links.nowMs)
    words[at + kPartyWord] = caller.index
    endpoint.inFlight++
    countBegin(endpoint.stats, endpoint.statsAt)
    return true
  }

  // After a full endpoint the others come in their order, whatever the policy: any answer beats a refusal.
  #nextEndpoint(route: RouteEntry, attempt: number): Endpoint | null {
    const count = route.endpoints.length
    if (route.turn >= count) route.turn = 0
    return route.endpoints[(route.turn + attempt - 1) % count] ?? null
  }

  /** The caller's frame at another place, with the path that a station with parameters needs. */
  #copy(
    fromWords: Int32Array,
    fromBytes: Uint8Array,
    offset: number,
    size: number,
    words: Int32Array,
    bytes: Uint8Array,
    out: number,
    path: Uint8Array,
    kindFlagsContext: number,
  ): void {
    if (path.length === 0) {
      copyFrame(fromWords, fromBytes, offset, words, bytes, out, size, kindFlagsContext)
      return
    }
    const to = out >> 2
    const from = offset >> 2
    for (let word = 0; word < kFrameHeaderWords; word++) words[to + word] = fromWords[from + word]
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

  /** Refuses a call of a route that there is. */
  #refuseRoute(
    route: RouteEntry,
    link: CenterLink,
    offset: number,
    size: number,
    kindFlagsContext: number,
    code: ErrorCode,
    values: ErrorValues = { route: route.route },
  ): void {
    if (route.taps !== null) {
      const { bytes } = link.reader
      const error = { code, status: kErrors[code].status }
      const { nowMs } = this.#links
      this.#tapped.refused(route, link, nowMs, bytes, offset, size, kindFlagsContext, error)
    }
    this.#refuse(link, offset, kindFlagsContext, code, values)
  }

  #refuse(
    link: CenterLink,
    offset: number,
    kindFlagsContext: number,
    code: ErrorCode,
    values: ErrorValues,
    details?: unknown,
  ): void {
    this.#links.counters[kCounterIndex.requests_refused]++
    link.noteVain(this.#links.nowMs)
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
      errorBody(code, values, details),
      false,
    )
  }
}
