import type { Logger } from '../base/logger.js';
import type { LinkKey, ToData } from '../data/messages.js';
import type { LimitsBook } from './limits-book.js';
import type { Registry, StationRecord } from './registry.js';
import type { RoutePublisher } from './route-publisher.js';
export declare class StationDesk {
    #private;
    /** @param post sends to the dispatch worker; does nothing when there is none. */
    constructor(registry: Registry, publisher: RoutePublisher, limits: LimitsBook, log: Logger, post: (message: ToData) => void);
    /** A control message of a link; one that breaks the rules ends its link. */
    onControl(key: LinkKey, bytes: Uint8Array): void;
    /** Sends no more calls to these stations. */
    leave(stations: readonly StationRecord[]): void;
    /** Tells a station that its center ends, or wants it no more. @param retryAfterMs see `goodbye` in schema/control.fbs. */
    goodbye(station: StationRecord, reason: string, retryAfterMs: number): void;
}
