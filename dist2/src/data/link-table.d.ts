import { type ErrorBody } from '../base/errors.js';
import { type FrameMemory } from '../wire/frame-copy.js';
import type { CenterLink } from './center-link.js';
import type { SubscriberState } from './snapshot.js';
export declare class LinkTable {
    #private;
    /** Open links; the index is the link's own. */
    readonly byIndex: (CenterLink | undefined)[];
    /** The center's counters, one float64 word for each of kCounterNames. */
    readonly counters: Float64Array;
    /** The clock as this turn read it. */
    nowMs: number;
    /** No call of any link expires earlier. */
    nextDeadlineMs: number;
    /** Bytes of requests kept for a second try. */
    retainedBytes: number;
    /** @param overflowBytesMax most bytes that wait for room, over all links. */
    constructor(counters: Float64Array, overflowBytesMax: number, onUnfit: (link: CenterLink, reason: string) => void);
    /** The link of a subscriber, or undefined when it is gone. */
    linkOf(subscriber: SubscriberState): CenterLink | undefined;
    /** Sends the error that ends a call. @param hasBegun the reply has begun: the error ends it. */
    sendError(link: CenterLink, slot: number, generation: number, error: ErrorBody, hasBegun: boolean): void;
    /** Writes a frame, or keeps it until there is room; a peer that leaves too much lying is closed. */
    send(link: CenterLink, frame: FrameMemory): void;
    /** True when a request of so many bytes may wait for room in a station's ring. */
    mayKeepRequest(station: CenterLink, bytes: number): boolean;
    /** Keeps a frame until its peer makes room; a peer that leaves too much lying is closed. */
    keep(link: CenterLink, frame: Uint8Array): void;
    /** Forgets what waits for a link that takes nothing any more. */
    dropKept(link: CenterLink): void;
    /** Moves kept frames into the ring. @returns true when the link may be read again. */
    flush(link: CenterLink): boolean;
    /** Remembers that a link has records to publish. */
    touch(link: CenterLink): void;
    /** Publishes every batch; once per source link and turn. */
    publishAll(): void;
    /** The link broke the protocol or is too slow; its owner closes it after the turn. */
    unfit(link: CenterLink, reason: string): void;
}
