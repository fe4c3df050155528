import * as flatbuffers from 'flatbuffers';
/**
 * A failure. `details` is JSON text, or empty for none; `status` is an HTTP status, 400 … 599.
 */
export declare class ErrorBody {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): ErrorBody;
    static getRootAsErrorBody(bb: flatbuffers.ByteBuffer, obj?: ErrorBody): ErrorBody;
    static getSizePrefixedRootAsErrorBody(bb: flatbuffers.ByteBuffer, obj?: ErrorBody): ErrorBody;
    code(): string;
    code(optionalEncoding: flatbuffers.Encoding): string | Uint8Array;
    text(): string | null;
    text(optionalEncoding: flatbuffers.Encoding): string | Uint8Array | null;
    status(): number;
    retryable(): boolean;
    details(): string | null;
    details(optionalEncoding: flatbuffers.Encoding): string | Uint8Array | null;
    static startErrorBody(builder: flatbuffers.Builder): void;
    static addCode(builder: flatbuffers.Builder, codeOffset: flatbuffers.Offset): void;
    static addText(builder: flatbuffers.Builder, textOffset: flatbuffers.Offset): void;
    static addStatus(builder: flatbuffers.Builder, status: number): void;
    static addRetryable(builder: flatbuffers.Builder, retryable: boolean): void;
    static addDetails(builder: flatbuffers.Builder, detailsOffset: flatbuffers.Offset): void;
    static endErrorBody(builder: flatbuffers.Builder): flatbuffers.Offset;
    static createErrorBody(builder: flatbuffers.Builder, codeOffset: flatbuffers.Offset, textOffset: flatbuffers.Offset, status: number, retryable: boolean, detailsOffset: flatbuffers.Offset): flatbuffers.Offset;
}
