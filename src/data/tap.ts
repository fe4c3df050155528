// A tap on a route: somebody watches its calls as they happen. What is asked, which calls are shown, what is told of each.
//
// A route that nobody taps pays for one look at a field (RouteEntry.taps). One that is tapped pays for a count and a
// token; only calls that are shown are copied, and only their first bytes.

import type { LinkKey } from './messages.js'

/** What somebody wants to see. */
export type TapSpec = {
  readonly id: number
  /** The route as it was offered. */
  readonly route: string
  /** Every n-th call; 1 is every call. */
  readonly every: number
  /** Calls a second at most, 1 or more. */
  readonly perSecond: number
  /** With the first bytes of request and reply. */
  readonly hasBodies: boolean
}

/** The beginning of a body. */
export type TappedBody = {
  readonly type: 'none' | 'bytes' | 'json'
  /** Bytes of the whole body; of a stream, of all its items. */
  readonly totalBytes: number
  /** The first bytes, where they were asked for; else empty. */
  readonly head: Uint8Array
}

/** One call, when it is over. */
export type TappedCall = {
  /** The tap that it is told to. */
  readonly tap: number
  /** Calls of the route since the tap was opened. */
  readonly seenCount: number
  /** Those among them that were to be shown, and were not: over the rate, or too many at once. */
  readonly droppedCount: number
  readonly caller: TappedStation
  /** null where no station got it. */
  readonly station: TappedStation | null
  /** As it was called, without method and query. */
  readonly path: string
  /** Milliseconds of the clock at which it began. */
  readonly startMs: number
  readonly durationMs: number
  /** 0 is success. */
  readonly status: number
  /** Of the error; '' where the reply has to tell it. */
  readonly code: string
  readonly request: TappedBody
  readonly reply: TappedBody
}

/** A station by its link, and by the name that it has when the link is gone; no link for a caller of the main thread. */
export type TappedStation = { readonly name: string; readonly key: LinkKey | null }

/** An open tap, in one thread: chooses the calls that are shown. */
export class Tap {
  readonly spec: TapSpec
  seenCount = 0
  droppedCount = 0
  #tokens: number
  #filledMs: number

  /** @param nowMs the clock when it is opened. */
  constructor(spec: TapSpec, nowMs: number) {
    this.spec = spec
    this.#tokens = spec.perSecond
    this.#filledMs = nowMs
  }

  /** Counts a call. @returns whether it is to be shown. */
  take(nowMs: number): boolean {
    this.seenCount++
    if (this.seenCount % this.spec.every !== 0) return false
    const { perSecond } = this.spec
    const filled = this.#tokens + (Math.max(0, nowMs - this.#filledMs) / 1_000) * perSecond
    this.#tokens = Math.min(perSecond, filled)
    this.#filledMs = nowMs
    if (this.#tokens < 1) {
      this.droppedCount++
      return false
    }
    this.#tokens--
    return true
  }
}

/** The taps of a list that show this call; most often none. */
export function takenBy(taps: readonly Tap[], nowMs: number): Tap[] {
  return taps.filter((tap) => tap.take(nowMs))
}
