/**
 * Milliseconds until the next try.
 *
 * @param tries tries so far, 0 or more.
 * @param random 0 … 1.
 * @returns between kRejoinMinMs and kRejoinMaxMs.
 */
export declare function rejoinDelayMs(tries: number, random: number): number;
