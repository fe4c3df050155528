// The thread that writes into the ring, until it is terminated.
import { kPeerBellOffset, kToPeerRingOffset } from '../../src/ring/layout.js';
import { kFull, RingWriter } from '../../src/ring/ring-writer.js';
import { kBatchCount, kNumberOffset, kRecordBytes, kRingBytes, ringEnd } from '../ring-shape.js';
const { segment, records, room, runMs, native } = ringEnd();
const ringConsumer = () => native.doorbellRing(records.writer);
const writer = new RingWriter(segment, kToPeerRingOffset, kRingBytes, kPeerBellOffset, ringConsumer);
const body = new Int32Array(kRecordBytes / 4);
for (let number = 0;;) {
    const offset = writer.tryReserve(kRecordBytes);
    if (offset === kFull) {
        writer.publish();
        native.doorbellWait(room.reader, runMs);
        continue;
    }
    if (offset < 0)
        throw new Error('the ring is corrupt');
    body[0] = kRecordBytes;
    body[kNumberOffset >> 2] = number;
    const word = offset >> 2;
    for (let at = 0; at < body.length; at++)
        writer.words[word + at] = body[at] ?? 0;
    number = (number + 1) | 0;
    if (number % kBatchCount === 0)
        writer.publish();
}
//# sourceMappingURL=ring-producer.js.map