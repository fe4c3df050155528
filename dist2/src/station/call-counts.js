// The figures of the calls that come by one lane: what the center counts on its own path, the answering station counts here,
// into words that only it and the center have.
import { countBegin, countEnd } from '../wire/stats-block.js';
export class CallCounts {
    #block;
    #port;
    #clock;
    #turnMs = 0;
    #endMs = 0;
    /** @param block a statistics block; see wire/stats-block.ts. */
    constructor(block, port, clock) {
        this.#block = block;
        this.#port = port;
        this.#clock = clock;
    }
    /** Reads the clock for all calls that are taken now: it costs 40 ns. */
    beginTurn() {
        this.#turnMs = this.#clock.nowMs();
    }
    /** A call was taken. @returns milliseconds of the clock. */
    begin() {
        countBegin(this.#block, 0);
        return this.#turnMs;
    }
    /** A call is over; counted before its reply is published, so that whoever has the reply sees the figures. */
    end(startMs, isError) {
        // Replies of one batch are over at one moment.
        if (this.#port.isIdle || this.#endMs < startMs)
            this.#endMs = this.#clock.nowMs();
        countEnd(this.#block, 0, (this.#endMs - startMs) * 1000, isError);
    }
}
//# sourceMappingURL=call-counts.js.map