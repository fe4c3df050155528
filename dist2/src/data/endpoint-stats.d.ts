/** What a reader makes of one or more blocks. */
export type CallStats = {
    readonly calls: number;
    readonly errors: number;
    readonly inFlight: number;
    readonly retries: number;
    /** Those among the calls that went by lanes. */
    readonly byLane: number;
    readonly p50Us: number;
    readonly p90Us: number;
    readonly p99Us: number;
    readonly p999Us: number;
};
/** The latencies of ended calls as a histogram of few buckets. */
export type LatencyHistogram = {
    /** Calls below each bound, in the order of the bounds; a call counts for every bound above it. */
    readonly below: readonly number[];
    /** All of them. */
    readonly count: number;
    /** Microseconds of all of them together. */
    readonly sumUs: number;
};
/** Sum of blocks, read from any thread. */
export declare class StatsSum {
    #private;
    /** Adds one block. @param at index of the block's first word. */
    add(block: Float64Array, at: number): void;
    /** Adds another sum. */
    addSum(other: StatsSum): void;
    /** Calls that ended, by bucket of their latency; without the empty buckets at the end. */
    bucketCounts(): number[];
    /** The figures; percentiles are 0 where nothing was counted. */
    read(): CallStats;
    /** Calls, errors, calls in flight, retries and calls by lane, without the work of percentiles. */
    totals(): Pick<CallStats, 'calls' | 'errors' | 'inFlight' | 'retries' | 'byLane'>;
    /** @param bounds buckets, growing; each bound is the start of its bucket ({@link bucketStartUs}). */
    histogram(bounds: readonly number[]): LatencyHistogram;
}
/**
 * The latency below which `share` of the calls lie: the middle of its bucket.
 *
 * @param counts calls by bucket, from bucket 0; may be shorter than {@link kBucketCount}.
 * @returns microseconds; 0 where nothing was counted.
 */
export declare function percentileUs(counts: ArrayLike<number>, share: number): number;
