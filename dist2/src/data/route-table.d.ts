import type { Balance } from '../wire/balance.js';
import { type RoutePattern } from '../wire/route-key.js';
import type { RouteState } from './snapshot.js';
import type { Tap } from './tap.js';
/** One station's offer of a route; what the balancer picks. */
export type Endpoint = {
    readonly route: RouteEntry;
    /** Index and generation of the station's link. */
    readonly link: number;
    readonly linkGeneration: number;
    readonly offered: number;
    readonly weight: number;
    /** Of the rendezvous hash. */
    readonly seed: number;
    /** Statistics block, and the index of its first word. */
    readonly stats: Float64Array;
    readonly statsAt: number;
    /** Calls of this dispatcher that it has not answered. */
    inFlight: number;
};
/** A route and who offers it. */
export type RouteEntry = {
    readonly id: number;
    readonly route: string;
    readonly pattern: RoutePattern;
    isIdempotent: boolean;
    balance: Balance;
    endpoints: readonly Endpoint[];
    /** Of weighted balancing, else empty. */
    order: readonly Endpoint[];
    turn: number;
    /** Who watches its calls; null for nobody, which is what each call looks at. */
    taps: readonly Tap[] | null;
};
/** Outcome of a lookup that finds no route. */
export type NoRoute = 'no-route' | 'wrong-method';
/** Where the statistics block of an index lies. */
export type StatsLocator = (block: number) => {
    readonly words: Float64Array;
    readonly at: number;
};
export declare class RouteTable {
    #private;
    /** Counts up whenever a path may resolve to another route than before; resolved handles older than this are stale. */
    matchEpoch: number;
    constructor(locateStats: StatsLocator);
    /** Puts a route into the state that a snapshot gives it. */
    apply(state: RouteState): void;
    /** From now on the calls of its route are shown to a tap, also when the route goes and comes back. */
    openTap(tap: Tap): void;
    closeTap(id: number): void;
    get(id: number): RouteEntry | undefined;
    /** Finds the route of a call. @param key "METHOD /path", without a query. */
    match(key: string): RouteEntry | NoRoute;
    /** Methods with which a path is there, in order. A route for every method names none. */
    methodsOf(path: string): string[];
}
