import { type CallStats } from '../data/endpoint-stats.js';
import type { Carrier } from '../wire/control.js';
import { type Registry, type RouteRecord, type StationRecord, type StationState } from './registry.js';
import { type RingsReport } from './rings.js';
import type { StatsBook } from './stats-book.js';
export type StationReport = CallStats & {
    /** `NAME.N`. */
    readonly id: string;
    readonly name: string;
    readonly version: string;
    readonly carrier: Carrier;
    readonly pid: number;
    readonly state: StationState;
    /** Routes that it offers. */
    readonly routes: number;
    /** Subscriptions that it holds. */
    readonly subscriptions: number;
    /** Milliseconds since 1970 at which it joined. */
    readonly sinceMs: number;
};
export type RouteReport = CallStats & {
    readonly route: string;
    readonly balance: string;
    readonly isIdempotent: boolean;
    readonly isPaused: boolean;
    readonly description: string;
    /** JSON Schema texts; '' where the station has told none. */
    readonly requestSchema: string;
    readonly replySchema: string;
    readonly endpoints: readonly {
        readonly id: string;
        readonly station: string;
        readonly weight: number;
        readonly state: StationState;
    }[];
};
/** What a route says about itself, for documentation. */
export type RouteOffer = Pick<RouteRecord, 'route' | 'isIdempotent' | 'description' | 'requestSchema' | 'replySchema' | 'docs'> & {
    /** Names of the services that offer it. */
    readonly services: readonly string[];
};
export type ServiceReport = CallStats & {
    readonly name: string;
    readonly stations: number;
    readonly versions: readonly string[];
};
/** What figures are about. */
export declare const kFiguresViews: readonly ['routes', 'services', 'stations'];
export type FiguresView = (typeof kFiguresViews)[number];
/** What one route, service or station has counted since it is there. */
export type FiguresRow = {
    readonly name: string;
    readonly state: string;
    readonly calls: number;
    readonly errors: number;
    /** Calls among them that went by lanes. */
    readonly byLane: number;
    readonly inFlight: number;
    /** How full the fullest ring of its stations is, in either direction: 0 … 1. */
    readonly ringShare: number;
    /** Calls that ended, by bucket of their latency; see docs/COUNTERS.md. Without the empty buckets at the end. */
    readonly histogram: readonly number[];
};
export type FiguresReport = {
    readonly view: FiguresView;
    /** Milliseconds of the center's clock, for differences. */
    readonly atMs: number;
    /** The center's counters. */
    readonly counters: Readonly<Record<string, number>>;
    /** The busiest first; at most {@link kFiguresRowsMax}. */
    readonly rows: readonly FiguresRow[];
    /** Rows that are left out. */
    readonly omitted: number;
};
export declare class CenterStats {
    #private;
    /** @param fold adds what was counted elsewhere, before anything is read. */
    constructor(registry: Registry, book: StatsBook, counters: Float64Array, fold: () => void);
    stations(): StationReport[];
    routes(): RouteReport[];
    offers(): RouteOffer[];
    services(): ServiceReport[];
    /** @param filter only names that contain it. */
    figures(view: FiguresView, filter: string, rings: readonly RingsReport[]): FiguresReport;
    /** Calls that a station has not answered. */
    inFlightOf(station: StationRecord): number;
    counters(): Record<string, number>;
}
