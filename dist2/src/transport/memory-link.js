// A link inside one process: two rings on a SharedArrayBuffer between threads (placements worker and attached).
// The doorbell is a pipe where the addon is there, else a MessagePort.
//
// Descriptors belong to the process, not to a thread, so a thread that ends closes none. Each end closes its own two when
// it closes; those of an end that never will, because its thread has ended, are closed by whoever started that thread
// (MemoryEnds). Nobody else does: the other end cannot know whether a thread that left has closed them. That both do is
// kept out by one word of each end in shared memory.
import { assert } from '../base/assert.js';
import { segmentBytesOf } from '../ring/layout.js';
import { loadNative } from '../ring/native.js';
import { initializeSegment, ringsOf } from './rings.js';
/** Somebody closes the descriptors, or has closed them. */
const kReleased = 1;
/** What an end posts when it closes. */
const kClosed = 'closed';
/**
 * Makes both ends of a link between two threads.
 *
 * @param channel a fresh MessageChannel.
 */
export function planMemoryLink(carrier, ringBytes, channel) {
    const memory = new SharedArrayBuffer(segmentBytesOf(ringBytes));
    initializeSegment(memory, ringBytes, 0);
    const loaded = loadNative();
    const bells = loaded.ok ? makeBells(loaded.native) : null;
    const common = { carrier, memory, ringBytes, bells };
    return {
        center: { ...common, side: 'center', port: channel.port1 },
        peer: { ...common, side: 'peer', port: channel.port2 },
    };
}
/** @throws Error with the system's code when descriptors are exhausted; nothing is left open then. */
function makeBells(native) {
    const forCenter = native.doorbellCreate();
    try {
        const forPeer = native.doorbellCreate();
        return {
            center: { reader: forCenter.reader, writer: forPeer.writer },
            peer: { reader: forPeer.reader, writer: forCenter.writer },
            owners: new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT),
        };
    }
    catch (error) {
        native.descriptorClose(forCenter.reader);
        native.descriptorClose(forCenter.writer);
        throw error;
    }
}
/** Opens an end in the thread that uses it. */
export function openMemoryLink(plan, loop) {
    const { port } = plan;
    let isClosed = false;
    const { reader, writer } = ringsOf(plan.memory, plan.ringBytes, plan.side, () => bell.ringPeer());
    loop.add(reader);
    const bell = openBell(plan, loop, reader);
    const link = {
        carrier: plan.carrier,
        reader,
        writer,
        onEnd: () => { },
        close: () => {
            if (isClosed)
                return;
            isClosed = true;
            loop.remove(reader);
            bell.close();
            port.postMessage(kClosed);
            port.close();
        },
    };
    const end = (reason) => {
        if (!isClosed)
            link.onEnd(reason);
    };
    port.on('message', (message) => {
        if (message === kClosed)
            end('the other thread left');
        else
            loop.wakeFor(reader);
    });
    port.on('close', () => end('the other thread ended')); // or this end did, then nobody is told
    // A station in a worker thread lives as long as its link; the other ends live for other reasons.
    if (plan.carrier === 'worker' && plan.side === 'peer')
        port.ref();
    else
        port.unref();
    return link;
}
function openBell(plan, loop, ring) {
    const { bells, port, side } = plan;
    if (bells === null)
        return { ringPeer: () => port.postMessage(null), close: () => { } };
    const { reader, writer } = bells[side];
    const native = nativeOf();
    let isOpen = true;
    try {
        loop.addDoorbell(ring, reader);
    }
    catch (error) {
        loop.remove(ring);
        release(plan, bells);
        throw error;
    }
    return {
        // After close() the number may be another descriptor's.
        ringPeer: () => {
            if (isOpen)
                native.doorbellRing(writer);
        },
        close: () => {
            isOpen = false;
            release(plan, bells);
        },
    };
}
/** The ends that one thread was given, for the thread that started it. */
export class MemoryEnds {
    #plans = new Set();
    #isOver = false;
    /** Before the plan is posted to the thread. A thread that has ended opens nothing any more. */
    add(plan) {
        for (const other of this.#plans)
            if (isReleased(other))
                this.#plans.delete(other);
        this.#plans.add(plan);
        if (this.#isOver)
            this.release();
    }
    /** The thread has ended: closes the descriptors that it left open. */
    release() {
        this.#isOver = true;
        for (const plan of this.#plans)
            if (plan.bells !== null)
                release(plan, plan.bells);
        this.#plans.clear();
    }
}
function isReleased({ bells, side }) {
    return bells === null || Atomics.load(new Int32Array(bells.owners), wordOf(side)) === kReleased;
}
/** Closes the descriptors of an end, once. */
function release({ side }, bells) {
    const before = Atomics.exchange(new Int32Array(bells.owners), wordOf(side), kReleased);
    if (before === kReleased)
        return;
    const native = nativeOf();
    native.descriptorClose(bells[side].reader);
    native.descriptorClose(bells[side].writer);
}
function wordOf(side) {
    return side === 'center' ? 0 : 1;
}
function nativeOf() {
    const loaded = loadNative();
    assert(loaded.ok, 'threads of one process agree on whether the addon is there');
    return loaded.native;
}
//# sourceMappingURL=memory-link.js.map