import type { Clock } from '../base/clock.js';
import { CenterError } from '../base/errors.js';
import type { RecordHandler, RingReader } from '../ring/ring-reader.js';
import type { LinkEnd } from '../transport/link.js';
import { type ControlMessage } from '../wire/control.js';
import { Answerer } from './answerer.js';
import { Caller } from './caller.js';
import { type Batch } from './frame-port.js';
import type { Offers } from './offers.js';
/** What a session tells its station. */
export type SessionEvents = {
    /** The link is over; called once, never after close(). */
    onLost(error: CenterError): void;
    /** The center is about to end. */
    onGoodbye(reason: string, retryAfterMs: number): void;
    onHandlerError(error: unknown, where: string): void;
};
export declare class LinkSession implements RecordHandler {
    #private;
    readonly carrier: LinkEnd['carrier'];
    readonly caller: Caller;
    readonly answerer: Answerer;
    /** @param heartbeatMs milliseconds between signs of life; 0: the carrier tells an end by itself. */
    constructor(end: LinkEnd, offers: Offers, clock: Clock, heartbeatMs: number, events: SessionEvents, batch?: Batch);
    /** One duty cycle. @returns how many records were handled, or {@link kLookAgain} while frames wait for room. */
    turn(): number;
    /** Asks the control plane for something. Resolves when it is in force; rejects with its error or ERR_LINK_LOST. */
    ask(make: (requestId: number) => ControlMessage): Promise<void>;
    /** Resolves when no handler runs, and no call can come by a lane. Only behind `leave` will that be so for long. */
    whenIdle(): Promise<void>;
    /** Ends the link from this side. Calls in flight fail with `error`. */
    close(error: CenterError): void;
    onRecord(reader: RingReader, offset: number, size: number): boolean;
}
