// A link over shared memory between two processes. They meet on the center's pipe; the center makes an anonymous
// sealed memory file and two doorbells and passes the file and one end of each bell over the socket. From then on the socket
// tells the other side's end, and brings a peer its lanes (peer-socket.ts). Of a bell each side has another end, never both: see native/os/os.h.
import { centerError } from '../base/errors.js';
import { kCenterPidOffset, kPeerPidOffset, kStateDead, kStateOffset, segmentBytesOf, } from '../ring/layout.js';
import { PeerSocket } from './peer-socket.js';
import { checkSegment, initializeSegment, ringsOf } from './rings.js';
/**
 * Makes the segment of a new link.
 *
 * @param socket the accepted connection; its end ends the link.
 * @param descriptor of that socket.
 * @param peerPid as the kernel says.
 * @returns the end, and descriptors to pass and then close: see {@link ShmOffer}.
 * @throws Error with the system's code when memory or descriptors are exhausted; nothing is left open then.
 */
export function offerShmLink(native, socket, descriptor, ringBytes, generation, peerPid, loop) {
    const bytes = segmentBytesOf(ringBytes);
    const opened = [];
    const keep = (descriptor) => {
        opened.push(descriptor);
        return descriptor;
    };
    let mapping;
    try {
        const memory = keep(native.segmentCreate(bytes));
        const keepBoth = (bell) => {
            keep(bell.reader);
            keep(bell.writer);
            return bell;
        };
        const ownBell = keepBoth(native.doorbellCreate());
        const peerBell = keepBoth(native.doorbellCreate());
        mapping = new native.Mapping(memory, bytes);
        initializeSegment(mapping.buffer, ringBytes, generation);
        const words = new Int32Array(mapping.buffer);
        words[kCenterPidOffset >> 2] = process.pid;
        words[kPeerPidOffset >> 2] = peerPid;
        const parts = {
            side: 'center',
            mapping,
            ringBytes,
            bellReader: ownBell.reader,
            peerBellWriter: peerBell.writer,
        };
        const end = new ShmLink(native, parts, loop, (link) => centerSocket(native, socket, descriptor, (reason) => link.end(reason)));
        return { end, passed: [memory, ownBell.writer, peerBell.reader] };
    }
    catch (error) {
        mapping?.release();
        for (const descriptor of opened)
            native.descriptorClose(descriptor);
        throw error;
    }
}
/**
 * Opens the peer's end on what the center passed. Owns socket and descriptors from here on.
 *
 * @param socket descriptor of the connection.
 * @param descriptors memory, writer of the center's doorbell, reader of the peer's doorbell.
 * @throws CenterError ERR_PROTOCOL when the segment is not what the welcome said; nothing is left open then.
 */
export function acceptShmLink(native, socket, ringBytes, generation, descriptors, loop) {
    const [memory, peerBellWriter, bellReader, ...rest] = descriptors;
    if (memory === undefined ||
        peerBellWriter === undefined ||
        bellReader === undefined ||
        rest.length > 0) {
        for (const descriptor of [socket, ...descriptors])
            native.descriptorClose(descriptor);
        throw centerError('ERR_PROTOCOL', {
            rule: `three descriptors are passed, ${descriptors.length} came`,
        });
    }
    let mapping;
    try {
        mapping = new native.Mapping(memory, segmentBytesOf(ringBytes));
        const broken = checkSegment(mapping.buffer, ringBytes, generation);
        if (broken !== null)
            throw centerError('ERR_PROTOCOL', { rule: broken });
        const parts = { side: 'peer', mapping, ringBytes, bellReader, peerBellWriter };
        const end = new ShmLink(native, parts, loop, (link) => peerSocket(native, socket, loop, link, (reason) => link.end(reason)));
        native.descriptorClose(memory);
        return end;
    }
    catch (error) {
        mapping?.release();
        for (const descriptor of [socket, ...descriptors])
            native.descriptorClose(descriptor);
        throw error;
    }
}
/** The center's side: nothing comes by it but the peer's end, and lanes go by it. */
function centerSocket(native, socket, descriptor, onEnd) {
    socket.on('data', () => onEnd('the peer wrote to a socket that only tells its end'));
    socket.on('end', () => onEnd('the peer is gone'));
    socket.on('error', (error) => onEnd(error.message));
    socket.on('close', () => onEnd('the peer is gone'));
    socket.resume();
    const passLane = (message, descriptors) => {
        const sent = native.pipeSend(descriptor, message, descriptors);
        // The rest could be sent later; but who leaves a socket full of so little does not read it.
        if (sent > 0 && sent < message.length)
            throw new Error('the socket took only a part');
        return sent > 0;
    };
    return { passLane, close: () => socket.destroy() };
}
function peerSocket(native, descriptor, loop, link, onEnd) {
    return new PeerSocket(native, descriptor, loop, () => link.laneDoor, onEnd);
}
/** Before a link has an owner; no center hands out lanes so early. */
const kClosedDoor = {
    onOpen: (_open, end) => end.close(),
    onRefused: () => { },
    onOver: () => { },
};
class ShmLink {
    carrier = 'shm';
    reader;
    writer;
    onEnd = () => { };
    #native;
    #parts;
    #loop;
    passLane;
    laneDoor = kClosedDoor;
    #socket;
    #isClosed = false;
    constructor(native, parts, loop, openSocket) {
        this.#native = native;
        this.#parts = parts;
        this.#loop = loop;
        const { mapping, ringBytes, side, bellReader, peerBellWriter } = parts;
        const ringPeer = () => native.doorbellRing(peerBellWriter);
        const rings = ringsOf(mapping.buffer, ringBytes, side, ringPeer);
        this.reader = rings.reader;
        this.writer = rings.writer;
        loop.add(this.reader);
        try {
            loop.addDoorbell(this.reader, bellReader);
            this.#socket = openSocket(this);
            this.passLane = this.#socket.passLane;
        }
        catch (error) {
            loop.remove(this.reader);
            throw error;
        }
    }
    close() {
        if (this.#isClosed)
            return;
        this.#isClosed = true;
        const { mapping, bellReader, peerBellWriter, side } = this.#parts;
        if (side === 'center')
            Atomics.store(this.reader.words, kStateOffset >> 2, kStateDead);
        this.#loop.remove(this.reader);
        // A peer that sleeps wakes to find the socket's end.
        this.#native.doorbellRing(peerBellWriter);
        mapping.release();
        this.#native.descriptorClose(bellReader);
        this.#native.descriptorClose(peerBellWriter);
        this.#socket.close();
    }
    /** The socket says that the link is over. */
    end(reason) {
        if (this.#isClosed)
            return;
        const onEnd = this.onEnd;
        this.onEnd = () => { };
        onEnd(reason);
    }
}
//# sourceMappingURL=shm-link.js.map