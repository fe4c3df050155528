// An engine alone with a thousand slow clients (slow-load.ts): quick clients are answered as before.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import test, {} from 'ava';
import { loadUws } from '../../src/http/uws-load.js';
import { connectSlowClients, kSlowCount, p99sOf, quickClient } from './slow-load.js';
const kProgram = fileURLToPath(new URL('./programs/http-server.js', import.meta.url));
/** Rounds for one figure. */
const kRounds = 4;
/** Clients and server share two cores with whatever else runs; a hiccup of theirs is no fault of the engine. */
const kSlackMs = 15;
/** The kernel takes some hundred MiB of the large answers first, whoever serves them. */
const kSettleMs = 3_000;
/** A server with 1,000 slow clients: 100 KiB each is far above what they need, and far below an answer of 4 MiB each. */
const kGrownBytesMax = 100 * 1024 * kSlowCount;
async function startServer(t, engine) {
    const child = spawn(process.execPath, [kProgram, engine], {
        stdio: ['pipe', 'pipe', 'inherit'],
    });
    t.teardown(() => child.kill('SIGKILL'));
    const { stdin, stdout } = child;
    if (stdin === null || stdout === null)
        throw new Error('the server has no pipes');
    const lines = createInterface({ input: stdout });
    const [port] = (await once(lines, 'line'));
    return {
        port: Number(port),
        async ask() {
            const answer = once(lines, 'line');
            stdin.write('\n');
            const [line] = (await answer);
            return JSON.parse(line);
        },
    };
}
const { uws } = loadUws();
for (const engine of ['uws', 'node']) {
    const run = engine === 'uws' && uws === null ? test.serial.skip : test.serial;
    run(`${engine} serves quick clients among a thousand slow ones, within bounds of memory`, async (t) => {
        t.timeout(60_000);
        const server = await startServer(t, engine);
        const quick = quickClient(t, server.port);
        await p99sOf(quick, 1); // warms up
        // The best round is the one that nothing else on the machine disturbed.
        const [calmMs = 0] = await p99sOf(quick, kRounds);
        const { rss: calmBytes } = await server.ask();
        await connectSlowClients(t, server.port, 1_000);
        await new Promise((resolve) => setTimeout(resolve, kSettleMs));
        const [slowMs = Number.POSITIVE_INFINITY] = await p99sOf(quick, kRounds);
        const grownBytes = (await server.ask()).rss - calmBytes;
        const { slowCount } = await server.ask();
        t.true(slowCount >= kSlowCount / 2, `only ${slowCount} slow requests were seen`);
        t.log(`p99 ${calmMs.toFixed(1)} ms calm, ${slowMs.toFixed(1)} ms among slow clients`);
        t.log(`${Math.round(grownBytes / 1024 / kSlowCount)} KiB for each slow client`);
        t.true(slowMs <= 2 * calmMs + kSlackMs, `p99 is ${slowMs} ms, calm it was ${calmMs} ms`);
        t.true(grownBytes < kGrownBytesMax, `the server grew by ${grownBytes} bytes`);
    });
}
//# sourceMappingURL=slow-clients.test.js.map