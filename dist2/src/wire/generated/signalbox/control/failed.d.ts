import * as flatbuffers from 'flatbuffers';
import { ErrorBody } from './error-body.js';
/**
 * Answer to a request that could not be met; nothing of the request was done.
 */
export declare class Failed {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): Failed;
    static getRootAsFailed(bb: flatbuffers.ByteBuffer, obj?: Failed): Failed;
    static getSizePrefixedRootAsFailed(bb: flatbuffers.ByteBuffer, obj?: Failed): Failed;
    requestId(): number;
    error(obj?: ErrorBody): ErrorBody | null;
    static startFailed(builder: flatbuffers.Builder): void;
    static addRequestId(builder: flatbuffers.Builder, requestId: number): void;
    static addError(builder: flatbuffers.Builder, errorOffset: flatbuffers.Offset): void;
    static endFailed(builder: flatbuffers.Builder): flatbuffers.Offset;
}
