// The ledger of one end of a lane: a page of shared memory between the center and that end, and nobody else. The center
// writes its verdict, which the end looks at before each call; the answering end writes what it counts, which the center
// reads. The rings are another file, so that neither end can change the verdict or the counts of the other.
//
//      0 u32 magic              written once by the center
//      4 u32 lane               written once by the center
//     64 u32 verdict            written by the center, read by the end
//   1024 f64 × 128 counts       written by the answering end, read by the center; a statistics block (stats-block.ts)

import type { ErrorCode } from '../base/errors.js'

export const kLedgerBytes = 4096
const kMagic = 0x4c_4e_42_53
const kMagicWord = 0
const kLaneWord = 1
/** Index among 32-bit words. */
export const kVerdictWord = 16
/** Index among float64 words. */
export const kCountsAt = 128

/** Calls may go by the lane. */
export const kVerdictOpen = 1
/** The caller goes by the center; the station serves what comes yet, for the caller may not have looked. */
export const kVerdictRetired = 2
/** The same, but the station refuses what comes yet. */
export const kVerdictPaused = 3
export const kVerdictBroken = 4
export const kVerdictOver = 5

/** Writes a fresh page, before anybody else sees it. */
export function initializeLedger(words: Int32Array, lane: number): void {
  words[kMagicWord] = kMagic
  words[kLaneWord] = lane
  Atomics.store(words, kVerdictWord, kVerdictOpen)
}

/** @returns the broken rule, or null when all is well. */
export function checkLedger(words: Int32Array, lane: number): string | null {
  if (words[kMagicWord] !== kMagic) return 'a ledger does not begin with its magic number'
  return words[kLaneWord] === lane ? null : 'the ledger is of another lane'
}

/**
 * What the answering end says to a call that comes by the lane.
 *
 * @returns null when it is served.
 */
export function refusalOf(verdict: number): ErrorCode | null {
  switch (verdict) {
    case kVerdictOpen:
    case kVerdictRetired:
      return null
    case kVerdictPaused:
      return 'ERR_PAUSED'
    case kVerdictBroken:
      return 'ERR_BREAKER_OPEN'
    default:
      return 'ERR_STATION_BUSY'
  }
}
