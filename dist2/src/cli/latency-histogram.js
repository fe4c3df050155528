// Latencies of a load, counted in buckets: 32 to each doubling, so that a percentile is right within 3 %. The longest one
// is kept as it is.
/** Buckets to a doubling. */
const kSteps = 32;
const kStepBits = 5;
/** The unit: a tenth of a microsecond. */
const kPerMs = 10_000;
/** Units of the longest latency that has a bucket of its own: 214 s. */
const kUnitsMax = 2 ** 31 - 1;
export class LatencyHistogram {
    #counts = new Float64Array((32 - kStepBits + 1) * kSteps);
    #count = 0;
    #maxMs = 0;
    /** Latencies counted. */
    get count() {
        return this.#count;
    }
    /** The longest one, in milliseconds; 0 for none. */
    get maxMs() {
        return this.#maxMs;
    }
    /** @param ms milliseconds, 0 or more. */
    add(ms) {
        this.#count++;
        if (ms > this.#maxMs)
            this.#maxMs = ms;
        this.#counts[bucketOf(Math.min(kUnitsMax, Math.round(ms * kPerMs)))]++;
    }
    /** The latency below which `share` of them lie, in milliseconds; 0 where there is none. */
    percentileMs(share) {
        let rest = Math.ceil(this.#count * share);
        if (rest === 0)
            return 0;
        for (let bucket = 0; bucket < this.#counts.length; bucket++) {
            rest -= this.#counts[bucket];
            if (rest <= 0)
                return Math.min(this.#maxMs, middleOf(bucket) / kPerMs);
        }
        return this.#maxMs;
    }
}
function bucketOf(units) {
    if (units < kSteps)
        return units;
    const octave = 31 - Math.clz32(units);
    return (octave - kStepBits + 1) * kSteps + (units >> (octave - kStepBits)) - kSteps;
}
/** Units in the middle of a bucket. */
function middleOf(bucket) {
    if (bucket < kSteps)
        return bucket;
    const octave = Math.floor(bucket / kSteps) - 1;
    return (kSteps + (bucket % kSteps) + 0.5) * 2 ** octave;
}
//# sourceMappingURL=latency-histogram.js.map