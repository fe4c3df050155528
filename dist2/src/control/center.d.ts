import type { RouteNews } from '../data/route-news.js';
import type { HttpEngine } from '../http/http-server.js';
import { type LaneNative } from '../ring/native.js';
import { type ShareLoop } from '../ring/reader-loop.js';
import type { CallOptions } from '../station/call.js';
import type { RouteMap } from '../station/route-types.js';
import { Station } from '../station/station.js';
import { type Accounts } from './accounts.js';
import { type Measures } from './measures.js';
import { type CenterOptions, type ResolvedCenterOptions } from './options.js';
import { type Reload } from './reload.js';
import { type RingsReport } from './rings.js';
import { type DrainReport } from './station-drain.js';
import { type FiguresReport, type FiguresView, type RouteOffer, type RouteReport, type ServiceReport, type StationReport } from './stats.js';
import { type TapItem, type TapOptions } from './tap-book.js';
import { type StationThread, startDispatchThread } from './worker-pool.js';
/** The threads that a center runs in. */
export type CenterThreads = {
    readonly startDispatchThread: typeof startDispatchThread;
    /** The loop of the thread that the center itself runs in. */
    readonly shareLoop: ShareLoop;
    /** What lanes are made with; null where there are none. */
    readonly laneNative: LaneNative | null;
};
/** A running center. */
export declare class Center {
    #private;
    readonly name: string;
    /** Path of the pipe. */
    readonly pipe: string;
    /** Bound `host:port` for remote stations, or null. */
    stationAddress: string | null;
    /** Bound `host:port` of the HTTP gateway, or null. */
    httpAddress: string | null;
    /** The HTTP library in use, or null. */
    httpEngine: HttpEngine | null;
    /** Why that library, in words for people; or null. */
    httpEngineReason: string | null;
    /** Who may log in; null where there is neither a gateway nor a data folder. */
    accounts: Accounts | null;
    /** Resolves when the center has ended; rejects when it died of an error of its own. */
    readonly ended: Promise<void>;
    /** Made by {@link startCenterCore}. */
    constructor(options: ResolvedCenterOptions, threads: CenterThreads);
    /** Starts the threads; once. */
    start(): Promise<void>;
    /**
     * Joins a station that lives in this thread: calls between it and others in this thread are function calls.
     *
     * Resolves when its routes are in force. Rejects with ERR_CLOSED, ERR_BAD_ROUTE.
     */
    attach<Routes extends RouteMap>(station: Station<Routes>): Promise<void>;
    /**
     * Starts a module in a worker thread of the center; its station joins by itself.
     *
     * @param module URL of the module. Rejects with ERR_REFUSED when it cannot be loaded.
     */
    startWorker(module: URL): Promise<StationThread>;
    /**
     * Opens the HTTP gateway where the options want one; once, when the center's own routes are in force.
     *
     * Rejects with ERR_LISTEN, ERR_NO_HTTP_ENGINE, ERR_BAD_ARGUMENT.
     */
    openGateway(): Promise<void>;
    /** Calls a route; see Station.call. */
    call(route: string, body?: unknown, options?: CallOptions): Promise<unknown>;
    /** Stations, in the order of their links. */
    stations(): readonly StationReport[];
    /** Routes by name. */
    routes(): readonly RouteReport[];
    /**
     * Names of all routes, then changes as they come, until the signal is aborted.
     *
     * @throws CenterError ERR_OVERLOADED when too many watch already.
     */
    watchRoutes(signal: AbortSignal): AsyncIterable<RouteNews>;
    /** Services: stations of one name together. */
    services(): readonly ServiceReport[];
    /** What stations, services or routes have counted so far, for those who compute rates; the busiest first. */
    figures(view: FiguresView, filter?: string): Promise<FiguresReport>;
    /** The center's own counters, and those of its gateway, by name; see docs/COUNTERS.md. */
    counters(): Readonly<Record<string, number>>;
    /** All figures at this moment, for the metrics; waits for the dispatch worker at most a second. */
    measures(): Promise<Measures>;
    /** Number of the newest snapshot of routes; it grows with each change of what is offered. */
    get epoch(): number;
    /** What each route says about itself, by name. */
    offers(): readonly RouteOffer[];
    /**
     * Sends no more calls to a station (`orders.1`), a service (`orders`) or a route (`GET /orders`) until resumed.
     *
     * @returns how many of them are there now; the pause holds for those that join later, too.
     */
    pause(target: string): number;
    /** The opposite of {@link pause}. */
    resume(target: string): number;
    /**
     * Takes a station (`orders.1`) or every station of a service (`orders`) out: no new calls, those on the way end, then
     * it is told to leave and not to come back. A station that starts later is not meant.
     *
     * @param timeoutMs milliseconds for calls on the way to end; the stations are told to leave after that all the same.
     * Rejects with ERR_NOT_FOUND when there is no such station.
     */
    drainStations(target: string, timeoutMs?: number): Promise<DrainReport>;
    /** How full the rings of each station are at this moment; none when the dispatch worker does not answer in time. */
    rings(): Promise<readonly RingsReport[]>;
    /**
     * Shows the calls of a route as they happen; costs the calls nothing when nobody does.
     *
     * @param route as it was offered, for example `GET /orders/:id`.
     * @param signal ends the tap, as leaving the iteration does.
     * @returns when calls are shown; the iteration ends with the signal or the center.
     * Rejects with ERR_NOT_FOUND when the route is not offered, ERR_OVERLOADED beyond 16 taps.
     */
    tap(route: string, options: TapOptions, signal: AbortSignal): Promise<AsyncIterableIterator<TapItem>>;
    /**
     * Opens a lane for the calls of one path by one caller now, not only when it calls often.
     *
     * @param caller id of its station, for example `client.1`.
     * @param path as the caller names it, with its method: `POST /orders`.
     * @returns true when its calls go by the lane from now on; false: lanes are off, or there may be none there (docs/OPERATING.md).
     * Rejects with ERR_NOT_FOUND when there is no such caller.
     */
    openLane(caller: string, path: string): Promise<boolean>;
    /** Limits a route to `perSecond` calls in each second; undefined lifts the limit. @throws CenterError ERR_BAD_ARGUMENT. */
    limit(route: string, perSecond: number | undefined): void;
    /** The options that are in force. */
    get options(): ResolvedCenterOptions;
    /**
     * Takes changed options while running: log level, token, certificates, and the settings of the HTTP gateway that docs/CONFIG.md
     * calls reloadable. Files of certificates are read again.
     *
     * @param options all of them, not only what changed.
     * @returns what is in force now, and what has to wait for a restart.
     * @throws CenterError ERR_BAD_ARGUMENT or ERR_UNSAFE_ADDRESS; then nothing has changed.
     */
    reload(options: CenterOptions): Reload;
    /** Whether the dispatch worker answers within a time; for supervisors. */
    isAlive(timeoutMs: number): Promise<boolean>;
    /** Opens the breaker of a route (its calls are refused with ERR_BREAKER_OPEN) or closes it. */
    setBreaker(route: string, isOpen: boolean): void;
    /**
     * Refuses new calls, waits for those on the way (at most 10 s), says goodbye, and ends.
     *
     * @returns calls that were still on the way when the wait was over.
     */
    drain(): Promise<number>;
    /** Says goodbye and ends at once; calls on the way fail with ERR_LINK_LOST or ERR_STATION_LOST, both retryable. */
    close(): Promise<void>;
}
/**
 * Starts a center without the services that it offers itself.
 *
 * @param threads others than those of this process.
 * Rejects with ERR_BAD_ARGUMENT, ERR_UNSAFE_ADDRESS, ERR_UNSAFE_DIRECTORY, ERR_CENTER_RUNS.
 */
export declare function startCenterCore(options: CenterOptions, threads?: CenterThreads): Promise<Center>;
