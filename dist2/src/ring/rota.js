// Whom a thread looks at in one turn: all that were busy lately, and the idle ones when it is told to. A look at a ring that
// nobody uses is a miss of the processor's cache, and a thousand of them cost more than the calls of one batch.
/**
 * Looks in vain after which one counts as idle: some ten milliseconds of a busy thread, so that rings which are used now and
 * then stay busy until their bells are armed again (native/core/ring_watch.h) and they ring.
 */
const kIdleLookCount = 1024;
/** What a look tells that handled nothing, but must come again in every turn. */
export const kLookAgain = -1;
/** One thread owns it. While it goes round, items may be added and removed. */
export class Rota {
    #entries = new Map();
    #busy = [];
    #idle = new Set();
    /** Adds an item; it counts as busy at first. */
    add(item) {
        const entry = { item, vainCount: 0, isGone: false };
        this.#entries.set(item, entry);
        this.#busy.push(entry);
    }
    /** @returns whether the item was there. It is not looked at again. */
    remove(item) {
        const entry = this.#entries.get(item);
        if (entry === undefined)
            return false;
        entry.isGone = true; // it leaves the busy ones when its turn comes
        this.#idle.delete(entry);
        return this.#entries.delete(item);
    }
    /** Looks at an item in every turn again, until it is found idle. */
    rouse(item) {
        const entry = this.#entries.get(item);
        if (entry !== undefined && this.#idle.delete(entry))
            this.#makeBusy(entry);
    }
    get size() {
        return this.#entries.size;
    }
    /**
     * Goes round once.
     *
     * @param look handles what there is and tells how much that was, or {@link kLookAgain}.
     * @param mustSeeAll looks at the idle ones, too.
     * @returns the sum of what was handled.
     */
    turn(look, mustSeeAll) {
        return (mustSeeAll ? this.#lookAtIdle(look) : 0) + this.#lookAtBusy(look);
    }
    #lookAtBusy(look) {
        const busy = this.#busy;
        let work = 0;
        for (let at = 0; at < busy.length;) {
            const entry = busy[at];
            const count = entry.isGone ? 0 : look(entry.item);
            if (count > 0)
                work += count;
            entry.vainCount = count === 0 ? entry.vainCount + 1 : 0;
            if (!entry.isGone && entry.vainCount < kIdleLookCount) {
                at++;
                continue;
            }
            take(busy, at);
            if (!entry.isGone)
                this.#idle.add(entry);
        }
        return work;
    }
    #lookAtIdle(look) {
        let work = 0;
        for (const entry of this.#idle) {
            const count = look(entry.item);
            if (count > 0)
                work += count;
            if (count !== 0 && this.#idle.delete(entry))
                this.#makeBusy(entry);
        }
        return work;
    }
    #makeBusy(entry) {
        entry.vainCount = 0;
        this.#busy.push(entry);
    }
}
/** Takes one out; the last one comes in its place. */
function take(list, at) {
    const last = list.pop();
    if (last !== undefined && at < list.length)
        list[at] = last;
}
//# sourceMappingURL=rota.js.map