// Work that few may do at once and for which many wait: parties take turns, so that whoever asks without end is in nobody
// else's way. Main thread.
export class FairTurns {
    #runningMax;
    #waitingMax;
    /** By party; the party whose turn is next comes first. No list is empty. */
    #waiting = new Map();
    #waitingCount = 0;
    #runningCount = 0;
    /**
     * @param runningMax work done at once.
     * @param waitingMax places to wait, of all parties together.
     */
    constructor(runningMax, waitingMax) {
        this.#runningMax = runningMax;
        this.#waitingMax = waitingMax;
    }
    /**
     * Does the work when it is its party's turn: parties one after the other, what one party asks for in its order. Where no
     * place is left, the party with the most of them gives up its last one for a party that has fewer.
     *
     * @returns null when the work was not done, for there was no place, or no longer. Rejects as the work does.
     */
    async run(party, work) {
        if (!(await this.#enter(party)))
            return null;
        try {
            return await work();
        }
        finally {
            this.#leave();
        }
    }
    async #enter(party) {
        if (this.#runningCount < this.#runningMax) {
            this.#runningCount++;
            return true;
        }
        if (this.#waitingCount >= this.#waitingMax && !this.#makeRoomFor(party))
            return false;
        return new Promise((resolve) => {
            const list = this.#waiting.get(party);
            if (list === undefined)
                this.#waiting.set(party, [resolve]);
            else
                list.push(resolve);
            this.#waitingCount++;
        });
    }
    /** @returns false when nobody would have more places than this party. */
    #makeRoomFor(party) {
        const own = this.#waiting.get(party)?.length ?? 0;
        let most = own + 1;
        let loser = null;
        for (const [other, { length }] of this.#waiting) {
            if (length <= most)
                continue;
            most = length;
            loser = other;
        }
        if (loser === null)
            return false;
        const list = this.#waiting.get(loser);
        this.#waitingCount--;
        list?.pop()?.(false);
        return true;
    }
    #leave() {
        for (const [party, list] of this.#waiting) {
            const next = list.shift();
            this.#waiting.delete(party);
            if (list.length > 0)
                this.#waiting.set(party, list); // behind the others
            this.#waitingCount--;
            next?.(true); // the place goes on to it
            return;
        }
        this.#runningCount--;
    }
}
//# sourceMappingURL=fair-turns.js.map