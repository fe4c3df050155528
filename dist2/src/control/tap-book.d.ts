import type { Clock } from '../base/clock.js';
import { Tap, type TappedCall, type TapSpec } from '../data/tap.js';
import type { Registry } from './registry.js';
/** What somebody wants to see; see Center.tap. */
export type TapOptions = {
    /** Every n-th call; 1 … 1,000,000. Default 1. */
    readonly every?: number;
    /** Calls a second at most; 1 … 1,000. Default 20. */
    readonly perSecond?: number;
    /** With the first 2 KiB of request and reply. Default false. */
    readonly bodies?: boolean;
    /** Further parts of names of fields whose values are not shown. */
    readonly redact?: readonly string[];
};
/** A call as a tap tells it. */
export type TapItem = {
    /** Milliseconds since 1970 at which it began. */
    readonly atMs: number;
    /** Id of the station that called; its name alone where it lives in the center's thread. */
    readonly caller: string;
    /** Id of the station that got it; '' where none did. */
    readonly station: string;
    /** As it was called, without the query. */
    readonly path: string;
    /** 0 is success, else the HTTP status that belongs to the error. */
    readonly status: number;
    /** Of the error, else ''. */
    readonly code: string;
    readonly durationUs: number;
    readonly requestBytes: number;
    readonly replyBytes: number;
    /** Beginning of a JSON body, where bodies are wanted; secrets are `***`. */
    readonly request?: string;
    readonly reply?: string;
    /** Calls of the route since the tap was opened; and those that it should have shown and did not. */
    readonly seen: number;
    readonly dropped: number;
};
/** What opens and closes taps where the calls are. */
export type TapPlaces = {
    /** In the dispatch worker. */
    openInData(spec: TapSpec): void;
    closeInData(id: number): void;
    /** In the main thread. */
    openInMain(tap: Tap): void;
    closeInMain(id: number): void;
};
export declare class TapBook {
    #private;
    constructor(registry: Registry, clock: Clock, places: TapPlaces);
    /**
     * Opens a tap.
     *
     * @param signal ends it, as the reader's leaving does.
     * @returns its calls, one after the other, once it is open in every thread; never ends by itself while the center runs.
     * Rejects with ERR_NOT_FOUND when the route is not offered, ERR_OVERLOADED when there are too many taps.
     */
    open(route: string, options: TapOptions, signal: AbortSignal): Promise<AsyncIterableIterator<TapItem>>;
    /** Whether somebody watches the calls of a route. */
    isTapped(route: string): boolean;
    /** A tap is open in the dispatch worker. */
    onOpened(id: number): void;
    /** A call that a tap shows is over. */
    onCall(call: TappedCall, where: 'data' | 'main'): void;
    /** The center ends: so do all taps. */
    close(): void;
}
/** Enough to follow by eye. */
export declare const kPerSecondDefault = 20;
