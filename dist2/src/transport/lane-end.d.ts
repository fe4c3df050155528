import type { LaneNative } from '../ring/native.js';
import type { ReaderLoop } from '../ring/reader-loop.js';
import type { RingReader } from '../ring/ring-reader.js';
import type { RingWriter } from '../ring/ring-writer.js';
import type { LaneOpen } from '../wire/control.js';
export type LaneEnd = {
    readonly reader: RingReader;
    readonly writer: RingWriter;
    /** The ledger; its verdict is the word kVerdictWord. */
    readonly ledger: Int32Array;
    /** The ledger's counts; an answering end writes them. */
    readonly counts: Float64Array;
    /** Releases everything at once; not while the reader polls. Twice is harmless. */
    close(): void;
};
/** Descriptors that come with a lane. */
export declare const kLaneDescriptorCount = 4;
/**
 * Maps what the center passed. Owns the descriptors from here on.
 *
 * @param descriptors rings, ledger, writer of the other end's doorbell, reader of the own one.
 * @throws CenterError ERR_PROTOCOL when the memory is not what the message says, or Error with the system's code; nothing
 * is left open then.
 */
export declare function openLaneEnd(native: LaneNative, open: LaneOpen, descriptors: readonly number[], loop: Pick<ReaderLoop, 'add' | 'addDoorbell' | 'remove'>): LaneEnd;
