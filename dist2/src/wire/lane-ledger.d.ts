import type { ErrorCode } from '../base/errors.js';
export declare const kLedgerBytes = 4096;
/** Index among 32-bit words. */
export declare const kVerdictWord = 16;
/** Index among float64 words. */
export declare const kCountsAt = 128;
/** Calls may go by the lane. */
export declare const kVerdictOpen = 1;
/** The caller goes by the center; the station serves what comes yet, for the caller may not have looked. */
export declare const kVerdictRetired = 2;
/** The same, but the station refuses what comes yet. */
export declare const kVerdictPaused = 3;
export declare const kVerdictBroken = 4;
export declare const kVerdictOver = 5;
/** Writes a fresh page, before anybody else sees it. */
export declare function initializeLedger(words: Int32Array, lane: number): void;
/** @returns the broken rule, or null when all is well. */
export declare function checkLedger(words: Int32Array, lane: number): string | null;
/**
 * What the answering end says to a call that comes by the lane.
 *
 * @returns null when it is served.
 */
export declare function refusalOf(verdict: number): ErrorCode | null;
