// What the ring bench passes through its ring: the same as native/bench/ring_bench.cc.
import { workerData } from 'node:worker_threads';
import { loadNative } from '../src/ring/native.js';
import { kFrameHeaderBytes } from '../src/wire/frame.js';
export const kRecordPayloadBytes = 32;
/** A frame's header and a small body. */
export const kRecordBytes = kFrameHeaderBytes + kRecordPayloadBytes;
export const kRingBytes = 1 << 20;
/** Records of one publication, as the product publishes. */
export const kBatchCount = 64;
/** Where a record's number stands: behind the word with its size. */
export const kNumberOffset = 4;
/** This thread's ends, and the addon to sleep with. */
export function ringEnd() {
    const loaded = loadNative();
    if (!loaded.ok)
        throw new Error(loaded.reason);
    return { ...workerData, native: loaded.native };
}
//# sourceMappingURL=ring-shape.js.map