// The whole gateway with a thousand slow clients (slow-load.ts), who upload to a station of another process and leave its
// answers lying: others are answered as before, whether they come by HTTP or by a link of their own.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { loadUws } from '../../src/http/uws-load.js';
import { connect } from '../../src/index.js';
import { kCliPath } from './cli.js';
import { connectSlowClients, kSlowCount, p99sOf, quickClient } from './slow-load.js';
import { Talker } from './talker.js';
import { kQuiet, until, World, within } from './world.js';
const kStation = fileURLToPath(new URL('./programs/slow-traffic-station.js', import.meta.url));
/** Rounds for one figure, whose median counts. */
const kRounds = 5;
/** What timers and other processes of the machine may add to a figure that is a few milliseconds. */
const kSlackMs = 5;
/** Above what a gateway takes at once, so that the station gets it as it comes. */
const kUploadBytes = 2 << 20;
/** Times that the figures are taken among slow clients: another process may have come in. */
const kTriesMax = 3;
/**
 * Bytes of the server (center and gateway) for each slow client. Each third one leaves an answer lying, for which 1 MiB
 * (`waitingBytesMax`) waits in the engine, and about as much behind it: 290 KiB were measured with uws, 700 KiB with node.
 */
const kGrownBytesMax = 1024 * 1024;
/** The system has taken what it takes when a station has given nothing for so long. */
const kSettledMs = 500;
function residentBytes(pid) {
    const [, kib = '0'] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kib) * 1024;
}
function trafficOf({ child }) {
    const told = new Promise((resolve) => {
        child.once('message', ({ done }) => resolve(done));
    });
    child.send('ask');
    return within('the station tells', told);
}
function median(sorted) {
    return sorted[Math.floor(sorted.length / 2)] ?? Number.POSITIVE_INFINITY;
}
function isAsCalm(slow, calm) {
    return ['http', 'link'].every((way) => slow[way] <= Math.max(2 * calm[way], calm[way] + kSlackMs));
}
const { uws } = loadUws();
for (const engine of ['uws', 'node']) {
    const run = engine === 'uws' && uws === null ? test.serial.skip : test.serial;
    run(`a gateway with ${engine} and its station serve others among a thousand slow clients`, async (t) => {
        t.timeout(60_000);
        const world = new World();
        t.teardown(() => world.close());
        const flags = ['--http-address', '127.0.0.1:0', '--http-engine', engine];
        const bound = ['--http-connections-per-address-max', '2000'];
        const args = ['server', '--json', ...kQuiet, '--pipe', world.pipe, ...flags, ...bound];
        const server = new Talker(process.execPath, [kCliPath, ...args]);
        world.keep(server.child);
        await server.saysOut(/"ready":true/);
        const { http } = JSON.parse(server.out);
        const port = Number(http.slice(http.lastIndexOf(':') + 1));
        const station = await world.startProgram(kStation, 'traffic');
        const client = await connect(`shm:${world.pipe}`);
        t.teardown(() => client.close());
        const quick = quickClient(t, port);
        const called = async () => {
            await client.call('GET /quick');
        };
        const figures = async () => ({
            http: median(await p99sOf(quick, kRounds)),
            link: median(await p99sOf(called, kRounds)),
        });
        await figures(); // warms up
        const calm = await figures();
        const pid = server.child.pid ?? 0;
        const calmBytes = residentBytes(pid);
        await connectSlowClients(t, port, kUploadBytes);
        let given = { bytes: -1, ms: 0 };
        await until('the system takes no more', async () => {
            const { givenBytes, uploads, streams } = await trafficOf(station);
            if (givenBytes !== given.bytes)
                given = { bytes: givenBytes, ms: performance.now() };
            const isSettled = performance.now() - given.ms > kSettledMs;
            return isSettled && uploads + streams >= Math.floor(kSlowCount / 3) * 2;
        });
        let slow = await figures();
        for (let tries = 1; tries < kTriesMax && !isAsCalm(slow, calm); tries++)
            slow = await figures();
        const grownBytes = Math.round((residentBytes(pid) - calmBytes) / kSlowCount);
        for (const way of ['http', 'link']) {
            const texts = [calm[way], slow[way]].map((ms) => ms.toFixed(2));
            t.log(`p99 by ${way}: ${texts[0]} ms calm, ${texts[1]} ms among slow clients`);
        }
        t.true(isAsCalm(slow, calm));
        t.log(`${Math.round(grownBytes / 1024)} KiB for each; ${given.bytes >> 20} MiB were given`);
        t.true(grownBytes < kGrownBytesMax, `it grew by ${grownBytes} bytes for each slow client`);
    });
}
//# sourceMappingURL=slow-gateway.test.js.map