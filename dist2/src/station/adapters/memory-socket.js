// A connection in memory: two ends, of which each reads what the other writes, with back-pressure. It has what HTTP
// servers and applications ask of a net.Socket.
import { isIPv6 } from 'node:net';
import { Duplex } from 'node:stream';
/** One end. */
export class MemorySocket extends Duplex {
    remoteAddress;
    remoteFamily;
    remotePort = 0;
    localAddress = '127.0.0.1';
    localPort = 0;
    connecting = false;
    pending = false;
    bytesRead = 0;
    bytesWritten = 0;
    timeout = 0;
    #peer = null;
    /** Of the peer's write that waits until this end is read. */
    #taken = null;
    #timer;
    /** @param remoteAddress what this end says of the other. */
    constructor(remoteAddress) {
        super({ allowHalfOpen: true });
        this.remoteAddress = remoteAddress;
        this.remoteFamily = isIPv6(remoteAddress) ? 'IPv6' : 'IPv4';
    }
    /** Joins two ends; once. */
    static join(one, other) {
        one.#peer = other;
        other.#peer = one;
    }
    _read() {
        const taken = this.#taken;
        this.#taken = null;
        taken?.();
    }
    _write(chunk, _encoding, done) {
        const peer = this.#peer;
        this.bytesWritten += chunk.length;
        this.#timer?.refresh();
        if (peer === null || peer.destroyed)
            done(closedError());
        else
            peer.#take(chunk, done);
    }
    _final(done) {
        if (this.#peer?.destroyed === false)
            this.#peer.push(null);
        done();
    }
    _destroy(error, done) {
        clearTimeout(this.#timer);
        const taken = this.#taken;
        this.#taken = null;
        taken?.(closedError());
        const peer = this.#peer;
        // An end that said all it had to say leaves what is unread to its peer; a broken one breaks the other.
        if (peer !== null && !this.writableFinished)
            process.nextTick(() => peer.destroy());
        done(error);
    }
    /** Ends, and closes once all is written. */
    destroySoon() {
        if (this.writable)
            this.end();
        if (this.writableFinished)
            this.destroy();
        else
            this.once('finish', () => this.destroy());
    }
    resetAndDestroy() {
        return this.destroy();
    }
    /** Emits 'timeout' after so many milliseconds without traffic; 0 never. */
    setTimeout(timeoutMs, onTimeout) {
        clearTimeout(this.#timer);
        this.#timer = undefined;
        this.timeout = timeoutMs;
        if (timeoutMs > 0 && !this.destroyed) {
            this.#timer = setTimeout(() => this.emit('timeout'), timeoutMs);
            this.#timer.unref();
        }
        if (onTimeout === undefined)
            return this;
        if (timeoutMs > 0)
            return this.once('timeout', onTimeout);
        return this.off('timeout', onTimeout);
    }
    setNoDelay() {
        return this;
    }
    setKeepAlive() {
        return this;
    }
    ref() {
        return this;
    }
    unref() {
        return this;
    }
    address() {
        return { address: this.localAddress, family: 'IPv4', port: this.localPort };
    }
    #take(chunk, done) {
        this.bytesRead += chunk.length;
        this.#timer?.refresh();
        if (this.push(chunk))
            done();
        else
            this.#taken = done;
    }
}
function closedError() {
    return Object.assign(new Error('the other end is closed'), { code: 'EPIPE' });
}
//# sourceMappingURL=memory-socket.js.map