// One timer for any number of deadlines: it is due at the earliest deadline that was noted since it last fired. Whoever
// owns the deadlines looks through them then, and tells the next one.
/** A later wait would overflow Node's timers and fire at once. */
const kDelayMsMax = 0x7fff_ffff;
export class DeadlineTimer {
    #clock;
    #onDue;
    #timer;
    #dueMs = Number.POSITIVE_INFINITY;
    /** @param onDue ends what is over at `nowMs`; returns the next deadline of the clock, or infinity. */
    constructor(clock, onDue) {
        this.#clock = clock;
        this.#onDue = onDue;
    }
    /** Sees to it that the timer is due no later than this deadline. Costs a comparison in nearly every case. */
    note(deadlineMs) {
        if (deadlineMs < this.#dueMs)
            this.#arm(deadlineMs);
    }
    close() {
        clearTimeout(this.#timer);
        this.#dueMs = Number.NEGATIVE_INFINITY;
    }
    #arm(dueMs) {
        clearTimeout(this.#timer);
        this.#dueMs = dueMs;
        const delayMs = Math.max(1, dueMs - this.#clock.nowMs() + 1);
        this.#timer = setTimeout(this.#fire, Math.min(delayMs, kDelayMsMax));
        this.#timer.unref();
    }
    #fire = () => {
        this.#dueMs = Number.POSITIVE_INFINITY;
        this.note(this.#onDue(this.#clock.nowMs()));
    };
}
//# sourceMappingURL=deadline-timer.js.map