// What the thread of a dispatcher runs: owns the listeners, the links and the loop that turns. dispatch-boot.ts starts it.
//
// Of several dispatchers the first one has the listeners and the sockets. It hands the others their pairs of rings
// (fellow-messages.ts); each link is closed in all of them, whoever was the first to see its end.

import { totalmem } from 'node:os'
import { performance } from 'node:perf_hooks'
import { MessageChannel } from 'node:worker_threads'
import { assert } from '../base/assert.js'
import { systemClock } from '../base/clock.js'
import { kCounterIndex } from '../base/counter-names.js'
import { DeadlineTimer } from '../base/deadline-timer.js'
import { kOverflowSumBytesMax, kRejoinGraceMs, kStatsBlocksPerChunk } from '../base/limits.js'
import { ReaderLoop } from '../ring/reader-loop.js'
import type { LinkEnd } from '../transport/link.js'
import {
  type LinkGrant,
  LinkListener,
  type ListenerEvents,
  type ListenerOptions,
} from '../transport/link-listener.js'
import { openMemoryPair, planMemoryPair } from '../transport/memory-link.js'
import {
  dropPair,
  memoryPair,
  openPair,
  type PairPlan,
  transferOf,
} from '../transport/pair-plan.js'
import { kStatsBlockWords } from '../wire/stats-block.js'
import { Gates } from './admission.js'
import { CenterLink } from './center-link.js'
import { Dispatcher } from './dispatcher.js'
import type { FromFellow, ToFellow } from './fellow-messages.js'
import { LanePassing } from './lane-passing.js'
import { LinkPlaces } from './link-places.js'
import type {
  DispatchMeasure,
  DispatchOptions,
  FromData,
  LinkKey,
  LinkOpened,
  ToData,
} from './messages.js'
import { type SharedStream, StreamBranches } from './stream-branches.js'

const kDrainLookMs = 2

/** A link as it is taken in, before its number is known to anybody. */
type Arrival = Pick<LinkOpened, 'name' | 'version' | 'pid' | 'ticket'> & {
  /** The center's end of its pair with dispatcher 0. */
  readonly end: LinkEnd
  readonly grant: LinkGrant
  readonly wantsLanes: boolean
}

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
  /** In the first dispatcher. */
  readonly #places: LinkPlaces
  readonly #streams: StreamBranches
  /** Generations of the links whose home is here. */
  readonly #ownHomes = new Set<number>()
  #isStopped = false
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
    this.#loop = new ReaderLoop(
      this.#isFirst && this.#isShared
        ? (mustSeeAll) => this.#turnWithStreams(mustSeeAll)
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
        onLane: (link, lane, target) => this.#onLane(link, lane, target),
        onUnfit: (link, reason) => this.#closeSoon(link, reason),
      },
    )
    this.#places = new LinkPlaces(options.dispatchers)
    this.#streams = new StreamBranches(this.#dispatcher)
    this.#listener = this.#isFirst ? this.#makeListener(surroundings) : null
    for (const port of options.fellows) {
      if (this.#isFirst) port.on('message', (message: FromFellow) => this.#onFellow(message))
      else port.on('message', (message: ToFellow) => this.#onFirst(message))
    }
  }

  get #isFirst(): boolean {
    return this.#options.dispatcher === 0
  }

  get #isShared(): boolean {
    return this.#options.dispatchers > 1
  }

  #makeListener(surroundings: DispatchSurroundings): LinkListener {
    const { center, token, ringBytes } = this.#options
    return surroundings.makeListener(
      { center, token, ringBytes, loop: this.#loop },
      {
        grant: ({ name }) => this.#places.grant(name),
        onLink: (end, hello, grant, pairs) => {
          const { name, version, pid, takesLanes: wantsLanes } = hello
          const arrival = { end, grant, name, version, pid, ticket: 0, wantsLanes }
          if (this.#isShared && pairs.length === 0) this.#addStream(arrival)
          else this.#addLink(arrival, pairs)
        },
        onRefused: (reason) => this.#refused(reason),
      },
    )
  }

  async start(): Promise<void> {
    this.#post({ type: 'ready', stationAddress: await this.#listen() })
  }

  async #listen(): Promise<string | null> {
    const { pipe, station, tls } = this.#options
    if (this.#listener === null) return null
    const isSuccessor = await this.#listener.listenPipe(pipe)
    if (isSuccessor) {
      this.#dispatcher.expectRejoins(kRejoinGraceMs)
      this.#tellFellows({ type: 'expect-rejoins', graceMs: kRejoinGraceMs })
    }
    return station === null ? null : await this.#listener.listenTcp(station.host, station.port, tls)
  }

  /** The start failed: what was opened is closed. */
  giveUp(): void {
    this.#listener?.close()
    this.#loop.close()
    for (const port of this.#options.fellows) port.close()
  }

  onMessage(message: ToData): void {
    switch (message.type) {
      case 'snapshot':
        for (const chunk of message.snapshot.statsChunks)
          this.#stats.push(ownStats(chunk, this.#options.dispatcher))
        this.#dispatcher.apply(message.snapshot)
        if (this.#isShared) this.#post({ type: 'applied', epoch: message.snapshot.epoch })
        break
      case 'control': {
        const link = this.#find(message)
        if (link === undefined) break
        this.#streams.gatherFor(link)
        this.#dispatcher.sendControl(link, message.bytes)
        break
      }
      case 'control-done': {
        const link = this.#find(message)
        if (link === undefined) break
        this.#dispatcher.controlDone(link, message.bytes)
        this.#loop.wake() // what it left in its ring rang for already
        break
      }
      case 'open': {
        const { plan, name, version, pid, ticket } = message
        const end = openMemoryPair(plan, this.#loop)
        const { home, others } = plan
        const grant = this.#places.grant(name, home)
        const arrival = { end, grant, name, version, pid, ticket, wantsLanes: true }
        this.#addLink(arrival, others.map(memoryPair))
        break
      }
      case 'link-free':
        this.#places.free(message.link)
        break
      case 'close-link': {
        const link = this.#find(message)
        if (link !== undefined) this.#close(link, message.reason)
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

  #turnWithStreams(mustSeeAll: boolean): number {
    const work = this.#turn(mustSeeAll)
    return work + this.#streams.turn(mustSeeAll)
  }

  // ---- links

  #refused(reason: string): void {
    this.#counters[kCounterIndex.links_refused]++
    this.#post({ type: 'refused', reason })
  }

  /** Takes a link in. @param plans of its pairs with the other dispatchers, in their order; none where there are none. */
  #addLink(arrival: Arrival, plans: readonly PairPlan[], stream: SharedStream | null = null): void {
    const { end, grant, name, version, pid, ticket, wantsLanes } = arrival
    const { linkIndex: link, generation, home } = grant
    const { carrier } = end
    const takesLanes = wantsLanes && end.passLane !== undefined
    const who = { link, generation, name, version, pid, ticket }
    const opened: LinkOpened = { ...who, carrier, takesLanes }
    plans.forEach((plan, index) => {
      const message: ToFellow = { type: 'pair-open', opened, isHome: home === index + 1, plan }
      this.#options.fellows[index]?.postMessage(message, transferOf(plan))
    })
    this.#places.take(link, { name, home })
    const added = this.#addPair(end, opened, home === 0, stream)
    if (stream !== null) this.#streams.add(added, stream)
  }

  /** Takes in a stream for several dispatchers: it is this one's, and the others have pairs of rings to this one. */
  #addStream(arrival: Arrival): void {
    const { end, grant } = arrival
    const ends: LinkEnd[] = []
    const plans: PairPlan[] = []
    try {
      while (plans.length < grant.dispatchers - 1) {
        const channel = new MessageChannel()
        const { center, peer } = planMemoryPair(
          end.carrier,
          this.#options.ringBytes,
          channel,
          false,
        )
        plans.push(memoryPair(center))
        ends.push(openMemoryPair(peer, this.#loop))
      }
    } catch (error) {
      for (const opened of [...ends, end]) opened.close()
      for (const plan of plans) dropPair(plan)
      this.#refused(String(error))
      return
    }
    this.#addLink({ ...arrival, grant: { ...grant, home: 0 } }, plans, this.#streams.prepare(ends))
  }

  /** Takes this dispatcher's pair of a link in. */
  #addPair(
    end: LinkEnd,
    opened: LinkOpened,
    isHome: boolean,
    stream: SharedStream | null,
  ): CenterLink {
    const { link: index, generation, name } = opened
    const records = stream ?? (isHome ? this.#dispatcher : this.#dispatcher.branchRecords)
    const takesLanes = isHome && opened.takesLanes
    const link = new CenterLink(index, generation, name, end, takesLanes, records)
    this.#links[index] = link
    this.#dispatcher.addLink(link)
    end.onEnd = (reason) => this.#close(link, reason)
    this.#tellOpened(opened, isHome)
    this.#loop.wake()
    return link
  }

  #tellOpened(opened: LinkOpened, isHome: boolean): void {
    const { link, generation } = opened
    if (isHome) {
      this.#counters[kCounterIndex.links_opened]++
      this.#ownHomes.add(generation)
      this.#post({ type: 'link-opened', ...opened })
    } else this.#post({ type: 'branch-opened', link, generation })
  }

  #tellEnded(key: LinkKey, reason: string): void {
    if (this.#ownHomes.delete(key.generation)) {
      this.#counters[kCounterIndex.links_ended]++
      this.#post({ type: 'link-ended', ...key, reason })
    } else this.#post({ type: 'branch-ended', ...key, reason })
  }

  #close(link: CenterLink, reason: string): void {
    if (!link.isOpen) return
    const key: LinkKey = { link: link.index, generation: link.generation }
    this.#dispatcher.removeLink(link)
    this.#links[link.index] = undefined
    this.#lanes.onLinkGone(link)
    this.#streams.close(link)
    link.end.close()
    this.#places.end(link.index)
    this.#tellFellowsOfEnd(key, reason)
    this.#tellEnded(key, reason)
    // A peer that died between disarming a bell and ringing leaves this thread asleep: its death rings instead.
    this.#loop.wake()
  }

  // A death is told from dispatcher to dispatcher, not by way of control: each owes its callers an answer.
  #tellFellowsOfEnd(key: LinkKey, reason: string): void {
    if (this.#isStopped) return // they stop, too
    if (this.#isFirst) this.#tellFellows({ type: 'pair-end', ...key, reason })
    else this.#tellFirst({ type: 'pair-ended', ...key, reason })
  }

  #closeSoon(link: CenterLink, reason: string): void {
    this.#unfit.push({ link, reason })
    this.#loop.wake()
  }

  #closeUnfit(): void {
    for (const { link, reason } of this.#unfit.splice(0)) this.#close(link, reason)
  }

  // ---- between dispatchers

  #tellFellows(message: ToFellow): void {
    for (const port of this.#options.fellows) port.postMessage(message)
  }

  #tellFirst(message: FromFellow): void {
    for (const port of this.#options.fellows) port.postMessage(message)
  }

  /** What another dispatcher says, in the first one. */
  #onFellow(message: FromFellow): void {
    const link = this.#find(message)
    if (link === undefined) return
    if (message.type === 'pair-ended') this.#close(link, message.reason)
    else if (!this.#lanes.onSaid(link, message.lane, message.target))
      this.#dispatcher.breakLink(
        link,
        `it says ${message.target} of lane ${message.lane}, which is none of its`,
      )
  }

  /** What the first dispatcher says, in another one. */
  #onFirst(message: ToFellow): void {
    switch (message.type) {
      case 'pair-open':
        this.#openPair(message)
        break
      case 'pair-end': {
        const link = this.#find(message)
        if (link !== undefined) this.#close(link, message.reason)
        break
      }
      case 'expect-rejoins':
        this.#dispatcher.expectRejoins(message.graceMs)
    }
  }

  #openPair({ opened, isHome, plan }: ToFellow & { type: 'pair-open' }): void {
    if (this.#isStopped) {
      dropPair(plan)
      return
    }
    let end: LinkEnd
    try {
      end = openPair(plan, this.#loop)
    } catch (error) {
      // For want of descriptors or memory: a link that one dispatcher does not have is none.
      const { link, generation } = opened
      const reason = String(error)
      this.#tellOpened(opened, isHome)
      this.#tellEnded({ link, generation }, reason)
      this.#tellFirst({ type: 'pair-ended', link, generation, reason })
      return
    }
    this.#addPair(end, opened, isHome, null)
  }

  #onLane(link: CenterLink, lane: number, target: number): boolean {
    if (this.#isFirst) return this.#lanes.onSaid(link, lane, target)
    const { index, generation } = link
    this.#tellFirst({ type: 'lane-said', link: index, generation, lane, target })
    return true // it is judged there
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
    this.#isStopped = true
    this.#listener?.close()
    for (const link of this.#links) if (link !== undefined) this.#close(link, 'the center ends')
    this.#deadlines.close()
    this.#loop.close()
    for (const port of this.#options.fellows) port.close()
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
