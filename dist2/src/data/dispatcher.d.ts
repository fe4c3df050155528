import type { Clock } from '../base/clock.js';
import type { Gates } from './admission.js';
import type { CenterLink } from './center-link.js';
import type { LinkRings } from './messages.js';
import { type StatsLocator } from './route-table.js';
import type { Snapshot } from './snapshot.js';
import { type TappedCall, type TapSpec } from './tap.js';
/** What the dispatcher tells the rest of its thread. */
export type DispatcherEvents = {
    /** A control message came, whole; controlDone() is owed for it. */
    onControl(link: CenterLink, message: Uint8Array): void;
    /** A call that somebody watches is over. */
    onTapped(call: TappedCall): void;
    /** A caller calls one path often. */
    onHotPath(link: CenterLink, path: string): void;
    /** A link says what became of a lane. @returns false when it has none to say that of. */
    onLane(link: CenterLink, lane: number, target: number): boolean;
    /** The link broke the protocol or is too slow, and must be closed by its owner. */
    onUnfit(link: CenterLink, reason: string): void;
};
export declare class Dispatcher {
    #private;
    /**
     * @param counters the center's counters, one float64 word for each of kCounterNames.
     * @param overflowBytesMax most bytes that wait for room in rings, over all links.
     * @param laneHotCount see DispatchOptions.
     */
    constructor(gates: Gates, counters: Float64Array, locateStats: StatsLocator, clock: Clock, overflowBytesMax: number, laneHotCount: number, events: DispatcherEvents);
    /** Takes a link into the next turns. @returns it; the index is free, the generation new. */
    addLink(link: CenterLink): void;
    /** Ends a link: what it had published is handled, its calls are cancelled, the calls it owed fail or go elsewhere. */
    removeLink(link: CenterLink): void;
    /** Puts a snapshot into force. */
    apply(snapshot: Snapshot): void;
    /** Somebody wants to see the calls of a route. */
    openTap(spec: TapSpec): void;
    closeTap(id: number): void;
    /** From now on new calls are refused with ERR_DRAINING. */
    drain(): void;
    /** For `graceMs` milliseconds unknown routes are refused with ERR_STARTING. */
    expectRejoins(graceMs: number): void;
    /** Calls on the way. */
    inFlightCount(): number;
    /** How full the rings of every link are. Looked at only when somebody asks: it costs the calls nothing. */
    rings(): LinkRings[];
    /** True while replies wait for room in a caller's ring. */
    get isDeferring(): boolean;
    /** Sends a control message to a link. */
    sendControl(link: CenterLink, body: Uint8Array): void;
    /** The control plane has taken a control message of a link; it may be read again. @param bytes of the message. */
    controlDone(link: CenterLink, bytes: number): void;
    /**
     * @param mustSeeAll false: links that have been idle for long may be left out.
     * @returns how many records were handled; 0 lets the thread rest.
     */
    turn(mustSeeAll: boolean): number;
    /** Milliseconds of the clock at which {@link turn} has something to look at; infinity for none. */
    get nextDeadlineMs(): number;
    /** True when a link that was not read for a while may be read again: a turn is due, and nobody rings for it. */
    takeHeld(): boolean;
    /** Looks at the deadlines without a turn; for a timer. */
    expireDeadlines(): void;
    /** Called by a link's reader for each record. */
    onLinkRecord(link: CenterLink, offset: number, size: number): boolean;
}
