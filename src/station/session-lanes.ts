// The lanes of one link's session: takes those that the center hands out, sends calls by them, and gives them back. That
// nothing is lost then, whoever dies when, is shown by test/model/lane-world.ts.

import type { Clock } from '../base/clock.js'
import { type CenterError, centerError } from '../base/errors.js'
import { kLanesPerLinkMax } from '../base/limits.js'
import type { RingReader } from '../ring/ring-reader.js'
import type { LaneEnd } from '../transport/lane-end.js'
import type { LaneDoor, LinkEnd } from '../transport/link.js'
import type { LaneOpen, LaneOver } from '../wire/control.js'
import { kindWord, kKindLane, kLaneBroken, kLaneFinished, kLaneReady } from '../wire/frame.js'
import { buildFrame } from '../wire/frame-copy.js'
import { parseCallPath } from '../wire/route-key.js'
import { AnswererLane } from './answerer-lane.js'
import type { CallOptions, NestedCall } from './call.js'
import type { Caller, CallerLanes } from './caller.js'
import { CallerLane, type LaneEvents } from './caller-lane.js'
import type { Batch, FramePort } from './frame-port.js'
import { type KeptCall, KeptCalls } from './kept-calls.js'
import type { Offers } from './offers.js'

/** What a link is to its lanes. */
export type LaneSource = Pick<LinkEnd, 'laneDoor'> & { readonly reader: Pick<RingReader, 'onRung'> }

/** What the lanes of a session have in common. */
export type LaneWorld = {
  readonly port: FramePort
  readonly offers: Offers
  readonly clock: Clock
  readonly batch: Batch
  /** How handlers call on. */
  readonly nested: NestedCall
  /** Makes a call again by the center. */
  readonly repeat: (call: KeptCall, timeoutMs: number) => Promise<unknown>
  onHandlerError(error: unknown, where: string): void
  /** There is the first one, or the last one is gone. */
  onChanged(lanes: CallerLanes | null): void
}

/** Spellings of paths that are remembered with the lane that they take. */
const kSpellingsMax = 1_024

export class SessionLanes implements CallerLanes, LaneDoor, LaneEvents {
  readonly #world: LaneWorld
  readonly #onRung: () => void
  readonly #calling = new Map<number, CallerLane>()
  readonly #answering = new Map<number, AnswererLane>()
  /** By what the caller wrote; null: no lane. */
  readonly #withBody = new Map<string, CallerLane | null>()
  readonly #withoutBody = new Map<string, CallerLane | null>()
  /** What was looked for last, and found. */
  #lastRoute = ''
  #hadBody = false
  #last: CallerLane | null = null
  readonly #keptCalls: KeptCalls
  readonly #empty: (() => void)[] = []
  #isClosed = false

  /** @param link gets the lanes by its socket; its ring tells the center what became of them. */
  constructor(link: LaneSource, world: LaneWorld) {
    this.#world = world
    this.#onRung = () => link.reader.onRung()
    link.laneDoor = this
    this.#keptCalls = new KeptCalls(world.repeat)
  }

  get count(): number {
    return this.#calling.size + this.#answering.size
  }

  /** One duty cycle. @returns how many records were handled. */
  turn(): number {
    let count = 0
    for (const lane of this.#calling.values()) count += lane.turn()
    for (const lane of this.#answering.values()) count += lane.turn()
    return count
  }

  find(route: string, hasBody: boolean, options: CallOptions): Caller | null {
    if (options.params !== undefined) return null
    // Loops call one path again and again: comparing the text costs less than looking it up.
    if (route !== this.#lastRoute || hasBody !== this.#hadBody) {
      this.#last = this.#known(route, hasBody)
      this.#lastRoute = route
      this.#hadBody = hasBody
    }
    const lane = this.#last
    return lane?.isOpen ? lane.caller : null
  }

  /** Resolves when no call can come by a lane any more. */
  whenUnanswering(): Promise<void> {
    if (this.#answering.size === 0) return Promise.resolve()
    return new Promise((resolve) => this.#empty.push(resolve))
  }

  /** Ends them all; calls on the way fail with `error`. */
  close(error: CenterError): void {
    this.#isClosed = true
    for (const lane of this.#calling.values()) lane.close(error)
    for (const lane of this.#answering.values()) lane.close(error)
  }

  // ---- what the center tells

  onOpen(open: LaneOpen, end: LaneEnd): void {
    const { lane, side } = open
    if (this.#isClosed || this.count >= 2 * kLanesPerLinkMax) {
      end.close()
      this.#tell(lane, kLaneFinished)
      return
    }
    end.reader.onRung = this.#onRung
    const { clock, batch, offers, nested } = this.#world
    if (side === 'station') {
      const onHandlerError = (error: unknown, where: string) =>
        this.#world.onHandlerError(error, where)
      const answering = new AnswererLane(
        open,
        end,
        offers,
        clock,
        batch,
        nested,
        onHandlerError,
        this,
      )
      this.#answering.set(lane, answering)
    } else {
      this.#calling.set(lane, new CallerLane(open, end, clock, batch, this.#keptCalls, this))
      this.#forgetSpellings()
      this.#world.onChanged(this)
    }
    this.#tell(lane, kLaneReady)
  }

  onRefused({ lane }: LaneOpen): void {
    this.#tell(lane, kLaneBroken)
  }

  onOver({ lane, isLost }: LaneOver): void {
    const calling = this.#calling.get(lane)
    if (isLost) calling?.lose()
    else calling?.retire()
    const answering = this.#answering.get(lane)
    answering?.close(centerError('ERR_CANCELLED', { route: 'the lane' }))
  }

  // ---- what the lanes tell

  onEnded(lane: number, isBroken: boolean): void {
    if (this.#calling.delete(lane)) {
      this.#forgetSpellings()
      if (this.#calling.size === 0) this.#world.onChanged(null)
    }
    this.#answering.delete(lane)
    this.#tell(lane, isBroken ? kLaneBroken : kLaneFinished)
    if (this.#answering.size === 0) for (const resolve of this.#empty.splice(0)) resolve()
  }

  #tell(lane: number, what: number): void {
    if (this.#isClosed) return
    this.#world.port.postAlways(buildFrame(kindWord(kKindLane, 0, 0), lane, 0, what, kNoBytes))
  }

  #known(route: string, hasBody: boolean): CallerLane | null {
    const spellings = hasBody ? this.#withBody : this.#withoutBody
    const known = spellings.get(route)
    if (known !== undefined) return known
    const lane = this.#laneOf(route, hasBody)
    if (spellings.size >= kSpellingsMax) spellings.clear()
    spellings.set(route, lane)
    return lane
  }

  #laneOf(route: string, hasBody: boolean): CallerLane | null {
    const { key, query } = parseCallPath(route, hasBody)
    if (query !== '') return null
    for (const lane of this.#calling.values()) if (lane.path === key) return lane
    return null
  }

  #forgetSpellings(): void {
    this.#withBody.clear()
    this.#withoutBody.clear()
    this.#lastRoute = ''
    this.#last = null
  }
}

const kNoBytes = new Uint8Array(0)
