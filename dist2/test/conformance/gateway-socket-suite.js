// What the gateway promises to WebSockets, over each engine. docs/WEBSOCKET.md says it for clients.
import { once } from 'node:events';
import anyTest, {} from 'ava';
import { WebSocket } from 'ws';
import { kSocketCallsMax, kSocketTopicsMax } from '../../src/base/limits.js';
import { until } from '../support/until.js';
import { openGatewayWorld } from './gateway-world.js';
const test = anyTest;
/** A client that keeps what it is told. */
class Client {
    socket;
    told = [];
    binary = [];
    constructor(socket) {
        this.socket = socket;
        socket.on('message', (data, isBinary) => {
            if (!isBinary) {
                this.told.push(JSON.parse(data.toString()));
                return;
            }
            const end = 4 + data.readUInt32LE(0);
            const head = JSON.parse(data.subarray(4, end).toString());
            this.binary.push({ head, body: Buffer.from(data.subarray(end)) });
        });
    }
    say(message) {
        this.socket.send(JSON.stringify(message));
    }
    sayBytes(head, body) {
        const text = Buffer.from(JSON.stringify(head));
        const length = Buffer.alloc(4);
        length.writeUInt32LE(text.length);
        this.socket.send(Buffer.concat([length, text, Buffer.from(body)]));
    }
    /** What was told under an id, once it is there. */
    async answer(id) {
        let found;
        await until(() => {
            found = this.told.find((one) => one.id === id);
            return found !== undefined;
        });
        return found ?? {};
    }
    async close() {
        const closed = once(this.socket, 'close');
        this.socket.close();
        await closed;
    }
}
async function open(t, headers = {}) {
    const url = `${t.context.world.origin.replace('http', 'ws')}/_sys_/ws`;
    const socket = new WebSocket(url, ['signalbox.v1'], { headers });
    await once(socket, 'open');
    return new Client(socket);
}
export function testSockets(engine) {
    test.before(async (t) => {
        t.context.world = await openGatewayWorld(engine, { cors: ['https://listed.example'] });
    });
    test.after.always(async (t) => {
        await t.context.world.close();
    });
    test('calls have their replies, errors and statuses', async (t) => {
        const client = await open(t);
        t.is(client.socket.protocol, 'signalbox.v1');
        client.say({ id: 1, call: 'GET /hello/ada' });
        client.say({ id: 2, call: 'POST /echo', body: { a: [1, 'ä'] } });
        client.say({ id: 3, call: '/nope' });
        client.say({ id: 4, call: 'GET /teapot' });
        client.say({ id: 5, call: 'GET /nothing' });
        t.deepEqual(await client.answer(1), { id: 1, reply: { hello: 'ada' } });
        t.deepEqual(await client.answer(2), { id: 2, reply: { a: [1, 'ä'] } });
        t.like(await client.answer(3), { error: { code: 'ERR_NO_ROUTE', status: 404 } });
        t.deepEqual(await client.answer(4), { id: 4, status: 418, reply: 'short and stout' });
        t.deepEqual(await client.answer(5), { id: 5, reply: null });
        await client.close();
    });
    test('fields, query, client and trace of a call reach the handler', async (t) => {
        const client = await open(t);
        const headers = { 'X-Mine': 'yes', 'x-signalbox-user': 'root', 'x-request-id': 'r-1' };
        client.say({ id: 1, call: 'PUT /mirror/x?a=1', headers });
        const { reply } = await client.answer(1);
        t.like(reply, { method: 'PUT', path: '/mirror/x', query: [['a', '1']], client: '127.0.0.1' });
        t.like(reply, { headers: { 'x-mine': 'yes', 'x-request-id': 'r-1' } });
        t.false(JSON.stringify(reply).includes('root'));
        client.say({ id: 2, call: '/mirror/x', headers: { 'a\nb': 'c' } });
        t.like(await client.answer(2), { error: { code: 'ERR_BAD_ARGUMENT' } });
        await client.close();
    });
    test('bytes travel in binary messages', async (t) => {
        const client = await open(t);
        const body = Buffer.from([0, 1, 255, 10]);
        client.sayBytes({ id: 1, call: 'POST /echo' }, body);
        await until(() => client.binary.length === 1);
        t.deepEqual(client.binary[0], { head: { id: 1, reply: null }, body });
        await client.close();
    });
    test('a stream is items and an end, and can be given up', async (t) => {
        const client = await open(t);
        client.say({ id: 1, call: '/items' });
        await until(() => client.told.some(({ end }) => end === true));
        const [first, second, third, end] = client.told;
        t.deepEqual([first, second, third].map((one) => one?.item), [{ i: 0 }, { i: 1 }, { i: 2 }]);
        t.deepEqual(end, { id: 1, end: true });
        client.say({ id: 2, call: '/endless' });
        await until(() => client.told.filter(({ id }) => id === 2).length > 3);
        client.say({ id: 2, cancel: true });
        await until(() => client.told.some(({ id, error }) => id === 2 && error !== undefined));
        t.like(client.told.at(-1), { id: 2, error: { code: 'ERR_CANCELLED' } });
        await client.close();
    });
    test('timeoutMs bounds a call', async (t) => {
        const client = await open(t);
        client.say({ id: 1, call: '/never', timeoutMs: 30 });
        t.like(await client.answer(1), { error: { code: 'ERR_DEADLINE', status: 504 } });
        client.say({ id: 2, call: '/never', timeoutMs: -1 });
        t.like(await client.answer(2), { error: { code: 'ERR_BAD_ARGUMENT' } });
        await client.close();
    });
    test('a socket that closes gives its calls up', async (t) => {
        const { world } = t.context;
        const client = await open(t);
        client.say({ id: 1, call: '/held' });
        await until(() => world.seen.get('held') === 'called');
        await client.close();
        await until(() => world.seen.get('held') === 'aborted');
        t.is(world.seen.get('held'), 'aborted');
    });
    test('topics reach every socket that listens, and none that has left', async (t) => {
        const [one, two] = [await open(t), await open(t)];
        for (const client of [one, two])
            client.say({ id: 1, subscribe: 'news' });
        await Promise.all([one.answer(1), two.answer(1)]);
        one.say({ id: 2, publish: 'news', message: { n: 1 } });
        t.deepEqual(await one.answer(2), { id: 2, reply: null });
        for (const client of [one, two]) {
            await until(() => client.told.some(({ topic }) => topic === 'news'));
            t.deepEqual(client.told.at(-1), { topic: 'news', message: { n: 1 } });
        }
        two.say({ id: 3, unsubscribe: 'news' });
        await two.answer(3);
        await t.context.world.station.publish('news', { n: 2 });
        await until(() => one.told.some(({ message }) => JSON.stringify(message) === '{"n":2}'));
        t.is(two.told.filter(({ topic }) => topic === 'news').length, 1);
        two.sayBytes({ publish: 'news' }, 'raw');
        await until(() => one.binary.length === 1);
        t.deepEqual(one.binary[0], { head: { topic: 'news', message: null }, body: Buffer.from('raw') });
        await one.close();
        await two.close();
    });
    test('nonsense is answered, and harms nothing', async (t) => {
        const client = await open(t);
        client.socket.send('nonsense');
        client.socket.send(Buffer.from([9, 0, 0]));
        client.say({ id: 7 });
        await until(() => client.told.length === 3);
        t.true(client.told.every(({ error }) => error.code === 'ERR_BAD_REQUEST'));
        t.deepEqual(client.told.map(({ id }) => id), [null, null, 7]);
        client.say({ id: 8, call: '/hello' });
        t.like(await client.answer(8), { reply: { hello: 'world' } });
        await client.close();
    });
    test('one id is one call at a time', async (t) => {
        const client = await open(t);
        client.say({ id: 1, call: '/never' });
        client.say({ id: 1, call: '/hello' });
        t.like(await client.answer(1), { error: { code: 'ERR_BAD_REQUEST' } });
        await client.close();
    });
    test('calls and topics of one socket are bounded', async (t) => {
        const client = await open(t);
        for (let id = 0; id <= kSocketCallsMax; id++)
            client.say({ id, call: '/never' });
        t.like(await client.answer(kSocketCallsMax), { error: { code: 'ERR_OVERLOADED', status: 503 } });
        for (let n = 0; n <= kSocketTopicsMax; n++)
            client.say({ id: 1_000 + n, subscribe: `t/${n}` });
        t.like(await client.answer(1_000 + kSocketTopicsMax), { error: { code: 'ERR_OVERLOADED' } });
        await client.close();
    });
    test('a message over the limit closes the socket', async (t) => {
        const client = await open(t);
        const closed = once(client.socket, 'close');
        client.socket.on('error', () => { });
        client.socket.send('x'.repeat(1_100_000));
        const [code] = (await closed);
        t.true(code === 1009 || code === 1006, String(code));
    });
    test('a reader that does not read loses messages of topics, and they are counted', async (t) => {
        const { world } = t.context;
        const client = await open(t);
        client.say({ id: 1, subscribe: 'flood' });
        await client.answer(1);
        client.socket.pause();
        const lost = () => world.center.counters().socket_messages_lost ?? 0;
        const before = lost();
        const message = 'x'.repeat(20_000);
        await until(async () => {
            for (let n = 0; n < 50; n++)
                await world.station.publish('flood', message);
            return lost() > before;
        });
        client.socket.terminate();
        t.true(lost() > before);
    });
    test('pages of other origins get no socket, those of this and of listed ones do', async (t) => {
        for (const origin of ['https://evil.example', 'null']) {
            const error = await t.throwsAsync(open(t, { origin }));
            t.regex(error?.message ?? '', /403/);
        }
        for (const origin of [t.context.world.origin, 'https://listed.example']) {
            await (await open(t, { origin })).close();
        }
    });
    test('there is a WebSocket at one path alone', async (t) => {
        const socket = new WebSocket(`${t.context.world.origin.replace('http', 'ws')}/hello`);
        const [error] = (await once(socket, 'error'));
        t.regex(error.message, /404/);
    });
}
//# sourceMappingURL=gateway-socket-suite.js.map