import type { CallOptions } from '../../src/station/call.js';
import { Station } from '../../src/station/station.js';
import type { Balance } from '../../src/wire/balance.js';
import type { History } from './history.js';
import type { Cable } from './sockets.js';
import { SimProcess, type SimTime } from './time.js';
export type Carrier = 'memory' | 'tcp';
/** What all programs of a run share. */
export type Surroundings = {
    readonly time: SimTime;
    readonly history: History;
    /** The other service, for handlers that call on. */
    readonly services: readonly string[];
    readonly balanceOf: (service: string) => Balance;
    /** The cable of a process, where it has one. */
    readonly plug: (process: SimProcess) => Cable;
};
/** A program with a station in it. */
export declare class Member {
    #private;
    readonly process: SimProcess;
    readonly carrier: Carrier;
    readonly service: string;
    readonly station: Station;
    readonly cable: Cable | null;
    readonly weight: number;
    constructor(around: Surroundings, id: string, service: string, carrier: Carrier, offers: boolean);
    get isJoined(): boolean;
    /** Leaves, and joins again later. */
    leave(awayMs: number): void;
    /** Makes a call from this program, and writes down how it ends. */
    ask(route: string, service: string, timeoutMs: number, options?: CallOptions & {
        bytes?: number;
    }): void;
    /** Sends without waiting for a reply. */
    send(route: string, service: string): void;
    publish(): void;
}
