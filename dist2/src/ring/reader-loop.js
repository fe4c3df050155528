// The loop of a thread that reads rings: runs turns while there is work, then sleeps until a doorbell rings.
//
// With the addon the loop itself is native (native/binding/poller.cc): it spins for a bounded, adaptive time between
// turns and sleeps on pipes. Without it, rings inside the process are rung through wake(), and idle turns are not
// spun at all.
import { kSpinUsMax } from '../base/limits.js';
import { loadNative } from './native.js';
import { Rota } from './rota.js';
const takeTurn = (part) => part.turn();
/** Makes a loop to share. It is there while it has parts. */
export function makeSharedLoop() {
    const parts = new Rota();
    let shared = null;
    return (turn) => {
        shared ??= new ReaderLoop((mustSeeAll) => parts.turn(takeTurn, mustSeeAll));
        const loop = shared;
        const part = { turn }; // its own, even when two stations hand in the same function
        parts.add(part);
        const leave = () => {
            if (!parts.remove(part) || parts.size > 0)
                return;
            loop.close();
            shared = null;
        };
        return { loop, rouse: () => parts.rouse(part), leave };
    };
}
/** The one loop of this thread's stations. */
export const shareThreadLoop = makeSharedLoop();
export class ReaderLoop {
    #turn;
    #poller;
    #watched = new Map();
    #byRingId = new Map();
    #isScheduled = false;
    #isClosed = false;
    constructor(turn) {
        this.#turn = turn;
        const loaded = loadNative();
        const run = (mustSeeAll) => this.#run(mustSeeAll);
        const onRung = (ringId) => this.#byRingId.get(ringId)?.onRung();
        this.#poller = loaded.ok ? new loaded.native.Poller(run, kSpinUsMax, onRung) : null;
    }
    /** True when doorbells of this loop are descriptors. */
    get isNative() {
        return this.#poller !== null;
    }
    /** Watches a ring: it is looked at in every turn's sleep, and its bell is armed while the loop sleeps or the ring is quiet. */
    add(reader) {
        const poller = this.#poller;
        let ringId = 0;
        if (poller !== null) {
            ringId = poller.watch(reader.words, reader.tailWord, reader.headWord, reader.bellWord);
            this.#byRingId.set(ringId, reader);
        }
        this.#watched.set(reader, { ringId, doorbellId: 0, seen: 0 });
        this.wake(); // it falls asleep after its first run, with the bell armed
    }
    /**
     * Wakes when the doorbell of a watched ring rings. Only where {@link isNative}.
     *
     * @param bellReader its reading end; another one of it is kept.
     */
    addDoorbell(reader, bellReader) {
        const watched = this.#watched.get(reader);
        if (watched !== undefined && this.#poller !== null)
            watched.doorbellId = this.#poller.addDoorbell(bellReader, watched.ringId);
    }
    /** Forgets a ring and its doorbell; its memory may be released after this. */
    remove(reader) {
        const watched = this.#watched.get(reader);
        this.#watched.delete(reader);
        if (watched === undefined || this.#poller === null)
            return;
        this.#byRingId.delete(watched.ringId);
        this.#poller.unwatch(watched.ringId);
        if (watched.doorbellId > 0 && !this.#isClosed)
            this.#poller.removeDoorbell(watched.doorbellId);
    }
    /** Runs a turn soon that looks at every ring; from the owning thread only. */
    wake() {
        if (this.#isClosed)
            return;
        if (this.#poller !== null) {
            this.#poller.kick();
        }
        else if (!this.#isScheduled) {
            this.#isScheduled = true;
            setImmediate(this.#runImmediate);
        }
    }
    /** The same for one ring, which has records or found room for them. */
    wakeFor(reader) {
        const ringId = this.#watched.get(reader)?.ringId ?? 0;
        if (this.#poller !== null && ringId > 0)
            this.#poller.ring(ringId);
        else
            this.wake();
    }
    /** Whether a sleeping loop keeps the process alive. */
    keepAlive(isKept) {
        if (isKept)
            this.#poller?.ref();
        else
            this.#poller?.unref();
    }
    close() {
        this.#isClosed = true;
        this.#poller?.close();
        this.#watched.clear();
        this.#byRingId.clear();
    }
    #run(mustSeeAll) {
        return this.#isClosed ? 0 : this.#turn(mustSeeAll);
    }
    #runImmediate = () => {
        this.#isScheduled = false;
        if (this.#isClosed)
            return;
        for (const [reader, watched] of this.#watched) {
            reader.setBell(0);
            watched.seen = reader.publishedPosition();
        }
        if (this.#run(true) > 0) {
            this.wake();
            return;
        }
        let isReady = false;
        for (const [reader, { seen }] of this.#watched) {
            reader.setBell(1);
            // SYNC(bell): look once more after arming; whoever published before saw 0 and did not ring. What the turn saw and
            // left lying wakes nobody: it waits for room elsewhere, and that rings.
            if (reader.publishedPosition() !== seen)
                isReady = true;
        }
        if (isReady)
            this.wake();
    };
}
//# sourceMappingURL=reader-loop.js.map