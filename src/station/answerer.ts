// The answering half of a station's link: requests come in, handlers run, replies go out; and messages of topics.

import type { Clock } from '../base/clock.js'
import { DeadlineTimer } from '../base/deadline-timer.js'
import {
  type CenterError,
  centerError,
  type ErrorBody,
  errorBodyOf,
  errorJson,
} from '../base/errors.js'
import {
  kBodyBytesMax,
  kCallTimeoutMsMax,
  kInFlightPerLinkMax,
  kMessagesInHandlerMax,
  kOverflowBytesMax,
} from '../base/limits.js'
import type { RingReader } from '../ring/ring-reader.js'
import { kNoContext } from '../wire/context.js'
import {
  kBodyBytes,
  kBodyJson,
  kBodyNone,
  kFlagContinued,
  kFlagEnd,
  kFlagOneWay,
  kFlagStream,
  kFlagToCaller,
  kFrameHeaderBytes,
  kGenerationWord,
  kindWord,
  kKindReply,
  kPartyWord,
  kSlotWord,
  kTargetWord,
  kTimeoutWord,
  writeHeader,
} from '../wire/frame.js'
import { buildFrame } from '../wire/frame-copy.js'
import {
  bytesOf,
  copyPrivate,
  decodeBody,
  decodeOwned,
  encodeBody,
  isStream,
  isThenable,
  kindOf,
  RawBody,
} from './body.js'
import { Call, type NestedCall } from './call.js'
import type { CallCounts } from './call-counts.js'
import { failedPart, isStationFault } from './error-part.js'
import { rawItem } from './exchange.js'
import { BodyReceiver, FlowSender, PartsReceiver, StreamReceiver } from './flow.js'
import type { FramePort } from './frame-port.js'
import { InCall } from './in-call.js'
import type { Offer, Offers } from './offers.js'
import { badReply, Reply } from './reply.js'

const kNoBytes = new Uint8Array(0)

/** What a reply says beside its body. */
type ReplyHead = Pick<Reply, 'failure' | 'context'>

const kPlainHead: ReplyHead = { failure: 0, context: kNoContext }

/** What is settled for all calls that come by one lane, where no center stands between. */
export type LaneTerms = {
  /** Name of the caller. */
  readonly caller: string
  /** "METHOD /path". */
  readonly path: string
  readonly counts: CallCounts
}

export class Answerer {
  readonly #port: FramePort
  readonly #offers: Offers
  readonly #clock: Clock
  /** When the batch that is being read came; 0: nobody has looked yet. */
  #turnMs = 0
  /** How handlers call on: over the link, or a shorter way that the station was given. */
  nested: NestedCall
  readonly #onHandlerError: (error: unknown, where: string) => void
  /** By the center's slot. */
  readonly #calls: (InCall | undefined)[] = []
  readonly #callers = new Map<number, string>()
  readonly #terms: LaneTerms | null
  /** Slots are below. */
  readonly #slotCountMax: number
  /** Of calls that come by a lane; those of a link are the center's affair. */
  readonly #deadlines: DeadlineTimer
  #runningCount = 0
  #messageCount = 0
  #idle: (() => void)[] = []
  /** Messages refused because too many were in their handlers. */
  messagesLostCount = 0

  constructor(
    port: FramePort,
    offers: Offers,
    clock: Clock,
    nested: NestedCall,
    onHandlerError: (error: unknown, where: string) => void,
    terms: LaneTerms | null = null,
    slotCountMax = kInFlightPerLinkMax,
  ) {
    this.#slotCountMax = slotCountMax
    this.#port = port
    this.#offers = offers
    this.#clock = clock
    this.nested = nested
    this.#onHandlerError = onHandlerError
    this.#terms = terms
    this.#deadlines = new DeadlineTimer(clock, (nowMs) => this.#expire(nowMs))
  }

  /**
   * Runs the handler of a call that came without a ring (local-caller.ts). {@link endLocal} must follow.
   *
   * @returns what the handler returned, a promise or not. Throws what it throws.
   */
  runLocal(offer: Offer, call: Call): unknown {
    this.#runningCount++
    return offer.run(call)
  }

  /** A local call is over. */
  endLocal(): void {
    this.#end()
  }

  /** Says that a handler failed by a fault of its own. */
  reportFailure(error: unknown, route: string): void {
    this.#onHandlerError(error, route)
  }

  /** What this half answers for. */
  get offers(): Offers {
    return this.#offers
  }

  /** Resolves when no handler runs. */
  whenIdle(): Promise<void> {
    if (this.#runningCount + this.#messageCount === 0) return Promise.resolve()
    return new Promise((resolve) => this.#idle.push(resolve))
  }

  /** Before the records of one batch: the clock, which costs 40 ns, is read once for all calls that come with it. */
  beginTurn(): void {
    this.#turnMs = 0
  }

  /** A request. @returns false when it breaks the protocol. */
  onRequest(
    reader: RingReader,
    offset: number,
    size: number,
    flags: number,
    contextBytes: number,
  ): boolean {
    const { words, bytes } = reader
    const at = offset >> 2
    const slot = words[at + kSlotWord]
    const generation = words[at + kGenerationWord]
    const offer = this.#offers.routes[words[at + kTargetWord]]
    if (offer === undefined || slot < 0 || slot >= this.#slotCountMax) return false
    while (this.#calls.length < slot) this.#calls.push(undefined)
    const start = offset + kFrameHeaderBytes
    const context = contextBytes === 0 ? kNoBytes : copyPrivate(reader, start, start + contextBytes)
    const terms = this.#terms
    if (terms !== null && !this.#isFree(slot)) return false
    const caller = terms?.caller ?? this.#callers.get(words[at + kPartyWord]) ?? ''
    if (this.#turnMs === 0) this.#turnMs = this.#clock.nowMs()
    const startMs = this.#turnMs
    terms?.counts.begin()
    const deadlineMs = startMs + timeoutOf(words[at + kTimeoutWord])
    const isOneWay = (flags & kFlagOneWay) !== 0
    const inCall = new InCall(
      slot,
      generation,
      offer,
      isOneWay,
      context,
      caller,
      terms?.path ?? '',
      startMs,
      deadlineMs,
      this.nested,
    )
    this.#calls[slot] = inCall
    if (terms !== null) this.#deadlines.note(deadlineMs)
    const bodyStart = start + contextBytes
    const bodyEnd = offset + size
    if (this.#port.isOverloaded) {
      this.#fail(
        inCall,
        centerError('ERR_OVERLOADED', {
          what: 'the link of the station',
          limit: kOverflowBytesMax,
        }),
      )
      return true
    }
    const isInParts = (flags & (kFlagContinued | kFlagStream)) !== 0
    const { bodyAs } = offer.options
    if (isInParts || bodyAs === 'stream') {
      this.#beginUpload(inCall, bytes.slice(bodyStart, bodyEnd), flags)
      return true
    }
    if (bodyAs === 'raw') {
      this.#run(inCall, new RawBody(bytes.slice(bodyStart, bodyEnd), kindOf(flags)))
      return true
    }
    try {
      this.#run(inCall, decodeBody(reader, bodyStart, bodyEnd, flags, offer.route))
    } catch (error) {
      this.#fail(inCall, error)
    }
    return true
  }

  /** Answers a request with an error, without a look at its route. */
  refuse(slot: number, generation: number, error: ErrorBody): void {
    const body = Buffer.from(errorJson(error, kBodyBytesMax))
    this.#reply(slot, generation, error.status, kBodyJson, kNoContext, body)
  }

  /** A further part of a request. @returns false when it was sent without credit. */
  onData(
    slot: number,
    generation: number,
    flags: number,
    status: number,
    part: Uint8Array,
  ): boolean {
    const inCall = this.#find(slot, generation)
    const receiver = inCall?.receiver ?? null
    if (inCall === undefined || receiver === null) return true
    if ((flags & kFlagEnd) === 0 && --inCall.credit < 0) return false
    receiver.onData(flags, status, part)
    return true
  }

  /** The caller takes more parts of the reply. */
  onCredit(slot: number, generation: number, chunks: number): void {
    this.#find(slot, generation)?.sender?.grant(chunks)
  }

  /** Nobody waits for the reply any more. */
  onCancel(slot: number, generation: number): void {
    const inCall = this.#find(slot, generation)
    if (inCall !== undefined)
      this.#abort(inCall, centerError('ERR_CANCELLED', { route: inCall.offer.route }))
  }

  /** The name behind a caller's number. */
  onCaller(number: number, name: string): void {
    this.#callers.set(number, name)
  }

  /** A message of a topic. */
  onMessage(
    reader: RingReader,
    offset: number,
    size: number,
    flags: number,
    contextBytes: number,
  ): void {
    const subscription = this.#offers.subscriptions.get(reader.words[(offset >> 2) + kTargetWord])
    if (subscription === undefined) return // left meanwhile; the center will know soon
    if (this.#messageCount >= kMessagesInHandlerMax) {
      this.messagesLostCount++
      return
    }
    const { topic, handler } = subscription
    const start = offset + kFrameHeaderBytes + contextBytes
    try {
      const result = handler(decodeBody(reader, start, offset + size, flags, topic), topic)
      if (!isThenable(result)) return
      this.#messageCount++
      Promise.resolve(result)
        .catch((error: unknown) => this.#onHandlerError(error, topic))
        .finally(() => {
          this.#messageCount--
          this.#tellIdle()
        })
    } catch (error) {
      this.#onHandlerError(error, topic)
    }
  }

  /** Aborts every call: their callers were told by the center, or are gone with it. */
  close(error: CenterError): void {
    this.#deadlines.close()
    for (const inCall of this.#calls) if (inCall !== undefined) this.#abort(inCall, error)
  }

  #beginUpload(inCall: InCall, part: Uint8Array, flags: number): void {
    const { slot, generation, offer } = inCall
    const { bodyAs } = offer.options
    const grant = (chunks: number) => {
      if (this.#calls[slot] !== inCall) return
      inCall.credit += chunks
      this.#port.writeCredit(kFlagToCaller, slot, generation, chunks)
    }
    if ((flags & kFlagStream) !== 0) {
      const decode =
        bodyAs === 'raw'
          ? rawItem
          : (bytes: Uint8Array, type: number) => decodeOwned(bytes, type, offer.route)
      const receiver = new StreamReceiver(offer.route, decode, grant, () => {})
      inCall.receiver = receiver
      this.#run(inCall, receiver)
      return
    }
    if (bodyAs === 'stream' || bodyAs === 'raw') {
      const receiver = new PartsReceiver(offer.route, grant)
      inCall.receiver = receiver
      receiver.start(part, (flags & kFlagContinued) === 0)
      this.#run(inCall, bodyAs === 'raw' ? new RawBody(receiver, kindOf(flags)) : receiver)
      return
    }
    const receiver = new BodyReceiver(
      grant,
      (bytes, type) => {
        inCall.receiver = null
        try {
          this.#run(inCall, decodeOwned(bytes, type, offer.route))
        } catch (error) {
          this.#fail(inCall, error)
        }
      },
      (error) => {
        inCall.receiver = null
        this.#fail(inCall, error)
      },
    )
    receiver.start(part)
    inCall.receiver = receiver
  }

  #run(inCall: InCall, body: unknown): void {
    const call = new Call(inCall, body)
    inCall.call = call
    this.#runningCount++
    let result: unknown
    try {
      result = inCall.offer.run(call)
    } catch (error) {
      this.#end()
      this.#fail(inCall, error)
      return
    }
    if (result instanceof Promise || isThenable(result)) {
      Promise.resolve(result).then(
        (value: unknown) => this.#answer(inCall, value),
        (error: unknown) => {
          this.#end()
          this.#fail(inCall, error)
        },
      )
    } else this.#answer(inCall, result)
  }

  #answer(inCall: InCall, given: unknown): void {
    const { slot, generation } = inCall
    const value = given instanceof Reply ? given.body : given
    if (this.#calls[slot] !== inCall) {
      this.#end()
      if (isStream(value)) this.#leave(value, inCall.offer.route)
      return
    }
    if (given instanceof Uint8Array && given.length <= this.#port.chunkBytesMax) {
      this.#end()
      this.#forget(inCall, false)
      this.#reply(slot, generation, 0, kBodyBytes, kNoContext, given)
      return
    }
    const head = given instanceof Reply ? given : kPlainHead
    try {
      if (isStream(value) && !inCall.isOneWay) this.#stream(inCall, value, head)
      else {
        if (isStream(value)) this.#leave(value, inCall.offer.route)
        this.#answerEncoded(inCall, inCall.isOneWay ? undefined : value, head)
      }
    } catch (error) {
      this.#end()
      this.#fail(inCall, badReply(error, inCall.offer.route))
    }
  }

  #answerEncoded(inCall: InCall, value: unknown, { failure, context }: ReplyHead): void {
    const body = encodeBody(value, inCall.offer.route)
    const bytes = bytesOf(body)
    if (bytes.length > kBodyBytesMax) {
      throw centerError('ERR_BODY_TOO_LARGE', { bytes: bytes.length, limit: kBodyBytesMax })
    }
    this.#port.checkSize(kFrameHeaderBytes + context.length)
    this.#replyWhole(inCall, failure, body.type, context, bytes)
    this.#end()
  }

  /** A reply of any length: in one frame, or in parts. */
  #replyWhole(
    inCall: InCall,
    status: number,
    type: number,
    context: Uint8Array,
    bytes: Uint8Array,
  ): void {
    const { slot, generation } = inCall
    const chunk = Math.max(0, this.#port.chunkBytesMax - context.length)
    if (bytes.length <= chunk) {
      this.#forget(inCall, status !== 0)
      this.#reply(slot, generation, status, type, context, bytes)
      return
    }
    const first = bytes.subarray(0, chunk)
    this.#reply(slot, generation, status, type | kFlagContinued, context, first)
    this.#send(inCall, status !== 0, (sender) => sender.sendRest(bytes, chunk, type))
  }

  #stream(inCall: InCall, source: AsyncIterable<unknown>, { context }: ReplyHead): void {
    const { slot, generation, offer } = inCall
    this.#port.checkSize(kFrameHeaderBytes + context.length)
    this.#reply(slot, generation, 0, kBodyNone | kFlagStream, context, kNoBytes)
    this.#send(inCall, false, (sender) =>
      sender.sendItems(source, offer.route, (thrown) => failedPart(thrown, offer.route)),
    )
    this.#end()
  }

  #send(inCall: InCall, isError: boolean, run: (sender: FlowSender) => Promise<unknown>): void {
    const sender = new FlowSender(this.#port, inCall.slot, inCall.generation, true)
    inCall.sender = sender
    this.#runningCount++ // until all is sent
    const finish = (hasFailed: boolean) => {
      this.#end()
      this.#forget(inCall, isError || hasFailed)
    }
    run(sender).then(
      (outcome) => finish(outcome !== true && outcome !== null),
      (error: unknown) => {
        finish(true)
        this.#onHandlerError(error, inCall.offer.route)
      },
    )
  }

  #fail(inCall: InCall, thrown: unknown): void {
    if (this.#calls[inCall.slot] !== inCall) return
    const error = errorBodyOf(thrown, inCall.offer.route)
    if (isStationFault(error)) this.#onHandlerError(thrown, inCall.offer.route)
    const json = Buffer.from(errorJson(error, kBodyBytesMax))
    this.#replyWhole(inCall, error.status, kBodyJson, kNoContext, json)
  }

  #reply(
    slot: number,
    generation: number,
    status: number,
    flags: number,
    context: Uint8Array,
    body: Uint8Array,
  ): void {
    const bodyAt = kFrameHeaderBytes + context.length
    const size = bodyAt + body.length
    const kind = kindWord(kKindReply, flags, context.length)
    const at = this.#port.tryReserve(size)
    if (at > 0) {
      const { words, bytes } = this.#port.writer
      writeHeader(words, at >> 2, size, kind, slot, generation, status, 0, 0)
      if (context.length > 0) bytes.set(context, at + kFrameHeaderBytes)
      bytes.set(body, at + bodyAt)
      return
    }
    const rest = context.length === 0 ? body : Buffer.concat([context, body])
    this.#port.postAlways(buildFrame(kind, slot, generation, status, rest))
  }

  #abort(inCall: InCall, error: CenterError): void {
    this.#forget(inCall, true)
    inCall.receiver?.fail(error)
    inCall.sender?.stop()
    inCall.call?.abort(error)
  }

  #find(slot: number, generation: number): InCall | undefined {
    const inCall = this.#calls[slot]
    return inCall?.generation === generation ? inCall : undefined
  }

  #forget(inCall: InCall, isError: boolean): void {
    if (this.#calls[inCall.slot] === inCall) this.#calls[inCall.slot] = undefined
    if (this.#terms === null || inCall.isCounted) return
    inCall.isCounted = true
    this.#terms.counts.end(inCall.startMs, isError)
  }

  /** Whether a lane's caller may use a slot for another call. */
  #isFree(slot: number): boolean {
    const old = this.#calls[slot]
    if (old === undefined) return true
    // The end of its reply may be written already, and its sender not have come back yet.
    if (old.sender === null) return false
    old.sender.stop()
    this.#forget(old, false)
    return true
  }

  #expire(nowMs: number): number {
    let next = Number.POSITIVE_INFINITY
    for (const inCall of this.#calls) {
      // The deadline is for the beginning of a reply; how long its reader takes is the reader's affair.
      if (inCall === undefined || inCall.sender !== null) continue
      if (inCall.deadlineMs > nowMs) next = Math.min(next, inCall.deadlineMs)
      else this.#abort(inCall, centerError('ERR_CANCELLED', { route: inCall.offer.route }))
    }
    return next
  }

  /** Lets a source know that nobody reads it. */
  #leave(source: AsyncIterable<unknown>, route: string): void {
    const left = (async () => source[Symbol.asyncIterator]().return?.())()
    left.catch((error: unknown) => this.#onHandlerError(error, route))
  }

  #end(): void {
    this.#runningCount--
    this.#tellIdle()
  }

  #tellIdle(): void {
    if (this.#runningCount + this.#messageCount > 0 || this.#idle.length === 0) return
    for (const resolve of this.#idle.splice(0)) resolve()
  }
}

/** Milliseconds of a deadline as a header says them; a caller by a lane may write anything. */
function timeoutOf(word: number): number {
  return Math.min(word >>> 0, kCallTimeoutMsMax)
}
