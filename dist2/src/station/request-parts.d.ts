import type { CallOptions } from './call.js';
import type { RawRequest } from './exchange.js';
import type { Name } from './names.js';
/** The source of a body that comes in pieces; null for any other. */
export declare function piecesOf(body: unknown): AsyncIterable<Uint8Array> | null;
/** What a body is on the wire; a stream has no type of its own. */
export declare function typeOfBody(body: unknown): number;
/** The bytes of a body that is there. @throws CenterError ERR_BAD_BODY, ERR_BODY_TOO_LARGE. */
export declare function wholeBody(body: unknown, route: string): Uint8Array;
/** Lays out the context of a request; see beginContext. */
export declare function layOutContext(name: Name, options: CallOptions, request: RawRequest | undefined): void;
