import type { MessagePort } from 'node:worker_threads';
import type { SimProcess, SimTime } from './time.js';
type Listener = (value: unknown) => void;
export declare class SimPort {
    #private;
    /** @param process that holds it. @param delayMs that a message takes at most, unless it is late. */
    constructor(time: SimTime, process: SimProcess, delayMs: number);
    /** Makes both ends of a channel. */
    static pair(time: SimTime, first: SimProcess, second: SimProcess, delayMs: number): {
        port1: MessagePort;
        port2: MessagePort;
    };
    postMessage(value: unknown): void;
    on(name: string, listener: Listener): this;
    close(): void;
    ref(): void;
    unref(): void;
    arrive(run: () => void): void;
    tell(name: string, value: unknown): void;
}
export {};
