// A set for things that come and go with each request. A JavaScript Set makes a new table every few dozen changes, and each
// dead table keeps the next one alive until the next full garbage collection, with all that was in it: a server's
// requests then survive by thousands.
export class IndexList {
    #items = [];
    get size() {
        return this.#items.length;
    }
    add(item) {
        item.listIndex = this.#items.length;
        this.#items.push(item);
    }
    /** Does nothing when it is not there. The last item takes its place. */
    remove(item) {
        const at = item.listIndex;
        const last = this.#items[this.#items.length - 1];
        if (at < 0 || last === undefined)
            return;
        this.#items[at] = last;
        last.listIndex = at;
        this.#items.pop();
        item.listIndex = -1;
    }
    /** Visits all; what is visited may be removed meanwhile. */
    forEach(visit) {
        for (let at = this.#items.length - 1; at >= 0; at--) {
            const item = this.#items[at];
            if (item !== undefined)
                visit(item);
        }
    }
}
//# sourceMappingURL=index-list.js.map