import { type Doorbell, type NativeAddon } from '../src/ring/native.js';
export declare const kRecordPayloadBytes = 32;
/** A frame's header and a small body. */
export declare const kRecordBytes: number;
export declare const kRingBytes: number;
/** Records of one publication, as the product publishes. */
export declare const kBatchCount = 64;
/** Where a record's number stands: behind the word with its size. */
export declare const kNumberOffset = 4;
/** What both threads of the ring are given. */
export type RingEnds = {
    readonly segment: SharedArrayBuffer;
    /** Rings when there is room again. */
    readonly room: Doorbell;
    /** Rings when there are records. */
    readonly records: Doorbell;
    readonly runMs: number;
};
/** This thread's ends, and the addon to sleep with. */
export declare function ringEnd(): RingEnds & {
    readonly native: NativeAddon;
};
