// One request and its answer on uWebSockets.js. The engine's request is gone when its handler returns, so what is wanted
// of it was copied before; the engine's response is gone when it is answered or its client leaves, so each way to it asks
// #isOver first.

import { assert } from '../base/assert.js'
import { type HeaderList, headerOf } from '../wire/header-list.js'
import { BodyQueue } from './body-queue.js'
import type { BodyFailure, HttpLimits, HttpRequest, HttpResponse } from './http-server.js'
import type { Listed } from './index-list.js'
import { addressOfBytes } from './remote-address.js'
import {
  endHeadAndClose,
  endPartsAndClose,
  hasNoBody,
  PartWriter,
  WholeBody,
  writeHead,
} from './uws-answer.js'
import type { UwsResponse } from './uws-types.js'

const kNoBytes = new Uint8Array(0)

/** Milliseconds between two nudges that keep the engine's own time limit, of about 10 s, from running out. */
const kNudgeMs = 2_000

/** Least and most milliseconds between two tries whether a client has taken what waits; see #probeLater. */
const kProbeMsMin = 5
const kProbeMsMax = 1_000

/** Writers that do not wait are cut at this many times the bound. */
const kWaitingFactorMax = 4

/** What an exchange knows of its server. */
export type ExchangeHome = {
  readonly limits: Required<HttpLimits>
  readonly isTls: boolean
  /** Address of all clients where the server listens on loopback: asking the engine costs more than a microsecond. */
  readonly onlyAddress: string | null
  /** Coarse time: of the last sweep. */
  nowMs: number
  /** The exchange that the engine is calling right now; its writes are corked. */
  current: UwsExchange | null
  /** True while the server drains: connections are closed behind their answers. */
  isClosing: boolean
  /** An exchange that was watched is over. */
  forget(exchange: UwsExchange): void
}

/** What is known of a request when its handler is called. */
export type RequestFacts = {
  readonly method: string
  readonly target: string
  readonly headers: HeaderList
  readonly contentLength: number | undefined
}

export class UwsExchange implements HttpRequest, HttpResponse, Listed {
  readonly method: string
  readonly target: string
  readonly headers: HeaderList
  readonly contentLength: number | undefined
  readonly isTls: boolean
  onAborted: (() => void) | null = null
  listIndex = -1

  readonly #home: ExchangeHome
  readonly #response: UwsResponse
  #address: string | undefined
  #isOver = false
  #isGone = false
  #isAnswered = false
  #isEnding = false
  #isProbing = false
  #closes: boolean
  #isWatched = false
  #nudgedMs: number

  #isBodyTaken = false
  #isBodyDue = false
  #bodyMs = 0
  #queue: BodyQueue | null = null
  #failBody: ((failure: BodyFailure) => void) | null = null

  #writer: PartWriter | null = null
  #emptyHead: { status: number; headers: HeaderList } | null = null
  #isWholeWaiting = false
  #writeMs = 0
  #writableWaiters: (() => void)[] = []

  constructor(home: ExchangeHome, response: UwsResponse, facts: RequestFacts) {
    this.#home = home
    this.#response = response
    this.method = facts.method
    this.target = facts.target
    this.headers = facts.headers
    this.contentLength = facts.contentLength
    this.isTls = home.isTls
    this.#nudgedMs = home.nowMs
    // The engine reads chunks laxly, so that what follows them on the connection could be smuggled.
    this.#closes = facts.contentLength === undefined || home.isClosing
  }

  get isOver(): boolean {
    return this.#isOver
  }

  get remoteAddress(): string {
    this.#address ??=
      this.#home.onlyAddress ??
      (this.#isOver ? '' : addressOfBytes(new Uint8Array(this.#response.getRemoteAddress())))
    return this.#address
  }

  header(name: string): string | undefined {
    return headerOf(this.headers, name)
  }

  // ── The body of the request ──────────────────────────────────────────────────────────────────────────────────────────

  collect(bytesMax: number, done: (body: Uint8Array, failure: BodyFailure | null) => void): void {
    if (!this.#takeBody(bytesMax, (failure) => done(kNoBytes, failure))) return
    if (this.contentLength === 0) {
      done(kNoBytes, null)
      return
    }
    const parts: Buffer[] = []
    let bytes = 0
    this.#receive((chunk, isLast) => {
      bytes += chunk.byteLength
      if (bytes > bytesMax) return this.#bodyFailed('too-large')
      parts.push(Buffer.from(chunk.slice(0)))
      if (!isLast) return
      this.#failBody = null
      const [first] = parts
      done(parts.length === 1 && first !== undefined ? first : Buffer.concat(parts, bytes), null)
    })
  }

  stream(bytesMax: number): AsyncIterable<Uint8Array> {
    const queue = new BodyQueue(bytesMax, () => this.#resumeBody())
    this.#queue = queue
    if (!this.#takeBody(bytesMax, (failure) => queue.fail(failure))) return queue
    if (this.contentLength === 0) {
      queue.finish()
      return queue
    }
    this.#receive((chunk, isLast) => {
      const outcome = queue.push(copyOf(chunk))
      if (outcome === 'too-large') return this.#bodyFailed('too-large')
      if (isLast) queue.finish()
      else if (outcome === 'pause') this.#response.pause()
    })
    return queue
  }

  /** @returns false when the body is known to be too large already. */
  #takeBody(bytesMax: number, failed: (failure: BodyFailure) => void): boolean {
    assert(!this.#isBodyTaken, 'the body of a request is taken once')
    assert(this.#home.current === this, 'the body of a request is taken in the turn of onRequest')
    this.#isBodyTaken = true
    this.#failBody = failed
    if ((this.contentLength ?? 0) <= bytesMax) return true
    this.#bodyFailed('too-large')
    return false
  }

  #receive(take: (chunk: ArrayBuffer, isLast: boolean) => void): void {
    this.#isBodyDue = true
    this.#bodyMs = this.#home.nowMs
    this.#response.onData((chunk, isLast) => {
      this.#bodyMs = this.#home.nowMs
      if (isLast) this.#isBodyDue = false
      if (this.#failBody === null) return
      this.#inTurn(() => take(chunk, isLast))
    })
  }

  #resumeBody(): void {
    this.#bodyMs = this.#home.nowMs
    if (!this.#isOver) this.#response.resume()
  }

  /** What still comes of the body is dropped, and the connection with it when the answer is out. */
  #bodyFailed(failure: BodyFailure): void {
    const failed = this.#failBody
    this.#failBody = null
    this.#closes = true
    if (failed !== null && !this.#isAnswered) failed(failure)
    else this.#queue?.fail(failure)
  }

  // ── The answer ───────────────────────────────────────────────────────────────────────────────────────────────────────

  send(status: number, headers: HeaderList, body: Uint8Array | string, headLength?: number): void {
    if (this.#isOver || this.#isAnswered) return
    this.#isAnswered = true
    const write = () => this.#sendNow(status, headers, body, headLength)
    // A second request in the same read is parsed in this turn, even if this answer closes the connection. While this
    // one is not answered the engine ends the connection instead.
    if (this.#closes && this.#home.current === this) {
      setImmediate(() => {
        if (!this.#isOver) this.#corked(write)
      })
    } else this.#corked(write)
  }

  begin(status: number, headers: HeaderList): void {
    if (this.#isOver || this.#isAnswered) return
    this.#isAnswered = true
    if (hasNoBody(this.method, status)) {
      this.#emptyHead = { status, headers }
      return
    }
    const writer = new PartWriter(this.#response, () => this.#progressed())
    this.#writer = writer
    if (this.#closes) writer.listen()
    this.#corked(() => {
      writeHead(this.#response, status, headers)
      if (this.#closes) this.#response.writeHeader('Connection', 'close')
    })
  }

  write(part: Uint8Array | string): boolean {
    const writer = this.#writer
    if (this.#isOver || writer === null) return true
    const wasBlocked = writer.isBlocked
    this.#corked(() => writer.write(part))
    if (writer.isBlocked && !wasBlocked) this.#writeMs = this.#home.nowMs
    if (writer.undrainedBytes > kWaitingFactorMax * this.#home.limits.waitingBytesMax) this.abort()
    return !writer.isBlocked
  }

  whenWritable(): Promise<void> {
    const writer = this.#writer
    if (this.#isOver || writer === null || !writer.isBlocked) return Promise.resolve()
    writer.listen()
    this.#probeLater(kProbeMsMin)
    return new Promise((resolve) => {
      this.#writableWaiters.push(resolve)
    })
  }

  /** While the body of the request is paused, the engine does not tell that the client has taken some of the answer. */
  #probeLater(delayMs: number): void {
    if (this.#isProbing) return
    this.#isProbing = true
    setTimeout(() => {
      this.#isProbing = false
      if (this.#isOver || this.#writer?.isBlocked !== true) return
      if (this.#queue?.isPaused === true) this.#writer.probe()
      if (this.#writer.isBlocked) this.#probeLater(Math.min(delayMs * 2, kProbeMsMax))
    }, delayMs).unref()
  }

  end(): void {
    if (this.#isOver || this.#isEnding) return
    this.#isEnding = this.#writer !== null || this.#emptyHead !== null
    if (this.#isEnding) this.#endWhenTaken()
  }

  /** A connection that is to be closed waits for its client first: closing drops what has not been taken. */
  #endWhenTaken(): void {
    if (this.#isOver) return
    if (this.#closes && this.#home.current === this) setImmediate(() => this.#endWhenTaken())
    else if (this.#closes && this.#writer?.isBlocked === true) {
      this.#writer.listen()
      this.#probeLater(kProbeMsMin)
    } else this.#corked(() => this.#endNow())
  }

  #endNow(): void {
    const writer = this.#writer
    this.#dropBody()
    if (writer === null) {
      const { status, headers } = this.#emptyHead ?? { status: 204, headers: [] }
      this.#endEmpty(status, headers)
      return
    }
    writer.giveHeld()
    if (this.#closes && writer.hasParts) endPartsAndClose(this.#response, () => this.#isGone)
    else this.#response.end('', this.#closes)
    this.#finish()
  }

  abort(): void {
    if (this.#isOver) return
    this.#response.close()
    this.#onGone() // in the turn of onRequest the engine does not know yet whom to tell
  }

  /** Answers, and closes the connection: for what the engine itself refuses. */
  refuse(status: number, body: string): void {
    this.#closes = true
    this.send(status, ['content-type', 'application/json'], body)
  }

  /** With the answer complete nobody reads on: a paused body would pause the connection for ever. */
  #dropBody(): void {
    this.#failBody = null
    const isPaused = this.#queue?.isPaused === true
    this.#queue?.fail('aborted')
    if (isPaused) this.#response.resume()
  }

  #sendNow(
    status: number,
    headers: HeaderList,
    body: Uint8Array | string,
    headLength: number | undefined,
  ): void {
    const response = this.#response
    this.#dropBody()
    if (hasNoBody(this.method, status)) {
      const isHead = this.method === 'HEAD' && status !== 204 && status !== 304
      const length = ['Content-Length', String(headLength ?? Buffer.byteLength(body))]
      this.#endEmpty(status, isHead ? [...headers, ...length] : headers)
      return
    }
    writeHead(response, status, headers)
    const bytes = typeof body === 'string' && body.length > 16_384 ? Buffer.from(body) : body
    if (typeof bytes === 'string' || this.#closes || !WholeBody.isWanted(bytes)) {
      response.end(bytes, this.#closes)
      this.#finish()
      return
    }
    const whole = new WholeBody(response, bytes, (isDone) => {
      this.#writeMs = this.#home.nowMs
      if (isDone) this.#finish()
    })
    this.#writeMs = this.#home.nowMs
    this.#isWholeWaiting = true
    if (whole.begin()) this.#finish()
  }

  #endEmpty(status: number, headers: HeaderList): void {
    writeHead(this.#response, status, headers)
    if (this.#closes) endHeadAndClose(this.#response, () => this.#isGone)
    else this.#response.endWithoutBody()
    this.#finish()
  }

  #corked(work: () => void): void {
    if (this.#home.current === this) work()
    else this.#response.cork(work)
  }

  #inTurn(work: () => void): void {
    const outer = this.#home.current
    this.#home.current = this
    try {
      work()
    } finally {
      this.#home.current = outer
    }
  }

  #progressed(): void {
    if (this.#queue?.isPaused !== true || this.#writer?.isBlocked !== true) {
      this.#writeMs = this.#home.nowMs
    }
    if (this.#writer?.isBlocked === true) return
    if (this.#isEnding) this.#endWhenTaken()
    this.#wakeWriters()
  }

  #wakeWriters(): void {
    const waiters = this.#writableWaiters
    this.#writableWaiters = []
    for (const resolve of waiters) resolve()
  }

  // ── Life ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Call once, when the handler has returned without an answer. */
  watch(): void {
    this.#isWatched = true
    this.#response.onAborted(this.#onGone)
  }

  /** The connection has become a WebSocket: nothing is left to be answered. */
  upgraded(): void {
    this.#isOver = true
  }

  /** Looks at time limits. */
  sweep(nowMs: number): void {
    if (this.#isOver) return
    const { bodyTimeoutMs, writeTimeoutMs } = this.#home.limits
    const isPaused = this.#queue?.isPaused === true
    const isReceiving = this.#isBodyDue && !isPaused
    const isWriting = this.#isWholeWaiting || this.#writer?.isBlocked === true
    if (isWriting && nowMs - this.#writeMs > writeTimeoutMs) {
      this.abort()
      return
    }
    if (isReceiving && nowMs - this.#bodyMs > bodyTimeoutMs) {
      this.#isBodyDue = false
      this.#bodyFailed('too-slow')
      return
    }
    if ((isReceiving || isWriting) && !isPaused && nowMs - this.#nudgedMs > kNudgeMs) {
      this.#nudgedMs = nowMs
      this.#response.pause()
      this.#response.resume()
    }
  }

  readonly #onGone = (): void => {
    if (this.#isGone) return
    this.#isGone = true
    if (this.#isOver) return
    this.#isOver = true
    if (this.#isWatched) this.#home.forget(this)
    this.#bodyFailed('aborted')
    this.#wakeWriters()
    this.onAborted?.()
  }

  #finish(): void {
    this.#isOver = true
    if (this.#isWatched) this.#home.forget(this)
    this.#wakeWriters()
  }
}

/** The engine takes its memory back when the handler returns. */
function copyOf(chunk: ArrayBuffer): Uint8Array {
  return new Uint8Array(chunk.slice(0))
}
