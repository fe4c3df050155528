// Both ends of a lane in private memory, without a center: a test turns them by hand and writes the verdicts.

import { segmentBytesOf } from '../../src/ring/layout.js'
import type { LaneEnd } from '../../src/transport/lane-end.js'
import { initializeSegment, ringsOf, type Side } from '../../src/transport/rings.js'
import type { LaneOpen, LaneSide } from '../../src/wire/control.js'
import {
  initializeLedger,
  kCountsAt,
  kLedgerBytes,
  kVerdictWord,
} from '../../src/wire/lane-ledger.js'
import { kStatsBlockWords } from '../../src/wire/stats-block.js'

const kRingBytes = 1 << 16
const kLane = 5

export type LaneHalf = LaneEnd & { isClosed(): boolean; setVerdict(verdict: number): void }

/** The two ends. */
export function lanePair(): Record<LaneSide, LaneHalf> {
  const memory = new SharedArrayBuffer(segmentBytesOf(kRingBytes))
  initializeSegment(memory, kRingBytes, kLane)
  const half = (side: Side): LaneHalf => {
    const ledger = new Int32Array(new SharedArrayBuffer(kLedgerBytes))
    initializeLedger(ledger, kLane)
    const counts = new Float64Array(ledger.buffer, kCountsAt * 8, kStatsBlockWords)
    let isClosed = false
    return {
      ...ringsOf(memory, kRingBytes, side, () => {}),
      ledger,
      counts,
      close: () => {
        isClosed = true
      },
      isClosed: () => isClosed,
      setVerdict: (verdict) => Atomics.store(ledger, kVerdictWord, verdict),
    }
  }
  return { caller: half('center'), station: half('peer') }
}

/** What a center says with an end. */
export function laneOpen(more: Partial<LaneOpen> = {}): LaneOpen {
  const plain = { lane: kLane, side: 'caller', ringBytes: kRingBytes, isIdempotent: false } as const
  return { type: 'lane-open', ...plain, path: 'POST /echo', offered: 0, peer: 'other', ...more }
}
