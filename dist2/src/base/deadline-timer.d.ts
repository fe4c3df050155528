import type { Clock } from './clock.js';
export declare class DeadlineTimer {
    #private;
    /** @param onDue ends what is over at `nowMs`; returns the next deadline of the clock, or infinity. */
    constructor(clock: Clock, onDue: (nowMs: number) => number);
    /** Sees to it that the timer is due no later than this deadline. Costs a comparison in nearly every case. */
    note(deadlineMs: number): void;
    close(): void;
}
