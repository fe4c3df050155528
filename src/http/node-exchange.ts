// One request and its answer on node:http.

import type { IncomingMessage, ServerResponse } from 'node:http'
import { assert } from '../base/assert.js'
import { type HeaderList, headerOf } from '../wire/header-list.js'
import { BodyQueue } from './body-queue.js'
import type { BodyFailure, HttpLimits, HttpRequest, HttpResponse } from './http-server.js'
import type { NodeConnection } from './node-connection.js'
import { plainAddress } from './remote-address.js'

const kNoBytes = new Uint8Array(0)

/** Bytes that Node gets at once: it tells of progress only when all of them are taken. */
const kPieceBytes = 64 * 1024

/** Writers that do not wait are cut at this many times the bound. */
const kWaitingFactorMax = 4

export type NodeExchangeFacts = {
  readonly limits: Required<HttpLimits>
  readonly connection: NodeConnection
  readonly headers: HeaderList
  readonly contentLength: number | undefined
  readonly isTls: boolean
  /** True when the connection is closed behind the answer. */
  readonly closes: boolean
  /** Told when nothing of the exchange is on the way any more. */
  readonly onDone: (exchange: NodeExchange) => void
}

export class NodeExchange implements HttpRequest, HttpResponse {
  readonly method: string
  readonly target: string
  readonly headers: HeaderList
  readonly contentLength: number | undefined
  readonly remoteAddress: string
  readonly isTls: boolean
  onAborted: (() => void) | null = null

  readonly #facts: NodeExchangeFacts
  readonly #request: IncomingMessage
  readonly #response: ServerResponse
  #isOver = false
  #isBegun = false
  #isEnding = false
  #closes: boolean

  #isBodyTaken = false
  #isBodyDue = false
  #bodyMs = 0
  #queue: BodyQueue | null = null
  #failBody: ((failure: BodyFailure) => void) | null = null

  #pieces: Uint8Array[] = []
  #piecesBytes = 0
  #isBlocked = false
  #writeMs = 0
  #writableWaiters: (() => void)[] = []

  constructor(request: IncomingMessage, response: ServerResponse, facts: NodeExchangeFacts) {
    this.#request = request
    this.#response = response
    this.#facts = facts
    this.method = request.method ?? ''
    this.target = request.url ?? ''
    this.headers = facts.headers
    this.contentLength = facts.contentLength
    this.remoteAddress = facts.connection.remoteAddress
    this.isTls = facts.isTls
    this.#closes = facts.closes
    response.on('drain', this.#onDrain)
    response.on('close', this.#onClose)
    response.on('error', this.#onError)
    request.on('error', this.#onError)
  }

  get isOver(): boolean {
    return this.#isOver
  }

  /** True when the answer has begun. */
  get isBegun(): boolean {
    return this.#isBegun
  }

  /** True when the request is here as a whole. */
  get isReceived(): boolean {
    return this.#request.complete
  }

  get remotePort(): number {
    return this.#request.socket.remotePort ?? 0
  }

  get localAddress(): string {
    return plainAddress(this.#request.socket.localAddress)
  }

  header(name: string): string | undefined {
    return headerOf(this.headers, name)
  }

  // ── The body of the request ──────────────────────────────────────────────────────────────────────────────────────────

  collect(bytesMax: number, done: (body: Uint8Array, failure: BodyFailure | null) => void): void {
    if (!this.#takeBody(bytesMax, (failure) => done(kNoBytes, failure))) return
    if (this.contentLength === 0) {
      this.#failBody = null
      done(kNoBytes, null)
      return
    }
    const parts: Buffer[] = []
    let bytes = 0
    this.#receive(
      (part) => {
        bytes += part.byteLength
        if (bytes > bytesMax) this.#bodyFailed('too-large')
        else parts.push(part)
      },
      () => {
        const [first] = parts
        done(parts.length === 1 && first !== undefined ? first : Buffer.concat(parts, bytes), null)
      },
    )
  }

  stream(bytesMax: number): AsyncIterable<Uint8Array> {
    const queue = new BodyQueue(bytesMax, () => this.#resumeBody())
    this.#queue = queue
    if (!this.#takeBody(bytesMax, (failure) => queue.fail(failure))) return queue
    if (this.contentLength === 0) {
      this.#failBody = null
      queue.finish()
      return queue
    }
    this.#receive(
      (part) => {
        const outcome = queue.push(part)
        if (outcome === 'too-large') this.#bodyFailed('too-large')
        else if (outcome === 'pause') this.#request.pause()
      },
      () => queue.finish(),
    )
    return queue
  }

  /** @returns false when the body is known to be too large already. */
  #takeBody(bytesMax: number, failed: (failure: BodyFailure) => void): boolean {
    assert(!this.#isBodyTaken, 'the body of a request is taken once')
    this.#isBodyTaken = true
    this.#failBody = failed
    if ((this.contentLength ?? 0) <= bytesMax) return true
    this.#bodyFailed('too-large')
    this.#request.resume()
    return false
  }

  #receive(take: (part: Buffer) => void, whole: () => void): void {
    this.#isBodyDue = true
    this.#bodyMs = performance.now()
    this.#request.on('data', (part: Buffer) => {
      this.#bodyMs = performance.now()
      if (this.#failBody !== null) take(part)
    })
    this.#request.on('end', () => {
      this.#isBodyDue = false
      if (this.#failBody === null) return
      this.#failBody = null
      whole()
    })
  }

  #resumeBody(): void {
    this.#bodyMs = performance.now()
    this.#request.resume()
  }

  /** What still comes of the body is dropped, and the connection with it when the answer is out. */
  #bodyFailed(failure: BodyFailure): void {
    const failed = this.#failBody
    this.#failBody = null
    this.#closes = true
    this.#facts.connection.takeNoMore()
    if (failed !== null && !this.#isBegun) failed(failure)
    else this.#queue?.fail(failure)
  }

  /** The answer went out first: who reads the body is told, and what still comes of it makes way for the next request. */
  #dropBody(): void {
    const failed = this.#failBody
    this.#failBody = null
    failed?.('aborted')
    this.#request.resume()
  }

  // ── The answer ───────────────────────────────────────────────────────────────────────────────────────────────────────

  send(status: number, headers: HeaderList, body: Uint8Array | string, headLength?: number): void {
    if (this.#isOver || this.#isBegun) return
    const bytes = typeof body === 'string' ? Buffer.from(body) : body
    const isEmpty = status === 204 || status === 304
    const isHead = this.method === 'HEAD'
    const length = isHead ? (headLength ?? bytes.byteLength) : bytes.byteLength
    this.#writeHead(status, headers, isEmpty ? null : length)
    if (isEmpty || isHead) this.#finish(undefined)
    else if (bytes.byteLength <= kPieceBytes) this.#finish(bytes)
    else {
      this.#enqueue(bytes)
      this.#isEnding = true
      this.#isOver = true
      this.#pump()
    }
  }

  begin(status: number, headers: HeaderList): void {
    if (this.#isOver || this.#isBegun) return
    this.#writeHead(status, headers, null)
    this.#response.flushHeaders()
  }

  write(part: Uint8Array | string): boolean {
    if (this.#isOver || !this.#isBegun) return true
    const bytes = typeof part === 'string' ? Buffer.from(part) : part
    if (bytes.byteLength === 0 || this.method === 'HEAD') return true
    this.#enqueue(bytes)
    this.#pump()
    const { waitingBytesMax } = this.#facts.limits
    if (this.#piecesBytes > kWaitingFactorMax * waitingBytesMax) this.abort()
    return this.#piecesBytes <= waitingBytesMax
  }

  whenWritable(): Promise<void> {
    if (this.#isOver || this.#piecesBytes === 0) return Promise.resolve()
    return new Promise((resolve) => {
      this.#writableWaiters.push(resolve)
    })
  }

  end(): void {
    if (this.#isOver || !this.#isBegun) return
    this.#isEnding = true
    this.#isOver = true
    this.#pump()
  }

  abort(): void {
    this.#facts.connection.socket.destroy()
  }

  /** Answers, and closes the connection: for what the engine itself refuses. */
  refuse(status: number, body: string): void {
    this.#closes = true
    this.#facts.connection.takeNoMore()
    this.send(status, ['content-type', 'application/json'], body)
  }

  #writeHead(status: number, headers: HeaderList, bodyBytes: number | null): void {
    this.#isBegun = true
    const fields = headers.map(asBytes)
    if (bodyBytes !== null) fields.push('Content-Length', String(bodyBytes))
    if (this.#closes) fields.push('Connection', 'close')
    this.#response.writeHead(status, fields)
  }

  #finish(body: Uint8Array | undefined): void {
    this.#isOver = true
    this.#writeMs = performance.now()
    this.#response.end(body)
  }

  #enqueue(bytes: Uint8Array): void {
    if (this.#piecesBytes === 0) this.#writeMs = performance.now()
    for (let start = 0; start < bytes.byteLength; start += kPieceBytes) {
      this.#pieces.push(bytes.subarray(start, start + kPieceBytes))
    }
    this.#piecesBytes += bytes.byteLength
  }

  #pump(): void {
    while (!this.#isBlocked) {
      const piece = this.#pieces.shift()
      if (piece === undefined) break
      this.#piecesBytes -= piece.byteLength
      this.#isBlocked = !this.#response.write(piece)
    }
    if (this.#pieces.length > 0) return
    this.#wakeWriters()
    if (this.#isEnding) {
      this.#isEnding = false
      this.#finish(undefined)
    }
  }

  readonly #onDrain = (): void => {
    this.#isBlocked = false
    this.#writeMs = performance.now()
    this.#pump()
  }

  #wakeWriters(): void {
    const waiters = this.#writableWaiters
    this.#writableWaiters = []
    for (const resolve of waiters) resolve()
  }

  // ── Life ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Looks at time limits. */
  sweep(nowMs: number): void {
    const { bodyTimeoutMs, writeTimeoutMs } = this.#facts.limits
    const isWriting = this.#isBegun && (this.#isBlocked || this.#response.writableLength > 0)
    if (isWriting && nowMs - this.#writeMs > writeTimeoutMs) {
      this.abort()
      return
    }
    const isReceiving = this.#isBodyDue && this.#queue?.isPaused !== true
    if (isReceiving && nowMs - this.#bodyMs > bodyTimeoutMs) {
      this.#isBodyDue = false
      this.#bodyFailed('too-slow')
    }
  }

  /** The answer is out, or the client is gone. */
  readonly #onClose = (): void => {
    const isCut = !this.#response.writableFinished
    const wasOver = this.#isOver
    this.#isOver = true
    this.#pieces = []
    this.#piecesBytes = 0
    this.#facts.onDone(this)
    if (isCut) this.#bodyFailed('aborted')
    else if (!this.#request.complete) this.#dropBody()
    this.#wakeWriters()
    if (isCut && !wasOver) this.onAborted?.()
  }

  /** What went wrong with the connection; 'close' follows and tells the rest. */
  readonly #onError = (): void => {
    this.#facts.connection.takeNoMore()
  }
}

/** Node writes a field as Latin-1; ours are UTF-8. */
function asBytes(text: string): string {
  return Buffer.from(text).toString('latin1')
}
