// The links of one dispatch worker: takes them in and ends them.
//
// Of several dispatchers the first one has the listener and the sockets. It hands the others their pairs of rings
// (fellow-messages.ts); each link is closed in all of them, whoever was the first to see its end.

import { MessageChannel } from 'node:worker_threads'
import { systemClock } from '../base/clock.js'
import { kCounterIndex } from '../base/counter-names.js'
import type { ReaderLoop } from '../ring/reader-loop.js'
import type { LinkEnd } from '../transport/link.js'
import type { LinkGrant, ListenerEvents } from '../transport/link-listener.js'
import { type MemoryLinkPlan, openMemoryPair, planMemoryPair } from '../transport/memory-link.js'
import {
  dropPair,
  memoryPair,
  openPair,
  type PairPlan,
  transferOf,
} from '../transport/pair-plan.js'
import { CenterLink } from './center-link.js'
import type { Dispatcher } from './dispatcher.js'
import type { FromFellow, ToFellow } from './fellow-messages.js'
import { LanePassing } from './lane-passing.js'
import { LinkPlaces } from './link-places.js'
import type { DispatchOptions, FromData, LinkKey, LinkOpened } from './messages.js'
import { type SharedStream, StreamBranches } from './stream-branches.js'

/** A link as it is taken in. */
type Arrival = Pick<LinkOpened, 'name' | 'version' | 'pid' | 'ticket'> & {
  /** The center's end of its pair with dispatcher 0. */
  readonly end: LinkEnd
  readonly grant: LinkGrant
  readonly wantsLanes: boolean
}

/** What the links need of their worker. */
export type LinkGround = {
  readonly options: DispatchOptions
  readonly dispatcher: Dispatcher
  readonly loop: ReaderLoop
  readonly counters: Float64Array
  readonly post: (message: FromData) => void
}

export class DispatchLinks {
  readonly #options: DispatchOptions
  readonly #dispatcher: Dispatcher
  readonly #loop: ReaderLoop
  readonly #counters: Float64Array
  readonly #post: (message: FromData) => void
  readonly #links: (CenterLink | undefined)[] = []
  /** Links to close after the turn: a ring is not released while it is read. */
  readonly #unfit: { link: CenterLink; reason: string }[] = []
  /** In the first dispatcher. */
  readonly #places: LinkPlaces
  /** Of several dispatchers in the first one. */
  readonly #streams: StreamBranches
  /** In the first dispatcher, which has the sockets. */
  readonly lanes: LanePassing<CenterLink>
  /** Generations of the links whose home is here. */
  readonly #ownHomes = new Set<number>()
  #isStopped = false

  constructor({ options, dispatcher, loop, counters, post }: LinkGround) {
    this.#options = options
    this.#dispatcher = dispatcher
    this.#loop = loop
    this.#counters = counters
    this.#post = post
    this.#places = new LinkPlaces(options.dispatchers)
    this.#streams = new StreamBranches(dispatcher)
    this.lanes = new LanePassing<CenterLink>({
      find: (key) => this.find(key),
      post,
      closeSoon: (link, reason) => this.closeSoon(link, reason),
    })
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

  // ---- from outside

  /** What the listener of the first dispatcher asks and tells. */
  readonly listenerEvents: ListenerEvents = {
    grant: ({ name }) => this.#places.grant(name),
    onLink: (end, hello, grant, pairs) => {
      const { name, version, pid, takesLanes: wantsLanes } = hello
      const arrival = { end, grant, name, version, pid, ticket: 0, wantsLanes }
      if (this.#isShared && pairs.length === 0) this.#addStream(arrival)
      else this.#addLink(arrival, pairs)
    },
    onRefused: (reason) => this.#refused(reason),
  }

  /** Opens the center's ends of a link between threads. */
  open(plan: MemoryLinkPlan, who: Pick<Arrival, 'name' | 'version' | 'pid' | 'ticket'>): void {
    const { name, version, pid, ticket } = who
    const end = openMemoryPair(plan, this.#loop)
    const grant = this.#places.grant(name, plan.home)
    const arrival = { end, grant, name, version, pid, ticket, wantsLanes: true }
    this.#addLink(arrival, plan.others.map(memoryPair))
  }

  /** Every dispatcher has ended the link of this index, and control knows. */
  free(link: number): void {
    this.#places.free(link)
  }

  /** Unknown routes may come back for so long, in all dispatchers. */
  expectRejoins(graceMs: number): void {
    this.#dispatcher.expectRejoins(graceMs)
    this.#tellFellows({ type: 'expect-rejoins', graceMs })
  }

  /** Sends a control message to a link whose home is here. */
  sendControl(link: CenterLink, body: Uint8Array): void {
    this.#streams.gatherFor(link)
    this.#dispatcher.sendControl(link, body)
  }

  /** Behind a turn of the dispatcher. @returns how many records of other dispatchers were put before sockets. */
  turnStreams(mustSeeAll: boolean): number {
    return this.#streams.turn(mustSeeAll)
  }

  /** Ends all links; the other dispatchers stop, too. */
  stop(reason: string): void {
    this.#isStopped = true
    for (const link of this.#links) if (link !== undefined) this.close(link, reason)
    this.closeDoors()
  }

  /** Nothing more is heard of other dispatchers. */
  closeDoors(): void {
    for (const port of this.#options.fellows) port.close()
  }

  #refused(reason: string): void {
    this.#counters[kCounterIndex.links_refused]++
    this.#post({ type: 'refused', reason })
  }

  // ---- beginning and end

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
    end.onEnd = (reason) => this.close(link, reason)
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

  /** Ends a link in every dispatcher. Not while its ring is read. */
  close(link: CenterLink, reason: string): void {
    if (!link.isOpen) return
    const key: LinkKey = { link: link.index, generation: link.generation }
    this.#streams.end(link)
    this.#dispatcher.removeLink(link)
    this.#links[link.index] = undefined
    this.lanes.onLinkGone(link)
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

  /** The same, once its ring is not read any more. */
  closeSoon(link: CenterLink, reason: string): void {
    this.#unfit.push({ link, reason })
    this.#loop.wake()
  }

  /** Behind a turn: closes the links that it found unfit. */
  closeUnfit(): void {
    for (const { link, reason } of this.#unfit.splice(0)) this.close(link, reason)
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
    const link = this.find(message)
    if (link === undefined) return
    if (message.type === 'pair-ended') this.close(link, message.reason)
    else if (!this.lanes.onSaid(link, message.lane, message.target))
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
        const link = this.find(message)
        if (link !== undefined) this.close(link, message.reason)
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

  /** A link says what became of a lane. @returns false when it has none to say that of. */
  onLane(link: CenterLink, lane: number, target: number): boolean {
    if (this.#isFirst) return this.lanes.onSaid(link, lane, target)
    const { index, generation } = link
    link.noteVain(systemClock.nowMs()) // until it is judged, a flood of them would fill that port
    this.#tellFirst({ type: 'lane-said', link: index, generation, lane, target })
    return true // it is judged there
  }

  /** @returns the link while it is open. */
  find(key: LinkKey): CenterLink | undefined {
    const link = this.#links[key.link]
    return link?.generation === key.generation ? link : undefined
  }
}
