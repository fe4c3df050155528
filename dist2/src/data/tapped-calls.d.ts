import type { CenterLink } from './center-link.js';
import type { RouteEntry } from './route-table.js';
import { type TappedCall } from './tap.js';
export declare class TappedCalls {
    #private;
    /** Calls that are watched at this moment. 0: nothing has to be looked up. */
    openCount: number;
    constructor(tell: (call: TappedCall) => void);
    /**
     * A call of a tapped route has been given to a station.
     *
     * @param bytes memory in which the caller's frame lies; `size` and `kindFlagsContext` are checked.
     * @param path context field with the path, where the frame has a number instead.
     */
    begin(route: RouteEntry, caller: CenterLink, station: CenterLink, slot: number, nowMs: number, bytes: Uint8Array, offset: number, size: number, kindFlagsContext: number, path: Uint8Array): void;
    /** A call of a tapped route that no station got. */
    refused(route: RouteEntry, caller: CenterLink, nowMs: number, bytes: Uint8Array, offset: number, size: number, kindFlagsContext: number, error: {
        readonly code: string;
        readonly status: number;
    }): void;
    /** A further part of a request. */
    onUpload(station: CenterLink, slot: number, size: number): void;
    /** A reply, or a part of one. */
    onReply(station: CenterLink, slot: number, offset: number, size: number, kindFlagsContext: number, status: number): void;
    /** The dispatcher itself ends the call. */
    onFailure(station: CenterLink, slot: number, error: {
        code: string;
        status: number;
    }): void;
    /** The call is over. */
    end(station: CenterLink, slot: number, nowMs: number): void;
    /** Nobody listens to a tap any more. */
    close(id: number): void;
}
