import { type Socket } from 'node:net';
import type { ExecutionContext } from 'ava';
import type { HttpEngine, HttpHandlers, HttpLimits, HttpServer, HttpServerOptions } from '../../src/http/http-server.js';
export type HttpWorld = {
    readonly server: HttpServer;
    readonly base: string;
};
export type HttpWorldOptions = Partial<HttpHandlers> & Partial<Omit<HttpServerOptions, 'handlers' | 'limits'>> & {
    readonly limits?: Partial<HttpLimits>;
};
/** A body for every refusal, so that tests can see that the engine asked for it. */
export declare function refusalBody(status: number, detail: string): string;
/** Opens a server that the test closes at its end. Without a handler each request is answered with 404. */
export declare function openHttp(t: ExecutionContext, engine: HttpEngine, options: HttpWorldOptions): Promise<HttpWorld>;
/** A connection whose bytes the test writes and reads. */
export declare class RawClient {
    #private;
    readonly socket: Socket;
    constructor(t: ExecutionContext, { server }: HttpWorld);
    get text(): string;
    /** True when the server has ended the connection. */
    get isClosed(): boolean;
    /** Statuses of the answers so far. */
    get statuses(): readonly number[];
    send(bytes: string | Uint8Array): void;
    get(target: string, fields?: string): void;
    /** Resolves when the text so far holds this. */
    has(text: string): Promise<void>;
    closed(): Promise<void>;
}
