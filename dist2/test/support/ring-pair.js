// Both ends of one ring in memory of the test.
import { kCenterBellOffset, kHeadPositionOffset, kProducerWaitingOffset, kRingHeaderBytes, kTailPositionOffset, kToPeerRingOffset, segmentBytesOf, } from '../../src/ring/layout.js';
import { RingReader } from '../../src/ring/ring-reader.js';
import { RingWriter } from '../../src/ring/ring-writer.js';
/** @param position where both ends begin, a multiple of 8. */
export function makeRing(ringBytes = 4096, sizeBytesMin = 8, position = 0) {
    const memory = new SharedArrayBuffer(segmentBytesOf(ringBytes));
    const at = kToPeerRingOffset;
    const rings = { reader: 0, producer: 0 };
    RingWriter.initialize(memory, at, ringBytes);
    const words = new Int32Array(memory);
    words[(at + kTailPositionOffset) >> 2] = position;
    words[(at + kHeadPositionOffset) >> 2] = position;
    const ringReader = () => {
        rings.reader++;
    };
    const ringProducer = () => {
        rings.producer++;
    };
    return {
        writer: new RingWriter(memory, at, ringBytes, kCenterBellOffset, ringReader),
        reader: new RingReader(memory, at, ringBytes, kCenterBellOffset, sizeBytesMin, ringProducer),
        words,
        dataWord: (at + kRingHeaderBytes) >> 2,
        tailWord: (at + kTailPositionOffset) >> 2,
        headWord: (at + kHeadPositionOffset) >> 2,
        waitingWord: (at + kProducerWaitingOffset) >> 2,
        bellWord: kCenterBellOffset >> 2,
        rings,
    };
}
//# sourceMappingURL=ring-pair.js.map