import type { Clock } from '../base/clock.js';
import { type CenterError } from '../base/errors.js';
import type { RecordHandler, RingReader } from '../ring/ring-reader.js';
import type { LaneEnd } from '../transport/lane-end.js';
import type { LaneOpen } from '../wire/control.js';
import type { NestedCall } from './call.js';
import type { LaneEvents } from './caller-lane.js';
import type { Batch } from './frame-port.js';
import type { Offers } from './offers.js';
export declare class AnswererLane implements RecordHandler {
    #private;
    constructor(open: LaneOpen, end: LaneEnd, offers: Offers, clock: Clock, batch: Batch, nested: NestedCall, onHandlerError: (error: unknown, where: string) => void, events: LaneEvents);
    /** One duty cycle. @returns how many records were handled. */
    turn(): number;
    /** Ends it at once; calls that are still worked on are aborted. */
    close(error: CenterError): void;
    onRecord(reader: RingReader, offset: number, size: number): boolean;
}
