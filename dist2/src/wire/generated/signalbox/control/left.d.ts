import * as flatbuffers from 'flatbuffers';
/**
 * Center to station: no further call will come.
 */
export declare class Left {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): Left;
    static getRootAsLeft(bb: flatbuffers.ByteBuffer, obj?: Left): Left;
    static getSizePrefixedRootAsLeft(bb: flatbuffers.ByteBuffer, obj?: Left): Left;
    requestId(): number;
    static startLeft(builder: flatbuffers.Builder): void;
    static addRequestId(builder: flatbuffers.Builder, requestId: number): void;
    static endLeft(builder: flatbuffers.Builder): flatbuffers.Offset;
    static createLeft(builder: flatbuffers.Builder, requestId: number): flatbuffers.Offset;
}
