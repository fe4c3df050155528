import type { Logger } from '../base/logger.js';
import type { LinkOpened } from '../data/messages.js';
import type { ShareLoop } from '../ring/reader-loop.js';
import type { RouteMap } from '../station/route-types.js';
import type { Station } from '../station/station.js';
import type { LocalTable } from './local-routes.js';
import type { DispatchThread } from './worker-pool.js';
export declare class AttachedStations {
    #private;
    /** @param shareLoop the loop that reads their rings. */
    constructor(localRoutes: LocalTable, log: Logger, shareLoop: ShareLoop);
    /** Resolves when the station's routes are in force. Rejects with ERR_CLOSED, ERR_BAD_ROUTE. */
    attach<Routes extends RouteMap>(station: Station<Routes>, dispatch: DispatchThread, ringBytes: number): Promise<void>;
    /** A link was opened; perhaps one of these. */
    onOpened({ ticket, link }: LinkOpened): void;
    /** Resolves when no handler runs, or the time is over. */
    whenIdle(timeoutMs: number): Promise<void>;
    /** Ends them all: the end of the dispatch worker would tell them in a moment or, if this thread ends before, never. */
    close(): void;
}
