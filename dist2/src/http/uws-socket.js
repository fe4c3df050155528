// One open WebSocket on uWebSockets.js.
import { cutReason } from './socket-reason.js';
import { SocketWatch } from './socket-watch.js';
const kDropped = 2;
export class UwsSocket {
    remoteAddress;
    #limits;
    #native;
    #handlers;
    #isClosed = false;
    #watch;
    constructor(limits, native, nowMs) {
        const { remoteAddress, handlers } = native.getUserData();
        this.remoteAddress = remoteAddress;
        this.#limits = limits;
        this.#native = native;
        this.#handlers = handlers;
        this.#watch = new SocketWatch(limits, nowMs);
    }
    get waitingBytes() {
        return this.#isClosed ? 0 : this.#native.getBufferedAmount();
    }
    send(message) {
        if (this.#isClosed)
            return false;
        return this.#native.send(message, typeof message !== 'string') !== kDropped;
    }
    close(code, reason) {
        if (!this.#isClosed)
            this.#native.end(code, cutReason(reason));
    }
    heard(nowMs) {
        this.#watch.heard(nowMs);
    }
    message(message, isBinary) {
        if (message.byteLength > this.#limits.socketMessageBytesMax) {
            this.close(1009, `a message is over ${this.#limits.socketMessageBytesMax} bytes`);
            return;
        }
        const bytes = Buffer.from(message.slice(0));
        this.#handlers.onMessage(isBinary ? bytes : bytes.toString());
    }
    drained() {
        if (!this.#isClosed)
            this.#handlers.onDrained();
    }
    closed(code, reason) {
        this.#isClosed = true;
        this.#handlers.onClosed(code, reason);
    }
    /** Pings, and cuts a client that is silent or does not take what waits for it. */
    sweep(nowMs) {
        if (this.#isClosed)
            return;
        const outcome = this.#watch.look(nowMs, this.#native.getBufferedAmount());
        if (outcome === 'cut')
            this.#native.close();
        else if (outcome === 'ping')
            this.#native.ping();
    }
}
//# sourceMappingURL=uws-socket.js.map