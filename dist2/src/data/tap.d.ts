import type { LinkKey } from './messages.js';
/** What somebody wants to see. */
export type TapSpec = {
    readonly id: number;
    /** The route as it was offered. */
    readonly route: string;
    /** Every n-th call; 1 is every call. */
    readonly every: number;
    /** Calls a second at most, 1 or more. */
    readonly perSecond: number;
    /** With the first bytes of request and reply. */
    readonly hasBodies: boolean;
};
/** The beginning of a body. */
export type TappedBody = {
    readonly type: 'none' | 'bytes' | 'json';
    /** Bytes of the whole body; of a stream, of all its items. */
    readonly totalBytes: number;
    /** The first bytes, where they were asked for; else empty. */
    readonly head: Uint8Array;
};
/** One call, when it is over. */
export type TappedCall = {
    /** The tap that it is told to. */
    readonly tap: number;
    /** Calls of the route since the tap was opened. */
    readonly seenCount: number;
    /** Those among them that were to be shown, and were not: over the rate, or too many at once. */
    readonly droppedCount: number;
    readonly caller: TappedStation;
    /** null where no station got it. */
    readonly station: TappedStation | null;
    /** As it was called, without method and query. */
    readonly path: string;
    /** Milliseconds of the clock at which it began. */
    readonly startMs: number;
    readonly durationMs: number;
    /** 0 is success. */
    readonly status: number;
    /** Of the error; '' where the reply has to tell it. */
    readonly code: string;
    readonly request: TappedBody;
    readonly reply: TappedBody;
};
/** A station by its link, and by the name that it has when the link is gone; no link for a caller of the main thread. */
export type TappedStation = {
    readonly name: string;
    readonly key: LinkKey | null;
};
/** An open tap, in one thread: chooses the calls that are shown. */
export declare class Tap {
    #private;
    readonly spec: TapSpec;
    seenCount: number;
    droppedCount: number;
    /** @param nowMs the clock when it is opened. */
    constructor(spec: TapSpec, nowMs: number);
    /** Counts a call. @returns whether it is to be shown. */
    take(nowMs: number): boolean;
}
/** The taps of a list that show this call; most often none. */
export declare function takenBy(taps: readonly Tap[], nowMs: number): Tap[];
