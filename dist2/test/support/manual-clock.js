// A clock that stands still until a test moves it.
export class ManualClock {
    #nowMs = 1_000;
    nowMs() {
        return this.#nowMs;
    }
    advance(ms) {
        this.#nowMs += ms;
    }
}
//# sourceMappingURL=manual-clock.js.map