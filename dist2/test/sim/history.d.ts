import type { FromData, ToData } from '../../src/data/messages.js';
import type { SimProcess } from './time.js';
/** A handler that ran for a call. */
export type Execution = {
    /** The process and its service. */
    readonly station: string;
    readonly service: string;
    readonly atMs: number;
    /** By the handler's own word. */
    readonly deadlineMs: number;
    readonly caller: string;
    /** True when the way from the center to the station knows no delay but the bell's. */
    readonly isByMemory: boolean;
};
export type CallRecord = {
    readonly id: number;
    readonly route: string;
    readonly service: string;
    readonly caller: string;
    readonly process: SimProcess;
    readonly startMs: number;
    readonly timeoutMs: number;
    readonly key: string | undefined;
    readonly isIdempotent: boolean;
    readonly isOneWay: boolean;
    readonly isByMemory: boolean;
    readonly executions: Execution[];
    settledCount: number;
    endMs: number;
    /** 'open', 'ok', or the code of the error. */
    outcome: string;
    /** The process that answered. */
    by: string;
};
/** From `inForceMs` to `endMs` no call that begins may reach what is meant. */
export type Pause = {
    readonly target: string;
    readonly epoch: number;
    inForceMs: number;
    endMs: number;
};
export type LinkEnd = {
    readonly atMs: number;
    readonly name: string;
    readonly reason: string;
};
export declare class History {
    #private;
    readonly calls: CallRecord[];
    readonly centerStarts: number[];
    readonly pauses: Pause[];
    /** Stations that have left, by process, and when they knew. */
    readonly left: Map<string, number>;
    /** Windows of the limit of a route: from this moment on so many calls pass. */
    readonly windows: {
        route: string;
        readonly atMs: number;
        readonly calls: number;
    }[];
    readonly linkEnds: LinkEnd[];
    /** Messages of topics as they came: `subscriber publisher` → numbers. */
    readonly messages: Map<string, number[]>;
    /** The same for groups: `group publisher` → numbers. */
    readonly groupMessages: Map<string, number[]>;
    /** Processes whose way to the center took long at some time. */
    readonly slowWays: Set<string>;
    /** What happened when, for people. */
    readonly story: string[];
    /** What was found wrong on the spot. */
    readonly faults: string[];
    /** Processes of centers, the newest last. */
    readonly centers: SimProcess[];
    tell(what: string, nowMs: number): void;
    newCall(parts: Omit<CallRecord, 'id' | 'executions' | 'settledCount' | 'endMs' | 'outcome' | 'by'>): CallRecord;
    /** A pause was asked for; it is in force when the dispatch worker has its snapshot. */
    paused(target: string, epoch: number, nowMs: number): void;
    resumed(target: string, nowMs: number): void;
    /** Pauses, links and windows of a center end with it. */
    onCenterKilled(nowMs: number): void;
    /** The dispatch worker has taken a message. */
    onToData(message: ToData, nowMs: number): void;
    /** Control sends a snapshot: numbers of routes mean these from now on, also for the words of its limits. */
    onSnapshot(routes: readonly {
        readonly id: number;
        readonly route: string;
    }[]): void;
    /** The control plane is told something. */
    onFromData(message: FromData, nowMs: number): void;
    /** A window of a limit begins. @param id of the route; its name may be published a moment later. */
    onWindow(id: number, calls: number | undefined, nowMs: number): void;
}
