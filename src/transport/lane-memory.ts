// The memory of a lane, as the center makes it: a pair of rings for the two ends, and a ledger for each of them. The center
// keeps the ledgers mapped and lets go of the rings, which are none of its business.

import { assert } from '../base/assert.js'
import { segmentBytesOf } from '../ring/layout.js'
import type { Doorbell, LaneNative, Mapping } from '../ring/native.js'
import type { LaneSide } from '../wire/control.js'
import { initializeLedger, kCountsAt, kLedgerBytes, kVerdictWord } from '../wire/lane-ledger.js'
import { kStatsBlockWords } from '../wire/stats-block.js'
import { initializeSegment } from './rings.js'

export class LaneMemory {
  readonly #native: LaneNative
  readonly #lane: number
  readonly #ringBytes: number
  readonly #open = new Set<number>()
  readonly #ledgers: Mapping[] = []
  readonly #words: Readonly<Record<LaneSide, Int32Array>>
  readonly #counts: Float64Array
  readonly #passed: Readonly<Record<LaneSide, readonly number[]>>

  /**
   * @param lane its number; both ends check that they got what they were told of.
   * @throws Error with the system's code when memory or descriptors are exhausted; nothing is left open then.
   */
  constructor(native: LaneNative, lane: number, ringBytes: number) {
    this.#native = native
    this.#lane = lane
    this.#ringBytes = ringBytes
    try {
      const rings = this.#keep(native.segmentCreate(segmentBytesOf(ringBytes)))
      this.#initializeRings(rings)
      const caller = this.#keep(native.segmentCreate(kLedgerBytes))
      const station = this.#keep(native.segmentCreate(kLedgerBytes))
      this.#words = { caller: this.#ledgerOf(caller), station: this.#ledgerOf(station) }
      this.#counts = new Float64Array(this.#words.station.buffer, kCountsAt * 8, kStatsBlockWords)
      const callerBell = this.#keepBoth(native.doorbellCreate())
      const stationBell = this.#keepBoth(native.doorbellCreate())
      this.#passed = {
        caller: [rings, caller, stationBell.writer, callerBell.reader],
        station: [rings, station, callerBell.writer, stationBell.reader],
      }
    } catch (error) {
      this.release()
      throw error
    }
  }

  /** What an end gets: rings, its ledger, writer of the other end's doorbell, reader of its own. They stay open here. */
  passedTo(side: LaneSide): readonly number[] {
    return this.#passed[side]
  }

  /** Both ends have what they need, or never will. Idempotent. */
  closeDescriptors(): void {
    for (const descriptor of this.#open) this.#native.descriptorClose(descriptor)
    this.#open.clear()
  }

  /** Tells an end what it may do; it sees that with its next call. */
  setVerdict(side: LaneSide, verdict: number): void {
    Atomics.store(this.#words[side], kVerdictWord, verdict)
  }

  /** Copies what the answering end has counted; it may say anything. */
  readCounts(into: Float64Array): void {
    assert(into.length === kStatsBlockWords, 'counts are one block')
    into.set(this.#counts)
  }

  /** Nothing of it is used any more. Idempotent. */
  release(): void {
    this.closeDescriptors()
    for (const ledger of this.#ledgers) ledger.release()
  }

  #initializeRings(descriptor: number): void {
    const mapping = new this.#native.Mapping(descriptor, segmentBytesOf(this.#ringBytes))
    initializeSegment(mapping.buffer, this.#ringBytes, this.#lane)
    mapping.release()
  }

  #ledgerOf(descriptor: number): Int32Array {
    const mapping = new this.#native.Mapping(descriptor, kLedgerBytes)
    this.#ledgers.push(mapping)
    const words = new Int32Array(mapping.buffer)
    initializeLedger(words, this.#lane)
    return words
  }

  #keep(descriptor: number): number {
    this.#open.add(descriptor)
    return descriptor
  }

  #keepBoth(bell: Doorbell): Doorbell {
    this.#keep(bell.reader)
    this.#keep(bell.writer)
    return bell
  }
}
