// When a WebSocket is pinged, and when it is cut: the same in both engines.
export class SocketWatch {
    #limits;
    #heardMs;
    #pingedMs;
    #takenMs;
    #waitingBefore = 0;
    constructor(limits, nowMs) {
        this.#limits = limits;
        this.#heardMs = nowMs;
        this.#pingedMs = nowMs;
        this.#takenMs = nowMs;
    }
    /** The client gave a sign of life. */
    heard(nowMs) {
        this.#heardMs = nowMs;
    }
    /**
     * @param waitingBytes what waits for the client now.
     * @returns 'cut' when the client is silent or does not take what waits for it; 'ping' when it is time for one.
     */
    look(nowMs, waitingBytes) {
        if (waitingBytes === 0 || waitingBytes < this.#waitingBefore)
            this.#takenMs = nowMs;
        this.#waitingBefore = waitingBytes;
        if (nowMs - this.#takenMs > this.#limits.writeTimeoutMs)
            return 'cut';
        if (nowMs - this.#heardMs > this.#limits.socketSilenceMs)
            return 'cut';
        // Behind what waits a ping would only wait, too.
        if (waitingBytes > 0 || nowMs - this.#pingedMs < this.#limits.socketPingMs)
            return 'rest';
        this.#pingedMs = nowMs;
        return 'ping';
    }
}
//# sourceMappingURL=socket-watch.js.map