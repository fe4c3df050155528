import * as flatbuffers from 'flatbuffers';
import { ErrorBody } from './error-body.js';
/**
 * Center to station: there is no link; the connection is closed after this.
 */
export declare class Refused {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): Refused;
    static getRootAsRefused(bb: flatbuffers.ByteBuffer, obj?: Refused): Refused;
    static getSizePrefixedRootAsRefused(bb: flatbuffers.ByteBuffer, obj?: Refused): Refused;
    error(obj?: ErrorBody): ErrorBody | null;
    static startRefused(builder: flatbuffers.Builder): void;
    static addError(builder: flatbuffers.Builder, errorOffset: flatbuffers.Offset): void;
    static endRefused(builder: flatbuffers.Builder): flatbuffers.Offset;
    static createRefused(builder: flatbuffers.Builder, errorOffset: flatbuffers.Offset): flatbuffers.Offset;
}
