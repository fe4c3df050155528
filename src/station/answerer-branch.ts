// One branch of a station's link: the pair of rings by which another dispatcher than the home one sends its requests and
// messages, and gets the replies. The session owns it, polls it in its turns, and ends with it.

import type { Clock } from '../base/clock.js'
import type { CenterError } from '../base/errors.js'
import type { RecordHandler, RingReader } from '../ring/ring-reader.js'
import type { RingPair } from '../transport/link.js'
import { isTowardsCaller, kFrameHeaderBytes, kKindWord } from '../wire/frame.js'
import { Answerer } from './answerer.js'
import { answerFrame } from './answering-frames.js'
import type { NestedCall } from './call.js'
import { type Batch, FramePort } from './frame-port.js'
import type { Offers } from './offers.js'

/** What a branch has from its session. */
export type BranchWorld = {
  readonly offers: Offers
  readonly clock: Clock
  readonly batch: Batch
  /** How handlers call on: over the home pair, or a shorter way. */
  readonly nested: NestedCall
  onHandlerError(error: unknown, where: string): void
  /** The center broke a rule: the link is over. */
  onBroken(rule: string): void
}

export class AnswererBranch implements RecordHandler {
  readonly reader: RingReader
  readonly answerer: Answerer
  readonly #port: FramePort
  readonly #world: BranchWorld
  #isClosed = false

  /** @param onRung called when the center rang for it. */
  constructor({ reader, writer }: RingPair, world: BranchWorld, onRung: () => void) {
    const { offers, clock, batch, nested } = world
    this.#world = world
    this.reader = reader
    reader.onRung = onRung
    this.#port = new FramePort(writer, batch, () =>
      world.onBroken('the center wrote a nonsensical position'),
    )
    this.answerer = new Answerer(this.#port, offers, clock, nested, (error, where) =>
      world.onHandlerError(error, where),
    )
  }

  /** True when a turn would do something. */
  hasWork(): boolean {
    return !this.#isClosed && (this.reader.mayHaveRecords() || this.#port.isDeferring)
  }

  /** True while replies wait for room in its ring. */
  get isDeferring(): boolean {
    return this.#port.isDeferring
  }

  /** Moves replies that wait into the ring, as far as there is room. */
  flushDeferred(): void {
    this.#port.flushDeferred()
  }

  /** Publishes what is written; nothing is sent after this. */
  endSending(): void {
    this.#port.flush()
    this.#isClosed = true
    this.#port.close()
  }

  /** Aborts every call that came by it. */
  abort(error: CenterError): void {
    this.answerer.close(error)
  }

  onRecord(reader: RingReader, offset: number, size: number): boolean {
    const kindFlagsContext = reader.words[(offset >> 2) + kKindWord]
    const flags = (kindFlagsContext >> 8) & 0xff
    const contextBytes = kindFlagsContext >>> 16
    const kind = kindFlagsContext & 0xff
    const rule =
      kFrameHeaderBytes + contextBytes > size
        ? 'the center sent a context longer than its frame'
        : isTowardsCaller(kind, flags)
          ? 'the center sent by a branch what is for a caller'
          : answerFrame(this.answerer, reader, offset, size, kind, flags, contextBytes)
    if (rule !== null) this.#world.onBroken(rule)
    return !this.#isClosed
  }
}
