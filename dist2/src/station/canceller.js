// Gives one call up. An AbortSignal does the same for 3.5 µs a call, which gateways would pay for each request.
/** Belongs to one call at a time; the call it is handed to last. */
export class Canceller {
    #calls = null;
    #slot = 0;
    #generation = 0;
    /** The SDK says which call this one gives up. */
    bind(calls, slot, generation) {
        this.#calls = calls;
        this.#slot = slot;
        this.#generation = generation;
    }
    /** The call rejects with the reason, and its handler's signal is aborted; nothing when it is over. */
    cancel(reason) {
        this.#calls?.giveUp(this.#slot, this.#generation, reason);
        this.#calls = null;
    }
}
//# sourceMappingURL=canceller.js.map