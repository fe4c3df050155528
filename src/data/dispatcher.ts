// The dispatcher: takes frames from the rings of the links and hands each to its path. One dispatch worker owns one.
//
// Read turn() first, then onLinkRecord(). A call goes by request-path.ts and comes back by reply-path.ts; calls that get
// no reply end in call-ends.ts; topics are message-path.ts. Control messages go to the control plane untouched.

import type { Clock } from '../base/clock.js'
import { kCounterIndex } from '../base/counter-names.js'
import { kControlBytesMax, kPathBytesMax } from '../base/limits.js'
import { kCorrupt } from '../ring/ring-writer.js'
import { kLookAgain, Rota } from '../ring/rota.js'
import { encodeContext, kTagPath } from '../wire/context.js'
import {
  isOfAnswer,
  kFlagContinued,
  kFlagEnd,
  kFlagNamed,
  kFlagToCaller,
  kFrameHeaderBytes,
  kFramesPerRingMax,
  kindWord,
  kKindCancel,
  kKindControl,
  kKindCredit,
  kKindData,
  kKindHeartbeat,
  kKindIntern,
  kKindLane,
  kKindMessage,
  kKindReply,
  kKindRequest,
  kKindWord,
  kSlotWord,
  kTargetWord,
} from '../wire/frame.js'
import { buildFrame, type FrameMemory } from '../wire/frame-copy.js'
import type { Gates } from './admission.js'
import { CallEnds } from './call-ends.js'
import type { CenterLink, Handle, LinkRecords } from './center-link.js'
import { HotPaths } from './hot-paths.js'
import { LinkTable } from './link-table.js'
import { MessagePath } from './message-path.js'
import type { LinkRings } from './messages.js'
import { ReplyPath } from './reply-path.js'
import { RequestPath } from './request-path.js'
import { RouteTable, type StatsLocator } from './route-table.js'
import type { Snapshot } from './snapshot.js'
import { Tap, type TappedCall, type TapSpec } from './tap.js'
import { TappedCalls } from './tapped-calls.js'
import { TopicFanout } from './topic-fanout.js'

/** What the dispatcher tells the rest of its thread. */
export type DispatcherEvents = {
  /** A control message came, whole; controlDone() is owed for it. */
  onControl(link: CenterLink, message: Uint8Array): void
  /** A call that somebody watches is over. */
  onTapped(call: TappedCall): void
  /** A caller calls one path often. */
  onHotPath(link: CenterLink, path: string): void
  /** A link says what became of a lane. @returns false when it has none to say that of. */
  onLane(link: CenterLink, lane: number, target: number): boolean
  /** The link broke the protocol or is too slow, and must be closed by its owner. */
  onUnfit(link: CenterLink, reason: string): void
}

const decoder = new TextDecoder()
const kNoPath = new Uint8Array(0)

export class Dispatcher {
  readonly #links: LinkTable
  readonly #rota = new Rota<CenterLink>()
  readonly #table: RouteTable
  readonly #topics: TopicFanout
  readonly #requests: RequestPath
  readonly #replies: ReplyPath
  readonly #messages: MessagePath
  readonly #ends: CallEnds
  readonly #tapped: TappedCalls
  readonly #hotPaths: HotPaths
  readonly #clock: Clock
  readonly #events: DispatcherEvents
  /** When the first of the links that are held for frames that lead nowhere may be read again. */
  #holdUntilMs = Number.POSITIVE_INFINITY

  /**
   * @param counters the center's counters, one float64 word for each of kCounterNames.
   * @param overflowBytesMax most bytes that wait for room in rings, over all links.
   * @param laneHotCount see DispatchOptions.
   */
  constructor(
    gates: Gates,
    counters: Float64Array,
    locateStats: StatsLocator,
    clock: Clock,
    overflowBytesMax: number,
    laneHotCount: number,
    events: DispatcherEvents,
  ) {
    this.#clock = clock
    this.#events = events
    this.#links = new LinkTable(counters, overflowBytesMax, (link, reason) =>
      events.onUnfit(link, reason),
    )
    this.#table = new RouteTable(locateStats)
    this.#topics = new TopicFanout((subscriber) => this.#links.linkOf(subscriber))
    this.#tapped = new TappedCalls((call) => events.onTapped(call))
    this.#hotPaths = new HotPaths(laneHotCount, (link, path) => events.onHotPath(link, path))
    this.#requests = new RequestPath(this.#links, this.#table, gates, this.#tapped, this.#hotPaths)
    this.#replies = new ReplyPath(this.#links, this.#tapped)
    this.#messages = new MessagePath(this.#links, this.#topics)
    this.#ends = new CallEnds(this.#links, this.#requests, this.#replies, this.#tapped)
  }

  // ---- links and snapshots

  /** Takes a link into the next turns. @returns it; the index is free, the generation new. */
  addLink(link: CenterLink): void {
    this.#links.byIndex[link.index] = link
    this.#rota.add(link)
    link.reader.onRung = () => this.#rota.rouse(link)
    for (const other of this.#links.byIndex)
      if (other !== undefined) other.introduced[link.index] = 0
  }

  /** Ends a link: what it had published is handled, its calls are cancelled, the calls it owed fail or go elsewhere. */
  removeLink(link: CenterLink): void {
    if (!link.isOpen) return
    this.#links.nowMs = this.#clock.nowMs()
    link.control.close()
    if (!link.isUnfit) link.reader.poll(link, kFramesPerRingMax)
    link.isOpen = false
    this.#links.dropKept(link)
    this.#links.byIndex[link.index] = undefined
    this.#rota.remove(link)
    this.#ends.cancelCallsOf(link)
    this.#ends.failCallsTo(link)
    this.#links.publishAll()
  }

  /** Puts a snapshot into force. */
  apply(snapshot: Snapshot): void {
    for (const route of snapshot.routes) this.#table.apply(route)
    for (const topic of snapshot.topics) this.#topics.apply(topic)
  }

  /** Somebody wants to see the calls of a route. */
  openTap(spec: TapSpec): void {
    this.#table.openTap(new Tap(spec, this.#clock.nowMs()))
  }

  closeTap(id: number): void {
    this.#table.closeTap(id)
    this.#tapped.close(id)
  }

  /** From now on new calls are refused with ERR_DRAINING. */
  drain(): void {
    this.#requests.drain()
  }

  /** For `graceMs` milliseconds unknown routes are refused with ERR_STARTING. */
  expectRejoins(graceMs: number): void {
    this.#requests.expectRejoins(this.#clock.nowMs() + graceMs)
  }

  /** Calls on the way. */
  inFlightCount(): number {
    let count = 0
    for (const link of this.#links.byIndex) count += link?.pending.count ?? 0
    return count
  }

  /** How full the rings of every link are. Looked at only when somebody asks: it costs the calls nothing. */
  rings(): LinkRings[] {
    return this.#links.byIndex.flatMap((link) => (link === undefined ? [] : [link.rings()]))
  }

  /** True while replies wait for room in a caller's ring. */
  get isDeferring(): boolean {
    return this.#links.byIndex.some((link) => link?.isDeferring === true)
  }

  /** Sends a control message to a link. */
  sendControl(link: CenterLink, body: Uint8Array): void {
    this.#links.send(link, buildFrame(kindWord(kKindControl, 0, 0), 0, 0, 0, body))
    this.#links.publishAll()
  }

  /** Writes a frame to a link, or keeps it until there is room; published with the next turn or control message. */
  sendFrame(link: CenterLink, frame: FrameMemory): void {
    this.#links.send(link, frame)
  }

  /** A link broke a rule that somebody else has found out. */
  breakLink(link: CenterLink, reason: string): void {
    this.#links.unfit(link, reason)
  }

  /** The control plane has taken a control message of a link; it may be read again. @param bytes of the message. */
  controlDone(link: CenterLink, bytes: number): void {
    link.control.done(bytes)
  }

  // ---- one duty cycle

  /**
   * @param mustSeeAll false: links that have been idle for long may be left out.
   * @returns how many records were handled; 0 lets the thread rest.
   */
  turn(mustSeeAll: boolean): number {
    this.#links.nowMs = this.#clock.nowMs()
    this.#links.counters[kCounterIndex.turns]++
    const work = this.#rota.turn(this.#poll, mustSeeAll)
    // Frames that were kept and found room now must be seen even when nothing was read after that.
    this.#links.publishAll()
    if (this.#links.nowMs >= this.#links.nextDeadlineMs) this.#ends.expire()
    return work
  }

  readonly #poll = (link: CenterLink): number => {
    if (link.isDeferring && !this.#links.flush(link)) return kLookAgain
    if (link.control.isFull || !link.reader.mayHaveRecords()) return 0
    const untilMs = link.vainUntilMs(this.#links.nowMs)
    if (untilMs !== 0) {
      this.#holdUntilMs = Math.min(this.#holdUntilMs, untilMs)
      return kLookAgain
    }
    const count = link.reader.poll(link, link.reader.batchCount())
    if (count === kCorrupt) {
      this.#links.unfit(link, 'a ring position or record size is nonsense')
      return 0
    }
    if (count > 0) this.#links.publishAll()
    return count
  }

  /** Milliseconds of the clock at which {@link turn} has something to look at; infinity for none. */
  get nextDeadlineMs(): number {
    return Math.min(this.#links.nextDeadlineMs, this.#holdUntilMs)
  }

  /** True when a link that was not read for a while may be read again: a turn is due, and nobody rings for it. */
  takeHeld(): boolean {
    if (this.#clock.nowMs() < this.#holdUntilMs) return false
    this.#holdUntilMs = Number.POSITIVE_INFINITY
    return true
  }

  /** Looks at the deadlines without a turn; for a timer. */
  expireDeadlines(): void {
    this.#links.nowMs = this.#clock.nowMs()
    if (this.#links.nowMs >= this.#links.nextDeadlineMs) this.#ends.expire()
    this.#links.publishAll()
  }

  /** Called by a link's reader for each record. */
  onLinkRecord(link: CenterLink, offset: number, size: number): boolean {
    try {
      return this.#onRecord(link, offset, size)
    } catch (error) {
      // Whatever one peer's frame provokes costs that peer its link, and nobody else anything.
      this.#links.unfit(link, `its frame caused: ${String(error)}`)
      return true
    }
  }

  /** Takes the records of a branch: a station answers there, and does nothing else. */
  readonly branchRecords: LinkRecords = {
    onLinkRecord: (link, offset, size) => {
      const kindFlagsContext = link.reader.words[(offset >> 2) + kKindWord]
      if (isOfAnswer(kindFlagsContext)) return this.onLinkRecord(link, offset, size)
      this.#links.unfit(link, `frame of kind ${kindFlagsContext & 0xff} by a branch`)
      return false
    },
  }

  #onRecord(link: CenterLink, offset: number, size: number): boolean {
    if (link.isHeldBack || link.isUnfit) return false
    if (size > link.writer.recordBytesMax) {
      this.#links.unfit(link, `frame of ${size} bytes is over ${link.writer.recordBytesMax}`)
      return false
    }
    const words = link.reader.words
    const kindFlagsContext = words[(offset >> 2) + kKindWord]
    if (kFrameHeaderBytes + (kindFlagsContext >>> 16) > size) {
      this.#links.unfit(link, `context of ${kindFlagsContext >>> 16} bytes in a frame of ${size}`)
      return true
    }
    switch (kindFlagsContext & 0xff) {
      case kKindRequest:
        this.#requests.onRequest(link, offset, size, kindFlagsContext)
        break
      case kKindReply:
        this.#replies.onReply(link, offset, size, kindFlagsContext)
        break
      case kKindMessage:
        this.#messages.onMessage(link, offset, size, kindFlagsContext)
        break
      case kKindData:
        if ((kindFlagsContext >> 8) & kFlagToCaller)
          this.#replies.onReply(link, offset, size, kindFlagsContext)
        else this.#replies.onUpload(link, offset, size, kindFlagsContext)
        break
      case kKindCredit:
        if ((kindFlagsContext >> 8) & kFlagToCaller)
          this.#replies.toCaller(link, offset, size, kindFlagsContext)
        else this.#replies.onUpload(link, offset, size, kindFlagsContext)
        break
      case kKindCancel:
        this.#replies.onCancel(link, offset)
        break
      case kKindIntern:
        this.#onIntern(link, offset, size, kindFlagsContext)
        break
      case kKindControl:
        this.#onControl(link, offset, size, kindFlagsContext)
        break
      case kKindLane:
        this.#onLane(link, words[(offset >> 2) + kSlotWord], words[(offset >> 2) + kTargetWord])
        break
      case kKindHeartbeat:
        link.noteVain(this.#links.nowMs)
        this.#links.send(link, buildFrame(kindWord(kKindHeartbeat, kFlagEnd, 0), 0, 0, 0, kNoPath))
        break
      default:
        this.#links.unfit(link, `frame of kind ${kindFlagsContext & 0xff}`)
    }
    return true
  }

  #onControl(link: CenterLink, offset: number, size: number, kindFlagsContext: number): void {
    const bytes = link.reader.bytes.slice(offset + kFrameHeaderBytes, offset + size)
    const message = link.control.take(bytes, ((kindFlagsContext >> 8) & kFlagContinued) === 0)
    if (message === 'broken') {
      const rule = `a control message is over ${kControlBytesMax} bytes or has an empty part`
      this.#links.unfit(link, rule)
    } else if (message !== null) this.#events.onControl(link, message)
  }

  #onLane(link: CenterLink, lane: number, target: number): void {
    if (!this.#events.onLane(link, lane, target))
      this.#links.unfit(link, `it says ${target} of lane ${lane}, which is none of its`)
  }

  #onIntern(link: CenterLink, offset: number, size: number, kindFlagsContext: number): void {
    const handle = link.reader.words[(offset >> 2) + kTargetWord]
    if (size - kFrameHeaderBytes > kPathBytesMax) {
      this.#links.unfit(
        link,
        `a name of ${size - kFrameHeaderBytes} bytes is over ${kPathBytesMax}`,
      )
      return
    }
    const name = decoder.decode(link.reader.bytes.slice(offset + kFrameHeaderBytes, offset + size))
    const isTopic = ((kindFlagsContext >> 8) & kFlagNamed) !== 0
    const value: Handle = {
      isTopic,
      name,
      pathField: isTopic ? kNoPath : encodeContext([[kTagPath, name]]),
      route: 'no-route',
      matchEpoch: 0,
      ...this.#hotPaths.begin(link, this.#links.nowMs),
    }
    if (!link.intern(handle, value))
      this.#links.unfit(
        link,
        `handle ${handle} is out of range, or its names are too long together`,
      )
  }
}
