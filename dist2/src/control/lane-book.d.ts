import type { Clock } from '../base/clock.js';
import type { LaneNews, ToData } from '../data/messages.js';
import type { LaneNative } from '../ring/native.js';
import type { Registry, StationRecord } from './registry.js';
import type { StatsBook } from './stats-book.js';
/** What the book needs of its center. */
export type LaneWorld = {
    readonly registry: Registry;
    readonly stats: StatsBook;
    readonly counters: Float64Array;
    readonly clock: Clock;
    /** Data bytes of each ring. */
    readonly ringBytes: number;
    /** Null where there are no lanes: they are off, or there is no shared memory. */
    readonly native: LaneNative | null;
    /** Whether a rate limit holds for a route; only the center can count for all its callers. */
    readonly isLimited: (route: string) => boolean;
    readonly isBreakerOpen: (route: string) => boolean;
    readonly isTapped: (route: string) => boolean;
    readonly post: (message: ToData) => void;
    readonly onTrouble: (reason: string) => void;
};
export declare class LaneBook {
    #private;
    constructor(world: LaneWorld);
    /** Lanes that there are, those that are being given back included. */
    get count(): number;
    /** Lanes whose calls a station may still be working on. */
    countOf(station: StationRecord): number;
    /** Calls by lanes that are not answered yet. */
    inFlightCount(): number;
    /**
     * Opens a lane, if it may be.
     *
     * @param path "METHOD /path" as the caller names it.
     * @returns true when its calls go by it from now on; false: they go by the center.
     */
    open(caller: StationRecord, path: string): Promise<boolean>;
    /** What is allowed has changed: takes back every lane that may no longer be. They see that with their next call. */
    review(): void;
    /** Adds what was counted on lanes to the statistics; before they are read. */
    fold(): void;
    /** Takes back what is idle, and ends the grace of what was taken back; every {@link kLaneLookMs}. */
    look(): void;
    /** Takes all lanes back and opens none any more. Resolves when they are gone. */
    drain(): Promise<void>;
    /** Lets go of everything; the stations' links are over, or will be. */
    close(): void;
    onNews(news: LaneNews): void;
    /** A link is over; its station is still in the registry. The other ends were told by the dispatch worker. */
    onLinkEnded(gone: StationRecord): void;
}
