import type { WebSocket } from 'ws';
import type { HttpLimits, HttpSocket, SocketHandlers } from './http-server.js';
export declare class NodeSocket implements HttpSocket {
    #private;
    readonly remoteAddress: string;
    /** @param onClosed told when the socket is closed, before its handlers are. */
    constructor(limits: Required<HttpLimits>, socket: WebSocket, handlers: SocketHandlers, remoteAddress: string, onClosed: (socket: NodeSocket) => void);
    get waitingBytes(): number;
    send(message: Uint8Array | string): boolean;
    close(code: number, reason: string): void;
    /** Ends it without a goodbye. */
    cut(): void;
    /** Pings, and cuts a client that is silent or does not take what waits for it. */
    sweep(nowMs: number): void;
}
