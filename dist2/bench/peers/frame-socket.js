// Length-prefixed frames over a Unix socket, written in batches: the best that a center by hand over sockets can do
// in JavaScript without much ado.
//
//   0 bytes of the whole frame (uint32) | 4 caller (uint32) | 8 call (uint32) | 12 body
export const kHeaderBytes = 12;
const kBatchBytes = 1 << 16;
export class FrameSocket {
    #socket;
    #onFrame;
    #onBatchEnd;
    #rest = null;
    #batch = Buffer.allocUnsafe(kBatchBytes);
    #used = 0;
    #isFlushScheduled = false;
    /** @param onBatchEnd after the frames of one piece that the socket gave; the place to flush what they brought about. */
    constructor(socket, onFrame, onBatchEnd) {
        this.#socket = socket;
        this.#onFrame = onFrame;
        this.#onBatchEnd = onBatchEnd;
        socket.on('data', (chunk) => this.#take(chunk));
    }
    /** Adds a frame to the batch; it goes at flush(), or at the end of this turn of the event loop. */
    send(caller, call, body) {
        const at = this.#reserve(kHeaderBytes + body.length);
        this.#batch.writeUInt32LE(kHeaderBytes + body.length, at);
        this.#batch.writeUInt32LE(caller, at + 4);
        this.#batch.writeUInt32LE(call, at + 8);
        this.#batch.set(body, at + kHeaderBytes);
        if (this.#isFlushScheduled)
            return;
        this.#isFlushScheduled = true;
        setImmediate(() => this.flush());
    }
    /** Adds a whole frame as it came, with another caller. The center's way; it flushes at the end of a batch. */
    forward(buffer, start, end, caller) {
        const at = this.#reserve(end - start);
        buffer.copy(this.#batch, at, start, end);
        this.#batch.writeUInt32LE(caller, at + 4);
    }
    /** Writes the batch. */
    flush() {
        this.#isFlushScheduled = false;
        if (this.#used === 0)
            return;
        this.#socket.write(this.#batch.subarray(0, this.#used));
        this.#batch = Buffer.allocUnsafe(kBatchBytes);
        this.#used = 0;
    }
    #reserve(sizeBytes) {
        if (this.#used + sizeBytes > this.#batch.length)
            this.flush();
        const at = this.#used;
        this.#used += sizeBytes;
        return at;
    }
    #take(chunk) {
        const buffer = this.#rest === null ? chunk : Buffer.concat([this.#rest, chunk]);
        let at = 0;
        while (buffer.length - at >= kHeaderBytes) {
            const end = at + buffer.readUInt32LE(at);
            if (end > buffer.length)
                break;
            this.#onFrame(buffer, at, end);
            at = end;
        }
        this.#rest = at === buffer.length ? null : buffer.subarray(at);
        this.#onBatchEnd();
    }
}
//# sourceMappingURL=frame-socket.js.map