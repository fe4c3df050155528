import type { HttpLimits } from './http-server.js';
export declare class SocketWatch {
    #private;
    constructor(limits: Required<HttpLimits>, nowMs: number);
    /** The client gave a sign of life. */
    heard(nowMs: number): void;
    /**
     * @param waitingBytes what waits for the client now.
     * @returns 'cut' when the client is silent or does not take what waits for it; 'ping' when it is time for one.
     */
    look(nowMs: number, waitingBytes: number): 'cut' | 'ping' | 'rest';
}
