import type { LaneNative } from '../ring/native.js';
import type { LaneSide } from '../wire/control.js';
export declare class LaneMemory {
    #private;
    /**
     * @param lane its number; both ends check that they got what they were told of.
     * @throws Error with the system's code when memory or descriptors are exhausted; nothing is left open then.
     */
    constructor(native: LaneNative, lane: number, ringBytes: number);
    /** What an end gets: rings, its ledger, writer of the other end's doorbell, reader of its own. They stay open here. */
    passedTo(side: LaneSide): readonly number[];
    /** Both ends have what they need, or never will. Idempotent. */
    closeDescriptors(): void;
    /** Tells an end what it may do; it sees that with its next call. */
    setVerdict(side: LaneSide, verdict: number): void;
    /** Copies what the answering end has counted; it may say anything. */
    readCounts(into: Float64Array): void;
    /** Nothing of it is used any more. Idempotent. */
    release(): void;
}
