// Makes the two rings of a segment's or stream's memory, seen from either side.
import { kCenterBellOffset, kGenerationOffset, kLayoutVersion, kLayoutVersionOffset, kMagic, kMagicOffset, kPeerBellOffset, kRecordBytesMaxOffset, kRecordShare, kRingBytesOffset, kSegmentBytesOffset, kStateOffset, kStateOpen, kToPeerRingOffset, segmentBytesOf, toCenterRingOffset, } from '../ring/layout.js';
import { RingReader } from '../ring/ring-reader.js';
import { RingWriter } from '../ring/ring-writer.js';
import { kFrameHeaderBytes } from '../wire/frame.js';
/** Writes the first page and the ring headers of fresh memory. Only the center does, before the peer sees it. */
export function initializeSegment(buffer, ringBytes, generation) {
    const words = new Int32Array(buffer);
    words[kMagicOffset >> 2] = kMagic;
    words[kLayoutVersionOffset >> 2] = kLayoutVersion;
    words[kSegmentBytesOffset >> 2] = segmentBytesOf(ringBytes);
    words[kGenerationOffset >> 2] = generation;
    words[kRingBytesOffset >> 2] = ringBytes;
    words[kRecordBytesMaxOffset >> 2] = ringBytes / kRecordShare;
    RingWriter.initialize(buffer, kToPeerRingOffset, ringBytes);
    RingWriter.initialize(buffer, toCenterRingOffset(ringBytes), ringBytes);
    Atomics.store(words, kStateOffset >> 2, kStateOpen);
}
/**
 * Checks the first page as a peer finds it.
 *
 * @returns the broken rule, or null when all is well.
 */
export function checkSegment(buffer, ringBytes, generation) {
    const words = new Int32Array(buffer);
    if (words[kMagicOffset >> 2] !== kMagic)
        return 'the segment does not begin with its magic number';
    const version = words[kLayoutVersionOffset >> 2];
    if (version !== kLayoutVersion)
        return `layout version ${version} is not ${kLayoutVersion}`;
    if (words[kSegmentBytesOffset >> 2] !== segmentBytesOf(ringBytes))
        return 'the segment has another size';
    if (words[kGenerationOffset >> 2] !== generation)
        return 'the segment is of another generation';
    return null;
}
/**
 * The rings of one side.
 *
 * @param ringPeer rings the doorbell of the other side.
 */
export function ringsOf(buffer, ringBytes, side, ringPeer) {
    const toPeer = kToPeerRingOffset;
    const toCenter = toCenterRingOffset(ringBytes);
    const isCenter = side === 'center';
    const own = isCenter ? kCenterBellOffset : kPeerBellOffset;
    const other = isCenter ? kPeerBellOffset : kCenterBellOffset;
    return {
        reader: new RingReader(buffer, isCenter ? toCenter : toPeer, ringBytes, own, kFrameHeaderBytes, ringPeer),
        writer: new RingWriter(buffer, isCenter ? toPeer : toCenter, ringBytes, other, ringPeer),
    };
}
//# sourceMappingURL=rings.js.map