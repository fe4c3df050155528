import type { CenterLink } from './center-link.js';
import type { LinkTable } from './link-table.js';
import type { TappedCalls } from './tapped-calls.js';
export declare class ReplyPath {
    #private;
    constructor(links: LinkTable, tapped: TappedCalls);
    /** A reply, or a part of one. */
    onReply(station: CenterLink, offset: number, size: number, kindFlagsContext: number): void;
    /** Credit from the station for a part of the request. */
    toCaller(station: CenterLink, offset: number, size: number, kindFlagsContext: number): void;
    /** Counts a call and frees its slot. */
    complete(station: CenterLink, slot: number, isError: boolean): void;
    /** A part of a request, or credit for a part of the reply. */
    onUpload(caller: CenterLink, offset: number, size: number, kindFlagsContext: number): void;
    /** The caller gave up. */
    onCancel(caller: CenterLink, offset: number): void;
    /** Tells the station that nobody waits any more, and forgets the call. */
    cancel(station: CenterLink, slot: number): void;
}
