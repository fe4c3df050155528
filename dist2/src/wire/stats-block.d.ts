/** Words of one block. */
export declare const kStatsBlockWords = 128;
export declare const kCallsWord = 0;
export declare const kErrorsWord = 1;
export declare const kInFlightWord = 2;
export declare const kRetriesWord = 3;
export declare const kLatencyUsWord = 4;
/** Written by the center alone. */
export declare const kByLaneWord = 5;
export declare const kHistogramWord = 8;
export declare const kBucketCount = 105;
/** Bucket of a latency. @param us microseconds, 0 or more; fractions are dropped. */
export declare function bucketOf(us: number): number;
/** Least microseconds of a bucket. */
export declare function bucketStartUs(bucket: number): number;
/** Marks a call as begun. */
export declare function countBegin(block: Float64Array, at: number): void;
/** Marks a call as ended. @param us microseconds from begin to end. */
export declare function countEnd(block: Float64Array, at: number, us: number, isError: boolean): void;
