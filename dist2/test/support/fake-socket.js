// A socket whose bytes a test hands in: `emit('data', bytes)`.
import { EventEmitter } from 'node:events';
/** As much of a socket as a link asks for. */
export class FakeSocket extends EventEmitter {
    writable = true;
    #isPaused = false;
    pause() {
        this.#isPaused = true;
        return this;
    }
    resume() {
        this.#isPaused = false;
        return this;
    }
    isPaused() {
        return this.#isPaused;
    }
    setNoDelay() {
        return this;
    }
    write() {
        return true;
    }
    /** The test tells when it is closed. */
    end() {
        return this;
    }
    destroy() {
        return this;
    }
    /** It is one as far as links look. */
    asSocket() {
        return this;
    }
}
//# sourceMappingURL=fake-socket.js.map