// Bad days without malice: stopped processes, killed callers, full rings, a center that ends, an addon that is missing.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { CenterError, connect } from '../../../src/index.js';
import { kill, until, World, within } from '../world.js';
import { outcomeOf } from './outcomes.js';
const kStation = fileURLToPath(new URL('./slow-station.js', import.meta.url));
const kCaller = fileURLToPath(new URL('./caller.js', import.meta.url));
const kQuiet = { onEvent: () => { } };
const kTinyRing = ['--ring-bytes', '65536'];
let world;
const programs = [];
test.beforeEach(() => {
    world = new World();
});
test.afterEach.always(async () => {
    for (const program of programs.splice(0)) {
        program.kill('SIGCONT');
        await kill(program, 'SIGKILL');
    }
    await world.close();
});
async function startProgram(module, ...args) {
    const child = fork(module, args, { stdio: ['ignore', 'inherit', 'pipe', 'ipc'] });
    programs.push(child);
    let text = '';
    child.stderr?.on('data', (chunk) => {
        text += chunk.toString();
    });
    await within('a program is ready', new Promise((resolve, reject) => {
        child.on('message', (message) => {
            if (message.joined !== undefined)
                resolve();
        });
        child.once('exit', (code) => reject(new Error(`it ended with ${code}: ${text}`)));
    }));
    return child;
}
const startSlow = (name = 'slow', address = `shm:${world.pipe}`) => startProgram(kStation, address, name);
// ---- stopped, silent and killed peers
test.serial('a stopped station costs its callers their deadline, and nobody else anything', async (t) => {
    const center = await world.startCenter();
    const stopped = await startSlow('stopped');
    await startSlow('steady');
    const client = await connect(`shm:${world.pipe}`, kQuiet);
    stopped.kill('SIGSTOP');
    const startMs = performance.now();
    const timeoutMs = 300;
    const waiting = Array.from({ length: 200 }, () => outcomeOf(client.call('POST /stopped/only', new Uint8Array(9_000), { timeoutMs })));
    t.deepEqual(await client.call('POST /steady/only', 'hello', { timeoutMs: 2_000 }), 'hello');
    const outcomes = new Set(await Promise.all(waiting));
    t.true(performance.now() - startMs < timeoutMs * 10, 'they end by their deadline');
    outcomes.delete('ERR_STATION_BUSY'); // its ring is full after the first ones
    t.deepEqual([...outcomes], ['ERR_DEADLINE']);
    t.deepEqual(await client.call('POST /steady/only', 'hello', { timeoutMs: 2_000 }), 'hello');
    stopped.kill('SIGCONT');
    await until('the station works again', async () => {
        const call = client.call('POST /stopped/only', 'again', { timeoutMs: 2_000 });
        return (await outcomeOf(call)) === 'done';
    });
    t.is(center.child.exitCode, null);
    await client.close();
});
test.serial('a station that never answers holds no call beyond its deadline', async (t) => {
    await world.startCenter();
    await startSlow();
    const client = await connect(`shm:${world.pipe}`, kQuiet);
    const calls = Array.from({ length: 500 }, () => client.call('POST /never', 0, { timeoutMs: 200 }));
    const outcomes = new Set(await Promise.all(calls.map(outcomeOf)));
    t.deepEqual([...outcomes], ['ERR_DEADLINE']);
    await until('the handlers are told', async () => {
        const tally = await client.call('POST /tally');
        return Reflect.get(tally, 'abortedCount') === 500;
    });
    await client.close();
});
test.serial('a caller that is killed with a thousand calls on the way leaves none behind', async (t) => {
    await world.startCenter();
    await startSlow();
    const client = await connect(`shm:${world.pipe}`, kQuiet);
    const caller = await startProgram(kCaller, `shm:${world.pipe}`, 'POST /never', '1000');
    const tally = async () => (await client.call('POST /tally'));
    await until('all calls are in their handlers', async () => (await tally()).runningCount === 1_000);
    await kill(caller, 'SIGKILL');
    await until('all handlers see the abort', async () => (await tally()).abortedCount === 1_000);
    const routes = (await client.call('GET /_sys_/routes'));
    t.is(routes.find(({ route }) => route === 'POST /never')?.inFlight, 0);
    await client.close();
});
test.serial('a station that leaves answers the calls in its handlers first', async (t) => {
    await world.startCenter();
    const station = await startSlow();
    const client = await connect(`shm:${world.pipe}`, kQuiet);
    const calls = Array.from({ length: 50 }, () => client.call('POST /late', 300));
    await client.call('POST /echo', 1); // the calls before it are in their handlers
    station.send('leave');
    t.deepEqual(new Set(await Promise.all(calls)), new Set(['late']));
    await client.close();
});
test.serial('SIGTERM lets the center answer the calls on the way before it ends', async (t) => {
    const center = await world.startCenter();
    await startSlow();
    const client = await connect(`shm:${world.pipe}`, kQuiet);
    const calls = Array.from({ length: 50 }, () => client.call('POST /late', 500));
    const large = client.call('POST /bytes', 3_000_000);
    await client.call('POST /echo', 1);
    center.child.kill('SIGTERM');
    t.deepEqual(new Set(await Promise.all(calls)), new Set(['late']));
    t.is((await large).length, 3_000_000);
    await until('the center ends', () => center.child.exitCode !== null);
    t.is(center.child.exitCode, 0);
    await client.close();
});
test.serial('stations and callers of one name do not get in each other’s way', async (t) => {
    await world.startCenter();
    for (let count = 0; count < 2; count++)
        await startSlow('twin');
    const clients = await Promise.all([0, 1].map(() => connect(`shm:${world.pipe}`, { name: 'twin', ...kQuiet })));
    const calls = clients.flatMap((client, lane) => Array.from({ length: 500 }, (_, turn) => client.call('POST /twin/only', { lane, turn })));
    const wanted = [0, 1].flatMap((lane) => Array.from({ length: 500 }, (_, turn) => ({ lane, turn })));
    t.deepEqual(await Promise.all(calls), wanted);
    for (const client of clients)
        await client.close();
});
// ---- full rings
for (const flags of [[], kTinyRing]) {
    const ring = flags.length === 0 ? 'rings of the default size' : 'tiny rings';
    test.serial(`with ${ring} many large bodies arrive whole in both directions`, async (t) => {
        await world.startCenter(...flags);
        await startSlow();
        const client = await connect(`shm:${world.pipe}`, kQuiet);
        const bodies = Array.from({ length: 256 }, (_, index) => new Uint8Array(65_536).fill(index));
        const replies = await Promise.all(bodies.map((body) => untilTaken(client, 'POST /echo', body)));
        t.true(replies.every((reply, index) => isEqual(reply, bodies[index])));
        t.is(await client.call('POST /echo', 1, { timeoutMs: 2_000 }), 1);
        await client.close();
    });
    test.serial(`with ${ring} many large replies at once arrive`, async (t) => {
        await world.startCenter(...flags);
        await startSlow();
        const client = await connect(`shm:${world.pipe}`, kQuiet);
        const small = Array.from({ length: 400 }, () => untilTaken(client, 'POST /bytes', 32_000));
        for (const reply of await Promise.all(small))
            t.is(reply.length, 32_000);
        const large = Array.from({ length: 40 }, () => untilTaken(client, 'POST /bytes', 1_000_000));
        for (const reply of await Promise.all(large))
            t.is(reply.length, 1_000_000);
        await client.close();
    });
    test.serial(`with ${ring} bodies of 3 MiB and long streams arrive`, async (t) => {
        await world.startCenter(...flags);
        await startSlow();
        const client = await connect(`shm:${world.pipe}`, kQuiet);
        const body = new Uint8Array(3 << 20).map((_, index) => index % 251);
        const echoes = await Promise.all([0, 1, 2].map(() => untilTaken(client, 'POST /echo', body)));
        t.true(echoes.every((echo) => isEqual(echo, body)));
        const streams = await Promise.all(Array.from({ length: 20 }, async () => {
            const sums = [];
            const items = (await client.call('POST /items', 50));
            for await (const item of items)
                sums.push(item.length + (item[0] ?? 0));
            return sums;
        }));
        const wanted = Array.from({ length: 50 }, (_, index) => 30_000 + index);
        for (const sums of streams)
            t.deepEqual(sums, wanted);
        t.is(await client.call('POST /count', itemsOf(100)), 100 * 30_000);
        await client.close();
    });
}
async function* itemsOf(count) {
    for (let index = 0; index < count; index++)
        yield new Uint8Array(30_000);
}
// ---- the addon is missing on one side
test.serial('a center without the addon offers its pipe to a station that has it', async (t) => {
    await withoutAddon(() => world.startCenter());
    const notices = [];
    const onEvent = (event) => notices.push(event.notice ?? '');
    const client = await connect(world.pipe, { onEvent });
    t.is(client.carrier, 'pipe');
    t.deepEqual(notices, ['switched off by SIGNALBOX_NATIVE']);
    t.is(await outcomeOf(connect(`shm:${world.pipe}`, kQuiet)), 'ERR_NO_SHARED_MEMORY');
    await startSlow('slow', world.pipe);
    t.is(await client.call('POST /echo', 'hello'), 'hello');
    await client.close();
});
test.serial('a station without the addon joins a center that has it by its pipe', async (t) => {
    await world.startCenter();
    await withoutAddon(() => startSlow('slow', world.pipe));
    const client = await connect(`shm:${world.pipe}`, kQuiet);
    const stations = (await client.call('GET /_sys_/stations'));
    t.is(stations.find(({ name }) => name === 'slow')?.carrier, 'pipe');
    t.is(await client.call('POST /slow/only', 'hello'), 'hello');
    const refused = withoutAddon(() => startSlow('other', `shm:${world.pipe}`));
    await t.throwsAsync(refused, { message: /ERR_NO_SHARED_MEMORY/ });
    await client.close();
});
/** Starts a process that does not find the addon. */
async function withoutAddon(start) {
    process.env.SIGNALBOX_NATIVE = 'off';
    try {
        return await start();
    }
    finally {
        delete process.env.SIGNALBOX_NATIVE;
    }
}
/** Calls until the way is free: a full ring refuses, and says that the call may be made again. */
async function untilTaken(client, route, body) {
    const untilMs = performance.now() + 20_000;
    for (;;) {
        try {
            return await client.call(route, body, { timeoutMs: 10_000 });
        }
        catch (error) {
            const mayRetry = error instanceof CenterError && error.retryable;
            if (!mayRetry || performance.now() > untilMs)
                throw error;
            await new Promise((resolve) => setTimeout(resolve, 5));
        }
    }
}
function isEqual(reply, wanted) {
    if (!(reply instanceof Uint8Array) || wanted === undefined)
        return false;
    return Buffer.compare(reply, wanted) === 0;
}
//# sourceMappingURL=bad-day.test.js.map