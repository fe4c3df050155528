// The figures of the calls that come by one lane: what the center counts on its own path, the answering station counts here,
// into words that only it and the center have.

import type { Clock } from '../base/clock.js'
import { countBegin, countEnd } from '../wire/stats-block.js'
import type { FramePort } from './frame-port.js'

export class CallCounts {
  readonly #block: Float64Array
  readonly #port: FramePort
  readonly #clock: Clock
  #endMs = 0

  /** @param block a statistics block; see wire/stats-block.ts. */
  constructor(block: Float64Array, port: FramePort, clock: Clock) {
    this.#block = block
    this.#port = port
    this.#clock = clock
  }

  /** A call was taken. */
  begin(): void {
    countBegin(this.#block, 0)
  }

  /** A call is over; counted before its reply is published, so that whoever has the reply sees the figures. */
  end(startMs: number, isError: boolean): void {
    // Replies of one batch are over at one moment.
    if (this.#port.isIdle || this.#endMs < startMs) this.#endMs = this.#clock.nowMs()
    countEnd(this.#block, 0, (this.#endMs - startMs) * 1000, isError)
  }
}
