import type { Clock } from '../base/clock.js';
import { type CenterError } from '../base/errors.js';
import type { RecordHandler, RingReader } from '../ring/ring-reader.js';
import type { LaneEnd } from '../transport/lane-end.js';
import type { LaneOpen } from '../wire/control.js';
import { Caller } from './caller.js';
import type { Batch } from './frame-port.js';
import type { KeptCalls } from './kept-calls.js';
/** What an end of a lane tells its session. */
export type LaneEvents = {
    /** It has ended, and its memory is let go. @param isBroken the other end broke a rule. */
    onEnded(lane: number, isBroken: boolean): void;
};
export declare class CallerLane implements RecordHandler {
    #private;
    /** "METHOD /path" of the calls that go by it. */
    readonly path: string;
    /** @param keptCalls of idempotent routes: what becomes of calls whose station dies. */
    constructor(open: LaneOpen, end: LaneEnd, clock: Clock, batch: Batch, keptCalls: KeptCalls, events: LaneEvents);
    /**
     * True while calls may go by it: the center has not said otherwise, and there is room. A plain look at the verdict, a
     * nanosecond instead of ten: whoever was looking when it changed was a moment earlier.
     */
    get isOpen(): boolean;
    /** Makes calls by it, while it is open. */
    get caller(): Caller;
    /** One duty cycle. @returns how many records were handled. */
    turn(): number;
    /** No new call goes by it; when those on the way are over, so is the lane. */
    retire(): void;
    /** The station is gone: what it had published counts, the other calls fail. */
    lose(): void;
    /** Ends it at once. Calls on the way fail with `error`. */
    close(error: CenterError): void;
    onRecord(reader: RingReader, offset: number, size: number): boolean;
}
