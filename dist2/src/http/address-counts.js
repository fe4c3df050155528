// How much of what is on the way belongs to each address. Asking the engine for an address and counting it costs a
// microsecond, so it is done only while there is so much on the way that one address could have too much of it.
export class AddressCounts {
    #max;
    #counts = new Map();
    #isCounting = false;
    /** @param max what one address may have. */
    constructor(max) {
        this.#max = max;
    }
    /** True between {@link start} and the time when little is on the way again. */
    get isCounting() {
        return this.#isCounting;
    }
    /** Whether addresses are to be counted when so much is on the way. */
    isWanted(totalCount) {
        return this.#isCounting || totalCount >= this.#max;
    }
    /** Begins to count; the caller adds everything that is on the way. */
    start() {
        this.#isCounting = true;
        this.#counts.clear();
    }
    add(address) {
        this.#counts.set(address, (this.#counts.get(address) ?? 0) + 1);
    }
    /**
     * Takes one of an address away, where it was counted.
     *
     * @param totalCount what is left on the way, of all addresses; below half of the bound counting ends.
     */
    remove(address, totalCount) {
        if (!this.#isCounting)
            return;
        const count = this.#counts.get(address) ?? 0;
        if (count > 1)
            this.#counts.set(address, count - 1);
        else
            this.#counts.delete(address);
        if (totalCount >= this.#max / 2)
            return;
        this.#isCounting = false;
        this.#counts.clear();
    }
    /** Whether an address has more than it may. */
    isOver(address) {
        return (this.#counts.get(address) ?? 0) > this.#max;
    }
    /** Whether an address has all that it may. */
    isFull(address) {
        return (this.#counts.get(address) ?? 0) >= this.#max;
    }
}
//# sourceMappingURL=address-counts.js.map