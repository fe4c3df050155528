// The sending half of a station's link: writes frames into the ring, publishes once per batch of promises, and keeps a
// bounded number of bytes when the ring is full.
import { centerError } from '../base/errors.js';
import { kChunkBytesMax, kOverflowBytesMax } from '../base/limits.js';
import { kCorrupt } from '../ring/ring-writer.js';
import { kFrameHeaderBytes, kindWord, kKindCredit, kKindData, writeHeader } from '../wire/frame.js';
import { buildFrame } from '../wire/frame-copy.js';
/** Frames that a turn publishes at once. */
const kTurnBatchCount = 32;
export class FramePort {
    writer;
    chunkBytesMax;
    #overflow = [];
    #overflowBytes = 0;
    #drained = null;
    #isFlushScheduled = false;
    #isClosed = false;
    #isByTurn;
    /** Frames of this turn that are not published yet. */
    #turnCount = 0;
    #onCorrupt;
    /** @param onCorrupt the center's positions are nonsense: the link must be closed. */
    constructor(writer, batch, onCorrupt) {
        this.#isByTurn = batch === 'turn';
        this.writer = writer;
        // Half a record is left for the context; what does not fit all the same is refused by checkSize.
        this.chunkBytesMax = Math.min(kChunkBytesMax, writer.recordBytesMax >> 1);
        this.#onCorrupt = onCorrupt;
    }
    /** True when nothing waits for a publication: the next frame begins a batch. */
    get isIdle() {
        return !this.#isFlushScheduled;
    }
    /** True while more waits than should: new work is refused, what is done already is still sent. */
    get isOverloaded() {
        return this.#overflowBytes > kOverflowBytesMax;
    }
    /** @throws CenterError ERR_BODY_TOO_LARGE when a frame does not fit into a record of this link. */
    checkSize(sizeBytes) {
        const limit = this.writer.recordBytesMax;
        if (sizeBytes > limit) {
            throw centerError('ERR_BODY_TOO_LARGE', { bytes: sizeBytes, limit: `${limit} of a record` });
        }
    }
    /** True while frames wait for room in the ring. */
    get isDeferring() {
        return this.#overflow.length > 0;
    }
    /**
     * Room for a frame in the ring.
     *
     * @returns byte offset in the writer's memory (> 0); -1: build the frame and {@link post} it.
     */
    tryReserve(sizeBytes) {
        if (this.#isClosed || this.#overflow.length > 0)
            return -1;
        // A long turn is published in pieces, so that whoever answers can begin.
        if (this.#isByTurn && this.#turnCount++ === kTurnBatchCount)
            this.flush();
        const at = this.writer.tryReserve(sizeBytes);
        if (at > 0) {
            if (!this.#isFlushScheduled)
                this.#schedule();
            return at;
        }
        if (at === kCorrupt)
            this.#onCorrupt();
        return -1;
    }
    /**
     * Sends a frame that must not be refused: a reply, cancel or credit. There is at most a handful for each open call, so
     * the number of calls bounds them. After close it does nothing.
     */
    postAlways(frame) {
        if (this.#isClosed)
            return;
        const at = this.tryReserve(frame.bytes.length);
        if (at > 0)
            this.writer.bytes.set(frame.bytes, at);
        else
            this.#keep(frame);
    }
    /**
     * Sends a frame, or keeps it until there is room.
     *
     * @throws CenterError ERR_OVERLOADED (retryable) when too much waits already, ERR_LINK_LOST after close.
     */
    post(frame) {
        if (this.#isClosed)
            throw centerError('ERR_LINK_LOST');
        const at = this.tryReserve(frame.bytes.length);
        if (at > 0) {
            this.writer.bytes.set(frame.bytes, at);
            return;
        }
        if (this.#overflowBytes + frame.bytes.length > kOverflowBytesMax) {
            throw centerError('ERR_OVERLOADED', {
                what: 'the link to the center',
                limit: `${kOverflowBytesMax} bytes`,
            });
        }
        this.#keep(frame);
    }
    writeData(flags, slot, generation, status, body) {
        const size = kFrameHeaderBytes + body.length;
        const kind = kindWord(kKindData, flags, 0);
        const at = this.tryReserve(size);
        if (at > 0) {
            writeHeader(this.writer.words, at >> 2, size, kind, slot, generation, status, 0, 0);
            this.writer.bytes.set(body, at + kFrameHeaderBytes);
        }
        else
            this.postAlways(buildFrame(kind, slot, generation, status, body));
    }
    writeCredit(flags, slot, generation, chunks) {
        this.postAlways(buildFrame(kindWord(kKindCredit, flags, 0), slot, generation, chunks, kNoBody));
    }
    /** Resolves when every kept frame is in the ring; at once where none is. Rejects with ERR_LINK_LOST on close. */
    whenDrained() {
        if (this.#overflow.length === 0)
            return kDone;
        if (this.#drained === null) {
            let resolve = () => { };
            const promise = new Promise((done) => {
                resolve = done;
            });
            this.#drained = { promise, resolve };
        }
        return this.#drained.promise.then(() => {
            if (this.#isClosed)
                throw centerError('ERR_LINK_LOST');
        });
    }
    /** Moves kept frames into the ring, as far as there is room; once a turn. */
    flushDeferred() {
        if (this.#overflow.length === 0)
            return;
        let count = 0;
        for (const frame of this.#overflow) {
            const at = this.writer.tryReserve(frame.length);
            if (at === kCorrupt)
                this.#onCorrupt();
            if (at < 0)
                break;
            this.writer.bytes.set(frame, at);
            this.#overflowBytes -= frame.length;
            count++;
        }
        this.#overflow.splice(0, count);
        if (count > 0)
            this.writer.publish();
        if (this.#overflow.length === 0)
            this.#tellDrained();
    }
    /** Publishes what is written, now. */
    flush() {
        this.#isFlushScheduled = false;
        this.#turnCount = 0;
        if (!this.#isClosed)
            this.writer.publish();
    }
    /** Nothing is written after this; the ring's memory may be released. */
    close() {
        this.#isClosed = true;
        this.#overflow.length = 0;
        this.#tellDrained();
    }
    #keep(frame) {
        this.#overflow.push(frame.bytes);
        this.#overflowBytes += frame.bytes.length;
    }
    #tellDrained() {
        this.#drained?.resolve();
        this.#drained = null;
    }
    #schedule() {
        this.#isFlushScheduled = true;
        if (this.#isByTurn)
            setImmediate(this.#flushSoon);
        else
            void kDone.then(this.#flushSoon); // queueMicrotask makes an async resource each time: 40 ns more
    }
    #flushSoon = () => this.flush();
}
const kNoBody = new Uint8Array(0);
const kDone = Promise.resolve();
//# sourceMappingURL=frame-port.js.map