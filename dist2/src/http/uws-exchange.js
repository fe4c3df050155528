// One request and its answer on uWebSockets.js. The engine's request is gone when its handler returns, so what is wanted
// of it was copied before; the engine's response is gone when it is answered or its client leaves, so each way to it asks
// #isOver first.
import { assert } from '../base/assert.js';
import { headerOf } from '../wire/header-list.js';
import { BodyQueue } from './body-queue.js';
import { addressOfBytes } from './remote-address.js';
import { endHeadAndClose, endPartsAndClose, hasNoBody, PartWriter, WholeBody, writeHead, } from './uws-answer.js';
const kNoBytes = new Uint8Array(0);
/** Milliseconds between two nudges that keep the engine's own time limit, of about 10 s, from running out. */
const kNudgeMs = 2_000;
/** Least and most milliseconds between two tries whether a client has taken what waits; see #probeLater. */
const kProbeMsMin = 5;
const kProbeMsMax = 1_000;
/** Writers that do not wait are cut at this many times the bound. */
const kWaitingFactorMax = 4;
export class UwsExchange {
    method;
    target;
    headers;
    contentLength;
    isTls;
    onAborted = null;
    listIndex = -1;
    #home;
    #response;
    #address;
    #isOver = false;
    #isGone = false;
    #isAnswered = false;
    #isEnding = false;
    #isProbing = false;
    #closes;
    #isWatched = false;
    #nudgedMs;
    #isBodyTaken = false;
    #isBodyDue = false;
    #bodyMs = 0;
    #queue = null;
    #failBody = null;
    #writer = null;
    #emptyHead = null;
    #isWholeWaiting = false;
    #writeMs = 0;
    #writableWaiters = [];
    constructor(home, response, facts) {
        this.#home = home;
        this.#response = response;
        this.method = facts.method;
        this.target = facts.target;
        this.headers = facts.headers;
        this.contentLength = facts.contentLength;
        this.isTls = home.isTls;
        this.#nudgedMs = home.nowMs;
        // The engine reads chunks laxly, so that what follows them on the connection could be smuggled.
        this.#closes = facts.contentLength === undefined || home.isClosing;
    }
    get isOver() {
        return this.#isOver;
    }
    get remoteAddress() {
        this.#address ??=
            this.#home.onlyAddress ??
                (this.#isOver ? '' : addressOfBytes(new Uint8Array(this.#response.getRemoteAddress())));
        return this.#address;
    }
    header(name) {
        return headerOf(this.headers, name);
    }
    // ── The body of the request ──────────────────────────────────────────────────────────────────────────────────────────
    collect(bytesMax, done) {
        if (!this.#takeBody(bytesMax, (failure) => done(kNoBytes, failure)))
            return;
        if (this.contentLength === 0) {
            done(kNoBytes, null);
            return;
        }
        const parts = [];
        let bytes = 0;
        this.#receive((chunk, isLast) => {
            bytes += chunk.byteLength;
            if (bytes > bytesMax)
                return this.#bodyFailed('too-large');
            parts.push(Buffer.from(copyOf(chunk)));
            if (!isLast)
                return;
            this.#failBody = null;
            const [first] = parts;
            done(parts.length === 1 && first !== undefined ? first : Buffer.concat(parts, bytes), null);
        });
    }
    stream(bytesMax) {
        const queue = new BodyQueue(bytesMax, () => this.#resumeBody());
        this.#queue = queue;
        if (!this.#takeBody(bytesMax, (failure) => queue.fail(failure)))
            return queue;
        if (this.contentLength === 0) {
            queue.finish();
            return queue;
        }
        this.#receive((chunk, isLast) => {
            const outcome = queue.push(copyOf(chunk));
            if (outcome === 'too-large')
                return this.#bodyFailed('too-large');
            if (isLast)
                queue.finish();
            else if (outcome === 'pause')
                this.#response.pause();
        });
        return queue;
    }
    /** @returns false when the body is known to be too large already. */
    #takeBody(bytesMax, failed) {
        assert(!this.#isBodyTaken, 'the body of a request is taken once');
        assert(this.#home.current === this, 'the body of a request is taken in the turn of onRequest');
        this.#isBodyTaken = true;
        this.#failBody = failed;
        if ((this.contentLength ?? 0) <= bytesMax)
            return true;
        this.#bodyFailed('too-large');
        return false;
    }
    #receive(take) {
        this.#isBodyDue = true;
        this.#bodyMs = this.#home.nowMs;
        this.#response.onData((chunk, isLast) => {
            this.#bodyMs = this.#home.nowMs;
            if (isLast)
                this.#isBodyDue = false;
            if (this.#failBody === null)
                return;
            this.#inTurn(() => take(chunk, isLast));
        });
    }
    #resumeBody() {
        this.#bodyMs = this.#home.nowMs;
        if (!this.#isOver)
            this.#response.resume();
    }
    /** What still comes of the body is dropped, and the connection with it when the answer is out. */
    #bodyFailed(failure) {
        const failed = this.#failBody;
        this.#failBody = null;
        this.#closes = true;
        if (failed !== null && !this.#isAnswered)
            failed(failure);
        else
            this.#queue?.fail(failure);
    }
    // ── The answer ───────────────────────────────────────────────────────────────────────────────────────────────────────
    send(status, headers, body, headLength) {
        if (this.#isOver || this.#isAnswered)
            return;
        this.#isAnswered = true;
        const write = () => this.#sendNow(status, headers, body, headLength);
        // A second request in the same read is parsed in this turn, even if this answer closes the connection. While this
        // one is not answered the engine ends the connection instead.
        if (this.#closes && this.#home.current === this) {
            setImmediate(() => {
                if (!this.#isOver)
                    this.#corked(write);
            });
        }
        else
            this.#corked(write);
    }
    begin(status, headers) {
        if (this.#isOver || this.#isAnswered)
            return;
        this.#isAnswered = true;
        if (hasNoBody(this.method, status)) {
            this.#emptyHead = { status, headers };
            return;
        }
        const writer = new PartWriter(this.#response, () => this.#progressed());
        this.#writer = writer;
        if (this.#closes)
            writer.listen();
        this.#corked(() => {
            writeHead(this.#response, status, headers);
            if (this.#closes)
                this.#response.writeHeader('Connection', 'close');
        });
    }
    write(part) {
        const writer = this.#writer;
        if (this.#isOver || writer === null)
            return true;
        const wasBlocked = writer.isBlocked;
        this.#corked(() => writer.write(part));
        if (writer.isBlocked && !wasBlocked)
            this.#writeMs = this.#home.nowMs;
        if (writer.undrainedBytes > kWaitingFactorMax * this.#home.limits.waitingBytesMax)
            this.abort();
        return !writer.isBlocked;
    }
    whenWritable() {
        const writer = this.#writer;
        if (this.#isOver || writer === null || !writer.isBlocked)
            return Promise.resolve();
        writer.listen();
        this.#probeLater(kProbeMsMin);
        return new Promise((resolve) => {
            this.#writableWaiters.push(resolve);
        });
    }
    /** While the body of the request is paused, the engine does not tell that the client has taken some of the answer. */
    #probeLater(delayMs) {
        if (this.#isProbing)
            return;
        this.#isProbing = true;
        setTimeout(() => {
            this.#isProbing = false;
            if (this.#isOver || this.#writer?.isBlocked !== true)
                return;
            if (this.#queue?.isPaused === true)
                this.#writer.probe();
            if (this.#writer.isBlocked)
                this.#probeLater(Math.min(delayMs * 2, kProbeMsMax));
        }, delayMs).unref();
    }
    end() {
        if (this.#isOver || this.#isEnding)
            return;
        this.#isEnding = this.#writer !== null || this.#emptyHead !== null;
        if (this.#isEnding)
            this.#endWhenTaken();
    }
    /** A connection that is to be closed waits for its client first: closing drops what has not been taken. */
    #endWhenTaken() {
        if (this.#isOver)
            return;
        if (this.#closes && this.#home.current === this)
            setImmediate(() => this.#endWhenTaken());
        else if (this.#closes && this.#writer?.isBlocked === true) {
            this.#writer.listen();
            this.#probeLater(kProbeMsMin);
        }
        else
            this.#corked(() => this.#endNow());
    }
    #endNow() {
        const writer = this.#writer;
        this.#dropBody();
        if (writer === null) {
            const { status, headers } = this.#emptyHead ?? { status: 204, headers: [] };
            this.#endEmpty(status, headers);
            return;
        }
        writer.giveHeld();
        if (this.#closes && writer.hasParts)
            endPartsAndClose(this.#response, () => this.#isGone);
        else
            this.#response.end('', this.#closes);
        this.#finish();
    }
    abort() {
        if (this.#isOver)
            return;
        this.#response.close();
        this.#onGone(); // in the turn of onRequest the engine does not know yet whom to tell
    }
    /** Answers, and closes the connection: for what the engine itself refuses. */
    refuse(status, body) {
        this.#closes = true;
        this.send(status, ['content-type', 'application/json'], body);
    }
    /** With the answer complete nobody reads on: a paused body would pause the connection for ever. */
    #dropBody() {
        this.#failBody = null;
        const isPaused = this.#queue?.isPaused === true;
        this.#queue?.fail('aborted');
        if (isPaused)
            this.#response.resume();
    }
    #sendNow(status, headers, body, headLength) {
        const response = this.#response;
        this.#dropBody();
        if (hasNoBody(this.method, status)) {
            const isHead = this.method === 'HEAD' && status !== 204 && status !== 304;
            const length = ['Content-Length', String(headLength ?? Buffer.byteLength(body))];
            this.#endEmpty(status, isHead ? [...headers, ...length] : headers);
            return;
        }
        writeHead(response, status, headers);
        const bytes = typeof body === 'string' && body.length > 16_384 ? Buffer.from(body) : body;
        if (typeof bytes === 'string' || this.#closes || !WholeBody.isWanted(bytes)) {
            response.end(bytes, this.#closes);
            this.#finish();
            return;
        }
        const whole = new WholeBody(response, bytes, (isDone) => {
            this.#writeMs = this.#home.nowMs;
            if (isDone)
                this.#finish();
        });
        this.#writeMs = this.#home.nowMs;
        this.#isWholeWaiting = true;
        if (whole.begin())
            this.#finish();
    }
    #endEmpty(status, headers) {
        writeHead(this.#response, status, headers);
        if (this.#closes)
            endHeadAndClose(this.#response, () => this.#isGone);
        else
            this.#response.endWithoutBody();
        this.#finish();
    }
    #corked(work) {
        if (this.#home.current === this)
            work();
        else
            this.#response.cork(work);
    }
    #inTurn(work) {
        const outer = this.#home.current;
        this.#home.current = this;
        try {
            work();
        }
        finally {
            this.#home.current = outer;
        }
    }
    #progressed() {
        if (this.#queue?.isPaused !== true || this.#writer?.isBlocked !== true) {
            this.#writeMs = this.#home.nowMs;
        }
        if (this.#writer?.isBlocked === true)
            return;
        if (this.#isEnding)
            this.#endWhenTaken();
        this.#wakeWriters();
    }
    #wakeWriters() {
        const waiters = this.#writableWaiters;
        this.#writableWaiters = [];
        for (const resolve of waiters)
            resolve();
    }
    // ── Life ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
    /** Call once, when the handler has returned without an answer. */
    watch() {
        this.#isWatched = true;
        this.#response.onAborted(this.#onGone);
    }
    /** The connection has become a WebSocket: nothing is left to be answered. */
    upgraded() {
        this.#isOver = true;
    }
    /** Looks at time limits. */
    sweep(nowMs) {
        if (this.#isOver)
            return;
        const { bodyTimeoutMs, writeTimeoutMs } = this.#home.limits;
        const isPaused = this.#queue?.isPaused === true;
        const isReceiving = this.#isBodyDue && !isPaused;
        const isWriting = this.#isWholeWaiting || this.#writer?.isBlocked === true;
        if (isWriting && nowMs - this.#writeMs > writeTimeoutMs) {
            this.abort();
            return;
        }
        if (isReceiving && nowMs - this.#bodyMs > bodyTimeoutMs) {
            this.#isBodyDue = false;
            this.#bodyFailed('too-slow');
            return;
        }
        if ((isReceiving || isWriting) && !isPaused && nowMs - this.#nudgedMs > kNudgeMs) {
            this.#nudgedMs = nowMs;
            this.#response.pause();
            this.#response.resume();
        }
    }
    #onGone = () => {
        if (this.#isGone)
            return;
        this.#isGone = true;
        if (this.#isOver)
            return;
        this.#isOver = true;
        if (this.#isWatched)
            this.#home.forget(this);
        this.#bodyFailed('aborted');
        this.#wakeWriters();
        this.onAborted?.();
    };
    #finish() {
        this.#isOver = true;
        if (this.#isWatched)
            this.#home.forget(this);
        this.#wakeWriters();
    }
}
/** The engine takes its memory back when the handler returns. */
function copyOf(chunk) {
    return new Uint8Array(chunk.slice(0));
}
//# sourceMappingURL=uws-exchange.js.map