// The calling half of a station's link: a slot for each call on the way, one promise for each call and nothing else.

import type { Clock } from '../base/clock.js'
import { DeadlineTimer } from '../base/deadline-timer.js'
import { CenterError, centerError } from '../base/errors.js'
import { kBodyBytesMax, kCallTimeoutMsDefault, kInFlightPerLinkMax } from '../base/limits.js'
import type { RingReader } from '../ring/ring-reader.js'
import {
  type ContextField,
  encodeContext,
  kNoContext,
  kTagPath,
  kTagQuery,
  kTagTraceParent,
  kTagTraceState,
} from '../wire/context.js'
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
import { bytesOf, decodeBody, decodeOwned, isStream, toJson } from './body.js'
import { type CallOptions, checkTimeout, type TraceContext } from './call.js'
import { asError, cancelledPart } from './error-part.js'
import { BodyReceiver, type FlowReceiver, FlowSender, StreamReceiver } from './flow.js'
import type { FramePort } from './frame-port.js'
import { type Name, Names } from './names.js'

/** A call on the way. Slots are used again; the generation tells the uses apart. */
class OutCall {
  generation = 0
  isUsed = false
  route = ''
  timeoutMs = 0
  deadlineMs = 0
  resolve: (value: unknown) => void = ignore
  reject: (error: unknown) => void = ignore
  receiver: FlowReceiver | null = null
  sender: FlowSender | null = null
  stopListening: (() => void) | null = null
}

function ignore(): void {}

const kNoBytes = new Uint8Array(0)
const kSlotNone = -1
const kNoOptions: CallOptions = {}
/** Body bytes that a message may have: it must fit into one frame of every link. */
const kTooLargeForMessage = 'a message fits into one frame; offer larger things as a route'

export class Caller {
  readonly #port: FramePort
  readonly #clock: Clock
  readonly #names: Names
  readonly #calls: OutCall[] = []
  readonly #free: number[] = []
  #inFlightCount = 0
  #nowMs = 0
  readonly #deadlines: DeadlineTimer
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

  constructor(port: FramePort, clock: Clock) {
    this.#port = port
    this.#clock = clock
    this.#names = new Names(port)
    this.#deadlines = new DeadlineTimer(clock, (nowMs) => this.#expire(nowMs))
  }

  get inFlightCount(): number {
    return this.#inFlightCount
  }

  /**
   * Calls a route.
   *
   * @returns what the handler answered: undefined, bytes, a JSON value, or an async iterable.
   * Rejects with the handler's CenterError, ERR_DEADLINE, ERR_LINK_LOST, ERR_OVERLOADED, ERR_BAD_ROUTE, …;
   * with the signal's reason when the caller gave up.
   */
  call(route: string, body: unknown, options: CallOptions = kNoOptions): Promise<unknown> {
    let slot = kSlotNone
    try {
      const signal = options.signal
      if (signal?.aborted) return Promise.reject(signal.reason)
      slot = this.#takeSlot()
      const call = this.#calls[slot]
      call.route = route
      this.#setDeadline(call, options.timeoutMs)
      const promise = new Promise<unknown>(this.#executor)
      call.resolve = this.#resolve
      call.reject = this.#reject
      this.#sendRequest(slot, call, route, body, options, 0)
      if (signal !== undefined) this.#listen(signal, slot, call)
      return promise
    } catch (error) {
      if (slot !== kSlotNone) this.#freeSlot(slot)
      return Promise.reject(error)
    }
  }

  /**
   * Sends one way: nobody learns of the outcome.
   *
   * @returns resolves when the request is in the ring (back-pressure), not when it was handled.
   */
  async send(route: string, body: unknown, options: CallOptions = kNoOptions): Promise<void> {
    const slot = this.#takeSlot()
    const call = this.#calls[slot]
    call.route = route
    this.#setDeadline(call, options.timeoutMs)
    try {
      this.#sendRequest(slot, call, route, body, options, kFlagOneWay)
    } finally {
      // With parts still to send, the slot is freed by the sender's end.
      if (call.sender === null) this.#freeSlot(slot)
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
    const context = name.handle >= 0 ? kNoContext : encodeContext([[kTagPath, name.key]])
    const flags = type | (name.handle >= 0 ? 0 : kFlagNamed)
    this.#write(
      kindWord(kKindMessage, flags, context.length),
      0,
      0,
      name.handle,
      0,
      0,
      context,
      bytes,
    )
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
    const call = this.#calls[slot]
    if (
      call === undefined ||
      !call.isUsed ||
      call.generation !== reader.words[at + kGenerationWord]
    )
      return
    if (call.receiver !== null) return // the center lets no station reply twice
    const start = offset + kFrameHeaderBytes + contextBytes
    const end = offset + size
    const status = reader.words[at + kTargetWord]
    if ((flags & (kFlagContinued | kFlagStream)) !== 0) {
      this.#beginReply(slot, call, reader.bytes.slice(start, end), flags, status)
      return
    }
    const { resolve, reject, route } = call
    this.#freeSlot(slot)
    try {
      const value = decodeBody(reader.buffer, reader.bytes, start, end, flags, route)
      if (status === 0) resolve(value)
      else reject(asError(value))
    } catch (error) {
      reject(error)
    }
  }

  /** A further part of a reply. */
  onData(slot: number, generation: number, flags: number, status: number, part: Uint8Array): void {
    const call = this.#find(slot, generation)
    if (call === undefined) return
    const { receiver } = call
    if (receiver === null) return
    const isOver = (flags & kFlagEnd) !== 0
    if (isOver && !(receiver instanceof StreamReceiver)) {
      const error = asError(decodeOwned(part, flags & kBodyMask, call.route))
      this.#freeSlot(slot)
      receiver.fail(error)
      return
    }
    // The slot is free before the reader sees the end, so that it may call again at once.
    if (isOver) this.#freeSlot(slot)
    receiver.onData(flags, status, part)
  }

  /** The station takes more parts of the request. */
  onCredit(slot: number, generation: number, chunks: number): void {
    this.#find(slot, generation)?.sender?.grant(chunks)
  }

  /** Fails every call. Nothing is called after this. */
  close(error: CenterError): void {
    this.#isClosed = true
    this.#deadlines.close()
    for (let slot = 0; slot < this.#calls.length; slot++) {
      if (this.#calls[slot].isUsed) this.#fail(slot, error)
    }
  }

  // ---- requests

  #sendRequest(
    slot: number,
    call: OutCall,
    route: string,
    body: unknown,
    options: CallOptions,
    extraFlags: number,
  ): void {
    const path = options.params === undefined ? route : fillParams(route, options.params)
    const name = this.#names.path(path, body !== undefined)
    const context = contextOf(name, options.trace)
    const handleFlag = name.handle >= 0 ? 0 : kFlagNamed
    const party = options.key === undefined ? 0 : hashKey(options.key)
    const flags = extraFlags | handleFlag
    if (body instanceof Uint8Array && body.length <= this.#port.chunkBytesMax) {
      const kind = kindWord(kKindRequest, flags | kBodyBytes, context.length)
      this.#write(kind, slot, call.generation, name.handle, call.timeoutMs, party, context, body)
    } else if (body === undefined) {
      const kind = kindWord(kKindRequest, flags | kBodyNone, context.length)
      this.#write(
        kind,
        slot,
        call.generation,
        name.handle,
        call.timeoutMs,
        party,
        context,
        kNoBytes,
      )
    } else if (isStream(body)) {
      const kind = kindWord(kKindRequest, flags | kFlagStream, context.length)
      this.#write(
        kind,
        slot,
        call.generation,
        name.handle,
        call.timeoutMs,
        party,
        context,
        kNoBytes,
      )
      this.#upload(slot, call, (sender) => sender.sendItems(body, route, cancelledPart))
    } else {
      this.#sendEncoded(slot, call, name, context, party, flags, body)
    }
  }

  #sendEncoded(
    slot: number,
    call: OutCall,
    name: Name,
    context: Uint8Array,
    party: number,
    flags: number,
    body: unknown,
  ): void {
    const isBytes = body instanceof Uint8Array
    const bytes = isBytes
      ? body
      : bytesOf({ type: kBodyJson, bytes: null, text: toJson(body, call.route) })
    const type = isBytes ? kBodyBytes : kBodyJson
    if (bytes.length > kBodyBytesMax) {
      throw centerError('ERR_BODY_TOO_LARGE', { bytes: bytes.length, limit: kBodyBytesMax })
    }
    const chunk = this.#port.chunkBytesMax
    const isWhole = bytes.length <= chunk
    const kind = kindWord(
      kKindRequest,
      flags | type | (isWhole ? 0 : kFlagContinued),
      context.length,
    )
    const first = isWhole ? bytes : bytes.subarray(0, chunk)
    this.#write(kind, slot, call.generation, name.handle, call.timeoutMs, party, context, first)
    if (!isWhole) this.#upload(slot, call, (sender) => sender.sendRest(bytes, chunk, type))
  }

  #upload(slot: number, call: OutCall, run: (sender: FlowSender) => Promise<unknown>): void {
    const { generation } = call
    const sender = new FlowSender(this.#port, slot, generation, false)
    call.sender = sender
    const isOneWay = call.resolve === ignore
    const finish = (failure: unknown) => {
      if (call.generation !== generation || !call.isUsed) return
      call.sender = null
      if (isOneWay) this.#freeSlot(slot)
      else if (failure !== undefined) this.#giveUp(slot, failure)
    }
    run(sender).then((outcome) => finish(outcome instanceof Error ? outcome : undefined), finish)
  }

  #write(
    kind: number,
    slot: number,
    generation: number,
    target: number,
    timeoutMs: number,
    party: number,
    context: Uint8Array,
    body: Uint8Array,
  ): void {
    const bodyAt = kFrameHeaderBytes + context.length
    const size = bodyAt + body.length
    this.#port.checkSize(size)
    const at = this.#port.tryReserve(size)
    if (at > 0) {
      const { words, bytes } = this.#port.writer
      writeHeader(words, at >> 2, size, kind, slot, generation, target, timeoutMs, party)
      if (context.length > 0) bytes.set(context, at + kFrameHeaderBytes)
      bytes.set(body, at + bodyAt)
      return
    }
    const frame = frameMemory(size)
    writeHeader(frame.words, 0, size, kind, slot, generation, target, timeoutMs, party)
    frame.bytes.set(context, kFrameHeaderBytes)
    frame.bytes.set(body, bodyAt)
    this.#port.post(frame)
  }

  // ---- replies in parts

  #beginReply(slot: number, call: OutCall, part: Uint8Array, flags: number, status: number): void {
    const { generation, route } = call
    const grant = (chunks: number) => {
      if (this.#find(slot, generation) !== undefined)
        this.#port.writeCredit(0, slot, generation, chunks)
    }
    if ((flags & kFlagStream) !== 0) {
      const leave = () => {
        if (this.#find(slot, generation) !== undefined) this.#cancel(slot)
      }
      const receiver = new StreamReceiver(route, grant, leave)
      call.receiver = receiver
      // The deadline is for the beginning of a stream; how long its reader takes is the reader's affair.
      call.deadlineMs = Number.POSITIVE_INFINITY
      call.resolve(receiver)
      return
    }
    const onBody = (bytes: Uint8Array, type: number) => {
      const { resolve, reject } = call
      this.#freeSlot(slot)
      try {
        const value = decodeOwned(bytes, type, route)
        if (status === 0) resolve(value)
        else reject(asError(value))
      } catch (error) {
        reject(error)
      }
    }
    const receiver = new BodyReceiver(grant, onBody, (error) => {
      if (this.#find(slot, generation) !== undefined) this.#giveUp(slot, error)
      else call.reject(error)
    })
    receiver.start(part)
    call.receiver = receiver
  }

  // ---- slots, deadlines, cancels

  #takeSlot(): number {
    if (this.#isClosed) throw centerError('ERR_LINK_LOST')
    const free = this.#free.pop()
    const slot = free ?? this.#calls.length
    if (free === undefined) {
      if (slot >= kInFlightPerLinkMax) {
        throw centerError('ERR_OVERLOADED', {
          what: 'the list of calls on the way',
          limit: kInFlightPerLinkMax,
        })
      }
      this.#calls.push(new OutCall())
    }
    const call = this.#calls[slot]
    call.isUsed = true
    call.generation = (call.generation + 1) | 0
    this.#inFlightCount++
    return slot
  }

  #freeSlot(slot: number): void {
    const call = this.#calls[slot]
    call.isUsed = false
    call.resolve = ignore
    call.reject = ignore
    call.receiver = null
    if (call.sender !== null) {
      call.sender.stop()
      call.sender = null
    }
    if (call.stopListening !== null) {
      call.stopListening()
      call.stopListening = null
    }
    this.#inFlightCount--
    this.#free.push(slot)
  }

  #find(slot: number, generation: number): OutCall | undefined {
    const call = this.#calls[slot]
    return call?.isUsed && call.generation === generation ? call : undefined
  }

  #setDeadline(call: OutCall, wanted: number | undefined): void {
    const timeoutMs = wanted === undefined ? kCallTimeoutMsDefault : checkTimeout(wanted)
    // The clock is read once per batch: 40 ns a call otherwise.
    if (this.#port.isIdle || this.#nowMs === 0) this.#nowMs = this.#clock.nowMs()
    call.timeoutMs = Math.ceil(timeoutMs)
    call.deadlineMs = this.#nowMs + timeoutMs
    this.#deadlines.note(call.deadlineMs)
  }

  #expire(nowMs: number): number {
    let next = Number.POSITIVE_INFINITY
    for (let slot = 0; slot < this.#calls.length; slot++) {
      const call = this.#calls[slot]
      if (!call.isUsed) continue
      if (call.deadlineMs > nowMs) next = Math.min(next, call.deadlineMs)
      else {
        const values = { route: call.route, timeoutMs: call.timeoutMs }
        this.#giveUp(slot, centerError('ERR_DEADLINE', values))
      }
    }
    return next
  }

  #listen(signal: AbortSignal, slot: number, call: OutCall): void {
    const { generation } = call
    const onAbort = () => {
      if (this.#find(slot, generation) !== undefined) this.#giveUp(slot, signal.reason)
    }
    signal.addEventListener('abort', onAbort, { once: true })
    call.stopListening = () => signal.removeEventListener('abort', onAbort)
  }

  /** Tells the station, and fails the call here. */
  #giveUp(slot: number, error: unknown): void {
    const call = this.#calls[slot]
    const { generation } = call
    this.#port.postAlways(buildFrame(kindWord(kKindCancel, 0, 0), slot, generation, 0, kNoBytes))
    this.#fail(slot, error)
  }

  #cancel(slot: number): void {
    const { generation } = this.#calls[slot]
    this.#port.postAlways(buildFrame(kindWord(kKindCancel, 0, 0), slot, generation, 0, kNoBytes))
    this.#freeSlot(slot)
  }

  #fail(slot: number, error: unknown): void {
    const call = this.#calls[slot]
    const { reject, receiver } = call
    this.#freeSlot(slot)
    if (receiver instanceof StreamReceiver) receiver.fail(asCenterError(error))
    else reject(error)
  }
}

function contextOf(name: Name, trace: TraceContext | undefined): Uint8Array {
  if (name.handle >= 0 && name.query === '' && trace === undefined) return kNoContext
  const fields: ContextField[] = []
  if (name.handle < 0) fields.push([kTagPath, name.key])
  if (name.query !== '') fields.push([kTagQuery, name.query])
  if (trace !== undefined) {
    fields.push([kTagTraceParent, trace.traceparent])
    if (trace.tracestate !== undefined) fields.push([kTagTraceState, trace.tracestate])
  }
  return encodeContext(fields)
}

function asCenterError(error: unknown): CenterError {
  return error instanceof CenterError
    ? error
    : centerError('ERR_CANCELLED', { route: String(error) })
}
