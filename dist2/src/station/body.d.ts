/** A value ready to be written: text is UTF-8 JSON that is not encoded yet. */
export type EncodedBody = {
    readonly type: number;
    readonly bytes: Uint8Array | null;
    readonly text: string;
};
/** What a body is. */
export type RawKind = 'none' | 'bytes' | 'json';
/** A body that nobody has decoded: its bytes, whole or as they come, and what they are. */
export declare class RawBody {
    readonly source: Uint8Array | AsyncIterable<Uint8Array>;
    readonly kind: RawKind;
    constructor(source: Uint8Array | AsyncIterable<Uint8Array>, kind: RawKind);
}
/** What a frame's flags say of its body. */
export declare function kindOf(flags: number): RawKind;
/** The flags of a body of this kind. */
export declare function typeOfKind(kind: RawKind): number;
/** True for a promise of any make. */
export declare function isThenable(value: unknown): value is PromiseLike<unknown>;
/** True for a value that travels as a stream of items. */
export declare function isStream(value: unknown): value is AsyncIterable<unknown>;
/**
 * Makes a value ready to be written.
 *
 * @param value undefined; a Uint8Array (bytes stay bytes); a whole RawBody; or anything that JSON can say.
 * @throws CenterError ERR_BAD_BODY when JSON cannot say it.
 */
export declare function encodeBody(value: unknown, route: string): EncodedBody;
/** The value as JSON text. @throws CenterError ERR_BAD_BODY. */
export declare function toJson(value: unknown, route: string): string;
/** The bytes of an encoded body. */
export declare function bytesOf(body: EncodedBody): Uint8Array;
/** Where a body lies: three views of one memory. */
export type BodyMemory = {
    readonly words: Int32Array;
    readonly bytes: Uint8Array;
    readonly buffer: Buffer;
};
/**
 * Reads a body out of a ring; what comes back is a copy.
 *
 * @param start, end byte offsets in `from`, checked by the caller.
 * @param flags of the frame.
 * @throws CenterError ERR_BAD_BODY when it is no JSON.
 */
export declare function decodeBody(from: BodyMemory, start: number, end: number, flags: number, route: string): unknown;
/** A copy of some bytes; it shares its memory with others unless it is large. @param start, end as in {@link decodeBody}. */
export declare function copyOut(from: BodyMemory, start: number, end: number): Uint8Array;
/** The same as {@link decodeBody} for bytes that nobody else holds. */
export declare function decodeOwned(bytes: Uint8Array, type: number, route: string): unknown;
