// The thread that reads the ring for a while, and says how many records came.
import { parentPort } from 'node:worker_threads';
import { kPollCountMax } from '../../src/base/limits.js';
import { kPeerBellOffset, kToPeerRingOffset } from '../../src/ring/layout.js';
import { RingReader } from '../../src/ring/ring-reader.js';
import { kFrameHeaderBytes } from '../../src/wire/frame.js';
import { kNumberOffset, kRecordBytes, kRingBytes, ringEnd } from '../ring-shape.js';
const { segment, records, room, runMs, native } = ringEnd();
const ringProducer = () => native.doorbellRing(room.writer);
const reader = new RingReader(segment, kToPeerRingOffset, kRingBytes, kPeerBellOffset, kFrameHeaderBytes, ringProducer);
/** Copies every record out, as the product does. */
const copy = new Int32Array(kRecordBytes / 4);
let count = 0;
const handler = {
    onRecord: ({ words }, offset, sizeBytes) => {
        for (let at = 0; at < copy.length; at++)
            copy[at] = words[(offset >> 2) + at] ?? 0;
        if (sizeBytes !== kRecordBytes || copy[kNumberOffset >> 2] !== count) {
            throw new Error(`record ${count} came out wrong`);
        }
        count++;
        return true;
    },
};
sleep(); // the other thread starts
const startMs = performance.now();
while (performance.now() - startMs < runMs) {
    const taken = reader.poll(handler, kPollCountMax);
    if (taken < 0)
        throw new Error('the ring is corrupt');
    if (taken === 0)
        sleep();
}
parentPort?.postMessage({ count, seconds: (performance.now() - startMs) / 1000 });
function sleep() {
    reader.setBell(1);
    if (!reader.hasRecords())
        native.doorbellWait(records.reader, runMs);
    reader.setBell(0);
}
//# sourceMappingURL=ring-consumer.js.map