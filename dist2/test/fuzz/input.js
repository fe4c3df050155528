// Bytes of a fuzzer as numbers and texts, one behind the other; when they are over, zeros.
export class Input {
    #data;
    #at = 0;
    constructor(data) {
        this.#data = data;
    }
    get isOver() {
        return this.#at >= this.#data.length;
    }
    byte() {
        return this.isOver ? 0 : this.#data[this.#at++];
    }
    short() {
        return this.byte() | (this.byte() << 8);
    }
    word() {
        return this.short() | (this.short() << 16);
    }
    /** At most so many bytes. */
    bytes(count) {
        const start = Math.min(this.#at, this.#data.length);
        this.#at = Math.min(this.#data.length, start + count);
        return this.#data.subarray(start, this.#at);
    }
    rest() {
        return this.bytes(this.#data.length);
    }
    /** A text up to the next line feed, or to the end. */
    line() {
        const end = this.#data.indexOf(0x0a, this.#at);
        const text = this.bytes((end < 0 ? this.#data.length : end) - this.#at).toString('utf8');
        this.#at++;
        return text;
    }
}
/** A rule that holds whatever the bytes are. */
export function must(holds, rule) {
    if (!holds)
        throw new Error(`broken: ${rule}`);
}
//# sourceMappingURL=input.js.map