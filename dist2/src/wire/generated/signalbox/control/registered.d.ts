import * as flatbuffers from 'flatbuffers';
/**
 * Center to station: the registration is visible to callers from this epoch on.
 */
export declare class Registered {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): Registered;
    static getRootAsRegistered(bb: flatbuffers.ByteBuffer, obj?: Registered): Registered;
    static getSizePrefixedRootAsRegistered(bb: flatbuffers.ByteBuffer, obj?: Registered): Registered;
    requestId(): number;
    epoch(): number;
    static startRegistered(builder: flatbuffers.Builder): void;
    static addRequestId(builder: flatbuffers.Builder, requestId: number): void;
    static addEpoch(builder: flatbuffers.Builder, epoch: number): void;
    static endRegistered(builder: flatbuffers.Builder): flatbuffers.Offset;
    static createRegistered(builder: flatbuffers.Builder, requestId: number, epoch: number): flatbuffers.Offset;
}
