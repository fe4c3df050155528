// A station's side of one link, from welcome to end: reads the ring, hands frames to the calling and the answering
// half, and keeps the conversation with the control plane.

import type { Clock } from '../base/clock.js'
import { CenterError, centerError } from '../base/errors.js'
import { kInFlightPerLinkMax } from '../base/limits.js'
import type { RecordHandler, RingReader } from '../ring/ring-reader.js'
import { kCorrupt } from '../ring/ring-writer.js'
import { kLookAgain } from '../ring/rota.js'
import type { LinkEnd } from '../transport/link.js'
import { type ControlMessage, decodeControl, encodeControl } from '../wire/control.js'
import {
  isTowardsCaller,
  kFlagContinued,
  kFrameHeaderBytes,
  kFramesPerRingMax,
  kGenerationWord,
  kindWord,
  kKindControl,
  kKindCredit,
  kKindHeartbeat,
  kKindReply,
  kKindWord,
  kSlotWord,
  kTargetWord,
} from '../wire/frame.js'
import { buildFrame } from '../wire/frame-copy.js'
import { Answerer } from './answerer.js'
import { AnswererBranch } from './answerer-branch.js'
import { answerFrame, kDataFlags } from './answering-frames.js'
import type { NestedCall } from './call.js'
import { Caller } from './caller.js'
import { type Batch, FramePort } from './frame-port.js'
import type { Offers } from './offers.js'
import { SessionLanes } from './session-lanes.js'

/** What a session tells its station. */
export type SessionEvents = {
  /** The link is over; called once, never after close(). */
  onLost(error: CenterError): void
  /** The center is about to end. */
  onGoodbye(reason: string, retryAfterMs: number): void
  onHandlerError(error: unknown, where: string): void
}

/** A ring that is polled, and who takes its records. */
type PollSource = RecordHandler & { readonly reader: RingReader; readonly answerer: Answerer }

type Asked = { resolve: () => void; reject: (error: CenterError) => void }

const kNoBytes = new Uint8Array(0)

export class LinkSession implements RecordHandler {
  readonly carrier: LinkEnd['carrier']
  readonly caller: Caller
  readonly answerer: Answerer
  readonly reader: RingReader
  readonly #end: LinkEnd
  readonly #port: FramePort
  readonly #events: SessionEvents
  readonly #lanes: SessionLanes
  readonly #branches: readonly AnswererBranch[]
  readonly #asked = new Map<number, Asked>()
  #nextRequestId = 1
  #isClosed = false
  #isPolling = false
  #heartbeat: NodeJS.Timeout | undefined

  // By the way that the home pair's handlers were given, which may change.
  readonly #nested: NestedCall = (route, body, options) =>
    this.answerer.nested(route, body, options)

  /** @param heartbeatMs milliseconds between signs of life; 0: the carrier tells an end by itself. */
  constructor(
    end: LinkEnd,
    offers: Offers,
    clock: Clock,
    heartbeatMs: number,
    events: SessionEvents,
    batch: Batch = 'microtasks',
  ) {
    this.carrier = end.carrier
    this.reader = end.reader
    this.#end = end
    this.#events = events
    this.#port = new FramePort(end.writer, batch, () =>
      this.#lose('the center wrote a nonsensical position'),
    )
    this.caller = new Caller(this.#port, clock)
    this.answerer = new Answerer(
      this.#port,
      offers,
      clock,
      (route, body, options) => this.caller.call(route, body, options),
      (error, where) => events.onHandlerError(error, where),
      null,
      (end.slotShares ?? 1) * kInFlightPerLinkMax,
    )
    const shared = {
      offers,
      clock,
      batch,
      nested: this.#nested,
      onHandlerError: (error: unknown, where: string) => events.onHandlerError(error, where),
      onBroken: (rule: string) => this.#lose(rule),
    }
    this.#branches = (end.branches ?? []).map(
      (pair) => new AnswererBranch(pair, shared, () => end.reader.onRung()),
    )
    this.#lanes = new SessionLanes(end, {
      port: this.#port,
      offers,
      clock,
      batch,
      nested: this.#nested,
      repeat: (call, timeoutMs) => this.caller.repeat(call, timeoutMs),
      onHandlerError: (error, where) => events.onHandlerError(error, where),
      onChanged: (lanes) => {
        this.caller.lanes = lanes
      },
    })
    end.onEnd = (reason) => {
      // What the center published before it ended is whole: replies in the ring still count.
      if (!this.#isClosed) this.#poll(this, kFramesPerRingMax)
      this.#lose(reason)
    }
    if (heartbeatMs > 0) {
      this.#heartbeat = setInterval(() => this.#sendHeartbeat(), heartbeatMs)
      this.#heartbeat.unref()
    }
  }

  /** One duty cycle. @returns how many records were handled, or {@link kLookAgain} while frames wait for room. */
  turn(): number {
    if (this.#isClosed) return 0
    const byLanes = this.#lanes.count === 0 ? 0 : this.#lanes.turn()
    const before = this.#branches.length === 0 ? byLanes : byLanes + this.#turnBranches()
    // A handler may have closed the session.
    if (this.#isClosed || !(this.#end.reader.mayHaveRecords() || this.#port.isDeferring))
      return before === 0 && this.#isBranchDeferring() ? kLookAgain : before
    this.#port.flushDeferred()
    const count = before + this.#poll(this)
    return count === 0 && (this.#port.isDeferring || this.#isBranchDeferring()) ? kLookAgain : count
  }

  #turnBranches(): number {
    let count = 0
    for (const branch of this.#branches) {
      if (this.#isClosed || !branch.hasWork()) continue
      branch.flushDeferred()
      if (!this.#isClosed) count += this.#poll(branch)
    }
    return count
  }

  #isBranchDeferring(): boolean {
    return this.#branches.some((branch) => branch.isDeferring)
  }

  /** Asks the control plane for something. Resolves when it is in force; rejects with its error or ERR_LINK_LOST. */
  ask(make: (requestId: number) => ControlMessage): Promise<void> {
    const requestId = this.#nextRequestId++
    return new Promise((resolve, reject) => {
      if (this.#isClosed) {
        reject(centerError('ERR_LINK_LOST'))
        return
      }
      this.#asked.set(requestId, { resolve, reject })
      this.#sendControl(make(requestId))
    })
  }

  /** Resolves when no handler runs, and no call can come by a lane. Only behind `leave` will that be so for long. */
  async whenIdle(): Promise<void> {
    await this.#lanes.whenUnanswering()
    // All that came by a branch before the answer to `leave` is published there, and perhaps not read yet.
    for (const branch of this.#branches) while (this.#pollRest(branch) > 0);
    await this.whenUnoccupied()
  }

  /** Resolves when no handler runs. */
  async whenUnoccupied(): Promise<void> {
    await Promise.all([this, ...this.#branches].map(({ answerer }) => answerer.whenIdle()))
  }

  /** Messages refused because too many were in their handlers. */
  get messagesLostCount(): number {
    return [this, ...this.#branches].reduce(
      (sum, { answerer }) => sum + answerer.messagesLostCount,
      0,
    )
  }

  #pollRest(branch: AnswererBranch): number {
    return this.#isClosed ? 0 : this.#poll(branch)
  }

  /** Ends the link from this side. Calls in flight fail with `error`. */
  close(error: CenterError): void {
    if (this.#isClosed) return
    this.#port.flush()
    this.#isClosed = true
    clearInterval(this.#heartbeat)
    this.#lanes.close(error)
    this.#port.close()
    for (const branch of this.#branches) branch.endSending()
    if (!this.#isPolling) this.#end.close()
    this.caller.close(error)
    this.answerer.close(error)
    for (const branch of this.#branches) branch.abort(error)
    for (const asked of this.#asked.values()) asked.reject(error)
    this.#asked.clear()
  }

  onRecord(reader: RingReader, offset: number, size: number): boolean {
    const { words, bytes } = reader
    const kindFlagsContext = words[(offset >> 2) + kKindWord]
    const kind = kindFlagsContext & 0xff
    const flags = (kindFlagsContext >> 8) & 0xff
    const contextBytes = kindFlagsContext >>> 16
    if (kFrameHeaderBytes + contextBytes > size) {
      this.#lose('the center sent a context longer than its frame')
      return false
    }
    switch (kind) {
      case kKindReply:
        this.caller.onReply(reader, offset, size, flags, contextBytes)
        break
      case kKindControl:
        this.#onControl(bytes.slice(offset + kFrameHeaderBytes, offset + size))
        break
      case kKindHeartbeat:
        break
      default: {
        const rule = isTowardsCaller(kind, flags)
          ? this.#onPartOfReply(reader, offset, size, kind, flags, contextBytes)
          : answerFrame(this.answerer, reader, offset, size, kind, flags, contextBytes)
        if (rule !== null) this.#lose(rule)
      }
    }
    return !this.#isClosed
  }

  /** A further part of a reply, or credit for a part of a request. @returns the broken rule, or null. */
  #onPartOfReply(
    { words, bytes }: RingReader,
    offset: number,
    size: number,
    kind: number,
    flags: number,
    contextBytes: number,
  ): string | null {
    const at = offset >> 2
    const slot = words[at + kSlotWord]
    const generation = words[at + kGenerationWord]
    const target = words[at + kTargetWord]
    if (kind === kKindCredit) {
      this.caller.onCredit(slot, generation, target)
      return null
    }
    const part = bytes.slice(offset + kFrameHeaderBytes + contextBytes, offset + size)
    return this.caller.onData(slot, generation, flags & kDataFlags, target, part)
      ? null
      : 'the center sent more parts than were granted'
  }

  // The rings' memory is released after the poll, never in it: a handler may close the session that calls it.
  #poll(from: PollSource, countMax = from.reader.batchCount()): number {
    this.#isPolling = true
    from.answerer.beginTurn()
    let count = 0
    try {
      count = from.reader.poll(from, countMax)
    } finally {
      this.#isPolling = false
      if (this.#isClosed) this.#end.close()
    }
    if (count === kCorrupt) this.#lose('the center wrote a nonsensical record')
    return count === kCorrupt ? 0 : count
  }

  #onControl(body: Uint8Array): void {
    let message: ControlMessage
    try {
      message = decodeControl(body)
    } catch (error) {
      this.#lose(error instanceof Error ? error.message : String(error))
      return
    }
    switch (message.type) {
      case 'registered':
      case 'left':
        this.#asked.get(message.requestId)?.resolve()
        this.#asked.delete(message.requestId)
        break
      case 'failed':
        this.#asked.get(message.requestId)?.reject(new CenterError(message.error))
        this.#asked.delete(message.requestId)
        break
      case 'goodbye':
        this.#events.onGoodbye(message.reason, message.retryAfterMs)
        break
      default:
        this.#lose(`the center sent ${message.type}, which is no answer`)
    }
  }

  // A registration may be larger than a record: it goes in parts, the last one without kFlagContinued.
  #sendControl(message: ControlMessage): void {
    const bytes = encodeControl(message)
    for (let at = 0; at < bytes.length; at += this.#port.chunkBytesMax) {
      const isLast = at + this.#port.chunkBytesMax >= bytes.length
      const kind = kindWord(kKindControl, isLast ? 0 : kFlagContinued, 0)
      this.#port.post(buildFrame(kind, 0, 0, 0, bytes.subarray(at, at + this.#port.chunkBytesMax)))
    }
  }

  #sendHeartbeat(): void {
    this.#port.postAlways(buildFrame(kindWord(kKindHeartbeat, 0, 0), 0, 0, 0, kNoBytes))
  }

  #lose(reason: string): void {
    if (this.#isClosed) return
    const error = centerError('ERR_LINK_LOST', {}, { reason })
    this.close(error)
    this.#events.onLost(error)
  }
}
