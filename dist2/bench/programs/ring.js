// Two worker threads and a ring between them; each blocks on its doorbell while it has nothing to do.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { kToPeerRingOffset, segmentBytesOf } from '../../src/ring/layout.js';
import { loadNative } from '../../src/ring/native.js';
import { RingWriter } from '../../src/ring/ring-writer.js';
import { answer, numberOf } from '../answer.js';
import { kRingBytes } from '../ring-shape.js';
const loaded = loadNative();
if (!loaded.ok)
    throw new Error(loaded.reason);
const addon = loaded.native;
answer({ run: (parameters) => run(addon, numberOf(parameters, 'runMs')) }, async () => { });
/** @returns what the consumer counted. Rejects with its error, too. */
async function run(native, runMs) {
    const segment = new SharedArrayBuffer(segmentBytesOf(kRingBytes));
    RingWriter.initialize(segment, kToPeerRingOffset, kRingBytes);
    const ends = {
        segment,
        room: native.doorbellCreate(),
        records: native.doorbellCreate(),
        runMs,
    };
    const producer = new Worker(new URL('ring-producer.js', import.meta.url), { workerData: ends });
    const consumer = new Worker(new URL('ring-consumer.js', import.meta.url), { workerData: ends });
    try {
        const told = await once(consumer, 'message');
        return told[0];
    }
    finally {
        await Promise.all([producer.terminate(), consumer.terminate()]);
        for (const { reader, writer } of [ends.room, ends.records]) {
            native.descriptorClose(reader);
            native.descriptorClose(writer);
        }
    }
}
//# sourceMappingURL=ring.js.map