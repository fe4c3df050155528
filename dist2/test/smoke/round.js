// One round through everything that the addon carries; run by each version of Node (see smoke.test.ts).
// Without an argument: the center and a caller. With one: a station, in a process of its own.
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connect, createStation, startCenter } from '../../src/index.js';
const [address] = process.argv.slice(2);
if (address === undefined)
    await runCenter();
else
    await runStation(address);
async function runStation(center) {
    const station = createStation({ name: 'smoke' });
    station.route('GET /smoke/:id', (call) => ({ id: call.params.id, node: process.version }));
    station.route('POST /echo', async (call) => call.body);
    station.route('GET /count', async function* () {
        for (let item = 0; item < 100; item++)
            yield item;
    });
    await station.join(center);
    process.send?.('joined');
}
async function runCenter() {
    const folder = mkdtempSync(join(tmpdir(), 'signalbox-smoke-'));
    const pipe = join(folder, 'center.sock');
    const center = await startCenter({ pipe });
    const child = fork(fileURLToPath(import.meta.url), [`shm:${pipe}`]);
    try {
        await new Promise((resolve, reject) => {
            child.once('message', () => resolve());
            child.once('exit', (code) => reject(new Error(`the station ended with ${code}`)));
        });
        const client = await connect(`shm:${pipe}`);
        const reply = await client.call('GET /smoke/7');
        expect(JSON.stringify(reply), JSON.stringify({ id: '7', node: process.version }));
        const bytes = new Uint8Array(300_000).map((_, index) => index);
        const echo = await client.call('POST /echo', bytes);
        expect(echo instanceof Uint8Array && Buffer.compare(echo, bytes) === 0, true);
        let sum = 0;
        for await (const item of (await client.call('GET /count')))
            sum += item;
        expect(sum, 4_950);
        const calls = Array.from({ length: 5_000 }, (_, index) => client.call('POST /echo', { index }));
        const replies = (await Promise.all(calls));
        expect(replies.every(({ index }, at) => index === at), true);
        await client.close();
        await center.drain();
        process.stdout.write(`ok ${process.version}\n`);
    }
    finally {
        child.kill('SIGKILL');
        rmSync(folder, { recursive: true, force: true });
    }
}
function expect(value, wanted) {
    if (value !== wanted)
        throw new Error(`${String(value)} is not ${String(wanted)}`);
}
//# sourceMappingURL=round.js.map