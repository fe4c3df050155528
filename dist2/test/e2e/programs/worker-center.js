// A process that starts and ends centers with stations in worker threads, and tells its parent what that left open.
import { readdirSync } from 'node:fs';
import { startCenter } from '../../../src/index.js';
const kStation = new URL('./worker-station.js', import.meta.url);
const kThreads = 3;
const kWaitMs = 5_000;
const [, , pipe = '', rounds = '1', ending = 'close'] = process.argv;
async function round() {
    const center = await startCenter({ pipe, log: 'silent' });
    for (let count = 0; count < kThreads; count++)
        await center.startWorker(kStation);
    await center.call('POST /threaded', 'hello');
    await (ending === 'drain' ? center.drain() : center.close());
}
const descriptors = () => readdirSync('/proc/self/fd').length;
await round(); // what is opened once and kept
const before = descriptors();
for (let count = 0; count < Number(rounds); count++)
    await round();
// Threads close what they held a moment after they have ended.
const deadlineMs = performance.now() + kWaitMs;
while (descriptors() > before && performance.now() < deadlineMs)
    await new Promise((resolve) => setTimeout(resolve, 10));
const report = { before, after: descriptors() };
process.send?.(report, () => process.disconnect());
//# sourceMappingURL=worker-center.js.map