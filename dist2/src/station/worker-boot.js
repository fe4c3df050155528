// First module of a station's worker thread: keeps the door to the center open, then loads the author's module.
import { workerData } from 'node:worker_threads';
import { setWorkerDoor } from '../transport/connect.js';
import { openMemoryLink } from '../transport/memory-link.js';
const { module, door } = workerData; // worker-pool.ts gives exactly this
// The center answers in the order in which it was asked.
const waiting = [];
door.on('message', (plan) => {
    waiting.shift()?.(plan);
    if (waiting.length === 0)
        door.unref();
});
setWorkerDoor(async ({ name, version }) => {
    door.ref();
    door.postMessage({ name, version });
    const plan = await new Promise((resolve) => waiting.push(resolve));
    return (loop) => openMemoryLink(plan, loop);
});
await import(module);
door.postMessage('loaded');
door.unref();
//# sourceMappingURL=worker-boot.js.map