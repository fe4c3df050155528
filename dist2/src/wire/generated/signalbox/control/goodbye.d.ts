import * as flatbuffers from 'flatbuffers';
/**
 * Either side: the link ends on purpose. A station tries again after `retry_after_ms`.
 */
export declare class Goodbye {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): Goodbye;
    static getRootAsGoodbye(bb: flatbuffers.ByteBuffer, obj?: Goodbye): Goodbye;
    static getSizePrefixedRootAsGoodbye(bb: flatbuffers.ByteBuffer, obj?: Goodbye): Goodbye;
    reason(): string | null;
    reason(optionalEncoding: flatbuffers.Encoding): string | Uint8Array | null;
    retryAfterMs(): number;
    static startGoodbye(builder: flatbuffers.Builder): void;
    static addReason(builder: flatbuffers.Builder, reasonOffset: flatbuffers.Offset): void;
    static addRetryAfterMs(builder: flatbuffers.Builder, retryAfterMs: number): void;
    static endGoodbye(builder: flatbuffers.Builder): flatbuffers.Offset;
    static createGoodbye(builder: flatbuffers.Builder, reasonOffset: flatbuffers.Offset, retryAfterMs: number): flatbuffers.Offset;
}
