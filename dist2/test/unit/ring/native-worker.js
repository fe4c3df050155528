// A worker with an open poller, which ends in the way it is told. Run by native.test.ts.
import { parentPort, workerData } from 'node:worker_threads';
import { loadNative } from '../../../src/ring/native.js';
function isPlan(value) {
    return typeof value === 'object' && value !== null && 'ending' in value && 'shared' in value;
}
const plan = workerData;
if (!isPlan(plan))
    throw new Error('the worker needs a plan');
const loaded = loadNative();
if (!loaded.ok)
    throw new Error(loaded.reason);
const { native } = loaded;
const words = new Int32Array(plan.shared);
const mapping = new native.Mapping(plan.memoryFile, plan.memoryBytes);
const poller = new native.Poller(() => {
    if (plan.ending === 'exit-in-turn')
        process.exit(3);
    if (plan.ending === 'throw-in-turn')
        throw new Error('thrown in turn');
    parentPort?.postMessage('running');
    if (plan.ending === 'terminated-in-turn')
        for (;;)
            Atomics.add(words, 40, 1);
    return plan.ending === 'terminated-busy' ? 1 : 0;
}, 50);
const doorbell = native.doorbellCreate();
poller.addDoorbell(doorbell.reader);
poller.watch(words, 0, 1, 32);
poller.watch(new Int32Array(mapping.buffer), 0, 16, 32);
native.descriptorClose(doorbell.reader);
native.descriptorClose(doorbell.writer);
poller.arm();
poller.ref();
if (plan.ending === 'released-while-watched')
    mapping.release();
if (plan.ending === 'exit')
    process.exit(0);
poller.kick();
//# sourceMappingURL=native-worker.js.map