import { type Client } from '../../src/index.js';
export type Tally = {
    answers: number;
    /** Retryable errors by code. */
    readonly refusals: Map<string, number>;
    /** What must not happen: wrong bytes, errors that are not retryable, calls past their deadline. */
    readonly faults: string[];
    /** Milliseconds of the slowest call. */
    slowestMs: number;
};
export type Load = {
    readonly tally: Tally;
    stop(): Promise<void>;
};
export type LoadOptions = {
    /** Under which the client joined. */
    readonly name?: string;
    /** Somebody stops stations or the center: a deadline that passed is no fault, one that was ignored is. */
    readonly mayBeLate?: boolean;
    /** Calls a second, as long as they are answered in time; absent: as many as are answered. */
    readonly perSecond?: number;
};
/**
 * Calls `route` in `window` loops, each with a body of its own, marked, whose echo is compared.
 *
 * @param timeoutMs deadline of each call; a call that takes longer is a fault, unless this process was stopped meanwhile.
 */
export declare function startLoad(client: Client, route: string, window: number, timeoutMs: number, { name, mayBeLate, perSecond }?: LoadOptions): Load;
