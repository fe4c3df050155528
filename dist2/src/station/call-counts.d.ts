import type { Clock } from '../base/clock.js';
import type { FramePort } from './frame-port.js';
export declare class CallCounts {
    #private;
    /** @param block a statistics block; see wire/stats-block.ts. */
    constructor(block: Float64Array, port: FramePort, clock: Clock);
    /** Reads the clock for all calls that are taken now: it costs 40 ns. */
    beginTurn(): void;
    /** A call was taken. @returns milliseconds of the clock. */
    begin(): number;
    /** A call is over; counted before its reply is published, so that whoever has the reply sees the figures. */
    end(startMs: number, isError: boolean): void;
}
