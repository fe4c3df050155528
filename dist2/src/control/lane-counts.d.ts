import type { LaneMemory } from '../transport/lane-memory.js';
/** A statistics block, and the index of its first word. */
type Block = {
    readonly words: Float64Array;
    readonly at: number;
} | null;
export declare class LaneCounts {
    #private;
    constructor(memory: Pick<LaneMemory, 'readCounts'>, nowMs: number);
    /** Calls that the station had not answered when it was last asked. */
    get inFlight(): number;
    /**
     * Adds what is new.
     *
     * @param into null when nobody wants to know.
     * @returns calls since the last time, or null when the words are nonsense; nothing is added then.
     */
    fold(into: Block, nowMs: number): number | null;
    /** The station counts no more: what it had not answered has failed. Nothing is added after this. */
    failRest(into: Block): void;
}
export {};
