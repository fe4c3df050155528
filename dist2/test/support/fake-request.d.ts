import type { HttpRequest } from '../../src/http/http-server.js';
export type FakeRequest = {
    readonly method?: string;
    readonly target?: string;
    /** Names in lower case; an array is a repeated field. */
    readonly headers?: Readonly<Record<string, string | readonly string[]>>;
    readonly remoteAddress?: string;
    readonly isTls?: boolean;
};
export declare function fakeRequest(given?: FakeRequest): HttpRequest;
