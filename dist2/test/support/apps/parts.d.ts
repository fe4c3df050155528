import { Readable } from 'node:stream';
/** What an application noticed, by name. */
export type Notices = Map<string, number | string>;
export declare const kPieceBytes: number;
/** Pieces without end or up to a count; how many were made is noticed. */
export declare function pieces(notices: Notices, key: string, count?: number): AsyncGenerator<Uint8Array>;
export declare function pieceStream(notices: Notices, key: string, count?: number): Readable;
/** Bytes of a body, counted as they come. */
export declare function countBytes(body: AsyncIterable<unknown>): Promise<number>;
/** Events without end, 5 ms apart. */
export declare function events(notices: Notices): AsyncGenerator<string>;
export declare const kCookies: string[];
export declare const kTag = "\"v1\"";
