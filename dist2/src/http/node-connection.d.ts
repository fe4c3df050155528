import type { Socket } from 'node:net';
import type { NodeExchange } from './node-exchange.js';
export declare class NodeConnection {
    #private;
    readonly socket: Socket;
    readonly remoteAddress: string;
    readonly exchanges: Set<NodeExchange>;
    constructor(socket: Socket, remoteAddress: string);
    /** True when what comes now is not taken any more: a request that was refused, or had chunks, was the last one. */
    get isClosing(): boolean;
    get isFull(): boolean;
    takeNoMore(): void;
    /** Answers without the engine, where it could not read a request, and closes. Drops what is on the way. */
    refuse(status: number, body: string): void;
}
/** A whole answer as it stands on the wire. */
export declare function refusalText(status: number, body: string, headers?: readonly string[]): string;
