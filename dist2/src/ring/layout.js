// Where everything lies in a segment. The twin of native/core/layout.h; a test keeps the two equal.
//
//   page 0     magic, version, sizes, generation, pids, state | bell of the center's reader | bell of the peer's reader
//   ring 1     to the peer: the center produces      header 512 bytes, then ringBytes of records
//   ring 2     to the center: the peer produces      the same
//
// A bell is 0 while its reader is awake and 1 while it sleeps; whoever turns 1 into 0 rings the doorbell.
export const kMagic = 0x58424753;
export const kLayoutVersion = 1;
export const kMagicOffset = 0;
export const kLayoutVersionOffset = 4;
export const kSegmentBytesOffset = 8;
export const kGenerationOffset = 12;
export const kCenterPidOffset = 16;
export const kPeerPidOffset = 20;
export const kStateOffset = 24;
export const kRingBytesOffset = 28;
export const kRecordBytesMaxOffset = 32;
export const kCenterBellOffset = 64;
export const kPeerBellOffset = 128;
export const kPageBytes = 4096;
export const kToPeerRingOffset = 4096;
export const kRingHeaderBytes = 512;
// Within a ring's header: one cache line for each writer.
export const kCapacityOffset = 0;
export const kTailPositionOffset = 64;
export const kHeadPositionOffset = 128;
export const kProducerWaitingOffset = 192;
export const kProducerRecordsOffset = 256;
export const kProducerBytesOffset = 264;
export const kProducerFullOffset = 272;
export const kConsumerRecordsOffset = 320;
export const kConsumerBytesOffset = 328;
export const kStateInit = 0;
export const kStateOpen = 1;
export const kStateDead = 3;
/** Set in a record's size word when the record is only room left over at the end of the ring. */
export const kPaddingBit = 0x8000_0000 | 0;
/** A record may take this share of its ring, so that a few large ones never block it. */
export const kRecordShare = 8;
/** Byte offset of the ring in which the peer produces. */
export function toCenterRingOffset(ringBytes) {
    return kToPeerRingOffset + kRingHeaderBytes + ringBytes;
}
/** Bytes of a segment whose rings hold `ringBytes` each. */
export function segmentBytesOf(ringBytes) {
    return kPageBytes + 2 * (kRingHeaderBytes + ringBytes);
}
//# sourceMappingURL=layout.js.map