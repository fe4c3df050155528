import type { Snapshot } from '../data/snapshot.js';
import type { LocalTable } from './local-routes.js';
import type { Registry } from './registry.js';
import type { RouteWatchers } from './route-watch.js';
import type { StatsBook } from './stats-book.js';
export declare class RoutePublisher {
    #private;
    constructor(registry: Registry, stats: StatsBook, local: LocalTable, watchers: RouteWatchers, send: (snapshot: Snapshot) => void);
    /** Number of the newest snapshot. */
    get epoch(): number;
    /** Publishes what has changed since the last time. @returns the epoch that holds now. */
    publish(): number;
}
