import type { RecordHandler } from '../ring/ring-reader.js';
import type { LaneEnd } from '../transport/lane-end.js';
import { type Batch, FramePort } from './frame-port.js';
export declare class LaneRings {
    #private;
    readonly port: FramePort;
    /** The ledger, see wire/lane-ledger.ts. */
    readonly ledger: Int32Array;
    /** @param onBroken the other end broke a rule; the lane is to be closed. */
    constructor(end: LaneEnd, batch: Batch, onBroken: (rule: string) => void);
    get isClosed(): boolean;
    /** True when a turn would do something. */
    hasWork(): boolean;
    /** One duty cycle. @returns how many records were handled. */
    turn(handler: RecordHandler): number;
    /** Takes a batch of what is published. */
    poll(handler: RecordHandler): number;
    /** Publishes what is written and lets go; idempotent. */
    close(): void;
}
