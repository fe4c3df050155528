// One open WebSocket on `ws`.
import { cutReason } from './socket-reason.js';
import { SocketWatch } from './socket-watch.js';
/** Of a connection that ended without a goodbye (RFC 6455 §7.1.5). */
const kNoGoodbye = 1006;
/** A message over the bound. */
const kTooLarge = 1009;
export class NodeSocket {
    remoteAddress;
    #limits;
    #socket;
    #handlers;
    #watch;
    #isWaiting = false;
    /** @param onClosed told when the socket is closed, before its handlers are. */
    constructor(limits, socket, handlers, remoteAddress, onClosed) {
        this.remoteAddress = remoteAddress;
        this.#limits = limits;
        this.#socket = socket;
        this.#handlers = handlers;
        this.#watch = new SocketWatch(limits, performance.now());
        const heard = () => this.#watch.heard(performance.now());
        socket.on('pong', heard);
        socket.on('message', (message, isBinary) => {
            heard();
            if (this.#isOpen)
                handlers.onMessage(isBinary ? message : message.toString());
        });
        // The library tells the client what is wrong, and 'close' follows; it only forgets the code meanwhile.
        let ownCode = kNoGoodbye;
        socket.on('error', (error) => {
            if (error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH')
                ownCode = kTooLarge;
        });
        socket.on('close', (code, reason) => {
            onClosed(this);
            handlers.onClosed(code === kNoGoodbye ? ownCode : code, reason.toString());
        });
    }
    get #isOpen() {
        return this.#socket.readyState === this.#socket.OPEN;
    }
    get waitingBytes() {
        return this.#socket.bufferedAmount;
    }
    send(message) {
        if (!this.#isOpen || this.#socket.bufferedAmount > this.#limits.waitingBytesMax)
            return false;
        this.#isWaiting = true;
        this.#socket.send(message, this.#onTaken);
        return true;
    }
    #onTaken = () => {
        if (!this.#isWaiting || this.#socket.bufferedAmount > 0 || !this.#isOpen)
            return;
        this.#isWaiting = false;
        this.#handlers.onDrained();
    };
    close(code, reason) {
        this.#socket.close(code, cutReason(reason));
    }
    /** Ends it without a goodbye. */
    cut() {
        this.#socket.terminate();
    }
    /** Pings, and cuts a client that is silent or does not take what waits for it. */
    sweep(nowMs) {
        const outcome = this.#watch.look(nowMs, this.#socket.bufferedAmount);
        if (outcome === 'cut')
            this.cut();
        else if (outcome === 'ping' && this.#isOpen)
            this.#socket.ping();
    }
}
//# sourceMappingURL=node-socket.js.map