// A socket whose bytes a test hands in: `emit('data', bytes)`.

import { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'

/** As much of a socket as a link asks for. */
export class FakeSocket extends EventEmitter {
  writable = true
  #isPaused = false
  pause(): this {
    this.#isPaused = true
    return this
  }
  resume(): this {
    this.#isPaused = false
    return this
  }
  isPaused(): boolean {
    return this.#isPaused
  }
  setNoDelay(): this {
    return this
  }
  write(): boolean {
    return true
  }
  /** The test tells when it is closed. */
  end(): this {
    return this
  }
  destroy(): this {
    return this
  }

  /** It is one as far as links look. */
  asSocket(): Socket {
    return this as unknown as Socket
  }
}
