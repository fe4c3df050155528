// Control messages of one link on their way to the control plane: puts parts together, and bounds what the main thread
// has not taken yet. A message queue between threads has no bound of its own: without this one a station could fill the
// main thread's memory faster than registrations are checked.
import { kControlBytesMax, kControlUnderWayBytesMax, kControlUnderWayCountMax, } from '../base/limits.js';
const kNoBytes = new Uint8Array(0);
export class ControlInbox {
    /** Parts that came so far; the length is what is used of it. */
    #parts = kNoBytes;
    #partsBytes = 0;
    #isPartial = false;
    #isClosed = false;
    #underWayBytes = 0;
    #underWayCount = 0;
    /** True while the link must not be read: the main thread has enough of its messages to work on. */
    get isFull() {
        const isOver = this.#underWayCount >= kControlUnderWayCountMax ||
            this.#underWayBytes >= kControlUnderWayBytesMax;
        return isOver && !this.#isClosed;
    }
    /**
     * Takes a message, or a part of one.
     *
     * @param bytes a copy that may be kept.
     * @returns the whole message, which is under way from now on until {@link done}; null while parts are missing, and after
     *   {@link close};
     *   'broken' when it is over kControlBytesMax or a part in its middle is empty.
     */
    take(bytes, isLast) {
        if (this.#isClosed)
            return null;
        const totalBytes = this.#partsBytes + bytes.length;
        if (totalBytes > kControlBytesMax || (bytes.length === 0 && !isLast))
            return 'broken';
        if (isLast && !this.#isPartial)
            return this.#send(bytes);
        this.#isPartial = true;
        if (totalBytes > this.#parts.length)
            this.#grow(totalBytes);
        this.#parts.set(bytes, this.#partsBytes);
        this.#partsBytes = totalBytes;
        if (!isLast)
            return null;
        const whole = this.#parts.slice(0, totalBytes);
        this.#parts = kNoBytes;
        this.#partsBytes = 0;
        this.#isPartial = false;
        return this.#send(whole);
    }
    /** The main thread has taken a message. @param bytes its length. */
    done(bytes) {
        this.#underWayCount--;
        this.#underWayBytes -= bytes;
    }
    /** The link ends: what it still asks for is moot, and must not hold back what else it had published. */
    close() {
        this.#isClosed = true;
        this.#parts = kNoBytes;
    }
    #send(message) {
        this.#underWayCount++;
        this.#underWayBytes += message.length;
        return message;
    }
    // One piece that doubles, not a list: a part of one byte would cost a hundred times its size.
    #grow(totalBytes) {
        const grown = new Uint8Array(Math.min(kControlBytesMax, Math.max(2 * totalBytes, 4_096)));
        grown.set(this.#parts.subarray(0, this.#partsBytes));
        this.#parts = grown;
    }
}
//# sourceMappingURL=control-inbox.js.map