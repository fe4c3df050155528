import type { CenterLink } from './center-link.js';
import type { LinkTable } from './link-table.js';
import type { ReplyPath } from './reply-path.js';
import type { RequestPath } from './request-path.js';
import type { TappedCalls } from './tapped-calls.js';
export declare class CallEnds {
    #private;
    constructor(links: LinkTable, requests: RequestPath, replies: ReplyPath, tapped: TappedCalls);
    /** The caller is gone: the stations that work for it are told. */
    cancelCallsOf(link: CenterLink): void;
    /** The station is gone: its calls go elsewhere or fail. */
    failCallsTo(station: CenterLink): void;
    /** Ends every call whose deadline has passed. */
    expire(): void;
}
