import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
/** As much of a socket as a link asks for. */
export declare class FakeSocket extends EventEmitter {
    #private;
    writable: boolean;
    pause(): this;
    resume(): this;
    isPaused(): boolean;
    setNoDelay(): this;
    write(): boolean;
    /** The test tells when it is closed. */
    end(): this;
    destroy(): this;
    /** It is one as far as links look. */
    asSocket(): Socket;
}
