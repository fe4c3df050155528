import type { LinkKey, LinkOpened } from '../data/messages.js';
import { type Balance } from '../wire/balance.js';
import type { Carrier, OfferedRoute, OfferedSubscription } from '../wire/control.js';
import type { StatsBook } from './stats-book.js';
/** One station's offer of a route. */
export type EndpointRecord = {
    readonly station: StationRecord;
    readonly offered: number;
    readonly weight: number;
    readonly statsBlock: number;
    /** A second block, written by the main thread, for an attached station; else -1. */
    readonly localStatsBlock: number;
    /** A third one, to which the counts of lanes are added; -1 while there was none. */
    laneStatsBlock: number;
};
export type RouteRecord = {
    readonly id: number;
    readonly route: string;
    balance: Balance;
    isIdempotent: boolean;
    description: string;
    requestSchema: string;
    replySchema: string;
    docs: string;
    readonly endpoints: Map<StationRecord, EndpointRecord>;
};
/** The statistics blocks of an endpoint. */
export declare function blocksOf(endpoint: EndpointRecord): number[];
/** up: calls come; paused: none until resumed; draining: none any more. */
export type StationState = 'up' | 'paused' | 'draining';
export type StationRecord = LinkKey & {
    /** `NAME.N`: the place that it takes among the stations of its name. */
    readonly id: string;
    readonly place: number;
    readonly name: string;
    readonly version: string;
    readonly pid: number;
    readonly carrier: Carrier;
    readonly takesLanes: boolean;
    readonly sinceMs: number;
    state: StationState;
    readonly routes: Map<number, RouteRecord>;
    readonly subscriptions: Map<number, OfferedSubscription>;
};
export declare class Registry {
    #private;
    readonly stations: Map<number, StationRecord>;
    readonly routes: Map<string, RouteRecord>;
    readonly pausedRoutes: Set<string>;
    /** Since the last snapshot. */
    readonly changedRoutes: Set<RouteRecord>;
    readonly changedTopics: Set<string>;
    constructor(stats: StatsBook);
    /** A link is open; its station offers nothing yet. */
    open(opened: LinkOpened, nowMs: number): StationRecord;
    /** The station of a link, or undefined when it is gone. */
    find(key: LinkKey): StationRecord | undefined;
    /**
     * Takes what a station offers, added to what it offered before.
     *
     * @throws CenterError ERR_BAD_ROUTE, ERR_BAD_ARGUMENT, ERR_OVERLOADED; nothing is taken then.
     */
    register(station: StationRecord, routes: readonly OfferedRoute[], subscriptions: readonly OfferedSubscription[], unsubscribed: readonly number[]): void;
    /** No call comes to the station any more; it stays until its link ends, so that its calls in flight are counted. */
    leave(station: StationRecord): void;
    /** The link is over: its routes and subscriptions are gone from the next snapshot. */
    close(station: StationRecord): void;
    /**
     * Pauses or resumes a station (`orders.1`), every station of a service (`orders`) or a route (`GET /orders`).
     *
     * @returns how many of them there are now; a pause holds for those that join later, too.
     * @throws CenterError ERR_NOT_FOUND when what is resumed is neither there nor paused.
     */
    setPaused(target: string, isPaused: boolean): number;
    /** The station of this id, or every station of a service. */
    stationsOf(target: string): StationRecord[];
    /** Subscribers of a topic, in the order in which they came. */
    subscribersOf(topic: string): readonly {
        station: StationRecord;
        subscription: OfferedSubscription;
    }[];
    get topicCount(): number;
}
