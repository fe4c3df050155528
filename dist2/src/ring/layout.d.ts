export declare const kMagic = 1480738643;
export declare const kLayoutVersion = 1;
export declare const kMagicOffset = 0;
export declare const kLayoutVersionOffset = 4;
export declare const kSegmentBytesOffset = 8;
export declare const kGenerationOffset = 12;
export declare const kCenterPidOffset = 16;
export declare const kPeerPidOffset = 20;
export declare const kStateOffset = 24;
export declare const kRingBytesOffset = 28;
export declare const kRecordBytesMaxOffset = 32;
export declare const kCenterBellOffset = 64;
export declare const kPeerBellOffset = 128;
export declare const kPageBytes = 4096;
export declare const kToPeerRingOffset = 4096;
export declare const kRingHeaderBytes = 512;
export declare const kCapacityOffset = 0;
export declare const kTailPositionOffset = 64;
export declare const kHeadPositionOffset = 128;
export declare const kProducerWaitingOffset = 192;
export declare const kProducerRecordsOffset = 256;
export declare const kProducerBytesOffset = 264;
export declare const kProducerFullOffset = 272;
export declare const kConsumerRecordsOffset = 320;
export declare const kConsumerBytesOffset = 328;
export declare const kStateInit = 0;
export declare const kStateOpen = 1;
export declare const kStateDead = 3;
/** Set in a record's size word when the record is only room left over at the end of the ring. */
export declare const kPaddingBit: number;
/** A record may take this share of its ring, so that a few large ones never block it. */
export declare const kRecordShare = 8;
/** Byte offset of the ring in which the peer produces. */
export declare function toCenterRingOffset(ringBytes: number): number;
/** Bytes of a segment whose rings hold `ringBytes` each. */
export declare function segmentBytesOf(ringBytes: number): number;
