// How calls end that get no reply: a caller or station that is gone, a deadline that has passed.

import { kCounterIndex } from '../base/counter-names.js'
import { type ErrorBody, errorBody } from '../base/errors.js'
import { kExpiredCountMax } from '../base/limits.js'
import { kindWord, kKindCancel, kKindWord } from '../wire/frame.js'
import { buildFrame, type FrameMemory } from '../wire/frame-copy.js'
import { countEnd, kRetriesWord } from '../wire/stats-block.js'
import type { CenterLink } from './center-link.js'
import type { LinkTable } from './link-table.js'
import { kOneWay, kReplyOpen, type PendingCalls } from './pending-calls.js'
import type { ReplyPath } from './reply-path.js'
import type { RequestPath } from './request-path.js'
import type { Endpoint } from './route-table.js'
import type { TappedCalls } from './tapped-calls.js'

const kNoBody = new Uint8Array(0)

export class CallEnds {
  readonly #links: LinkTable
  readonly #requests: RequestPath
  readonly #replies: ReplyPath
  readonly #tapped: TappedCalls

  constructor(links: LinkTable, requests: RequestPath, replies: ReplyPath, tapped: TappedCalls) {
    this.#tapped = tapped
    this.#links = links
    this.#requests = requests
    this.#replies = replies
  }

  /** The caller is gone: the stations that work for it are told. */
  cancelCallsOf(link: CenterLink): void {
    for (const station of this.#links.byIndex) {
      const pending = station?.pending
      if (station === undefined || pending === undefined) continue
      for (let slot = 0; slot < pending.slotCount; slot++) {
        if (!pending.isUsed(slot) || pending.callerLink[slot] !== link.index) continue
        if (
          pending.callerLinkGeneration[slot] === link.generation &&
          (pending.flags[slot] & kOneWay) === 0
        ) {
          this.#replies.cancel(station, slot)
        }
      }
    }
  }

  /** The station is gone: its calls go elsewhere or fail. */
  failCallsTo(station: CenterLink): void {
    const pending = station.pending
    for (let slot = 0; slot < pending.slotCount; slot++) {
      const endpoint = pending.endpoint[slot]
      if (endpoint === null) continue
      const retained = pending.retained[slot]
      const lost = errorBody('ERR_STATION_LOST', { route: endpoint.route.route })
      if (retained !== null && this.#retry(pending, slot, endpoint, retained)) {
        this.#tapped.onFailure(station, slot, lost)
        this.#tapped.end(station, slot, this.#links.nowMs)
      } else this.#fail(station, slot, lost)
    }
  }

  /** Ends every call whose deadline has passed. */
  expire(): void {
    let next = Number.POSITIVE_INFINITY
    for (const station of this.#links.byIndex) {
      if (station === undefined) continue
      if (station.pending.dueMs <= this.#links.nowMs) this.#expireOf(station)
      next = Math.min(next, station.pending.dueMs)
    }
    this.#links.nextDeadlineMs = next
    this.#links.publishAll()
  }

  #expireOf(station: CenterLink): void {
    const pending = station.pending
    let next = Number.POSITIVE_INFINITY
    let leftCount = kExpiredCountMax
    const { slotCount, lookFrom } = pending
    for (let look = 0; look < slotCount; look++) {
      const slot = (lookFrom + look) % slotCount
      const endpoint = pending.endpoint[slot]
      if (endpoint === null) continue
      if (pending.deadlineMs[slot] > this.#links.nowMs) {
        next = Math.min(next, pending.deadlineMs[slot])
        continue
      }
      if (leftCount-- === 0) {
        // The next look begins here: a slot that is soon used again keeps none behind it waiting.
        pending.lookFrom = slot
        next = this.#links.nowMs
        break
      }
      this.#links.counters[kCounterIndex.deadlines_missed]++
      const timeoutMs = Math.round(pending.deadlineMs[slot] - pending.startMs[slot])
      const generation = pending.generation[slot]
      this.#links.send(
        station,
        buildFrame(kindWord(kKindCancel, 0, 0), slot, generation, 0, kNoBody),
      )
      this.#fail(
        station,
        slot,
        errorBody('ERR_DEADLINE', { route: endpoint.route.route, timeoutMs }),
      )
    }
    pending.scanned(this.#links.nowMs, next)
  }

  /** Sends an idempotent call elsewhere. @returns false when that is not possible. */
  #retry(pending: PendingCalls, slot: number, endpoint: Endpoint, retained: FrameMemory): boolean {
    const caller = this.#links.byIndex[pending.callerLink[slot]]
    if (caller === undefined || caller.generation !== pending.callerLinkGeneration[slot])
      return false
    if ((pending.flags[slot] & kReplyOpen) !== 0) return false
    const route = endpoint.route
    const path = pending.retainedPath[slot]
    const tries = pending.tries[slot] + 1
    const begin = pending.startMs[slot]
    if (
      this.#requests.forward(
        caller,
        retained.words,
        retained.bytes,
        0,
        retained.bytes.length,
        route,
        path,
        tries,
        begin,
        retained.words[kKindWord],
      ) !== null
    ) {
      return false
    }
    this.#links.counters[kCounterIndex.requests_retried]++
    endpoint.stats[endpoint.statsAt + kRetriesWord]++
    countEnd(endpoint.stats, endpoint.statsAt, (this.#links.nowMs - begin) * 1000, true)
    this.#links.retainedBytes -= retained.bytes.length
    pending.free(slot)
    return true
  }

  #fail(station: CenterLink, slot: number, error: ErrorBody): void {
    const pending = station.pending
    const caller = this.#links.byIndex[pending.callerLink[slot]]
    const isThere = caller !== undefined && caller.generation === pending.callerLinkGeneration[slot]
    if (isThere && (pending.flags[slot] & kOneWay) === 0) {
      const hasBegun = (pending.flags[slot] & kReplyOpen) !== 0
      this.#links.sendError(
        caller,
        pending.callerSlot[slot],
        pending.callerGeneration[slot],
        error,
        hasBegun,
      )
    }
    this.#tapped.onFailure(station, slot, error)
    this.#replies.complete(station, slot, true)
  }
}
