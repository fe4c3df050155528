// The two words that every call looks at: what is left of a rate limit, and the breaker. Control writes, every
// dispatcher reads, so that a policy of control costs a call nothing more.
//
//   word 0 of a route   0: no limit; n > 0: n - 1 calls are left in this window
//   word 1 of a route   0: closed; 1: open, calls are refused
import { kRouteCountMax } from '../base/limits.js';
const kGateWords = 2;
export class Gates {
    #words;
    /** @param memory from {@link createGateMemory}; shared by control and every dispatcher. */
    constructor(memory) {
        this.#words = new Int32Array(memory);
    }
    /**
     * Asks for one call.
     *
     * @param route the route's id.
     * @returns null when it may pass, else the code of the refusal.
     */
    admit(route) {
        const at = route * kGateWords;
        if ((this.#words[at] | this.#words[at + 1]) === 0)
            return null;
        return this.#judge(at);
    }
    /** Starts a window of a limit. @param calls calls of this window; undefined lifts the limit. */
    setLimit(route, calls) {
        Atomics.store(this.#words, route * kGateWords, calls === undefined ? 0 : calls + 1);
    }
    /** Opens or closes the breaker. */
    setBreaker(route, isOpen) {
        Atomics.store(this.#words, route * kGateWords + 1, isOpen ? 1 : 0);
    }
    #judge(at) {
        if (Atomics.load(this.#words, at + 1) !== 0)
            return 'ERR_BREAKER_OPEN';
        // Compare and swap, because every dispatcher takes from the same word: the limit is exact across them.
        for (;;) {
            const left = Atomics.load(this.#words, at);
            if (left === 0)
                return null;
            if (left === 1)
                return 'ERR_RATE_LIMITED';
            if (Atomics.compareExchange(this.#words, at, left, left - 1) === left)
                return null;
        }
    }
}
/** Memory for the gates of every route a center can hold; pages that nobody touches cost nothing. */
export function createGateMemory() {
    return new SharedArrayBuffer(kRouteCountMax * kGateWords * Int32Array.BYTES_PER_ELEMENT);
}
//# sourceMappingURL=admission.js.map