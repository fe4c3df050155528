import { EventEmitter } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Duplex } from 'node:stream';
import type { SimProcess, SimTime } from './time.js';
/** The cable between a station and the center. */
export type Cable = {
    isCut: boolean;
    /** Deliveries that wait for its repair. */
    readonly held: (() => void)[];
    /** When it was cut, and until when. */
    readonly cuts: {
        fromMs: number;
        toMs: number;
    }[];
};
export declare function newCable(): Cable;
export declare class SimNetwork {
    #private;
    /** The center's ends, for whoever wants to judge their lease. */
    readonly accepted: SimSocket[];
    /** The cable of the process that connects. */
    readonly cables: Map<SimProcess, Cable>;
    constructor(time: SimTime);
    /** Stands for `net.createServer`. */
    createServer(onConnection: (socket: SimSocket) => void): SimServer;
    /** Stands for `net.connect`. */
    connect(where: {
        port: number;
    }): SimSocket;
    cut(cable: Cable): void;
    repair(cable: Cable): void;
}
declare class SimServer extends EventEmitter {
    #private;
    readonly process: SimProcess;
    constructor(time: SimTime, process: SimProcess, servers: Map<number, SimServer>);
    listen(where: {
        port: number;
    }, onListening: () => void): void;
    address(): AddressInfo;
    close(): void;
}
export declare class SimSocket extends Duplex {
    #private;
    other: SimSocket | null;
    /** Times of the last bytes that came, and of this end's own word that it is over. */
    lastCameMs: number;
    endedMs: number;
    readonly process: SimProcess;
    readonly cable: Cable;
    constructor(time: SimTime, process: SimProcess, cable: Cable);
    setNoDelay(): this;
    end(...args: never[]): this;
    /** The program takes what came: there is room for more. */
    _read(): void;
    _write(chunk: Buffer, _encoding: string, done: () => void): void;
    _final(done: () => void): void;
    _destroy(error: Error | null, done: (error: Error | null) => void): void;
    /** Sends something over the cable: behind all that was sent before, and late where the cable is. */
    send(run: () => void): void;
    /** Happens in the process of this end. */
    arrive(run: () => void): void;
    receive(bytes: Buffer): void;
    acknowledge(bytes: number): void;
    takeEnd(): void;
}
export {};
