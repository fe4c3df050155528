import { Duplex } from 'node:stream';
type Done = (error?: Error | null) => void;
/** One end. */
export declare class MemorySocket extends Duplex {
    #private;
    readonly remoteAddress: string;
    readonly remoteFamily: string;
    readonly remotePort = 0;
    readonly localAddress = "127.0.0.1";
    readonly localPort = 0;
    readonly connecting = false;
    readonly pending = false;
    bytesRead: number;
    bytesWritten: number;
    timeout: number;
    /** @param remoteAddress what this end says of the other. */
    constructor(remoteAddress: string);
    /** Joins two ends; once. */
    static join(one: MemorySocket, other: MemorySocket): void;
    _read(): void;
    _write(chunk: Buffer, _encoding: BufferEncoding, done: Done): void;
    _final(done: Done): void;
    _destroy(error: Error | null, done: Done): void;
    /** Ends, and closes once all is written. */
    destroySoon(): void;
    resetAndDestroy(): this;
    /** Emits 'timeout' after so many milliseconds without traffic; 0 never. */
    setTimeout(timeoutMs: number, onTimeout?: () => void): this;
    setNoDelay(): this;
    setKeepAlive(): this;
    ref(): this;
    unref(): this;
    address(): {
        address: string;
        family: string;
        port: number;
    };
}
export {};
