// Simulated message ports: between the threads of a center, and as the doorbells of rings in memory.
//
// What is posted arrives in order, sometimes late. A bell without a message may arrive twice. A process that is killed
// closes its ports, and what it had posted still arrives.
/** One post in so many takes long, and one bell in so many rings twice. */
const kLateOneIn = 200;
const kTwiceOneIn = 50;
export class SimPort {
    #time;
    #delayMs;
    #process;
    #other = null;
    #listeners = new Map();
    #lastMs = 0;
    #isClosed = false;
    /** The end of the other port came before anybody listened. */
    #wasTold = false;
    #onKilled = () => this.close();
    /** @param process that holds it. @param delayMs that a message takes at most, unless it is late. */
    constructor(time, process, delayMs) {
        this.#time = time;
        this.#process = process;
        this.#delayMs = delayMs;
        process.onKilled.add(this.#onKilled);
    }
    /** Makes both ends of a channel. */
    static pair(time, first, second, delayMs) {
        const port1 = new SimPort(time, first, delayMs);
        const port2 = new SimPort(time, second, delayMs);
        port1.#other = port2;
        port2.#other = port1;
        // All of a MessagePort that the center and its stations use is there.
        return { port1: port1, port2: port2 };
    }
    postMessage(value) {
        const other = this.#other;
        const isBell = value === null;
        if (other === null || this.#isClosed || (isBell && this.#process.isMute))
            return;
        other.arrive(() => other.tell('message', value));
        if (isBell && this.#time.pick(kTwiceOneIn) === 0)
            other.arrive(() => other.tell('message', value));
    }
    on(name, listener) {
        this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), listener]);
        if (name === 'close' && this.#wasTold)
            this.arrive(() => this.tell('close', undefined));
        return this;
    }
    close() {
        if (this.#isClosed)
            return;
        this.#isClosed = true;
        this.#process.onKilled.delete(this.#onKilled);
        const other = this.#other;
        other?.arrive(() => {
            other.#wasTold = true;
            other.tell('close', undefined);
        });
    }
    ref() { }
    unref() { }
    arrive(run) {
        const isLate = this.#time.pick(kLateOneIn) === 0;
        const delayMs = this.#time.between(0, this.#delayMs * (isLate ? 100 : 1));
        this.#lastMs = Math.max(this.#lastMs, this.#time.nowMs + delayMs);
        this.#time.after(this.#process, this.#lastMs - this.#time.nowMs, run);
    }
    tell(name, value) {
        if (this.#isClosed)
            return;
        for (const listener of this.#listeners.get(name) ?? [])
            listener(value);
    }
}
//# sourceMappingURL=ports.js.map