// What handlers saw, kept until a test asks: the question waits for the note.
export class Notes {
    #values = new Map();
    #waiters = new Map();
    write(key, value) {
        this.#values.set(key, value);
        for (const resolve of this.#waiters.get(key) ?? [])
            resolve(value);
        this.#waiters.delete(key);
    }
    /** The note, or undefined. */
    peek(key) {
        return this.#values.get(key);
    }
    /** Resolves with the note as soon as there is one. */
    read(key) {
        if (this.#values.has(key))
            return Promise.resolve(this.#values.get(key));
        return new Promise((resolve) => {
            this.#waiters.set(key, [...(this.#waiters.get(key) ?? []), resolve]);
        });
    }
}
//# sourceMappingURL=notes.js.map