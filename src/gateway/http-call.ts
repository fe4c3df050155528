// One HTTP request on its way through the gateway, from top to bottom: fields → place → body → call → answer.

import { CenterError, centerError } from '../base/errors.js'
import { kCallTimeoutMsMax, kHttpCollectBytesMax, kPathBytesMax } from '../base/limits.js'
import { BodyError, type HttpRequest, type HttpResponse } from '../http/http-server.js'
import type { TraceContext } from '../station/call.js'
import { Canceller } from '../station/canceller.js'
import type { RawReply } from '../station/exchange.js'
import {
  errorAnswer,
  failureText,
  headOf,
  isJsonType,
  itemText,
  kJsonType,
  streamHeadOf,
} from '../station/http-form.js'
import { type HeaderList, headerOf } from '../wire/header-list.js'
import { answerFields, kRequestIdField } from './answer-fields.js'
import { type Encoding, encodedFields, type PartCompressor } from './compression.js'
import type { GatewayRules, GatewayWorld } from './gateway-world.js'
import { isFromForeignPage, localField, refusalOfOwnPath } from './own-paths.js'
import { idText, type RequestFields } from './request-fields.js'
import type { StaticAnswer } from './static-files.js'

const kNoBytes = new Uint8Array(0)
const kFileChunkBytes = 64 * 1024
/** Codes of a center that is away: files can be served without it. */
const kAwayCodes = ['ERR_LINK_LOST', 'ERR_NOT_JOINED']
/** Stands in the log, and in the counters, for a client that left, and for an answer that broke off. */
const kClientGone = 499
const kBroken = 500

export class HttpCall {
  readonly #world: GatewayWorld
  readonly #rules: GatewayRules
  readonly #request: HttpRequest
  readonly #response: HttpResponse
  readonly #fields: RequestFields
  readonly #requestId: string
  readonly #trace: TraceContext
  readonly #path: string
  readonly #canceller = new Canceller()
  readonly #startMs: number
  /** "METHOD /path?query", as the center is asked. */
  #route = ''
  #timeoutMs = 0
  /** Content-Length that a handler said of the body which HEAD does not get. */
  #headLength: number | undefined
  /** Of an answer in parts. */
  #compressor: PartCompressor | null = null

  constructor(world: GatewayWorld, request: HttpRequest, response: HttpResponse) {
    this.#world = world
    this.#rules = world.rules
    this.#request = request
    this.#response = response
    this.#fields = this.#rules.fields.read(request)
    this.#requestId = world.ids.idOf(this.#fields.requestId)
    this.#trace = world.ids.traceOf(this.#fields.traceParent, this.#fields.traceState)
    const { target } = request
    const mark = target.indexOf('?')
    this.#path = mark < 0 ? target : target.slice(0, mark)
    this.#startMs = this.#rules.log === null ? 0 : performance.now()
  }

  /** Answers the request, sooner or later. */
  run(): void {
    this.#response.onAborted = () => this.#onGone()
    try {
      this.#resolve()
    } catch (error) {
      this.#fail(error)
    }
  }

  // ---- place

  #resolve(): void {
    const { method, target } = this.#request
    const preflight = this.#rules.cors.preflight(this.#request)
    if (preflight !== null) {
      this.#sendNow(
        this.#rules.cors.preflightStatus,
        [...preflight, kRequestIdField, this.#requestId],
        kNoBytes,
      )
      return
    }
    if (target.length > kPathBytesMax) {
      throw centerError('ERR_PATH_TOO_LONG', { length: target.length, limit: kPathBytesMax })
    }
    this.#timeoutMs = timeoutOf(this.#request) ?? this.#rules.timeoutMs
    const query = target.slice(this.#path.length + 1)
    const place = this.#world.paths.resolve(method, this.#path, query)
    switch (place.kind) {
      case 'health':
        if (this.#isReading()) this.#sendOwn(200, '{"status":"ok"}')
        break
      case 'ready':
        if (this.#isReading()) this.#sendReady()
        break
      case 'socket':
        throw centerError('ERR_UPGRADE_WANTED', { route: this.#path })
      case 'native':
        this.#guard()
        this.#route = this.#world.paths.routeOf(method, target)
        this.#takeBody()
        break
      case 'mapped':
        this.#route = place.route
        this.#takeBody()
        break
    }
  }

  /** The gateway's own paths are there to be read; false: the request wanted something else, and is answered. */
  #isReading(): boolean {
    const { method } = this.#request
    if (method === 'GET' || method === 'HEAD') return true
    const details = { allow: ['GET'] }
    this.#onRefused(centerError('ERR_METHOD', { route: this.#path, method }, details))
    return false
  }

  #sendReady(): void {
    const isReady = this.#world.directory.isKnown
    const reason = this.#world.isJoined() ? 'the routes are not known yet' : 'no center answers'
    this.#sendOwn(
      isReady ? 200 : 503,
      JSON.stringify(isReady ? { status: 'ready' } : { status: 'not ready', reason }),
    )
  }

  #guard(): void {
    const { method } = this.#request
    const isForeign = isFromForeignPage(this.#request, this.#fields.host, this.#rules.cors)
    const refusal = refusalOfOwnPath(method, this.#path, isForeign)
    if (refusal !== null) throw refusal
  }

  // ---- body

  #takeBody(): void {
    const { contentLength } = this.#request
    const { bodyBytesMax } = this.#rules
    if (contentLength === 0) this.#ask(undefined)
    else if (contentLength !== undefined && contentLength > bodyBytesMax) {
      throw centerError('ERR_BODY_TOO_LARGE', { bytes: contentLength, limit: bodyBytesMax })
    } else if (contentLength !== undefined && contentLength <= kHttpCollectBytesMax) {
      this.#request.collect(contentLength, (body, failure) => {
        if (failure === null) this.#ask(body)
        else this.#fail(new BodyError(failure))
      })
    } else this.#ask(this.#request.stream(bodyBytesMax))
  }

  // ---- call

  #ask(body: Uint8Array | AsyncIterable<Uint8Array> | undefined): void {
    const { bytes, client } = this.#fields
    const options = {
      headerBytes: bytes,
      headerText:
        idText(this.#requestId, this.#trace.traceparent) + localField(this.#path, this.#fields),
      client,
      trace: this.#trace,
      timeoutMs: this.#timeoutMs,
      canceller: this.#canceller,
    }
    const request =
      body === undefined
        ? options
        : { ...options, body, isJson: isJsonType(this.#request.header('content-type')) }
    this.#world.station.requestThen(
      this.#route,
      request,
      HttpCall.#replied,
      HttpCall.#refused,
      this,
    )
  }

  // Functions of all requests: those of one would be made for each.
  static readonly #replied = (reply: RawReply, call: HttpCall): void => call.#onReply(reply)
  static readonly #refused = (error: unknown, call: HttpCall): void => call.#onRefused(error)

  #onGone(): void {
    this.#canceller.cancel(centerError('ERR_CANCELLED', { route: this.#route }))
    this.#over(kClientGone, 0)
  }

  /** The center, or the handler, refused: some of it is answered in another way. */
  #onRefused(error: unknown): void {
    if (this.#response.isOver) return
    const { method, target } = this.#request
    const isCenters = error instanceof CenterError
    if (isCenters && error.code === 'ERR_METHOD') {
      const allow = allowOf(error)
      if (method === 'HEAD' && allow.includes('GET') && !this.#route.startsWith('GET ')) {
        this.#route = `GET ${target}`
        this.#ask(undefined)
      } else if (method === 'OPTIONS') {
        this.#send(204, ['allow', allow.join(', ')], kNoBytes)
      } else this.#fail(withAllow(error, allow))
      return
    }
    const isUnknown =
      isCenters && (error.code === 'ERR_NO_ROUTE' || this.#isAwayWithoutRoute(error))
    const isReading = method === 'GET' || method === 'HEAD'
    if (isUnknown && isReading && !this.#rules.files.isEmpty) {
      this.#sendFile(error).catch((failure: unknown) => this.#fail(failure))
    } else this.#fail(error)
  }

  #isAwayWithoutRoute({ code }: CenterError): boolean {
    const key = `${this.#request.method} ${this.#path}`
    return kAwayCodes.includes(code) && this.#world.directory.find(key) === 'none'
  }

  // ---- answer

  #onReply(reply: RawReply): void {
    if (this.#response.isOver) return
    try {
      if (reply.items === null) {
        const { status, headers } = headOf(reply)
        this.#send(status, headers, reply.body)
      } else this.#sendItems(reply, reply.items).catch(() => this.#break())
    } catch (error) {
      this.#fail(error)
    }
  }

  #fail(error: unknown): void {
    if (this.#response.isOver) return
    const { status, headers, body } = errorAnswer(bodyFailure(error, this.#rules), this.#route)
    this.#send(status, headers, body)
  }

  /** An answer of the gateway itself. */
  #sendOwn(status: number, body: string): void {
    this.#send(status, ['content-type', kJsonType, 'cache-control', 'no-store'], body)
  }

  #send(status: number, headers: HeaderList, body: Uint8Array | string): void {
    const { compression } = this.#rules
    if (this.#request.method === 'HEAD' && body.length === 0) this.#headLength = lengthOf(headers)
    const fields = answerFields(headers, this.#rules.cors.isOn)
    this.#addOwnFields(fields)
    const isWorthIt =
      compression?.isLarge(body.length) === true && compression.isWorthIt(status, fields)
    if (isWorthIt) fields.push('vary', 'accept-encoding')
    const encoding = isWorthIt && compression.hasRoom ? this.#encoding() : null
    if (encoding === null || compression === null) {
      this.#sendNow(status, fields, body)
      return
    }
    compression.compress(encoding, body, (compressed) => {
      if (compressed === null) this.#sendNow(status, fields, body)
      else this.#sendNow(status, encodedFields(fields, encoding), compressed)
    })
  }

  #sendNow(status: number, fields: HeaderList, body: Uint8Array | string): void {
    if (this.#response.isOver) return
    this.#response.onAborted = null
    this.#response.send(status, fields, body, this.#headLength)
    this.#over(status, body.length)
  }

  /** Fields that every answer gets. */
  #addOwnFields(fields: string[]): void {
    const { cors } = this.#rules
    fields.push(kRequestIdField, this.#requestId)
    if (cors.isOn) fields.push(...cors.fieldsFor(this.#request.header('origin')))
  }

  #encoding(): Encoding | null {
    const { compression } = this.#rules
    if (this.#request.method === 'HEAD' || compression === null) return null
    return compression.encodingFor(this.#request.header('accept-encoding'))
  }

  async #sendItems(reply: RawReply, items: NonNullable<RawReply['items']>): Promise<void> {
    const { status, headers, form } = streamHeadOf(reply, this.#request.header('accept'))
    const fields = answerFields(headers, this.#rules.cors.isOn)
    this.#addOwnFields(fields)
    const compressor = this.#begin(status, fields)
    let sentBytes = 0
    const write = async (part: Uint8Array | string) => {
      const bytes = compressor === null ? part : await compressor.add(part)
      sentBytes += bytes.length
      await this.#write(bytes)
    }
    try {
      if (this.#request.method === 'HEAD') this.#canceller.cancel(headOnly(this.#route))
      else for await (const item of items) await write(itemText(item, form))
    } catch (error) {
      const last = failureText(error, this.#route, form)
      if (last === '' || this.#response.isOver) {
        this.#break()
        return
      }
      await write(last)
    }
    await this.#finish(compressor, status, sentBytes)
  }

  async #sendFile(refusal: unknown): Promise<void> {
    const file = await this.#rules.files.find(this.#path, this.#request)
    if (file === null) {
      this.#fail(refusal)
      return
    }
    try {
      const { status, headers, part } = file
      if (part === null) this.#send(status, headers, kNoBytes)
      else if (part.bytes <= kHttpCollectBytesMax) {
        this.#send(status, headers, await wholeFile(file, part.start, part.bytes))
      } else await this.#sendLargeFile(file, part.start, part.bytes)
    } finally {
      await file.close()
    }
  }

  async #sendLargeFile(file: StaticAnswer, start: number, bytes: number): Promise<void> {
    const fields = [...file.headers]
    this.#addOwnFields(fields)
    if (this.#request.method === 'HEAD') {
      if (this.#rules.compression?.isWorthIt(file.status, fields) === true) {
        fields.push('vary', 'accept-encoding')
      }
      this.#headLength = bytes
      this.#sendNow(file.status, fields, kNoBytes)
      return
    }
    const compressor = this.#begin(file.status, fields)
    let sentBytes = 0
    const end = start + bytes
    for (let at = start; at < end && !this.#response.isOver; ) {
      const chunk = Buffer.allocUnsafe(Math.min(kFileChunkBytes, end - at))
      const count = await file.read(chunk, at)
      if (count === 0) {
        this.#break() // it became shorter meanwhile
        return
      }
      at += count
      sentBytes += count
      const part = chunk.subarray(0, count)
      await this.#write(compressor === null ? part : await compressor.add(part))
    }
    await this.#finish(compressor, file.status, sentBytes)
  }

  /** Begins an answer in parts. */
  #begin(status: number, fields: string[]): PartCompressor | null {
    const { compression } = this.#rules
    if (compression?.isWorthIt(status, fields) !== true || this.#response.isOver) {
      this.#response.begin(status, fields)
      return null
    }
    fields.push('vary', 'accept-encoding')
    const encoding = compression.hasRoom ? this.#encoding() : null
    this.#response.begin(status, encoding === null ? fields : encodedFields(fields, encoding))
    this.#compressor = encoding === null ? null : compression.stream(encoding)
    return this.#compressor
  }

  async #write(part: Uint8Array | string): Promise<void> {
    if (part.length > 0 && !this.#response.write(part)) await this.#response.whenWritable()
  }

  async #finish(
    compressor: PartCompressor | null,
    status: number,
    sentBytes: number,
  ): Promise<void> {
    if (compressor !== null) await this.#write(await compressor.end())
    if (this.#response.isOver) return
    this.#response.onAborted = null
    this.#response.end()
    this.#over(status, sentBytes)
  }

  /** The answer cannot be completed, and its client must learn that. */
  #break(): void {
    if (this.#response.isOver) return
    this.#response.onAborted = null
    this.#response.abort()
    this.#over(kBroken, 0)
  }

  /** Counts and writes down. */
  #over(status: number, bytes: number): void {
    const { log } = this.#rules
    this.#compressor?.close()
    this.#world.counters.countAnswer(status)
    if (log === null) return
    const isKept = log.add({
      time: new Date().toISOString(),
      id: this.#requestId,
      client: this.#fields.client,
      method: this.#request.method,
      target: this.#request.target,
      status,
      bytes,
      ms: Math.round((performance.now() - this.#startMs) * 1000) / 1000,
    })
    if (!isKept) this.#world.counters.count('http_log_lines_lost')
  }
}

/** The length that a handler said of its body. */
function lengthOf(headers: HeaderList): number | undefined {
  const text = headerOf(headers, 'content-length')
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined
}

/** Milliseconds of the field Timeout, decimal nanoseconds. @throws CenterError ERR_BAD_ARGUMENT. */
function timeoutOf(request: HttpRequest): number | undefined {
  const text = request.header('timeout')
  if (text === undefined) return undefined
  const ms = /^\d{1,20}$/.test(text) ? Number(text) / 1e6 : 0
  if (ms > 0) return Math.min(Math.max(1, ms), kCallTimeoutMsMax)
  const rule = 'nanoseconds as a whole number above 0 are wanted'
  throw centerError('ERR_BAD_ARGUMENT', { name: 'header Timeout', value: text.slice(0, 80), rule })
}

async function wholeFile(file: StaticAnswer, start: number, bytes: number): Promise<Uint8Array> {
  const whole = Buffer.allocUnsafe(bytes)
  let at = 0
  while (at < bytes) {
    const count = await file.read(whole.subarray(at), start + at)
    if (count === 0) break // it became shorter meanwhile
    at += count
  }
  return whole.subarray(0, at)
}

/** Why a call is given up that only HEAD asked for. */
function headOnly(route: string): CenterError {
  return centerError('ERR_CANCELLED', { route })
}

function allowOf({ details }: CenterError): string[] {
  const given: unknown =
    typeof details === 'object' && details !== null ? Reflect.get(details, 'allow') : undefined
  const methods = Array.isArray(given) ? given.map(String) : []
  if (methods.includes('GET') && !methods.includes('HEAD')) methods.push('HEAD')
  return [...new Set([...methods, 'OPTIONS'])].sort()
}

function withAllow(error: CenterError, allow: readonly string[]): CenterError {
  const { code, message: text, status, retryable } = error
  return new CenterError({ code, text, status, retryable, details: { allow } })
}

/** A body that did not arrive whole, in the form of errors. */
function bodyFailure(error: unknown, { bodyBytesMax }: GatewayRules): unknown {
  if (!(error instanceof BodyError)) return error
  switch (error.failure) {
    case 'too-large':
      return centerError('ERR_BODY_TOO_LARGE', {
        bytes: `more than ${bodyBytesMax}`,
        limit: bodyBytesMax,
      })
    case 'too-slow':
      return centerError('ERR_TOO_SLOW', { rule: 'its body stopped coming' })
    case 'aborted':
      return centerError('ERR_BAD_REQUEST', { rule: 'its body was cut off' })
  }
}
