import { type ErrorCode } from '../base/errors.js';
import type { Gates } from './admission.js';
import type { CenterLink } from './center-link.js';
import type { HotPaths } from './hot-paths.js';
import type { LinkTable } from './link-table.js';
import type { RouteEntry, RouteTable } from './route-table.js';
import type { TappedCalls } from './tapped-calls.js';
export declare class RequestPath {
    #private;
    constructor(links: LinkTable, table: RouteTable, gates: Gates, tapped: TappedCalls, hotPaths: HotPaths);
    /** From now on new calls are refused with ERR_DRAINING. */
    drain(): void;
    /** Until `endMs` of the clock, unknown routes are refused with ERR_STARTING: their stations may be on their way back. */
    expectRejoins(endMs: number): void;
    /** A request, or its first part. */
    onRequest(link: CenterLink, offset: number, size: number, kindFlagsContext: number): void;
    /**
     * Writes a request into the ring of an endpoint that has room.
     *
     * @param offset of the caller's frame in fromWords and fromBytes.
     * @param startMs 0 for the first try.
     * @param kindFlagsContext second word of the frame, checked.
     * @returns null, or why no endpoint took it.
     */
    forward(caller: CenterLink, fromWords: Int32Array, fromBytes: Uint8Array, offset: number, size: number, route: RouteEntry, path: Uint8Array, tries: number, startMs: number, kindFlagsContext: number): ErrorCode | null;
}
