import type { HttpLimits, HttpSocket, SocketHandlers } from './http-server.js';
import type { UwsWebSocket } from './uws-types.js';
/** What the native socket carries. */
export type UwsSocketData = {
    readonly remoteAddress: string;
    readonly handlers: SocketHandlers;
    /** Set when the socket opens. */
    socket: UwsSocket | null;
};
export declare class UwsSocket implements HttpSocket {
    #private;
    readonly remoteAddress: string;
    constructor(limits: Required<HttpLimits>, native: UwsWebSocket<UwsSocketData>, nowMs: number);
    get waitingBytes(): number;
    send(message: Uint8Array | string): boolean;
    close(code: number, reason: string): void;
    heard(nowMs: number): void;
    message(message: ArrayBuffer, isBinary: boolean): void;
    drained(): void;
    closed(code: number, reason: string): void;
    /** Pings, and cuts a client that is silent or does not take what waits for it. */
    sweep(nowMs: number): void;
}
