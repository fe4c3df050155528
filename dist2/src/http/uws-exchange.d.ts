import { type HeaderList } from '../wire/header-list.js';
import type { BodyFailure, HttpLimits, HttpRequest, HttpResponse } from './http-server.js';
import type { Listed } from './index-list.js';
import type { UwsResponse } from './uws-types.js';
/** What an exchange knows of its server. */
export type ExchangeHome = {
    readonly limits: Required<HttpLimits>;
    readonly isTls: boolean;
    /** Address of all clients where the server listens on loopback: asking the engine costs more than a microsecond. */
    readonly onlyAddress: string | null;
    /** Coarse time: of the last sweep. */
    nowMs: number;
    /** The exchange that the engine is calling right now; its writes are corked. */
    current: UwsExchange | null;
    /** True while the server drains: connections are closed behind their answers. */
    isClosing: boolean;
    /** An exchange that was watched is over. */
    forget(exchange: UwsExchange): void;
};
/** What is known of a request when its handler is called. */
export type RequestFacts = {
    readonly method: string;
    readonly target: string;
    readonly headers: HeaderList;
    readonly contentLength: number | undefined;
};
export declare class UwsExchange implements HttpRequest, HttpResponse, Listed {
    #private;
    readonly method: string;
    readonly target: string;
    readonly headers: HeaderList;
    readonly contentLength: number | undefined;
    readonly isTls: boolean;
    onAborted: (() => void) | null;
    listIndex: number;
    constructor(home: ExchangeHome, response: UwsResponse, facts: RequestFacts);
    get isOver(): boolean;
    get remoteAddress(): string;
    header(name: string): string | undefined;
    collect(bytesMax: number, done: (body: Uint8Array, failure: BodyFailure | null) => void): void;
    stream(bytesMax: number): AsyncIterable<Uint8Array>;
    send(status: number, headers: HeaderList, body: Uint8Array | string, headLength?: number): void;
    begin(status: number, headers: HeaderList): void;
    write(part: Uint8Array | string): boolean;
    whenWritable(): Promise<void>;
    end(): void;
    abort(): void;
    /** Answers, and closes the connection: for what the engine itself refuses. */
    refuse(status: number, body: string): void;
    /** Call once, when the handler has returned without an answer. */
    watch(): void;
    /** The connection has become a WebSocket: nothing is left to be answered. */
    upgraded(): void;
    /** Looks at time limits. */
    sweep(nowMs: number): void;
}
