import type { Reply } from '../reply.js';
import type { AppRequest } from './app-request.js';
/** What such an application's environment says of the connection, in the shape that Hono's Node server gives it. */
export type FetchEnvironment = {
    readonly incoming: {
        readonly socket: {
            readonly remoteAddress: string;
            readonly remoteFamily: string;
            readonly remotePort: number;
        };
    };
};
/** Takes a Request, gives a Response or a promise of it. */
export type FetchHandler = (request: Request, environment: FetchEnvironment) => unknown;
/** Rejects with what the handler throws, with ERR_METHOD, and with ERR_BAD_REPLY for what is no Response. */
export declare function askFetch(handler: FetchHandler, request: AppRequest): Promise<Reply>;
