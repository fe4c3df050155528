// The gateway as processes: beside its center, and alone while the center goes and comes.
import { spawn } from 'node:child_process';
import { readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { kill, until, World, within } from './world.js';
const kCli = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));
/** Starts a command with `--json` and waits for its ready line. */
async function start(...args) {
    const child = spawn(process.execPath, [kCli, ...args, '--json'], {
        stdio: ['ignore', 'pipe', 'ignore'],
    });
    const lines = createInterface({ input: child.stdout });
    const line = await within('the ready line', new Promise((resolve, reject) => {
        lines.once('line', resolve);
        child.once('exit', (code) => reject(new Error(`it ended with ${code}`)));
    }));
    const { http, engine } = JSON.parse(line);
    return { child, http, engine };
}
function startServer(world, ...more) {
    const quiet = ['--log-level', 'error', '--data-dir', 'off'];
    return start('server', '--pipe', world.pipe, ...quiet, ...more);
}
async function statusOf(url) {
    // A connection that a dying thread has taken may never be answered.
    const signal = AbortSignal.timeout(1_000);
    const response = await fetch(url, { headers: { connection: 'close' }, signal });
    await response.arrayBuffer();
    return response.status;
}
test.serial('the ready line names the address and engine of the gateway, which is ready', async (t) => {
    const world = new World();
    const server = await startServer(world, '--http-address', '127.0.0.1:0');
    try {
        t.true(['uws', 'node'].includes(server.engine));
        t.is(await statusOf(`http://${server.http}/readyz`), 200);
        const station = await world.startStation('echo');
        t.is(await statusOf(`http://${server.http}/_sys_/stations`), 200);
        await kill(station.child, 'SIGTERM');
        server.child.kill('SIGTERM');
        await until('the server has ended', () => server.child.exitCode !== null);
        t.is(server.child.exitCode, 0);
    }
    finally {
        await kill(server.child, 'SIGKILL');
        await world.close();
    }
});
test.serial('a gateway of its own outlives its center, and says meanwhile what it is', async (t) => {
    const world = new World();
    const gateway = await start('gateway', '--center', world.pipe, '--http-address', '127.0.0.1:0');
    const url = `http://${gateway.http}`;
    let server = null;
    try {
        t.is(await statusOf(`${url}/healthz`), 200);
        t.is(await statusOf(`${url}/readyz`), 503);
        for (let round = 0; round < 2; round++) {
            server = await startServer(world, '--http-address', 'off');
            await until('the gateway is ready', async () => (await statusOf(`${url}/readyz`)) === 200);
            t.is(await statusOf(`${url}/_sys_/routes`), 200);
            // After a restart a route that nobody offers may still come back, for two seconds.
            t.is(await statusOf(`${url}/nope`), round === 0 ? 404 : 503);
            await kill(server.child, 'SIGKILL');
            await until('the link is lost', async () => (await statusOf(`${url}/readyz`)) === 503);
            const away = await fetch(`${url}/nope`);
            t.is(away.status, 503);
            t.is(away.headers.get('retry-after'), '1');
            t.is(await statusOf(`${url}/healthz`), 200);
        }
        gateway.child.kill('SIGTERM');
        await until('the gateway has ended', () => gateway.child.exitCode !== null);
        t.is(gateway.child.exitCode, 0);
    }
    finally {
        await kill(gateway.child, 'SIGKILL');
        if (server !== null)
            await kill(server.child, 'SIGKILL');
        await world.close();
    }
});
test.serial('SIGHUP opens the access log anew, after it was renamed', async (t) => {
    const world = new World();
    const log = join(world.folder, 'access.log');
    const http = ['--http-address', '127.0.0.1:0', '--http-access-log', log];
    const gateway = await start('gateway', '--center', world.pipe, ...http);
    try {
        t.is(await statusOf(`http://${gateway.http}/healthz?one`), 200);
        const holds = (path, text) => readFileSync(path, 'utf8').includes(text);
        await until('the first line', () => holds(log, '/healthz?one'));
        renameSync(log, `${log}.1`);
        gateway.child.kill('SIGHUP');
        await until('a line in the new file', async () => {
            await statusOf(`http://${gateway.http}/healthz?two`);
            try {
                return holds(log, '/healthz?two');
            }
            catch {
                return false; // it is not there yet
            }
        });
        t.true(holds(`${log}.1`, '/healthz?one'));
        t.false(holds(log, '/healthz?one'));
    }
    finally {
        await kill(gateway.child, 'SIGKILL');
        await world.close();
    }
});
//# sourceMappingURL=gateway.test.js.map