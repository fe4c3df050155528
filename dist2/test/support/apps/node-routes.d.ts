import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Notices } from './parts.js';
/** Answers with JSON. */
export declare function json(response: ServerResponse, value: unknown): void;
export declare function count(request: IncomingMessage, response: ServerResponse): Promise<void>;
/** Takes nothing but the head, and answers. */
export declare function early(_request: IncomingMessage, response: ServerResponse): void;
export declare function big(response: ServerResponse, notices: Notices, pieceCount: number): void;
/** Writes with the callbacks and the `drain` of an old program. */
export declare function drained(response: ServerResponse, notices: Notices): void;
export declare function sendEvents(response: ServerResponse, notices: Notices): void;
/** Never answers; notices when nobody waits any more. */
export declare function hang(request: IncomingMessage, response: ServerResponse, notices: Notices): void;
/** Breaks the connection in mid-answer. */
export declare function breakOff(response: ServerResponse): void;
/** A multipart upload, as file libraries take it. */
export declare function upload(request: IncomingMessage, response: ServerResponse): void;
