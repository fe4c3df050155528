/** "METHOD /path" as the caller wrote it, without the query. */
export declare const kTagPath = 1;
/** Query without its question mark. */
export declare const kTagQuery = 2;
/** W3C traceparent (https://www.w3.org/TR/trace-context/). */
export declare const kTagTraceParent = 3;
/** W3C tracestate. */
export declare const kTagTraceState = 4;
/** Header fields of a request or a reply; see header-list.ts. */
export declare const kTagHeaders = 5;
/** Address of the outside client that a gateway speaks for. */
export declare const kTagClient = 6;
/** HTTP status of a reply that succeeded, in decimal. */
export declare const kTagStatus = 7;
/** A context without fields. */
export declare const kNoContext: Uint8Array<ArrayBuffer>;
/** Tag and value of one field. */
export type ContextField = readonly [tag: number, value: string];
/**
 * Lays fields out as a context block.
 *
 * @returns its bytes, a multiple of 4; empty for no field.
 * @throws CenterError ERR_BODY_TOO_LARGE over {@link kContextBytesMax} bytes.
 */
export declare function encodeContext(fields: readonly ContextField[]): Uint8Array;
/** Begins the one block of this thread that is laid out without memory of its own; it is there until the next one begins. */
export declare function beginContext(): void;
/** Adds a field to the block. @throws CenterError ERR_BODY_TOO_LARGE as {@link encodeContext} does. */
export declare function addField(tag: number, value: string): void;
/** Bytes of the block, a multiple of 4. */
export declare function contextBytes(): number;
/** Copies the block; `at` is a multiple of 4. */
export declare function copyContext(words: Int32Array, bytes: Uint8Array, at: number): void;
/**
 * Finds one field.
 *
 * @param block a context block; hostile bytes are safe.
 * @returns its value, or undefined where the field is absent or the block is cut short.
 */
export declare function contextField(block: Uint8Array, tag: number): string | undefined;
