import type { Station } from '../station/station.js';
/** How a path is offered, as far as the copy knows. */
export type Offered = 'exact' | 'pattern' | 'none';
export declare class RouteDirectory {
    #private;
    /** Resolves when the copy is whole for the first time. */
    readonly known: Promise<void>;
    constructor(station: Pick<Station, 'call' | 'isJoined'>);
    /** True while the copy is whole and the center is there to keep it so. */
    get isKnown(): boolean;
    /** How many routes there are. */
    get size(): number;
    /** @param key "METHOD /path", without a query. */
    find(key: string): Offered;
    /** Follows the center's routes until {@link close}; begins anew whenever the watch ends. */
    follow(): Promise<void>;
    close(): void;
}
