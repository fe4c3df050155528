import type { RouteNews } from '../data/route-news.js';
import type { Registry, RouteRecord } from './registry.js';
export declare class RouteWatchers {
    #private;
    constructor(registry: Registry);
    /** Routes have changed. */
    note(routes: Iterable<RouteRecord>): void;
    /**
     * Watches until the signal is aborted.
     *
     * @throws CenterError ERR_OVERLOADED.
     */
    watch(signal: AbortSignal): AsyncIterable<RouteNews>;
}
