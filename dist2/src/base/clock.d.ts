/** A monotonic clock. */
export type Clock = {
    /** Milliseconds since an arbitrary start, with fractions; never goes back. */
    nowMs(): number;
};
/** The clock of the process: monotonic, the same origin in every thread of it. */
export declare const systemClock: Clock;
