// A clock that stands still until a test moves it.

import type { Clock } from '../../src/base/clock.js'

export class ManualClock implements Clock {
  #nowMs = 1_000

  nowMs(): number {
    return this.#nowMs
  }

  advance(ms: number): void {
    this.#nowMs += ms
  }
}
