// What the ring bench passes through its ring: the same as native/bench/ring_bench.cc.

import { kFrameHeaderBytes } from '../src/wire/frame.js'

export const kRecordPayloadBytes = 32
/** A frame's header and a small body. */
export const kRecordBytes = kFrameHeaderBytes + kRecordPayloadBytes
export const kRingBytes = 1 << 20
/** Records of one publication, as the product publishes. */
export const kBatchCount = 64
/** Where a record's number stands: behind the word with its size. */
export const kNumberOffset = 4
