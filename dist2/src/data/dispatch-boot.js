// The first module of the dispatch worker's thread. Started by control/worker-pool.ts.
import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '../base/assert.js';
import { errorBodyOf } from '../base/errors.js';
import { DispatchWorker, makeLinkListener } from './dispatch-worker.js';
assert(parentPort !== null, 'the dispatch worker runs in a worker thread');
const port = parentPort;
const options = workerData; // worker-pool.ts gives exactly this
const worker = new DispatchWorker(options, {
    post: (message) => port.postMessage(message),
    makeListener: makeLinkListener,
    onStopped: () => port.close(),
});
port.on('message', (message) => worker.onMessage(message));
worker.start().catch((error) => {
    worker.giveUp();
    const failed = { type: 'failed', error: errorBodyOf(error, options.pipe) };
    port.postMessage(failed);
});
//# sourceMappingURL=dispatch-boot.js.map