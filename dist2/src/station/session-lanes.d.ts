import type { Clock } from '../base/clock.js';
import { type CenterError } from '../base/errors.js';
import type { RingReader } from '../ring/ring-reader.js';
import type { LaneEnd } from '../transport/lane-end.js';
import type { LaneDoor, LinkEnd } from '../transport/link.js';
import type { LaneOpen, LaneOver } from '../wire/control.js';
import type { CallOptions, NestedCall } from './call.js';
import type { Caller, CallerLanes } from './caller.js';
import { type LaneEvents } from './caller-lane.js';
import type { Batch, FramePort } from './frame-port.js';
import { type KeptCall } from './kept-calls.js';
import type { Offers } from './offers.js';
/** What a link is to its lanes. */
export type LaneSource = Pick<LinkEnd, 'laneDoor'> & {
    readonly reader: Pick<RingReader, 'onRung'>;
};
/** What the lanes of a session have in common. */
export type LaneWorld = {
    readonly port: FramePort;
    readonly offers: Offers;
    readonly clock: Clock;
    readonly batch: Batch;
    /** How handlers call on. */
    readonly nested: NestedCall;
    /** Makes a call again by the center. */
    readonly repeat: (call: KeptCall, timeoutMs: number) => Promise<unknown>;
    onHandlerError(error: unknown, where: string): void;
    /** There is the first one, or the last one is gone. */
    onChanged(lanes: CallerLanes | null): void;
};
export declare class SessionLanes implements CallerLanes, LaneDoor, LaneEvents {
    #private;
    /** @param link gets the lanes by its socket; its ring tells the center what became of them. */
    constructor(link: LaneSource, world: LaneWorld);
    get count(): number;
    /** One duty cycle. @returns how many records were handled. */
    turn(): number;
    find(route: string, hasBody: boolean, options: CallOptions): Caller | null;
    /** Resolves when no call can come by a lane any more. */
    whenUnanswering(): Promise<void>;
    /** Ends them all; calls on the way fail with `error`. */
    close(error: CenterError): void;
    onOpen(open: LaneOpen, end: LaneEnd): void;
    onRefused({ lane }: LaneOpen): void;
    onOver({ lane, isLost }: LaneOver): void;
    onEnded(lane: number, isBroken: boolean): void;
}
