export declare class LatencyHistogram {
    #private;
    /** Latencies counted. */
    get count(): number;
    /** The longest one, in milliseconds; 0 for none. */
    get maxMs(): number;
    /** @param ms milliseconds, 0 or more. */
    add(ms: number): void;
    /** The latency below which `share` of them lie, in milliseconds; 0 where there is none. */
    percentileMs(share: number): number;
}
