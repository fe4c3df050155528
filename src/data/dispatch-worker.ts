// What the thread of a dispatcher runs: owns the listeners, the links and the loop that turns. dispatch-boot.ts starts it.

import { totalmem } from 'node:os'
import { performance } from 'node:perf_hooks'
import { assert } from '../base/assert.js'
import { systemClock } from '../base/clock.js'
import { kCounterIndex } from '../base/counter-names.js'
import { DeadlineTimer } from '../base/deadline-timer.js'
import { centerError } from '../base/errors.js'
import {
  kLinkCountMax,
  kOverflowSumBytesMax,
  kRejoinGraceMs,
  kStatsBlocksPerChunk,
} from '../base/limits.js'
import { ReaderLoop } from '../ring/reader-loop.js'
import type { LinkEnd } from '../transport/link.js'
import {
  type LinkGrant,
  LinkListener,
  type ListenerEvents,
  type ListenerOptions,
} from '../transport/link-listener.js'
import { openMemoryLink } from '../transport/memory-link.js'
import { kStatsBlockWords } from '../wire/stats-block.js'
import { Gates } from './admission.js'
import { CenterLink } from './center-link.js'
import { Dispatcher } from './dispatcher.js'
import { LanePassing } from './lane-passing.js'
import type { DispatchMeasure, DispatchOptions, FromData, LinkKey, ToData } from './messages.js'

const kDrainLookMs = 2

/** Who is at the other end of a link. */
type Who = { readonly name: string; readonly version: string; readonly pid: number }

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
  readonly #listener: LinkListener
  readonly #links: (CenterLink | undefined)[] = []
  readonly #counters: Float64Array
  readonly #stats: Float64Array[] = []
  /** Links to close after the turn: a ring is not released while it is read. */
  readonly #unfit: { link: CenterLink; reason: string }[] = []
  readonly #lanes = new LanePassing<CenterLink>({
    find: (key) => this.#find(key),
    post: (message) => this.#post(message),
    closeSoon: (link, reason) => this.#closeSoon(link, reason),
  })
  #nextGeneration = 1
  readonly #deadlines = new DeadlineTimer(systemClock, () => {
    this.#dispatcher.expireDeadlines()
    this.#closeUnfit()
    if (this.#dispatcher.takeHeld()) this.#loop.wake()
    return this.#dispatcher.nextDeadlineMs
  })

  constructor(options: DispatchOptions, surroundings: DispatchSurroundings) {
    this.#options = options
    this.#post = (message) => surroundings.post(message)
    this.#onStopped = () => surroundings.onStopped()
    this.#counters = new Float64Array(options.counters)
    this.#loop = new ReaderLoop((mustSeeAll) => this.#turn(mustSeeAll))
    this.#dispatcher = new Dispatcher(
      new Gates(options.gates),
      this.#counters,
      (block) => this.#locateStats(block),
      systemClock,
      overflowBytesMax(),
      options.laneHotCount,
      {
        onControl: (link, message) => this.#onControl(link, message),
        onTapped: (call) => this.#post({ type: 'tapped', call }),
        onHotPath: ({ index, generation }, path) =>
          this.#post({ type: 'lane-wanted', link: index, generation, path }),
        onLane: (link, lane, target) => this.#lanes.onSaid(link, lane, target),
        onUnfit: (link, reason) => this.#closeSoon(link, reason),
      },
    )
    const { center, token, ringBytes } = options
    this.#listener = surroundings.makeListener(
      { center, token, ringBytes, loop: this.#loop },
      {
        grant: () => this.#grant(),
        onLink: (end, hello, grant) => this.#addLink(end, grant, hello, 0, hello.takesLanes),
        onRefused: (reason) => {
          this.#counters[kCounterIndex.links_refused]++
          this.#post({ type: 'refused', reason })
        },
      },
    )
  }

  async start(): Promise<void> {
    const { pipe, station, tls } = this.#options
    const isSuccessor = await this.#listener.listenPipe(pipe)
    if (isSuccessor) this.#dispatcher.expectRejoins(kRejoinGraceMs)
    const stationAddress =
      station === null ? null : await this.#listener.listenTcp(station.host, station.port, tls)
    this.#post({ type: 'ready', stationAddress })
  }

  /** The start failed: what was opened is closed. */
  giveUp(): void {
    this.#listener.close()
    this.#loop.close()
  }

  onMessage(message: ToData): void {
    switch (message.type) {
      case 'snapshot':
        for (const chunk of message.snapshot.statsChunks) this.#stats.push(new Float64Array(chunk))
        this.#dispatcher.apply(message.snapshot)
        break
      case 'control': {
        const link = this.#find(message)
        if (link !== undefined) this.#dispatcher.sendControl(link, message.bytes)
        break
      }
      case 'control-done': {
        const link = this.#find(message)
        if (link === undefined) break
        this.#dispatcher.controlDone(link, message.bytes)
        this.#loop.wake() // what it left in its ring rang for already
        break
      }
      case 'open':
        this.#addLink(
          openMemoryLink(message.plan, this.#loop),
          this.#grant(),
          message,
          message.ticket,
          true,
        )
        break
      case 'close-link': {
        const link = this.#find(message)
        if (link !== undefined) this.#close(link, message.reason)
        break
      }
      case 'reload':
        this.#listener.reload(message.token, message.tls)
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
        this.#lanes.pass(message)
        break
      case 'lane-over':
        this.#lanes.tell(message.link, message.lane, message.isLost)
        break
      case 'stop':
        this.#stop()
    }
  }

  // ---- the loop

  #turn(mustSeeAll: boolean): number {
    const work = this.#dispatcher.turn(mustSeeAll)
    this.#closeUnfit()
    this.#deadlines.note(this.#dispatcher.nextDeadlineMs)
    return work
  }

  // ---- links

  #grant(): LinkGrant {
    let index = this.#links.indexOf(undefined)
    if (index < 0) index = this.#links.length
    if (index >= kLinkCountMax) {
      throw centerError('ERR_OVERLOADED', { what: 'the list of links', limit: kLinkCountMax })
    }
    return { linkIndex: index, generation: this.#nextGeneration++ }
  }

  #addLink(end: LinkEnd, grant: LinkGrant, who: Who, ticket: number, wantsLanes: boolean): void {
    const { linkIndex, generation } = grant
    const { name, version, pid } = who
    const { carrier } = end
    const takesLanes = wantsLanes && end.passLane !== undefined
    const link = new CenterLink(linkIndex, generation, name, end, takesLanes, this.#dispatcher)
    this.#links[linkIndex] = link
    this.#counters[kCounterIndex.links_opened]++
    this.#dispatcher.addLink(link)
    end.onEnd = (reason) => this.#close(link, reason)
    this.#post({
      type: 'link-opened',
      link: linkIndex,
      generation,
      name,
      version,
      pid,
      carrier,
      takesLanes,
      ticket,
    })
    this.#loop.wake()
  }

  #close(link: CenterLink, reason: string): void {
    if (!link.isOpen) return
    this.#dispatcher.removeLink(link)
    this.#links[link.index] = undefined
    this.#lanes.onLinkGone(link)
    link.end.close()
    this.#counters[kCounterIndex.links_ended]++
    this.#post({ type: 'link-ended', link: link.index, generation: link.generation, reason })
    // A peer that died between disarming a bell and ringing leaves this thread asleep: its death rings instead.
    this.#loop.wake()
  }

  #closeSoon(link: CenterLink, reason: string): void {
    this.#unfit.push({ link, reason })
    this.#loop.wake()
  }

  #closeUnfit(): void {
    for (const { link, reason } of this.#unfit.splice(0)) this.#close(link, reason)
  }

  #find(key: LinkKey): CenterLink | undefined {
    const link = this.#links[key.link]
    return link?.generation === key.generation ? link : undefined
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
    this.#listener.close()
    for (const link of this.#links) if (link !== undefined) this.#close(link, 'the center ends')
    this.#deadlines.close()
    this.#loop.close()
    this.#onStopped()
  }
}

/** A quarter of the memory that this process may use, where that is less than the limit. */
function overflowBytesMax(): number {
  // Without a bound on the process the system's word is 0 or beyond any memory.
  const allowed = process.constrainedMemory() || Number.POSITIVE_INFINITY
  return Math.min(kOverflowSumBytesMax, Math.min(allowed, totalmem()) / 4)
}
