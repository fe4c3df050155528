import { type IncomingHttpHeaders } from 'node:http';
import type { HttpEngine } from '../../src/http/http-server.js';
import { type Center, type HttpOptions, type Station } from '../../src/index.js';
export type Answer = {
    readonly status: number;
    readonly headers: IncomingHttpHeaders;
    readonly bytes: Buffer;
    readonly text: string;
};
export type Ask = {
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string | string[]>>;
    readonly body?: string | Uint8Array;
    /** Sent in chunks, without a length. */
    readonly chunks?: readonly string[];
};
export declare class GatewayWorld {
    readonly center: Center;
    readonly station: Station;
    readonly folder: string;
    /** What the handlers saw last, by route. */
    readonly seen: Map<string, unknown>;
    constructor(center: Center, station: Station, folder: string, seen: Map<string, unknown>);
    get origin(): string;
    /** One request on a connection of its own. */
    ask(target: string, { method, headers, body, chunks }?: Ask): Promise<Answer>;
    close(): Promise<void>;
}
/** Opens a world. Its static folder holds a.txt (10 bytes), large.bin (3 MB), page.html (4 kB) and a link out of it. */
export declare function openGatewayWorld(engine: HttpEngine, http?: HttpOptions): Promise<GatewayWorld>;
