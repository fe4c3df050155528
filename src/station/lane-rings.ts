// What both ends of a lane do with its rings: poll, publish, and let go of the memory only when nobody reads it.

import type { RecordHandler } from '../ring/ring-reader.js'
import { kCorrupt } from '../ring/ring-writer.js'
import type { LaneEnd } from '../transport/lane-end.js'
import { type Batch, FramePort } from './frame-port.js'

export class LaneRings {
  readonly port: FramePort
  /** The ledger, see wire/lane-ledger.ts. */
  readonly ledger: Int32Array
  readonly #end: LaneEnd
  readonly #onBroken: (rule: string) => void
  #isPolling = false
  #isClosed = false

  /** @param onBroken the other end broke a rule; the lane is to be closed. */
  constructor(end: LaneEnd, batch: Batch, onBroken: (rule: string) => void) {
    this.#end = end
    this.#onBroken = onBroken
    this.ledger = end.ledger
    this.port = new FramePort(end.writer, batch, () => onBroken('a position is nonsense'))
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  /** True when a turn would do something. */
  hasWork(): boolean {
    return !this.#isClosed && (this.#end.reader.mayHaveRecords() || this.port.isDeferring)
  }

  /** One duty cycle. @returns how many records were handled. */
  turn(handler: RecordHandler): number {
    this.port.flushDeferred()
    return this.#isClosed ? 0 : this.poll(handler)
  }

  /** Takes a batch of what is published. */
  poll(handler: RecordHandler): number {
    this.#isPolling = true
    let count = 0
    try {
      count = this.#end.reader.poll(handler, this.#end.reader.batchCount())
    } finally {
      this.#isPolling = false
      if (this.#isClosed) this.#end.close()
    }
    if (count === kCorrupt) this.#onBroken('a position or record size is nonsense')
    return count === kCorrupt ? 0 : count
  }

  /** Publishes what is written and lets go; idempotent. */
  close(): void {
    if (this.#isClosed) return
    this.port.flush()
    this.#isClosed = true
    this.port.close()
    if (!this.#isPolling) this.#end.close()
  }
}
