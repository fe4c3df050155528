// WebSockets, the same in both engines.
import test, {} from 'ava';
import { WebSocket } from 'ws';
import { until } from '../support/until.js';
import { openHttp, RawClient } from './http-world.js';
async function openSocket(t, engine, options = {}) {
    const seen = { socket: null, events: [] };
    const handlers = {
        onOpen(socket) {
            seen.socket = socket;
        },
        onMessage: (message) => seen.events.push(typeof message === 'string' ? message : `${message.byteLength} bytes`),
        onDrained: () => seen.events.push('drained'),
        onClosed: (code, reason) => seen.events.push(`closed ${code} ${reason}`),
    };
    const world = await openHttp(t, engine, { onUpgrade: () => handlers, ...options });
    const client = new WebSocket(`ws://127.0.0.1:${world.server.port}/path?x=y`);
    t.teardown(() => client.terminate());
    await new Promise((resolve, reject) => {
        client.on('open', resolve);
        client.on('error', reject);
    });
    await until(() => seen.socket !== null);
    return { world, client, seen };
}
function closeOf(client) {
    return new Promise((resolve) => {
        client.on('close', (code, reason) => resolve(`${code} ${reason.toString()}`));
    });
}
export function httpSocketSuite(engine) {
    test(`${engine} carries text and bytes over a WebSocket, both ways`, async (t) => {
        const { client, seen } = await openSocket(t, engine);
        const got = [];
        client.on('message', (message, isBinary) => got.push(isBinary ? message.length : message.toString()));
        client.send('häy');
        client.send(Buffer.alloc(100_000));
        t.is(seen.socket?.remoteAddress, '127.0.0.1');
        t.true(seen.socket?.send('ü'));
        t.true(seen.socket?.send(new Uint8Array(70_000)));
        await until(() => got.length === 2 && seen.events.filter((text) => text !== 'drained').length === 2);
        t.deepEqual(got, ['ü', 70_000]);
        t.deepEqual(seen.events.filter((text) => text !== 'drained'), ['häy', '100000 bytes']);
    });
    test(`${engine} tells both sides the code of a goodbye`, async (t) => {
        const first = await openSocket(t, engine);
        first.client.close(4001, 'bye');
        await until(() => first.seen.events.includes('closed 4001 bye'));
        t.false(first.seen.socket?.send('late'));
        const second = await openSocket(t, engine);
        const closed = closeOf(second.client);
        second.seen.socket?.close(4002, 'x'.repeat(200));
        t.is(await closed, `4002 ${'x'.repeat(123)}`);
        await until(() => second.seen.events.some((text) => text.startsWith('closed')));
        t.is(second.seen.events.filter((text) => text.startsWith('closed')).length, 1);
    });
    test(`${engine} closes a WebSocket with 1009 over a message that is too large`, async (t) => {
        const limits = { socketMessageBytesMax: 1_000 };
        const { client, seen } = await openSocket(t, engine, { limits });
        const closed = closeOf(client);
        client.send(Buffer.alloc(1_000));
        client.send(Buffer.alloc(1_001));
        t.true((await closed).startsWith('1009'));
        await until(() => seen.events.some((text) => text.startsWith('closed 1009')));
        t.true(seen.events.includes('1000 bytes'));
        t.false(seen.events.includes('1001 bytes'));
    });
    test(`${engine} ends a WebSocket over far too large a message`, async (t) => {
        const limits = { socketMessageBytesMax: 1_000 };
        const { client, seen } = await openSocket(t, engine, { limits });
        const closed = closeOf(client);
        client.send(Buffer.alloc(100_000));
        t.regex(await closed, /^(1009|1006)/);
        t.false(seen.events.includes('100000 bytes'));
    });
    test(`${engine} answers pings and sends its own`, async (t) => {
        const { client } = await openSocket(t, engine, { limits: { socketPingMs: 50 } });
        let pings = 0;
        let pongs = 0;
        client.on('ping', () => pings++);
        client.on('pong', () => pongs++);
        client.ping();
        await until(() => pings >= 2 && pongs === 1);
        t.is(client.readyState, client.OPEN);
    });
    test(`${engine} cuts a WebSocket whose client is silent`, async (t) => {
        const limits = { socketPingMs: 50, socketSilenceMs: 200 };
        const { client, seen } = await openSocket(t, engine, { limits });
        client.pause(); // pings are not answered any more
        await until(() => seen.events.some((text) => text.startsWith('closed')));
        t.regex(seen.events.at(-1) ?? '', /^closed 1006/);
    });
    test(`${engine} does not send more to a slow WebSocket than may wait`, async (t) => {
        const limits = { waitingBytesMax: 256 * 1024 };
        const { client, seen } = await openSocket(t, engine, { limits });
        client.pause();
        const message = new Uint8Array(64 * 1024);
        let sent = 0;
        while (sent < 2_000 && seen.socket?.send(message) === true)
            sent++;
        t.true(sent < 2_000);
        t.true((seen.socket?.waitingBytes ?? 0) > 0);
        t.true((seen.socket?.waitingBytes ?? Number.POSITIVE_INFINITY) < 1_000_000);
        let got = 0;
        client.on('message', () => got++);
        client.resume();
        await until(() => seen.events.includes('drained') && got === sent);
        t.is(seen.socket?.waitingBytes, 0);
        t.true(seen.socket?.send(message));
    });
    test(`${engine} cuts a WebSocket that takes nothing of what waits`, async (t) => {
        const limits = { waitingBytesMax: 256 * 1024, writeTimeoutMs: 200 };
        const { client, seen } = await openSocket(t, engine, { limits });
        client.pause();
        while (seen.socket?.send(new Uint8Array(64 * 1024)) === true)
            ;
        await until(() => seen.events.some((text) => text.startsWith('closed')));
        t.regex(seen.events.at(-1) ?? '', /^closed/);
    });
    test(`${engine} answers a handshake with the protocol that was chosen`, async (t) => {
        const world = await openHttp(t, engine, {
            onUpgrade(request) {
                t.is(request.target, '/chat?a=b');
                t.is(request.header('sec-websocket-protocol'), 'one,two');
                return {
                    protocol: 'two',
                    onOpen: () => { },
                    onMessage: () => { },
                    onDrained: () => { },
                    onClosed: () => { },
                };
            },
        });
        const client = new WebSocket(`ws://127.0.0.1:${world.server.port}/chat?a=b`, ['one', 'two']);
        t.teardown(() => client.terminate());
        await new Promise((resolve) => client.on('open', resolve));
        t.is(client.protocol, 'two');
        t.is(client.extensions, '');
    });
    test(`${engine} answers a handshake that is not accepted, and closes`, async (t) => {
        const world = await openHttp(t, engine, {
            onUpgrade: () => ({ status: 403, headers: ['x-why', 'because'], body: 'no entry' }),
        });
        const client = new RawClient(t, world);
        client.get('/', 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n');
        await client.has('no entry');
        t.deepEqual(client.statuses, [403]);
        t.regex(client.text, /x-why: because/);
    });
    test(`${engine} says 1001 to WebSockets when it drains`, async (t) => {
        const { world, client, seen } = await openSocket(t, engine);
        const closed = closeOf(client);
        await world.server.close(5_000);
        t.true((await closed).startsWith('1001'));
        t.true(seen.events.some((text) => text.startsWith('closed 1001')));
    });
}
//# sourceMappingURL=http-socket-suite.js.map