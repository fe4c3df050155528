// A station for bad days: answers late, never, much, or in a stream. Arguments: center's address, name.
import { createStation } from '../../../src/index.js';
const [address, name = 'slow'] = process.argv.slice(2);
let abortedCount = 0;
let runningCount = 0;
const station = createStation({ name, onEvent: (event) => process.send?.({ event: event.type }) });
async function sleep(ms) {
    await new Promise((resolve) => setTimeout(resolve, ms));
}
station.route('POST /echo', (call) => call.body);
station.route('POST /never', (call) => {
    runningCount++;
    return new Promise(() => {
        call.signal.addEventListener('abort', () => {
            runningCount--;
            abortedCount++;
        });
    });
});
station.route('POST /late', async (call) => {
    await sleep(Number(call.body));
    return 'late';
});
station.route('POST /bytes', (call) => new Uint8Array(Number(call.body)).fill(7));
station.route('POST /items', (call) => items(Number(call.body)));
station.route('POST /count', async (call) => {
    let bytes = 0;
    for await (const item of call.body)
        bytes += item.length;
    return bytes;
});
station.route('POST /tally', () => ({ abortedCount, runningCount }));
station.route(`POST /${name}/only`, (call) => call.body);
async function* items(count) {
    for (let index = 0; index < count; index++)
        yield new Uint8Array(30_000).fill(index);
}
process.on('message', (message) => {
    if (message === 'leave')
        void station.leave().then(() => process.send?.({ event: 'left' }));
});
await station.join(address);
process.send?.({ joined: process.pid });
//# sourceMappingURL=slow-station.js.map