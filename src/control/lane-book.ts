// Lanes: which there are, and what the center's verdict on each is. A lane joins one caller with the one endpoint of a route
// for the calls of one path; they do not pass the center any more, but do what it would have done (docs/decisions/0019).
//
// Reading order: open() → onSaid() until both ends have it → review(), after each change of what is allowed → onSaid() until
// both ends have let go. test/model/lane-world.ts takes it through every order of that, with a death at each step.

import { assert } from '../base/assert.js'
import type { Clock } from '../base/clock.js'
import { kCounterIndex } from '../base/counter-names.js'
import {
  kLaneGraceMs,
  kLaneIdleMs,
  kLaneLookMs,
  kLanesMax,
  kLanesPerLinkMax,
} from '../base/limits.js'
import type { LaneNews, ToData } from '../data/messages.js'
import type { LaneNative } from '../ring/native.js'
import { controlFrame } from '../transport/handshake.js'
import { LaneMemory } from '../transport/lane-memory.js'
import type { LaneSide } from '../wire/control.js'
import {
  kVerdictBroken,
  kVerdictOpen,
  kVerdictOver,
  kVerdictPaused,
  kVerdictRetired,
} from '../wire/lane-ledger.js'
import { LaneCounts } from './lane-counts.js'
import type { Registry, RouteRecord, StationRecord } from './registry.js'
import type { StatsBook } from './stats-book.js'

/** What the book needs of its center. */
export type LaneWorld = {
  readonly registry: Registry
  readonly stats: StatsBook
  readonly counters: Float64Array
  readonly clock: Clock
  /** Data bytes of each ring. */
  readonly ringBytes: number
  /** Null where there are no lanes: they are off, or there is no shared memory. */
  readonly native: LaneNative | null
  /** Whether a rate limit holds for a route; only the center can count for all its callers. */
  readonly isLimited: (route: string) => boolean
  readonly isBreakerOpen: (route: string) => boolean
  readonly isTapped: (route: string) => boolean
  readonly post: (message: ToData) => void
  readonly onTrouble: (reason: string) => void
}

type Lane = {
  readonly number: number
  readonly path: string
  readonly route: RouteRecord
  readonly caller: StationRecord
  readonly station: StationRecord
  readonly offered: number
  readonly isIdempotent: boolean
  readonly memory: LaneMemory
  readonly counts: LaneCounts
  /** An end that has let go, or never had it. */
  readonly isDone: Record<LaneSide, boolean>
  isOpen: boolean
  usedMs: number
  /** When it was taken back; infinity: it was not. */
  retiredMs: number
  readonly waiting: ((isOpen: boolean) => void)[]
}

export class LaneBook {
  readonly #world: LaneWorld
  readonly #lanes = new Map<number, Lane>()
  /** Pairs of links that broke a lane: they get no other. By both links, to be forgotten with either. */
  readonly #broken = new Map<string, readonly [StationRecord, StationRecord]>()
  #nextNumber = 1
  #isClosing = false
  #timer: NodeJS.Timeout | undefined
  readonly #empty: (() => void)[] = []

  constructor(world: LaneWorld) {
    this.#world = world
  }

  /** Lanes that there are, those that are being given back included. */
  get count(): number {
    return this.#lanes.size
  }

  /** Lanes whose calls a station may still be working on. */
  countOf(station: StationRecord): number {
    let count = 0
    for (const lane of this.#lanes.values()) if (lane.station === station) count++
    return count
  }

  /** Calls by lanes that are not answered yet. */
  inFlightCount(): number {
    this.fold()
    let count = 0
    for (const lane of this.#lanes.values()) count += lane.counts.inFlight
    return count
  }

  /**
   * Opens a lane, if it may be.
   *
   * @param path "METHOD /path" as the caller names it.
   * @returns true when its calls go by it from now on; false: they go by the center.
   */
  open(caller: StationRecord, path: string): Promise<boolean> {
    for (const lane of this.#lanes.values()) {
      if (lane.caller !== caller || lane.path !== path) continue
      if (lane.isOpen || lane.retiredMs < Number.POSITIVE_INFINITY)
        return Promise.resolve(lane.isOpen)
      return new Promise((resolve) => lane.waiting.push(resolve))
    }
    const lane = this.#make(caller, path)
    if (lane === null) return Promise.resolve(false)
    this.#lanes.set(lane.number, lane)
    this.#timer ??= setInterval(() => this.look(), kLaneLookMs)
    this.#timer.unref()
    return new Promise((resolve) => {
      lane.waiting.push(resolve)
      this.#pass(lane, 'station')
    })
  }

  /** What is allowed has changed: takes back every lane that may no longer be. They see that with their next call. */
  review(): void {
    for (const lane of this.#lanes.values()) {
      const verdict = this.#verdictOf(lane)
      if (verdict !== kVerdictOpen) this.#retire(lane, verdict)
    }
  }

  /** Adds what was counted on lanes to the statistics; before they are read. */
  fold(): void {
    for (const lane of this.#lanes.values()) this.#fold(lane)
  }

  /** Takes back what is idle, and ends the grace of what was taken back; every {@link kLaneLookMs}. */
  look(): void {
    const nowMs = this.#world.clock.nowMs()
    for (const lane of this.#lanes.values()) {
      this.#fold(lane)
      if (nowMs - lane.usedMs >= kLaneIdleMs) this.#retire(lane, kVerdictRetired)
      if (nowMs - lane.retiredMs >= kLaneGraceMs) lane.memory.setVerdict('station', kVerdictOver)
    }
  }

  /** Takes all lanes back and opens none any more. Resolves when they are gone. */
  drain(): Promise<void> {
    this.#isClosing = true
    this.review()
    if (this.#lanes.size === 0) return Promise.resolve()
    return new Promise((resolve) => this.#empty.push(resolve))
  }

  /** Lets go of everything; the stations' links are over, or will be. */
  close(): void {
    this.#isClosing = true
    for (const lane of this.#lanes.values()) this.#release(lane)
  }

  // ---- what happens

  onNews(news: LaneNews): void {
    switch (news.type) {
      case 'lane-wanted': {
        const caller = this.#world.registry.find(news)
        if (caller !== undefined) void this.open(caller, news.path)
        break
      }
      case 'lane-passed': {
        const lane = this.#lanes.get(news.lane)
        if (lane === undefined) break
        if (news.side === 'caller') lane.memory.closeDescriptors()
        if (!news.isSent) this.#done(lane, news.side, false)
        break
      }
      case 'lane-said': {
        const lane = this.#lanes.get(news.lane)
        if (lane === undefined) break
        if (news.word === 'ready') this.#onReady(lane, news.side)
        else this.#done(lane, news.side, news.word === 'broken')
      }
    }
  }

  /** A link is over; its station is still in the registry. The other ends were told by the dispatch worker. */
  onLinkEnded(gone: StationRecord): void {
    for (const lane of this.#lanes.values()) {
      if (lane.caller !== gone && lane.station !== gone) continue
      const side = lane.caller === gone ? 'caller' : 'station'
      if (side === 'station') {
        this.#fold(lane)
        lane.counts.failRest(this.#blockOf(lane))
      }
      this.#setRetired(lane, kVerdictOver)
      lane.isDone[side] = true
      this.#releaseWhenDone(lane)
    }
    for (const [key, pair] of this.#broken) if (pair.includes(gone)) this.#broken.delete(key)
  }

  #onReady(lane: Lane, side: LaneSide): void {
    if (side === 'caller') {
      lane.isOpen = lane.retiredMs === Number.POSITIVE_INFINITY
      lane.usedMs = this.#world.clock.nowMs()
      if (lane.isOpen) this.#world.counters[kCounterIndex.lanes_opened]++
      for (const resolve of lane.waiting.splice(0)) resolve(lane.isOpen)
    } else if (lane.retiredMs < Number.POSITIVE_INFINITY) {
      this.#tell(lane, 'station', false) // the caller never had it
    } else {
      lane.isDone.caller = false
      this.#pass(lane, 'caller')
    }
  }

  #done(lane: Lane, side: LaneSide, isBroken: boolean): void {
    if (isBroken) this.#broken.set(pairKey(lane.caller, lane.station), [lane.caller, lane.station])
    this.#setRetired(lane, kVerdictRetired)
    lane.isDone[side] = true
    const other = side === 'caller' ? 'station' : 'caller'
    // A station lets go by itself only when its caller broke a rule; then its caller cannot go on either.
    if (!lane.isDone[other]) this.#tell(lane, other, isBroken || side === 'station')
    this.#releaseWhenDone(lane)
  }

  // ---- verdicts

  /** The one endpoint of the route that a path means; null when there may be no lane to it. */
  #make(caller: StationRecord, path: string): Lane | null {
    const { registry, native, ringBytes, stats, clock, onTrouble } = this.#world
    const route = routeOf(registry, path)
    const [endpoint] = route?.endpoints.values() ?? []
    if (native === null || route === undefined || endpoint === undefined) return null
    const { station, offered } = endpoint
    if (
      this.#judge(caller, station, route, path) !== kVerdictOpen ||
      !this.#hasRoom(caller, station)
    )
      return null
    const number = this.#nextNumber++
    try {
      const memory = new LaneMemory(native, number, ringBytes)
      if (endpoint.laneStatsBlock < 0) endpoint.laneStatsBlock = stats.allocate()
      const nowMs = clock.nowMs()
      return {
        number,
        path,
        route,
        caller,
        station,
        offered,
        isIdempotent: route.isIdempotent,
        memory,
        counts: new LaneCounts(memory, nowMs),
        isDone: { caller: true, station: false },
        isOpen: false,
        usedMs: nowMs,
        retiredMs: Number.POSITIVE_INFINITY,
        waiting: [],
      }
    } catch (error) {
      onTrouble(`no lane for ${path}: ${String(error)}`)
      return null
    }
  }

  #hasRoom(caller: StationRecord, station: StationRecord): boolean {
    const lanes = [...this.#lanes.values()]
    const isBelow = (count: number) => count < kLanesPerLinkMax
    return (
      lanes.length < kLanesMax &&
      isBelow(lanes.filter((lane) => lane.caller === caller).length) &&
      isBelow(lanes.filter((lane) => lane.station === station).length)
    )
  }

  #verdictOf({ caller, station, route, path, offered, isIdempotent }: Lane): number {
    const endpoint = route.endpoints.get(station)
    if (endpoint?.offered !== offered || route.isIdempotent !== isIdempotent) return kVerdictRetired
    return this.#judge(caller, station, route, path)
  }

  #judge(caller: StationRecord, station: StationRecord, route: RouteRecord, path: string): number {
    const { registry, isLimited, isBreakerOpen, isTapped } = this.#world
    if (registry.pausedRoutes.has(route.route) || station.state === 'paused') return kVerdictPaused
    if (isBreakerOpen(route.route)) return kVerdictBroken
    const mayBe =
      !this.#isClosing &&
      station.state === 'up' &&
      station !== caller &&
      caller.takesLanes &&
      station.takesLanes &&
      // With several endpoints the center balances.
      route.endpoints.size === 1 &&
      routeOf(registry, path) === route &&
      !isLimited(route.route) &&
      !isTapped(route.route) &&
      !this.#broken.has(pairKey(caller, station))
    return mayBe ? kVerdictOpen : kVerdictRetired
  }

  #retire(lane: Lane, verdict: number): void {
    const isFirst = lane.retiredMs === Number.POSITIVE_INFINITY
    this.#setRetired(lane, verdict)
    if (isFirst && !lane.isDone.caller) this.#tell(lane, 'caller', false)
  }

  #setRetired(lane: Lane, verdict: number): void {
    const isFirst = lane.retiredMs === Number.POSITIVE_INFINITY
    if (isFirst) lane.retiredMs = this.#world.clock.nowMs()
    lane.isOpen = false
    lane.memory.setVerdict('caller', kVerdictRetired)
    // A pause that comes while a lane is on its way back holds for it, too.
    if (isFirst || verdict !== kVerdictRetired) lane.memory.setVerdict('station', verdict)
  }

  // ---- statistics

  #fold(lane: Lane): void {
    const { clock, counters, post } = this.#world
    const nowMs = clock.nowMs()
    const calls = lane.counts.fold(this.#blockOf(lane), nowMs)
    if (calls === null) {
      const { link, generation, name } = lane.station
      this.#world.onTrouble(`station ${name} counts nonsense on a lane`)
      post({ type: 'close-link', link, generation, reason: 'it counts nonsense on a lane' })
      return
    }
    if (calls > 0 || lane.counts.inFlight > 0) lane.usedMs = nowMs
    counters[kCounterIndex.lane_calls] += calls
  }

  #blockOf(lane: Lane): { words: Float64Array; at: number } | null {
    const block = lane.route.endpoints.get(lane.station)?.laneStatsBlock ?? -1
    return block < 0 ? null : this.#world.stats.locate(block)
  }

  // ---- messages

  #pass(lane: Lane, side: LaneSide): void {
    const { number, path, offered, isIdempotent, memory, caller, station } = lane
    const peer = side === 'caller' ? station.name : caller.name
    const { ringBytes, post } = this.#world
    const open = { lane: number, side, ringBytes, path, offered, isIdempotent, peer }
    post({
      type: 'lane-pass',
      lane: number,
      side,
      caller: keyOf(caller),
      station: keyOf(station),
      message: controlFrame({ type: 'lane-open', ...open }),
      descriptors: memory.passedTo(side),
    })
  }

  #tell(lane: Lane, side: LaneSide, isLost: boolean): void {
    const link = keyOf(lane[side])
    this.#world.post({ type: 'lane-over', lane: lane.number, side, link, isLost })
  }

  #releaseWhenDone(lane: Lane): void {
    if (lane.isDone.caller && lane.isDone.station) this.#release(lane)
  }

  #release(lane: Lane): void {
    assert(this.#lanes.delete(lane.number), 'a lane is released once')
    this.#fold(lane)
    lane.counts.failRest(this.#blockOf(lane))
    lane.memory.release()
    this.#world.counters[kCounterIndex.lanes_ended]++
    for (const resolve of lane.waiting.splice(0)) resolve(false)
    if (this.#lanes.size > 0) return
    clearInterval(this.#timer)
    this.#timer = undefined
    for (const resolve of this.#empty.splice(0)) resolve()
  }
}

/**
 * The route that answers a path without a parameter. Exact routes go before all others, so that no other route can be meant.
 */
function routeOf(registry: Registry, path: string): RouteRecord | undefined {
  const { routes } = registry
  const route = routes.get(path) ?? routes.get(path.slice(path.indexOf(' ') + 1))
  return route !== undefined && !/\/[:*]/.test(route.route) ? route : undefined
}

function keyOf({ link, generation }: StationRecord): { link: number; generation: number } {
  return { link, generation }
}

function pairKey(caller: StationRecord, station: StationRecord): string {
  return `${caller.link}.${caller.generation} ${station.link}.${station.generation}`
}
