// A request's body on its way from the engine to a reader that takes it piece by piece. The engine is told to pause
// while more than a bound waits, so that a reader that does not ask slows the client down.
import { assert } from '../base/assert.js';
import { BodyError } from './http-server.js';
/** Bytes that may wait before the engine pauses. Four reads of 64 KiB: enough that reader and socket work at once. */
const kWaitingBytesMax = 256 * 1024;
export class BodyQueue {
    #resume;
    #bytesMax;
    #parts = [];
    #waitingBytes = 0;
    #totalBytes = 0;
    #isPaused = false;
    #isWhole = false;
    #isTaken = false;
    #failure = null;
    #wake = null;
    /** @param resume lets the engine read on. */
    constructor(bytesMax, resume) {
        this.#bytesMax = bytesMax;
        this.#resume = resume;
    }
    get isPaused() {
        return this.#isPaused;
    }
    /** True when nothing more is to come. */
    get isOver() {
        return this.#isWhole || this.#failure !== null;
    }
    /**
     * Takes what came; the bytes are the queue's from now on.
     *
     * @returns 'pause' when the engine is to wait until it is resumed, 'too-large' when the bound is passed.
     */
    push(part) {
        if (this.isOver || part.byteLength === 0)
            return 'more';
        this.#totalBytes += part.byteLength;
        if (this.#totalBytes > this.#bytesMax) {
            this.fail('too-large');
            return 'too-large';
        }
        this.#parts.push(part);
        this.#waitingBytes += part.byteLength;
        this.#wakeUp();
        this.#isPaused = this.#waitingBytes > kWaitingBytesMax;
        return this.#isPaused ? 'pause' : 'more';
    }
    /** The body is whole. */
    finish() {
        this.#isWhole = true;
        this.#wakeUp();
    }
    /** What waits is dropped: a reader learns of the failure at once. */
    fail(failure) {
        if (this.isOver)
            return;
        this.#failure = failure;
        this.#isPaused = false;
        this.#parts = [];
        this.#waitingBytes = 0;
        this.#wakeUp();
    }
    async *[Symbol.asyncIterator]() {
        assert(!this.#isTaken, 'a streamed body is read once');
        this.#isTaken = true;
        for (;;) {
            const part = this.#parts.shift();
            if (part !== undefined) {
                this.#waitingBytes -= part.byteLength;
                this.#resumeWhereRoom();
                yield part;
            }
            else if (this.#failure !== null)
                throw new BodyError(this.#failure);
            else if (this.#isWhole)
                return;
            else
                await this.#next();
        }
    }
    #next() {
        return new Promise((resolve) => {
            this.#wake = resolve;
        });
    }
    #wakeUp() {
        const wake = this.#wake;
        this.#wake = null;
        wake?.();
    }
    #resumeWhereRoom() {
        if (!this.#isPaused || this.#waitingBytes > kWaitingBytesMax / 2)
            return;
        this.#isPaused = false;
        this.#resume();
    }
}
//# sourceMappingURL=body-queue.js.map