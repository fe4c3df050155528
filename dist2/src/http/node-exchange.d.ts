import type { IncomingMessage, ServerResponse } from 'node:http';
import { type HeaderList } from '../wire/header-list.js';
import type { BodyFailure, HttpLimits, HttpRequest, HttpResponse } from './http-server.js';
import type { NodeConnection } from './node-connection.js';
export type NodeExchangeFacts = {
    readonly limits: Required<HttpLimits>;
    readonly connection: NodeConnection;
    readonly headers: HeaderList;
    readonly contentLength: number | undefined;
    readonly isTls: boolean;
    /** True when the connection is closed behind the answer. */
    readonly closes: boolean;
    /** Told when nothing of the exchange is on the way any more. */
    readonly onDone: (exchange: NodeExchange) => void;
};
export declare class NodeExchange implements HttpRequest, HttpResponse {
    #private;
    readonly method: string;
    readonly target: string;
    readonly headers: HeaderList;
    readonly contentLength: number | undefined;
    readonly remoteAddress: string;
    readonly isTls: boolean;
    onAborted: (() => void) | null;
    constructor(request: IncomingMessage, response: ServerResponse, facts: NodeExchangeFacts);
    get isOver(): boolean;
    /** True when the answer has begun. */
    get isBegun(): boolean;
    /** True when the request is here as a whole. */
    get isReceived(): boolean;
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
    /** Looks at time limits. */
    sweep(nowMs: number): void;
}
