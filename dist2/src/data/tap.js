// A tap on a route: somebody watches its calls as they happen. What is asked, which calls are shown, what is told of each.
//
// A route that nobody taps pays for one look at a field (RouteEntry.taps). One that is tapped pays for a count and a
// token; only calls that are shown are copied, and only their first bytes.
/** An open tap, in one thread: chooses the calls that are shown. */
export class Tap {
    spec;
    seenCount = 0;
    droppedCount = 0;
    #tokens;
    #filledMs;
    /** @param nowMs the clock when it is opened. */
    constructor(spec, nowMs) {
        this.spec = spec;
        this.#tokens = spec.perSecond;
        this.#filledMs = nowMs;
    }
    /** Counts a call. @returns whether it is to be shown. */
    take(nowMs) {
        this.seenCount++;
        if (this.seenCount % this.spec.every !== 0)
            return false;
        const { perSecond } = this.spec;
        const filled = this.#tokens + (Math.max(0, nowMs - this.#filledMs) / 1_000) * perSecond;
        this.#tokens = Math.min(perSecond, filled);
        this.#filledMs = nowMs;
        if (this.#tokens < 1) {
            this.droppedCount++;
            return false;
        }
        this.#tokens--;
        return true;
    }
}
/** The taps of a list that show this call; most often none. */
export function takenBy(taps, nowMs) {
    return taps.filter((tap) => tap.take(nowMs));
}
//# sourceMappingURL=tap.js.map