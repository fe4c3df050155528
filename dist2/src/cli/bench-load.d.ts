import type { CliClient } from './context.js';
import { LatencyHistogram } from './latency-histogram.js';
/** What is called, and how. */
export type LoadPlan = {
    readonly clients: readonly CliClient[];
    readonly route: string;
    readonly body: unknown;
    /** Calls on the way at once, on each client. */
    readonly window: number;
    readonly spanMs: number;
    readonly timeoutMs: number;
};
/** What came of it. */
export type LoadFigures = {
    readonly window: number;
    readonly seconds: number;
    readonly latencies: LatencyHistogram;
    /** Failures by code. They are not among the latencies. */
    readonly errors: ReadonlyMap<string, number>;
};
/**
 * Makes the load, and waits until its calls have ended; when a signal ends it, a second at most.
 *
 * @returns the figures of the calls that have ended.
 */
export declare function makeLoad(plan: LoadPlan, signal: AbortSignal): Promise<LoadFigures>;
