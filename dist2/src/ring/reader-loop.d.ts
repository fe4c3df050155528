import type { RingReader } from './ring-reader.js';
/**
 * Takes a turn.
 *
 * @param mustSeeAll false: rings that have been idle for long may be left out; who knows of news there asks again.
 * @returns how many records it handled; 0 lets the loop rest.
 */
export type Turn = (mustSeeAll: boolean) => number;
/** A part in the loop of a thread. */
export type LoopPart = {
    readonly loop: ReaderLoop;
    /** Takes a turn of this part in each turn of the loop again, until it is found idle. */
    readonly rouse: () => void;
    /** Ends the part; the loop closes with its last part. */
    readonly leave: () => void;
};
/**
 * Takes part in a loop that several share, so that they wake and spin together.
 *
 * @param turn as for a loop; may tell {@link kLookAgain}.
 */
export type ShareLoop = (turn: () => number) => LoopPart;
/** Makes a loop to share. It is there while it has parts. */
export declare function makeSharedLoop(): ShareLoop;
/** The one loop of this thread's stations. */
export declare const shareThreadLoop: ShareLoop;
export declare class ReaderLoop {
    #private;
    constructor(turn: Turn);
    /** True when doorbells of this loop are descriptors. */
    get isNative(): boolean;
    /** Watches a ring: it is looked at in every turn's sleep, and its bell is armed while the loop sleeps or the ring is quiet. */
    add(reader: RingReader): void;
    /**
     * Wakes when the doorbell of a watched ring rings. Only where {@link isNative}.
     *
     * @param bellReader its reading end; another one of it is kept.
     */
    addDoorbell(reader: RingReader, bellReader: number): void;
    /** Forgets a ring and its doorbell; its memory may be released after this. */
    remove(reader: RingReader): void;
    /** Runs a turn soon that looks at every ring; from the owning thread only. */
    wake(): void;
    /** The same for one ring, which has records or found room for them. */
    wakeFor(reader: RingReader): void;
    /** Whether a sleeping loop keeps the process alive. */
    keepAlive(isKept: boolean): void;
    close(): void;
}
