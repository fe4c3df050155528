// The calling half of a station's link: a slot for each call on the way, one promise for each call and nothing else.

import type { Clock } from '../base/clock.js'
import { CenterError, centerError } from '../base/errors.js'
import type { RingReader } from '../ring/ring-reader.js'
import { addField, beginContext, contextBytes, copyContext, kTagPath } from '../wire/context.js'
import {
  kBodyBytes,
  kBodyJson,
  kBodyMask,
  kBodyNone,
  kFlagContinued,
  kFlagEnd,
  kFlagNamed,
  kFlagOneWay,
  kFlagStream,
  kFrameHeaderBytes,
  kGenerationWord,
  kindWord,
  kKindCancel,
  kKindMessage,
  kKindRequest,
  kSlotWord,
  kTargetWord,
  writeHeader,
} from '../wire/frame.js'
import { buildFrame, frameMemory } from '../wire/frame-copy.js'
import { hashKey } from '../wire/key-hash.js'
import { fillParams } from '../wire/route-key.js'
import { copyOut, copyPrivate, decodeBody, decodeOwned, isStream, RawBody, toJson } from './body.js'
import type { CallOptions } from './call.js'
import { cancelledPart, errorOf } from './error-part.js'
import {
  type RawItem,
  type RawReply,
  type RawRequest,
  rawItem,
  rawReply,
  statusError,
  statusOf,
  streamedDetails,
} from './exchange.js'
import { BodyReceiver, FlowSender, StreamReceiver } from './flow.js'
import type { FramePort } from './frame-port.js'
import type { KeptCall, KeptCalls } from './kept-calls.js'
import { Names } from './names.js'
import { type OutCall, OutCalls } from './out-calls.js'
import { layOutContext, piecesOf, typeOfBody, wholeBody } from './request-parts.js'
import { type Told, tell, tellSoon } from './told.js'

function ignore(): void {}

const kNoBytes = new Uint8Array(0)
const kNoOptions: CallOptions = {}
/** Body bytes that a message may have: it must fit into one frame of every link. */
const kTooLargeForMessage = 'a message fits into one frame; offer larger things as a route'

/** Finds how a name travels. */
export type CallerNames = Pick<Names, 'path' | 'topic'>

/** Ways to single stations that do not pass the center. */
export type CallerLanes = {
  /** @returns the caller of the lane that a call may take at this moment, or null. */
  find(route: string, hasBody: boolean, options: CallOptions): Caller | null
}

export class Caller {
  readonly #port: FramePort
  readonly #names: CallerNames
  readonly #clock: Clock
  readonly #keptCalls: KeptCalls | null
  readonly #calls: OutCalls
  /** Shorter ways for some paths; null while there is none. */
  lanes: CallerLanes | null = null
  #isClosed = false
  // The executor of every promise: fields instead of a closure per call.
  #resolve: (value: unknown) => void = ignore
  #reject: (error: unknown) => void = ignore
  readonly #executor = (
    resolve: (value: unknown) => void,
    reject: (error: unknown) => void,
  ): void => {
    this.#resolve = resolve
    this.#reject = reject
  }

  /**
   * @param names other than those that the center is told.
   * @param keptCalls keeps calls that are made again when this way is lost.
   */
  constructor(
    port: FramePort,
    clock: Clock,
    names?: CallerNames,
    keptCalls: KeptCalls | null = null,
  ) {
    this.#clock = clock
    this.#keptCalls = keptCalls
    this.#port = port
    this.#names = names ?? new Names(port)
    this.#calls = new OutCalls(clock, (slot, { route, timeoutMs }) =>
      this.#giveUp(slot, centerError('ERR_DEADLINE', { route, timeoutMs })),
    )
    if (keptCalls !== null) this.#calls.onDropped = (call) => keptCalls.drop(call)
  }

  /** Told when the last call on the way is over. */
  set onIdle(onIdle: () => void) {
    this.#calls.onIdle = onIdle
  }

  get inFlightCount(): number {
    return this.#calls.count
  }

  /**
   * Calls a route.
   *
   * @returns what the handler answered: undefined, bytes, a JSON value, or an async iterable.
   * Rejects with the handler's CenterError, ERR_DEADLINE, ERR_LINK_LOST, ERR_OVERLOADED, ERR_BAD_ROUTE, …;
   * with the signal's reason when the caller gave up.
   */
  call(route: string, body: unknown, options: CallOptions = kNoOptions): Promise<unknown> {
    return this.#promised(route, body, options, undefined)
  }

  /**
   * The same without a promise: `onReply` or `onError` is called once with the mark, never before this returns.
   *
   * What they throw is an uncaught error of the process, as of any callback.
   */
  callThen(
    route: string,
    body: unknown,
    onReply: Told,
    onError: Told,
    mark: unknown,
    options: CallOptions = kNoOptions,
  ): void {
    try {
      this.#start(route, body, options, undefined, onReply, onError, mark)
    } catch (error) {
      tellSoon(onError, error, mark)
    }
  }

  /**
   * Calls a route with a body in bytes, and takes the reply as it came.
   *
   * A reply with a status of its own resolves, whatever the status. Rejects as {@link call} does.
   */
  request(route: string, request: RawRequest): Promise<RawReply> {
    return this.#promised(route, rawOf(request), request, request) as Promise<RawReply>
  }

  /** {@link request} without a promise, as {@link callThen}. */
  requestThen<Mark>(
    route: string,
    request: RawRequest,
    onReply: (reply: RawReply, mark: Mark) => void,
    onError: (error: unknown, mark: Mark) => void,
    mark: Mark,
  ): void {
    try {
      this.#start(route, rawOf(request), request, request, onReply as Told, onError as Told, mark)
    } catch (error) {
      tellSoon(onError as Told, error, mark)
    }
  }

  /** Makes a call again that another way has lost. @param timeoutMs what is left of its time. */
  repeat({ route, body, options, request }: KeptCall, timeoutMs: number): Promise<unknown> {
    return this.#promised(route, body, { ...options, timeoutMs }, request)
  }

  #promised(
    route: string,
    body: unknown,
    options: CallOptions,
    request: RawRequest | undefined,
  ): Promise<unknown> {
    const promise = new Promise<unknown>(this.#executor)
    const reject = this.#reject
    try {
      this.#start(route, body, options, request, this.#resolve, reject, undefined)
    } catch (error) {
      reject(error)
    }
    return promise
  }

  /** @param request of a call whose reply is wanted as it comes. @throws what the call fails with at once. */
  #start(
    route: string,
    body: unknown,
    options: CallOptions,
    request: RawRequest | undefined,
    onReply: Told,
    onError: Told,
    mark: unknown,
  ): void {
    const { lanes } = this
    const lane = lanes === null ? null : lanes.find(route, body !== undefined, options)
    if (lane !== null) {
      lane.#start(route, body, options, request, onReply, onError, mark)
      return
    }
    const signal = options.signal
    if (signal?.aborted) throw signal.reason
    const slot = this.#takeSlot()
    const call = this.#calls.at(slot)
    call.route = route
    call.isRaw = request !== undefined
    call.resolve = onReply
    call.reject = onError
    call.mark = mark
    try {
      this.#calls.setDeadline(call, options.timeoutMs, this.#port.isIdle)
      this.#sendRequest(slot, call, route, body, options, request, 0)
    } catch (error) {
      // A ring that is found broken ends the link in this very call, and tells all who wait.
      if (!call.isUsed) return
      this.#calls.free(slot)
      throw error
    }
    if (signal !== undefined) this.#listen(signal, slot, call)
    request?.canceller?.bind(this, slot, call.generation)
  }

  /**
   * Sends one way: nobody learns of the outcome.
   *
   * @returns resolves when the request is in the ring (back-pressure), not when it was handled.
   */
  async send(route: string, body: unknown, options: CallOptions = kNoOptions): Promise<void> {
    const slot = this.#takeSlot()
    const call = this.#calls.at(slot)
    call.route = route
    try {
      this.#calls.setDeadline(call, options.timeoutMs, this.#port.isIdle)
      this.#sendRequest(slot, call, route, body, options, undefined, kFlagOneWay)
    } finally {
      // With parts still to send, the slot is freed by the sender's end.
      if (call.sender === null) this.#calls.free(slot)
    }
    await this.#port.whenDrained()
  }

  /** Publishes a message. @returns resolves when it is in the ring (back-pressure). */
  publish(topic: string, body: unknown): Promise<void> {
    const name = this.#names.topic(topic)
    const json = body instanceof Uint8Array || body === undefined ? '' : toJson(body, topic)
    const bytes = body instanceof Uint8Array ? body : json === '' ? kNoBytes : Buffer.from(json)
    if (bytes.length > this.#port.chunkBytesMax) {
      const limit = `${this.#port.chunkBytesMax}; ${kTooLargeForMessage}`
      throw centerError('ERR_BODY_TOO_LARGE', { bytes: bytes.length, limit })
    }
    const type =
      body instanceof Uint8Array ? kBodyBytes : body === undefined ? kBodyNone : kBodyJson
    beginContext()
    if (name.handle < 0) addField(kTagPath, name.key)
    const flags = type | (name.handle >= 0 ? 0 : kFlagNamed)
    this.#write(kKindMessage, flags, 0, 0, name.handle, 0, 0, bytes)
    return this.#port.whenDrained()
  }

  // ---- frames from the center

  /** A reply, or its first part. */
  onReply(
    reader: RingReader,
    offset: number,
    size: number,
    flags: number,
    contextBytes: number,
  ): void {
    const at = offset >> 2
    const slot = reader.words[at + kSlotWord]
    const call = this.#calls.find(slot, reader.words[at + kGenerationWord])
    if (call === undefined) return
    if (call.receiver !== null) return // the center lets no station reply twice
    const start = offset + kFrameHeaderBytes + contextBytes
    const end = offset + size
    const status = reader.words[at + kTargetWord]
    const isWhole = (flags & (kFlagContinued | kFlagStream)) === 0
    if (isWhole && status === 0 && !call.isRaw) {
      const { resolve, reject, mark, route } = call
      this.#calls.free(slot)
      let value: unknown
      try {
        value = decodeBody(reader, start, end, flags, route)
      } catch (error) {
        tell(reject, error, mark)
        return
      }
      tell(resolve, value, mark)
      return
    }
    const context =
      contextBytes === 0 ? kNoBytes : copyPrivate(reader, offset + kFrameHeaderBytes, start)
    const body = call.isRaw ? copyOut(reader, start, end) : reader.bytes.slice(start, end)
    if (isWhole) this.#settle(slot, call, context, body, flags, status)
    else if ((flags & kFlagStream) !== 0) this.#beginStream(slot, call, context, flags)
    else this.#beginBody(slot, call, context, body, status)
  }

  /** A further part of a reply. @returns false when it was sent without credit. */
  onData(
    slot: number,
    generation: number,
    flags: number,
    status: number,
    part: Uint8Array,
  ): boolean {
    const call = this.#calls.find(slot, generation)
    if (call === undefined) return true
    const { receiver } = call
    if (receiver === null) return true
    const isOver = (flags & kFlagEnd) !== 0
    if (!isOver && --call.credit < 0) return false
    if (isOver && !(receiver instanceof StreamReceiver)) {
      // The call itself, not its receiver: that one finds no call any more when the slot is free.
      const { reject, mark, route } = call
      this.#calls.free(slot)
      tell(reject, errorOf(part, flags, route), mark)
      return true
    }
    // The slot is free before the reader sees the end, so that it may call again at once.
    if (isOver) this.#calls.free(slot)
    receiver.onData(flags, status, part)
    return true
  }

  /** The station takes more parts of the request. */
  onCredit(slot: number, generation: number, chunks: number): void {
    this.#calls.find(slot, generation)?.sender?.grant(chunks)
  }

  /** Gives up a call that may be over already; see canceller.ts. */
  giveUp(slot: number, generation: number, reason: unknown): void {
    if (this.#calls.find(slot, generation) !== undefined) this.#giveUp(slot, reason)
  }

  /** Fails every call. Nothing is called after this. */
  close(error: CenterError): void {
    this.#isClosed = true
    this.#calls.close()
    for (const slot of this.#calls.used()) this.#fail(slot, error)
  }

  /** The station behind this way is gone: its calls are made again where that may be, and else fail. */
  lose(error: CenterError): void {
    const nowMs = this.#clock.nowMs()
    for (const slot of this.#calls.used()) {
      const { kept, receiver, resolve, reject, mark, deadlineMs } = this.#calls.at(slot)
      if (kept === null || receiver !== null || this.#keptCalls === null) continue
      this.#calls.free(slot)
      this.#keptCalls.again(kept, deadlineMs - nowMs, error).then(
        (value) => tell(resolve, value, mark),
        (failure: unknown) => tell(reject, failure, mark),
      )
    }
    this.close(error)
  }

  // ---- requests

  #sendRequest(
    slot: number,
    call: OutCall,
    route: string,
    body: unknown,
    options: CallOptions,
    request: RawRequest | undefined,
    extraFlags: number,
  ): void {
    const path = options.params === undefined ? route : fillParams(route, options.params)
    const name = this.#names.path(path, body !== undefined)
    let flags = extraFlags | (name.handle >= 0 ? 0 : kFlagNamed)
    const party = options.key === undefined ? 0 : hashKey(options.key)
    const isStreamed = !(body instanceof Uint8Array) && isStream(body)
    const pieces = piecesOf(body)
    const type = typeOfBody(body)
    let bytes = isStreamed || pieces !== null ? kNoBytes : wholeBody(body, route)
    // Behind the body: making its JSON may call on, and there is one block.
    layOutContext(name, options, request)
    const chunk = Math.max(0, this.#port.chunkBytesMax - contextBytes())
    const whole = bytes
    const isWhole = bytes.length <= chunk
    if (!isWhole) bytes = whole.subarray(0, chunk)
    flags |= isStreamed ? kFlagStream : type | (isWhole && pieces === null ? 0 : kFlagContinued)
    const { generation, timeoutMs } = call
    this.#write(kKindRequest, flags, slot, generation, name.handle, timeoutMs, party, bytes)
    if (this.#keptCalls !== null && isWhole && !isStreamed && pieces === null)
      call.kept = this.#keptCalls.keep(route, body, whole, type, options, request)
    if (isStreamed) {
      this.#upload(slot, call, (sender) => sender.sendItems(body, route, cancelledPart))
    } else if (pieces !== null) {
      this.#upload(slot, call, (sender) => sender.sendPieces(pieces, type))
    } else if (!isWhole) {
      this.#upload(slot, call, (sender) => sender.sendRest(whole, chunk, type))
    }
  }

  #upload(slot: number, call: OutCall, run: (sender: FlowSender) => Promise<unknown>): void {
    const { generation } = call
    const sender = new FlowSender(this.#port, slot, generation, false)
    call.sender = sender
    const { isOneWay } = call
    const finish = (failure: unknown) => {
      if (call.generation !== generation || !call.isUsed) return
      call.sender = null
      if (isOneWay) this.#calls.free(slot)
      else if (failure !== undefined) this.#giveUp(slot, failure)
    }
    run(sender).then((outcome) => finish(outcome instanceof Error ? outcome : undefined), finish)
  }

  /** Writes a frame with the context that is laid out. */
  #write(
    kind: number,
    flags: number,
    slot: number,
    generation: number,
    target: number,
    timeoutMs: number,
    party: number,
    body: Uint8Array,
  ): void {
    const word = kindWord(kind, flags, contextBytes())
    const bodyAt = kFrameHeaderBytes + contextBytes()
    const size = bodyAt + body.length
    this.#port.checkSize(size)
    const at = this.#port.tryReserve(size)
    const { words, bytes } = at > 0 ? this.#port.writer : frameMemory(size)
    const start = Math.max(0, at)
    writeHeader(words, start >> 2, size, word, slot, generation, target, timeoutMs, party)
    copyContext(words, bytes, start + kFrameHeaderBytes)
    bytes.set(body, start + bodyAt)
    if (at <= 0) this.#port.post({ words, bytes })
  }

  // ---- replies in parts

  #beginStream(slot: number, call: OutCall, context: Uint8Array, flags: number): void {
    const { generation, route, isRaw } = call
    const leave = () => {
      if (this.#calls.find(slot, generation) !== undefined) this.#cancel(slot)
    }
    const decode = isRaw
      ? rawItem
      : (bytes: Uint8Array, type: number) => decodeOwned(bytes, type, route)
    const receiver = new StreamReceiver(route, decode, this.#granting(slot, generation), leave)
    call.receiver = receiver
    const failure = isRaw ? 0 : statusOf(context)
    if (failure >= 400) {
      const { reject, mark } = call
      streamedDetails(receiver).then(
        (details) => tell(reject, statusError(route, failure, context, details), mark),
        (error: unknown) => tell(reject, error, mark),
      )
      return
    }
    // The deadline is for the beginning of a stream; how long its reader takes is the reader's affair.
    call.deadlineMs = Number.POSITIVE_INFINITY
    const items = receiver as AsyncIterable<unknown> as AsyncIterable<RawItem>
    tell(call.resolve, isRaw ? rawReply(context, kNoBytes, flags, items) : receiver, call.mark)
  }

  #beginBody(
    slot: number,
    call: OutCall,
    context: Uint8Array,
    part: Uint8Array,
    status: number,
  ): void {
    const { generation } = call
    const onBody = (bytes: Uint8Array, type: number) =>
      this.#settle(slot, call, context, bytes, type, status)
    const receiver = new BodyReceiver(this.#granting(slot, generation), onBody, (error) => {
      if (this.#calls.find(slot, generation) !== undefined) this.#giveUp(slot, error)
    })
    receiver.start(part)
    call.receiver = receiver
  }

  #granting(slot: number, generation: number): (chunks: number) => void {
    return (chunks) => {
      const call = this.#calls.find(slot, generation)
      if (call === undefined) return
      call.credit += chunks
      this.#port.writeCredit(0, slot, generation, chunks)
    }
  }

  /** Ends a call whose reply is whole. */
  #settle(
    slot: number,
    call: OutCall,
    context: Uint8Array,
    body: Uint8Array,
    flags: number,
    status: number,
  ): void {
    const { resolve, reject, mark, route, isRaw } = call
    this.#calls.free(slot)
    let value: unknown
    try {
      const named = statusOf(context)
      if (isRaw && (status === 0 || named !== 0)) value = rawReply(context, body, flags, null)
      else if (status !== 0 && named === 0) throw errorOf(body, flags, route)
      else {
        value = decodeOwned(body, flags & kBodyMask, route)
        if (status !== 0) throw statusError(route, named, context, value)
      }
    } catch (error) {
      tell(reject, error, mark)
      return
    }
    tell(resolve, value, mark)
  }

  // ---- slots, deadlines, cancels

  #takeSlot(): number {
    if (this.#isClosed) throw centerError('ERR_LINK_LOST')
    return this.#calls.take()
  }

  #listen(signal: AbortSignal, slot: number, call: OutCall): void {
    const { generation } = call
    const onAbort = () => {
      if (this.#calls.find(slot, generation) !== undefined) this.#giveUp(slot, signal.reason)
    }
    signal.addEventListener('abort', onAbort, { once: true })
    call.stopListening = () => signal.removeEventListener('abort', onAbort)
  }

  /** Tells the station, and fails the call here. */
  #giveUp(slot: number, error: unknown): void {
    const call = this.#calls.at(slot)
    const { generation } = call
    this.#port.postAlways(buildFrame(kindWord(kKindCancel, 0, 0), slot, generation, 0, kNoBytes))
    this.#fail(slot, error)
  }

  #cancel(slot: number): void {
    const { generation } = this.#calls.at(slot)
    this.#port.postAlways(buildFrame(kindWord(kKindCancel, 0, 0), slot, generation, 0, kNoBytes))
    this.#calls.free(slot)
  }

  #fail(slot: number, error: unknown): void {
    const call = this.#calls.at(slot)
    const { reject, mark, receiver } = call
    this.#calls.free(slot)
    if (receiver instanceof StreamReceiver) receiver.fail(asCenterError(error))
    else tell(reject, error, mark)
  }
}

function rawOf({ body, isJson = false }: RawRequest): RawBody | undefined {
  return body === undefined ? undefined : new RawBody(body, isJson ? 'json' : 'bytes')
}

function asCenterError(error: unknown): CenterError {
  return error instanceof CenterError
    ? error
    : centerError('ERR_CANCELLED', { route: String(error) })
}
