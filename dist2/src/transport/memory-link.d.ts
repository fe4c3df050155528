import type { MessagePort } from 'node:worker_threads';
import { type Doorbell } from '../ring/native.js';
import type { ReaderLoop } from '../ring/reader-loop.js';
import type { Carrier } from '../wire/control.js';
import type { LinkEnd } from './link.js';
import { type Side } from './rings.js';
/** One end of a memory link before it is opened; may be posted to another thread (transfer the port). */
export type MemoryLinkPlan = {
    readonly side: Side;
    readonly carrier: Carrier;
    readonly memory: SharedArrayBuffer;
    readonly ringBytes: number;
    /** Null without the addon. */
    readonly bells: MemoryBells | null;
    /** Without the addon: rings the other end, and is rung by it. With it: only tells the end's close. */
    readonly port: MessagePort;
};
/** Descriptors of both ends, by side, and whose they are to close. */
type MemoryBells = {
    /** An end's descriptors: the reader of its own doorbell and the writer of the other one's. */
    readonly center: Doorbell;
    readonly peer: Doorbell;
    /** One word of each side: 0, or {@link kReleased}. */
    readonly owners: SharedArrayBuffer;
};
/**
 * Makes both ends of a link between two threads.
 *
 * @param channel a fresh MessageChannel.
 */
export declare function planMemoryLink(carrier: Carrier, ringBytes: number, channel: {
    readonly port1: MessagePort;
    readonly port2: MessagePort;
}): {
    center: MemoryLinkPlan;
    peer: MemoryLinkPlan;
};
/** Opens an end in the thread that uses it. */
export declare function openMemoryLink(plan: MemoryLinkPlan, loop: ReaderLoop): LinkEnd;
/** The ends that one thread was given, for the thread that started it. */
export declare class MemoryEnds {
    #private;
    /** Before the plan is posted to the thread. A thread that has ended opens nothing any more. */
    add(plan: MemoryLinkPlan): void;
    /** The thread has ended: closes the descriptors that it left open. */
    release(): void;
}
export {};
