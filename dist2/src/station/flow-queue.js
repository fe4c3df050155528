// What waits between a link and the reader of a stream: an async iterable with a bound that its sender's credit keeps.
import { kCreditChunks } from '../base/limits.js';
/** Items in their order, then the end. Credit is given back as items are taken. Iterate it once. */
export class FlowQueue {
    #grant;
    #onLeave;
    #items = [];
    #waiters = [];
    #taken = 0;
    #end = null;
    /** @param onLeave called once when the reader stops before the end. */
    constructor(grant, onLeave) {
        this.#grant = grant;
        this.#onLeave = onLeave;
    }
    /** True when nothing more comes. */
    get isOver() {
        return this.#end !== null;
    }
    /** @param chunks what the item cost its sender. */
    push(value, chunks) {
        this.#items.push({ value, chunks });
        this.#deliver();
    }
    /** The end, behind what was pushed; only the first one counts. */
    finish(error) {
        this.#end ??= { error };
        this.#deliver();
    }
    /** Ends from this side: the sender is told, the reader gets the error. */
    leave(error) {
        this.#onLeave();
        this.finish(error);
    }
    giveBack(chunks) {
        this.#taken += chunks;
        if (this.#taken < kCreditChunks / 2 || this.#end !== null)
            return;
        this.#grant(this.#taken);
        this.#taken = 0;
    }
    next() {
        return new Promise((resolve, reject) => {
            this.#waiters.push({ resolve, reject });
            this.#deliver();
        });
    }
    return() {
        if (this.#end === null) {
            this.#onLeave();
            this.finish(null);
        }
        this.#items.length = 0;
        return Promise.resolve({ done: true, value: undefined });
    }
    [Symbol.asyncIterator]() {
        return this;
    }
    #deliver() {
        while (this.#waiters.length > 0) {
            const item = this.#items.shift();
            if (item === undefined && this.#end === null)
                return;
            const waiter = this.#waiters.shift();
            if (waiter === undefined)
                return;
            if (item !== undefined) {
                this.giveBack(item.chunks);
                waiter.resolve({ done: false, value: item.value });
            }
            else if (this.#end?.error) {
                const { error } = this.#end;
                this.#end = { error: null }; // told once; the iterator is done after that
                waiter.reject(error);
            }
            else
                waiter.resolve({ done: true, value: undefined });
        }
    }
}
//# sourceMappingURL=flow-queue.js.map