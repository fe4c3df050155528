import type { RawReply, RawRequest } from './exchange.js';
/** Sends a request; Station.request does. */
type Send = (route: string, request: RawRequest) => Promise<RawReply>;
/** Station.fetch, over whatever sends requests. */
export declare function fetchThrough(send: Send, input: string | URL | Request, init: RequestInit | undefined): Promise<Response>;
export {};
