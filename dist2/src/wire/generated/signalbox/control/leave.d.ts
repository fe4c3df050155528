import * as flatbuffers from 'flatbuffers';
/**
 * Station to center: send me no more calls.
 */
export declare class Leave {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): Leave;
    static getRootAsLeave(bb: flatbuffers.ByteBuffer, obj?: Leave): Leave;
    static getSizePrefixedRootAsLeave(bb: flatbuffers.ByteBuffer, obj?: Leave): Leave;
    requestId(): number;
    static startLeave(builder: flatbuffers.Builder): void;
    static addRequestId(builder: flatbuffers.Builder, requestId: number): void;
    static endLeave(builder: flatbuffers.Builder): flatbuffers.Offset;
    static createLeave(builder: flatbuffers.Builder, requestId: number): flatbuffers.Offset;
}
