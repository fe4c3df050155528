// A request's body on its way from the engine to a reader that takes it piece by piece. The engine is told to pause
// while more than a bound waits, so that a reader that does not ask slows the client down.

import { assert } from '../base/assert.js'
import { BodyError, type BodyFailure } from './http-server.js'

/** Bytes that may wait before the engine pauses. Four reads of 64 KiB: enough that reader and socket work at once. */
const kWaitingBytesMax = 256 * 1024

export class BodyQueue implements AsyncIterable<Uint8Array> {
  readonly #resume: () => void
  readonly #bytesMax: number
  #parts: Uint8Array[] = []
  #waitingBytes = 0
  #totalBytes = 0
  #isPaused = false
  #isWhole = false
  #isTaken = false
  #failure: BodyFailure | null = null
  #wake: (() => void) | null = null

  /** @param resume lets the engine read on. */
  constructor(bytesMax: number, resume: () => void) {
    this.#bytesMax = bytesMax
    this.#resume = resume
  }

  get isPaused(): boolean {
    return this.#isPaused
  }

  /** True when nothing more is to come. */
  get isOver(): boolean {
    return this.#isWhole || this.#failure !== null
  }

  /**
   * Takes what came; the bytes are the queue's from now on.
   *
   * @returns 'pause' when the engine is to wait until it is resumed, 'too-large' when the bound is passed.
   */
  push(part: Uint8Array): 'more' | 'pause' | 'too-large' {
    if (this.isOver || part.byteLength === 0) return 'more'
    this.#totalBytes += part.byteLength
    if (this.#totalBytes > this.#bytesMax) {
      this.fail('too-large')
      return 'too-large'
    }
    this.#parts.push(part)
    this.#waitingBytes += part.byteLength
    this.#wakeUp()
    this.#isPaused = this.#waitingBytes > kWaitingBytesMax
    return this.#isPaused ? 'pause' : 'more'
  }

  /** The body is whole. */
  finish(): void {
    this.#isWhole = true
    this.#wakeUp()
  }

  /** What waits is dropped: a reader learns of the failure at once. */
  fail(failure: BodyFailure): void {
    if (this.isOver) return
    this.#failure = failure
    this.#isPaused = false
    this.#parts = []
    this.#waitingBytes = 0
    this.#wakeUp()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    assert(!this.#isTaken, 'a streamed body is read once')
    this.#isTaken = true
    for (;;) {
      const part = this.#parts.shift()
      if (part !== undefined) {
        this.#waitingBytes -= part.byteLength
        this.#resumeWhereRoom()
        yield part
      } else if (this.#failure !== null) throw new BodyError(this.#failure)
      else if (this.#isWhole) return
      else await this.#next()
    }
  }

  #next(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve
    })
  }

  #wakeUp(): void {
    const wake = this.#wake
    this.#wake = null
    wake?.()
  }

  #resumeWhereRoom(): void {
    if (!this.#isPaused || this.#waitingBytes > kWaitingBytesMax / 2) return
    this.#isPaused = false
    this.#resume()
  }
}
