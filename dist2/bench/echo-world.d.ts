import type { Subject } from './bench.js';
import { type Program, World } from './processes.js';
export type Carrier = 'shm' | 'pipe' | 'tcp' | 'worker';
/** Payload of a call where a case says nothing else. */
export declare const kPayloadBytes = 32;
export declare const kRingBytes: number;
/** How a case loads a world. */
export type EchoRun = {
    readonly windowCount: number;
    readonly payloadBytes?: number;
    readonly pauseMs?: number;
    /** Calls with callbacks instead of promises. Default false. */
    readonly hasCallbacks?: boolean;
};
export type EchoShape = {
    readonly ringBytes?: number;
    readonly stationCount?: number;
    /** 0: every station offers `/echo`. */
    readonly routesPerStation?: number;
    /** Routes that are called, in turn; all by default. */
    readonly calledRoutes?: number;
    /** One more station of one route, in a process that is stopped; a caller of its own calls it in vain. Default false. */
    readonly hasSleeper?: boolean;
    /** The caller has a lane to the station; else every call passes the center. Default false. */
    readonly isByLane?: boolean;
};
/** A world with a caller that can be told to run. */
export declare class EchoWorld {
    #private;
    /** @param prepare is done before each run, and not measured. */
    constructor(world: World, caller: Program, routeCount?: number, prepare?: () => Promise<unknown>);
    /** A subject that loads this world. */
    subject(run: EchoRun): Subject;
    close(): Promise<void>;
}
/** Center, stations and caller; stations and caller use the same carrier, except that workers are called over shm. */
export declare function openEchoWorld(carrier: Carrier, shape?: EchoShape): Promise<EchoWorld>;
/** What stations and callers join by. */
export declare function addressOf(bound: unknown, carrier: Carrier): string;
