// What a stream carries for several dispatchers. Its socket and its home are dispatcher 0's. The others have a pair of rings
// each, whose other end is here, in the thread of dispatcher 0: what they send is put into the ring before the socket, and what
// comes for their calls is handed to them. Slots and callers' numbers of dispatcher k are shifted by k times their bound on
// the wire, so that the station and the replies tell them apart.

import { kInFlightPerLinkMax, kLinkCountMax } from '../base/limits.js'
import type { RecordHandler, RingReader } from '../ring/ring-reader.js'
import { kCorrupt } from '../ring/ring-writer.js'
import { kLookAgain, Rota } from '../ring/rota.js'
import type { LinkEnd } from '../transport/link.js'
import {
  isOfAnswer,
  kKindCaller,
  kKindMessage,
  kKindRequest,
  kKindWord,
  kPartyWord,
  kSlotWord,
  kTargetWord,
} from '../wire/frame.js'
import { copyFrame, type FrameMemory, takeFrame } from '../wire/frame-copy.js'
import type { CenterLink, LinkRecords } from './center-link.js'

/** What is needed of the dispatcher whose home the streams are. */
export type StreamHome = LinkRecords & {
  /** Writes a frame, or keeps it until there is room. */
  sendFrame(link: CenterLink, frame: FrameMemory): void
  breakLink(link: CenterLink, reason: string): void
}

/** All streams of dispatcher 0. */
export class StreamBranches {
  readonly #home: StreamHome
  readonly #byLink = new Map<CenterLink, SharedStream>()
  readonly #rota = new Rota<SharedStream>()
  readonly #dirty: StreamBranch[] = []

  constructor(home: StreamHome) {
    this.#home = home
  }

  /**
   * Prepares a stream before its link is made.
   *
   * @param ends this thread's ends of the pairs with the other dispatchers, in their order; owned from here on.
   * @returns takes the records of the link; {@link add} follows.
   */
  prepare(ends: readonly LinkEnd[]): SharedStream {
    return new SharedStream(this.#home, ends, this.#dirty)
  }

  /** The link is made, and read by the dispatcher. */
  add(link: CenterLink, stream: SharedStream): void {
    this.#byLink.set(link, stream)
    this.#rota.add(stream)
    stream.attach(link, () => this.#rota.rouse(stream))
  }

  /** Behind a turn of the dispatcher. @returns how many records were put before sockets. */
  turn(mustSeeAll: boolean): number {
    this.#publish()
    return this.#rota.turn(gather, mustSeeAll)
  }

  /** Before a control message: what the other dispatchers had sent goes first, even where it has to wait for room. */
  gatherFor(link: CenterLink): void {
    this.#byLink.get(link)?.gatherAll()
  }

  /** The link is over, and what had come by it is about to be handled: nothing waits for room any more. */
  end(link: CenterLink): void {
    this.#byLink.get(link)?.end()
  }

  /** What had come by it is handled. */
  close(link: CenterLink): void {
    const stream = this.#byLink.get(link)
    if (stream === undefined) return
    this.#publish()
    this.#byLink.delete(link)
    this.#rota.remove(stream)
    stream.close()
  }

  #publish(): void {
    for (const branch of this.#dirty.splice(0)) branch.publish()
  }
}

const gather = (stream: SharedStream): number => stream.gather()

/** One stream that several dispatchers share. */
class SharedStream implements LinkRecords {
  readonly #home: StreamHome
  readonly #branches: readonly StreamBranch[]
  #isEnding = false

  constructor(home: StreamHome, ends: readonly LinkEnd[], dirty: StreamBranch[]) {
    this.#home = home
    this.#branches = ends.map((end, index) => new StreamBranch(home, end, index + 1, dirty))
  }

  attach(link: CenterLink, rouse: () => void): void {
    for (const branch of this.#branches) {
      branch.attach(link, () => {
        rouse()
        link.reader.onRung() // what it had no room for lies in the link's ring
      })
    }
  }

  /** A frame came from the socket. @returns false while it finds no room. */
  onLinkRecord(link: CenterLink, offset: number, size: number): boolean {
    const { words } = link.reader
    const at = offset >> 2
    const share = Math.floor(words[at + kSlotWord] / kInFlightPerLinkMax)
    const branch =
      share > 0 && isOfAnswer(words[at + kKindWord]) ? this.#branches[share - 1] : undefined
    if (branch === undefined) return this.#home.onLinkRecord(link, offset, size)
    if (link.isUnfit) return false
    // At the end what finds no room is lost, and its call fails with its station; what lies behind it is not.
    return branch.hand(link, offset, size) || this.#isEnding
  }

  end(): void {
    this.#isEnding = true
  }

  gather(): number {
    let count = 0
    let isWaiting = false
    for (const branch of this.#branches) {
      if (!branch.hasRecords()) continue
      count += branch.gather()
      isWaiting ||= branch.hasRecords()
    }
    return count === 0 && isWaiting ? kLookAgain : count
  }

  gatherAll(): void {
    for (const branch of this.#branches) branch.gatherAll()
  }

  close(): void {
    for (const branch of this.#branches) branch.close()
  }
}

export type { SharedStream }

/** The part of one other dispatcher in a stream. */
class StreamBranch implements RecordHandler {
  readonly #home: StreamHome
  readonly #end: LinkEnd
  readonly #share: number
  /** Those to which something was handed that is not published. */
  readonly #dirty: StreamBranch[]
  #isDirty = false
  #mustKeep = false
  #link: CenterLink | null = null

  constructor(home: StreamHome, end: LinkEnd, share: number, dirty: StreamBranch[]) {
    this.#home = home
    this.#end = end
    this.#share = share
    this.#dirty = dirty
  }

  attach(link: CenterLink, onRung: () => void): void {
    this.#link = link
    this.#end.reader.onRung = onRung
  }

  // ---- from the socket

  hand(link: CenterLink, offset: number, size: number): boolean {
    const { words, bytes } = link.reader
    const { writer } = this.#end
    const out = writer.tryReserve(size)
    if (out === kCorrupt) this.#home.breakLink(link, kNonsense)
    if (out < 0) return false
    const kindFlagsContext = words[(offset >> 2) + kKindWord]
    copyFrame(words, bytes, offset, writer.words, writer.bytes, out, size, kindFlagsContext)
    writer.words[(out >> 2) + kSlotWord] -= this.#share * kInFlightPerLinkMax
    if (!this.#isDirty) this.#dirty.push(this)
    this.#isDirty = true
    return true
  }

  publish(): void {
    this.#isDirty = false
    this.#end.writer.publish()
  }

  // ---- to the socket

  hasRecords(): boolean {
    return this.#end.reader.mayHaveRecords()
  }

  /** Puts what fits before the socket. @returns how many records. */
  gather(): number {
    const link = this.#link
    if (link === null || link.isDeferring) return 0
    const count = this.#poll(link)
    if (count > 0) link.writer.publish()
    return count
  }

  /** Puts all that is published before the socket, or behind what waits for room there. */
  gatherAll(): void {
    const link = this.#link
    if (link === null) return
    this.#mustKeep = true
    while (this.#poll(link) > 0);
    this.#mustKeep = false
  }

  onRecord(reader: RingReader, offset: number, size: number): boolean {
    const link = this.#link
    if (link === null || !link.isOpen || link.isUnfit) return false
    const { words, bytes } = reader
    const kindFlagsContext = words[(offset >> 2) + kKindWord]
    const { writer } = link
    const out = link.isDeferring ? -1 : writer.tryReserve(size)
    if (out > 0) {
      copyFrame(words, bytes, offset, writer.words, writer.bytes, out, size, kindFlagsContext)
      this.#shift(writer.words, out >> 2, kindFlagsContext & 0xff)
      return true
    }
    if (out === kCorrupt) this.#home.breakLink(link, kNonsense)
    if (out === kCorrupt || !this.#mustKeep) return false
    const frame = takeFrame(bytes, offset, size, kindFlagsContext)
    this.#shift(frame.words, 0, kindFlagsContext & 0xff)
    this.#home.sendFrame(link, frame)
    return true
  }

  close(): void {
    this.#link = null
    this.#end.close()
  }

  #poll(link: CenterLink): number {
    const { reader } = this.#end
    const count = reader.poll(this, reader.batchCount())
    if (count !== kCorrupt) return count
    this.#home.breakLink(link, kNonsense)
    return 0
  }

  #shift(words: Int32Array, at: number, kind: number): void {
    if (kind === kKindMessage) return // its target is the station's own number
    if (kind === kKindCaller) {
      words[at + kTargetWord] += this.#share * kLinkCountMax
      return
    }
    if (kind === kKindRequest) words[at + kPartyWord] += this.#share * kLinkCountMax
    // A record that became nothing is a cancel of slot -1.
    if (words[at + kSlotWord] >= 0) words[at + kSlotWord] += this.#share * kInFlightPerLinkMax
  }
}

const kNonsense = 'a position between two dispatchers is nonsense'
