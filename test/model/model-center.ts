// The center of a lane world: the product's book, registry and passing, and the messages between its two threads.

import { kCounterNames } from '../../src/base/counter-names.js'
import { kLaneGraceMs, kLaneIdleMs } from '../../src/base/limits.js'
import { LaneBook } from '../../src/control/lane-book.js'
import { blocksOf, Registry, type StationRecord } from '../../src/control/registry.js'
import { StatsBook } from '../../src/control/stats-book.js'
import { StatsSum } from '../../src/data/endpoint-stats.js'
import { LanePassing } from '../../src/data/lane-passing.js'
import type { FromData, ToData } from '../../src/data/messages.js'
import type { RingReader } from '../../src/ring/ring-reader.js'
import type { LaneSide } from '../../src/wire/control.js'
import { kSlotWord, kTargetWord } from '../../src/wire/frame.js'
import { kStatsBlockWords } from '../../src/wire/stats-block.js'
import { FakeProcess } from '../support/fake-kernel.js'
import type { ManualClock } from '../support/manual-clock.js'
import { offeredRoute, openStation } from '../support/registered.js'

/** `open`: the way is free, and the caller gets a lane if it may. `end grace`: who still calls by it is refused. */
export type Deed = 'open' | 'limit' | 'pause' | 'rest' | 'end grace'

/** The link of an end, as the worker has it. */
export type ModelLink = {
  readonly side: LaneSide
  readonly record: StationRecord
  readonly fromPeer: RingReader
  isOpen: boolean
  readonly end: { passLane(bytes: Uint8Array, descriptors: readonly number[]): boolean }
}

export const kModelRingBytes = 4096
export const kModelRoute = 'POST /echo'

export class ModelCenter {
  readonly process = new FakeProcess(true)
  readonly toData: ToData[] = []
  readonly toControl: FromData[] = []
  readonly records: Readonly<Record<LaneSide, StationRecord>>
  readonly #clock: ManualClock
  readonly #limited = new Set<string>()
  readonly #stats = new SmallStatsBook()
  readonly #registry = new Registry(this.#stats)
  readonly #book: LaneBook
  readonly #passing: LanePassing<ModelLink>
  readonly #onFault: (what: string) => void

  /**
   * @param find the link with a number, while it is open.
   * @param onFault a rule is broken.
   */
  constructor(
    clock: ManualClock,
    isIdempotent: boolean,
    find: (index: number) => ModelLink | undefined,
    isAlive: (side: LaneSide) => boolean,
    onFault: (what: string) => void,
  ) {
    this.#clock = clock
    this.#onFault = onFault
    this.records = {
      caller: openStation(this.#registry, 'shop', 0, 'shm', true),
      station: openStation(this.#registry, 'stock', 1, 'shm', true),
    }
    const route = offeredRoute(kModelRoute, 0, { isIdempotent })
    this.#registry.register(this.records.station, [route], [], [])
    this.#book = new LaneBook({
      registry: this.#registry,
      stats: this.#stats,
      counters: new Float64Array(kCounterNames.length),
      clock,
      ringBytes: kModelRingBytes,
      native: this.process,
      isLimited: (limited) => this.#limited.has(limited),
      isBreakerOpen: () => false,
      isTapped: () => false,
      post: (message) => this.toData.push(message),
      onTrouble: onFault,
    })
    this.#passing = new LanePassing<ModelLink>({
      find: ({ link }) => find(link),
      post: (message) => this.toControl.push(message),
      closeSoon: ({ side }, reason) => {
        // The end of a dead process is found by itself.
        if (isAlive(side)) onFault(`the link of the ${side} is closed: ${reason}`)
      },
    })
  }

  // ---- control

  do(deed: Deed): void {
    const hasRoute = this.#registry.routes.has(kModelRoute)
    switch (deed) {
      case 'open': {
        this.#limited.clear()
        if (hasRoute) this.#registry.setPaused(kModelRoute, false)
        const { caller } = this.records
        if (this.#registry.find(caller) !== undefined) void this.#book.open(caller, kModelRoute)
        return
      }
      case 'limit':
        this.#limited.add(kModelRoute)
        this.#book.review()
        return
      case 'pause':
        if (hasRoute) this.#registry.setPaused(kModelRoute, true)
        this.#book.review()
        return
      case 'rest':
        this.#clock.advance(kLaneIdleMs)
        this.#book.look()
        return
      case 'end grace':
        this.#clock.advance(kLaneGraceMs)
        this.#book.look()
    }
  }

  takeNews(): void {
    const news = this.toControl.shift()
    switch (news?.type) {
      case 'lane-passed':
      case 'lane-said':
        this.#book.onNews(news)
        return
      case 'link-ended': {
        const station = this.#registry.find(news)
        if (station === undefined) return
        this.#book.onLinkEnded(station)
        this.#registry.close(station)
        this.#book.review()
        return
      }
      default:
        this.#onFault(`control is told ${news?.type}`)
    }
  }

  // ---- the dispatch worker

  takeOrder(): void {
    const order = this.toData.shift()
    if (order?.type === 'lane-pass') this.#passing.pass(order)
    else if (order?.type === 'lane-over') this.#passing.tell(order.link, order.lane, order.isLost)
    else this.#onFault(`the worker is told ${order?.type}`)
  }

  readLink(link: ModelLink): void {
    const onRecord = ({ words }: RingReader, offset: number) => {
      const at = offset >> 2
      const [lane, target] = [words[at + kSlotWord], words[at + kTargetWord]]
      if (!this.#passing.onSaid(link, lane, target))
        this.#onFault(`the ${link.side} says ${target} of lane ${lane}, which is none of its`)
      return true
    }
    link.fromPeer.poll({ onRecord }, 1)
  }

  /** A process is dead. What it had said before still counts. */
  loseLink(link: ModelLink): void {
    while (link.fromPeer.hasRecords()) this.readLink(link)
    link.isOpen = false
    this.#passing.onLinkGone(link)
    const { link: index, generation } = link.record
    this.toControl.push({ type: 'link-ended', link: index, generation, reason: 'it died' })
  }

  // ---- the end

  /** @param servedCount calls for which a handler ran. @returns what is wrong when nothing happens any more. */
  judge(servedCount: number): string[] {
    const faults: string[] = []
    const { openCount } = this.process
    if (openCount > 0) faults.push(`the center keeps ${openCount} mappings and descriptors`)
    if (this.#book.count > 0) faults.push('the center keeps a lane')
    const endpoint = this.#registry.routes.get(kModelRoute)?.endpoints.get(this.records.station)
    if (endpoint === undefined) return faults // the station died, and its figures went elsewhere
    const sum = new StatsSum()
    for (const block of blocksOf(endpoint)) {
      const { words, at } = this.#stats.locate(block)
      sum.add(words, at)
    }
    const { calls, inFlight, byLane } = sum.totals()
    if (calls !== servedCount || byLane !== servedCount || inFlight !== 0)
      faults.push(
        `${servedCount} calls were served; counted are ${calls}, ${byLane} by lane, ${inFlight} on the way`,
      )
    return faults
  }
}

/** The product's takes a megabyte at a time. */
class SmallStatsBook extends StatsBook {
  readonly #blocks: Float64Array[] = []

  override allocate(): number {
    return this.#blocks.push(new Float64Array(kStatsBlockWords)) - 1
  }

  override locate(block: number): { words: Float64Array; at: number } {
    return { words: this.#blocks[block], at: 0 }
  }
}
