// How one answer goes out through uWebSockets.js. Knows what 20.30 does with a client that is slow to take it, and how
// to close a connection after an answer without a body; knows nothing of requests.
import { STATUS_CODES } from 'node:http';
/** Bodies from here on are not copied by the engine; they go out piece by piece as the client takes them. */
const kWholeBytesMax = 64 * 1024;
/**
 * Most bytes of a part that are held back from a slow client. A client that is watched gets what waits for it only when
 * the engine is given more, so one byte is given at each chance.
 */
const kHeldBytesMax = 64;
/** Parts from here on are watched at once; below, the engine drains a client that nobody waits for by itself. */
const kWatchedBytesMin = 1_024;
/** Milliseconds for the end of an answer to go out, before its connection is closed by hand. */
const kLingerMs = 50;
const kStatusLines = new Map();
/** Whether an answer has no body, whatever is given for one (RFC 9110 §6.4.1). */
export function hasNoBody(method, status) {
    return method === 'HEAD' || status === 204 || status === 304;
}
/** All fields go to the engine as one: each way to native code costs as much as writing a field. */
export function writeHead(response, status, headers) {
    if (status !== 200)
        response.writeStatus(statusLine(status));
    const [name, value] = headers;
    if (name === undefined || value === undefined)
        return;
    let text = value;
    for (let at = 2; at < headers.length; at += 2)
        text += `\r\n${headers[at]}: ${headers[at + 1]}`;
    response.writeHeader(name, text);
}
function statusLine(status) {
    let line = kStatusLines.get(status);
    if (line === undefined) {
        line = `${status} ${STATUS_CODES[status] ?? 'Unknown'}`;
        kStatusLines.set(status, line);
    }
    return line;
}
/**
 * Ends an answer without a body and closes the connection. The engine cannot do the second: it would send a length of
 * 2^63. So the head is ended by hand, behind its last field.
 *
 * @param isGone whether the client left meanwhile.
 */
export function endHeadAndClose(response, isGone) {
    response.writeHeader('Date', new Date().toUTCString());
    response.writeHeader('Connection', 'close\r\n');
    closeSoon(response, isGone);
}
/**
 * Ends a body in parts and closes the connection. The engine would put a field of the head among the parts, so the last
 * part is written by hand, with a trailer. Where there was no part there is no such trouble.
 */
export function endPartsAndClose(response, isGone) {
    response.writeHeader('\r\n0\r\nx-end', 'close\r\n');
    closeSoon(response, isGone);
}
function closeSoon(response, isGone) {
    setTimeout(() => {
        if (!isGone())
            response.close();
    }, kLingerMs).unref();
}
/** A body of known length that the client takes as fast as it can. */
export class WholeBody {
    #response;
    #body;
    #onProgress;
    static isWanted(body) {
        return body.byteLength > kWholeBytesMax;
    }
    /** @param onProgress told when the client has taken some more, and whether that was all. */
    constructor(response, body, onProgress) {
        this.#response = response;
        this.#body = body;
        this.#onProgress = onProgress;
    }
    /** Call in a cork, behind the head. @returns true when nothing is left. */
    begin() {
        const [, isDone] = this.#response.tryEnd(this.#body, this.#body.byteLength);
        if (!isDone)
            this.#response.onWritable(this.#onWritable);
        return isDone;
    }
    #onWritable = (offset) => {
        const rest = this.#body.subarray(offset);
        const [isDrained, isDone] = this.#response.tryEnd(rest, this.#body.byteLength);
        this.#onProgress(isDone);
        return isDrained;
    };
}
/** Parts of a body of unknown length. */
export class PartWriter {
    #response;
    #onProgress;
    #held = null;
    #isBlocked = false;
    /** True when nothing can be waiting; a writer that is let on may still have something waiting. */
    #isDrained = true;
    #isListening = false;
    #undrainedBytes = 0;
    #hasParts = false;
    /** @param onProgress told when a client that was slow has taken some more. */
    constructor(response, onProgress) {
        this.#response = response;
        this.#onProgress = onProgress;
    }
    /** True when anything was written. */
    get hasParts() {
        return this.#hasParts;
    }
    /** True while something waits for the client. */
    get isBlocked() {
        return this.#isBlocked;
    }
    /** Most bytes that can wait; 0 when none do. */
    get undrainedBytes() {
        return this.#isDrained ? 0 : this.#undrainedBytes;
    }
    /** Call in a cork. */
    write(part) {
        const bytes = typeof part === 'string' ? Buffer.from(part) : part;
        if (bytes.byteLength === 0)
            return;
        this.#hasParts = true;
        this.#undrainedBytes = this.#isDrained
            ? bytes.byteLength
            : this.#undrainedBytes + bytes.byteLength;
        this.#giveHeld();
        if (this.#isListening || bytes.byteLength >= kWatchedBytesMin)
            this.#giveMost(bytes);
        else
            this.#give(bytes);
    }
    /** From now on a slow client is watched, and must be nudged. */
    listen() {
        if (this.#isListening)
            return;
        this.#isListening = true;
        this.#response.onWritable(this.#onWritable);
    }
    /** Call in a cork, before the end. */
    giveHeld() {
        this.#giveHeld();
    }
    /**
     * Tries whether the client has taken what waited: for when the engine does not tell, because the request's body is
     * paused.
     */
    probe() {
        this.#response.cork(() => this.#giveByte());
        this.#onProgress();
    }
    #give(bytes) {
        this.#isDrained = this.#response.write(bytes);
        this.#isBlocked = !this.#isDrained;
    }
    #giveMost(bytes) {
        const most = bytes.byteLength - Math.min(kHeldBytesMax, Math.ceil(bytes.byteLength / 2));
        if (most > 0)
            this.#give(bytes.subarray(0, most));
        const rest = bytes.subarray(most);
        if (this.#isBlocked) {
            this.#held = rest;
            this.listen();
        }
        else
            this.#give(rest);
    }
    /** One of the bytes that are held, and the rest where nothing waits any more. */
    #giveByte() {
        const held = this.#held;
        if (held === null) {
            this.#isBlocked = false; // whoever writes next drains what waits
            return;
        }
        this.#held = held.byteLength > 1 ? held.subarray(1) : null;
        this.#give(held.subarray(0, 1));
        if (!this.#isBlocked)
            this.#giveHeld();
    }
    #giveHeld() {
        const held = this.#held;
        this.#held = null;
        if (held !== null && held.byteLength > 0)
            this.#give(held);
    }
    #onWritable = () => {
        this.#giveByte();
        this.#onProgress();
        return true;
    };
}
//# sourceMappingURL=uws-answer.js.map