// What the thread of a dispatcher runs: owns the listener, the links and the loop that turns. dispatch-boot.ts starts it.

import { totalmem } from 'node:os'
import { performance } from 'node:perf_hooks'
import { assert } from '../base/assert.js'
import { systemClock } from '../base/clock.js'
import { DeadlineTimer } from '../base/deadline-timer.js'
import { kOverflowSumBytesMax, kRejoinGraceMs, kStatsBlocksPerChunk } from '../base/limits.js'
import { ReaderLoop } from '../ring/reader-loop.js'
import {
  LinkListener,
  type ListenerEvents,
  type ListenerOptions,
} from '../transport/link-listener.js'
import { kStatsBlockWords } from '../wire/stats-block.js'
import { Gates } from './admission.js'
import type { CenterLink } from './center-link.js'
import { DispatchLinks } from './dispatch-links.js'
import { Dispatcher } from './dispatcher.js'
import type { DispatchMeasure, DispatchOptions, FromData, ToData } from './messages.js'

const kDrainLookMs = 2

/** What a dispatch worker is given beside its options. */
export type DispatchSurroundings = {
  post(message: FromData): void
  makeListener(options: ListenerOptions, events: ListenerEvents): LinkListener
  /** It has stopped: no message is taken any more. */
  onStopped(): void
}

/** Where stations knock when nobody says otherwise. */
export function makeLinkListener(options: ListenerOptions, events: ListenerEvents): LinkListener {
  return new LinkListener(options, events)
}

export class DispatchWorker {
  readonly #options: DispatchOptions
  readonly #post: (message: FromData) => void
  readonly #onStopped: () => void
  readonly #loop: ReaderLoop
  readonly #dispatcher: Dispatcher
  /** Of the first dispatcher. */
  readonly #listener: LinkListener | null
  readonly #links: DispatchLinks
  readonly #counters: Float64Array
  readonly #stats: Float64Array[] = []
  readonly #deadlines = new DeadlineTimer(systemClock, () => {
    this.#dispatcher.expireDeadlines()
    this.#links.closeUnfit()
    if (this.#dispatcher.takeHeld()) this.#loop.wake()
    return this.#dispatcher.nextDeadlineMs
  })

  constructor(options: DispatchOptions, surroundings: DispatchSurroundings) {
    this.#options = options
    this.#post = (message) => surroundings.post(message)
    this.#onStopped = () => surroundings.onStopped()
    this.#counters = new Float64Array(options.counters)
    const hasStreams = options.dispatcher === 0 && options.dispatchers > 1
    this.#loop = new ReaderLoop(
      hasStreams
        ? (mustSeeAll) => this.#turn(mustSeeAll) + this.#links.turnStreams(mustSeeAll)
        : (mustSeeAll) => this.#turn(mustSeeAll),
    )
    this.#dispatcher = new Dispatcher(
      new Gates(options.gates),
      this.#counters,
      (block) => this.#locateStats(block),
      systemClock,
      overflowBytesMax() / options.dispatchers,
      options.laneHotCount,
      {
        onControl: (link, message) => this.#onControl(link, message),
        onTapped: (call) => this.#post({ type: 'tapped', call }),
        onHotPath: ({ index, generation }, path) =>
          this.#post({ type: 'lane-wanted', link: index, generation, path }),
        onLane: (link, lane, target) => this.#links.onLane(link, lane, target),
        onUnfit: (link, reason) => this.#links.closeSoon(link, reason),
      },
    )
    this.#links = new DispatchLinks({
      options,
      dispatcher: this.#dispatcher,
      loop: this.#loop,
      counters: this.#counters,
      post: this.#post,
    })
    const { center, token, ringBytes } = options
    this.#listener =
      options.dispatcher === 0
        ? surroundings.makeListener(
            { center, token, ringBytes, loop: this.#loop },
            this.#links.listenerEvents,
          )
        : null
  }

  async start(): Promise<void> {
    this.#post({ type: 'ready', stationAddress: await this.#listen() })
  }

  async #listen(): Promise<string | null> {
    const { pipe, station, tls } = this.#options
    if (this.#listener === null) return null
    const isSuccessor = await this.#listener.listenPipe(pipe)
    if (isSuccessor) this.#links.expectRejoins(kRejoinGraceMs)
    return station === null ? null : await this.#listener.listenTcp(station.host, station.port, tls)
  }

  /** The start failed: what was opened is closed. */
  giveUp(): void {
    this.#listener?.close()
    this.#loop.close()
    this.#links.closeDoors()
  }

  onMessage(message: ToData): void {
    switch (message.type) {
      case 'snapshot':
        for (const chunk of message.snapshot.statsChunks)
          this.#stats.push(ownStats(chunk, this.#options.dispatcher))
        this.#dispatcher.apply(message.snapshot)
        if (this.#options.dispatchers > 1)
          this.#post({ type: 'applied', epoch: message.snapshot.epoch })
        break
      case 'control': {
        const link = this.#links.find(message)
        if (link !== undefined) this.#links.sendControl(link, message.bytes)
        break
      }
      case 'control-done': {
        const link = this.#links.find(message)
        if (link === undefined) break
        this.#dispatcher.controlDone(link, message.bytes)
        this.#loop.wake() // what it left in its ring rang for already
        break
      }
      case 'open':
        this.#links.open(message.plan, message)
        break
      case 'link-free':
        this.#links.free(message.link)
        break
      case 'close-link': {
        const link = this.#links.find(message)
        if (link !== undefined) this.#links.close(link, message.reason)
        break
      }
      case 'reload':
        this.#listener?.reload(message.token, message.tls)
        break
      case 'drain':
        this.#dispatcher.drain()
        this.#waitForCalls(systemClock.nowMs() + message.timeoutMs)
        break
      case 'measure':
        this.#post({ type: 'measured', measure: this.#measure() })
        break
      case 'open-tap':
        this.#dispatcher.openTap(message.tap)
        this.#post({ type: 'tap-opened', id: message.tap.id })
        break
      case 'close-tap':
        this.#dispatcher.closeTap(message.id)
        break
      case 'lane-pass':
        this.#links.lanes.pass(message)
        break
      case 'lane-over':
        this.#links.lanes.tell(message.link, message.lane, message.isLost)
        break
      case 'stop':
        this.#stop()
    }
  }

  // ---- the loop

  #turn(mustSeeAll: boolean): number {
    const work = this.#dispatcher.turn(mustSeeAll)
    this.#links.closeUnfit()
    this.#deadlines.note(this.#dispatcher.nextDeadlineMs)
    return work
  }

  #onControl(link: CenterLink, message: Uint8Array): void {
    const { index, generation } = link
    this.#post({ type: 'control', link: index, generation, bytes: message })
  }

  #locateStats(block: number): { words: Float64Array; at: number } {
    const words = this.#stats[Math.floor(block / kStatsBlocksPerChunk)]
    assert(words !== undefined, 'a snapshot brings the statistics memory that it names')
    return { words, at: (block % kStatsBlocksPerChunk) * kStatsBlockWords }
  }

  #measure(): DispatchMeasure {
    const { active: activeMs, idle: idleMs } = performance.eventLoopUtilization()
    return { rings: this.#dispatcher.rings(), activeMs, idleMs }
  }

  // ---- the end

  #waitForCalls(deadlineMs: number): void {
    const inFlight = this.#dispatcher.inFlightCount()
    const isDone = inFlight === 0 && !this.#dispatcher.isDeferring
    if (isDone || systemClock.nowMs() >= deadlineMs) this.#post({ type: 'drained', inFlight })
    else setTimeout(() => this.#waitForCalls(deadlineMs), kDrainLookMs)
  }

  #stop(): void {
    this.#listener?.close()
    this.#links.stop('the center ends')
    this.#deadlines.close()
    this.#loop.close()
    this.#onStopped()
  }
}

/** Each dispatcher writes blocks of its own: one behind the other in each chunk, see control/stats-book.ts. */
function ownStats(chunk: SharedArrayBuffer, dispatcher: number): Float64Array {
  const words = kStatsBlocksPerChunk * kStatsBlockWords
  return new Float64Array(chunk, dispatcher * words * Float64Array.BYTES_PER_ELEMENT, words)
}

/** A quarter of the memory that this process may use, where that is less than the limit. */
function overflowBytesMax(): number {
  // Without a bound on the process the system's word is 0 or beyond any memory.
  const allowed = process.constrainedMemory() || Number.POSITIVE_INFINITY
  return Math.min(kOverflowSumBytesMax, Math.min(allowed, totalmem()) / 4)
}
