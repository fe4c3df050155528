// One application, written for six kinds of framework, behaves through a station as it does behind a socket.
import { createServer } from 'node:http';
import test from 'ava';
import { CenterError } from '../../../../src/index.js';
import { adopt } from '../../../support/adopted.js';
import { expressApp } from '../../../support/apps/express-app.js';
import { fastifyApp } from '../../../support/apps/fastify-app.js';
import { honoApp } from '../../../support/apps/hono-app.js';
import { koaApp } from '../../../support/apps/koa-app.js';
import { listenerApp } from '../../../support/apps/listener-app.js';
import { kCookies, kPieceBytes, kTag } from '../../../support/apps/parts.js';
import { refusalOf } from '../../../support/refusal.js';
import { until } from '../../../support/until.js';
const kKinds = [
    { name: 'Express', make: expressApp, isNode: true },
    { name: 'Fastify', make: fastifyApp, isNode: true },
    { name: 'Koa', make: koaApp, isNode: true },
    { name: 'a listener', make: listenerApp, isNode: true },
    {
        name: 'an http.Server',
        make: (notices) => createServer(listenerApp(notices)),
        isNode: true,
        catches: false,
    },
    { name: 'Hono', make: honoApp, isNode: false },
    { name: 'a fetch handler', make: (notices) => honoApp(notices).fetch, isNode: false },
];
/** A source may be this many pieces ahead of its reader: what the streams and the credit on the way hold, 2 MiB. */
const kAheadMax = 128;
/** One center for each kind of application, for all of its tests. */
const worlds = new Map();
test.before(async () => {
    for (const kind of kKinds) {
        const notices = new Map();
        const adopted = await adopt(kind.make(notices), { form: formOf(kind.make) });
        worlds.set(kind, { ...adopted, notices });
    }
});
test.after.always(async () => {
    for (const world of worlds.values())
        await world.close();
});
function open(kind) {
    const world = worlds.get(kind);
    if (world === undefined)
        throw new Error('the world was not opened');
    world.notices.clear();
    return world;
}
function formOf(make) {
    return make === listenerApp ? 'listener' : 'fetch';
}
async function* counted(count, sent) {
    for (; sent.pieces < count; sent.pieces++)
        yield Buffer.alloc(kPieceBytes);
}
async function bytesOf(reply) {
    if (reply.items === null)
        return reply.body.length;
    let bytes = 0;
    for await (const item of reply.items)
        bytes += item.bytes.length;
    return bytes;
}
for (const kind of kKinds) {
    const { name, isNode, catches = true } = kind;
    test.serial(`${name}: calls of stations get JSON for JSON`, async (t) => {
        const { caller } = open(kind);
        t.deepEqual(await caller.call('GET /items/7?a=b%20c'), {
            id: '7',
            query: { a: 'b c' },
            url: '/items/7?a=b%20c',
        });
        const value = { text: 'ü', list: [1, null] };
        t.deepEqual(await caller.call('POST /json', value), { got: value });
        const large = 'x'.repeat(3_000_000);
        t.deepEqual(await caller.call('POST /json', { large }), { got: { large } });
    });
    test.serial(`${name}: fetch gets status, fields and body`, async (t) => {
        const { caller } = open(kind);
        const form = await caller.fetch('/form', {
            method: 'POST',
            body: new URLSearchParams({ a: '1 2' }),
        });
        t.deepEqual(await form.json(), { got: { a: '1 2' } });
        const moved = await caller.fetch('/redirect');
        t.is(moved.status, 302);
        t.is(moved.headers.get('location'), '/items/1');
        const empty = await caller.fetch('/empty');
        t.is(empty.status, 204);
        t.is(await empty.text(), '');
        const known = await caller.fetch('/cached', { headers: { 'if-none-match': kTag } });
        t.is(known.status, 304);
        t.is(known.headers.get('etag'), kTag);
        const fresh = await caller.fetch('/cached');
        t.is(await fresh.text(), 'fresh');
        t.regex(fresh.headers.get('content-type') ?? '', /^text\/html/);
    });
    test.serial(`${name}: cookies travel both ways, also several`, async (t) => {
        const { caller } = open(kind);
        const response = await caller.fetch('/cookies', { headers: { cookie: 'x=1; y=2' } });
        t.deepEqual(response.headers.getSetCookie(), kCookies);
        t.deepEqual(await response.json(), { cookie: 'x=1; y=2' });
    });
    test.serial(`${name}: an upload of files is parsed`, async (t) => {
        const { caller } = open(kind);
        const body = new FormData();
        body.set('title', 'two files');
        body.set('one', new Blob(['x'.repeat(500_000)]), 'one.bin');
        body.set('two', new Blob([]), 'two.bin');
        const response = await caller.fetch('/upload', { method: 'POST', body });
        t.deepEqual(await response.json(), {
            files: [
                { name: 'one', filename: 'one.bin', bytes: 500_000 },
                { name: 'two', filename: 'two.bin', bytes: 0 },
            ],
            fields: { title: 'two files' },
        });
    });
    test.serial(`${name}: a streamed body of any size arrives`, async (t) => {
        const { caller } = open(kind);
        const sent = { pieces: 0 };
        const reply = await caller.request('POST /count', { body: counted(2_000, sent) });
        t.deepEqual(JSON.parse(Buffer.from(reply.body).toString()), { bytes: 2_000 * kPieceBytes });
    });
    test.serial(`${name}: an answer without reading the body ends the upload`, async (t) => {
        const { caller } = open(kind);
        const sent = { pieces: 0 };
        const endless = counted(Number.POSITIVE_INFINITY, sent);
        const reply = await caller.request('POST /early', { body: endless });
        t.deepEqual(JSON.parse(Buffer.from(reply.body).toString()), { early: true });
        await until(async () => {
            const before = sent.pieces;
            await new Promise((resolve) => setTimeout(resolve, 5));
            return sent.pieces === before;
        });
        t.true(sent.pieces < 4 * kAheadMax, `${sent.pieces} pieces were sent`);
    });
    test.serial(`${name}: a large answer is a stream that waits for its reader`, async (t) => {
        const { caller, notices } = open(kind);
        const reply = await caller.request('GET /big/100000');
        const reader = (reply.items ?? t.fail('it is no stream'))[Symbol.asyncIterator]();
        for (let taken = 0; taken < 5; taken++)
            t.false((await reader.next()).done);
        for (let look = 0; look < 50; look++)
            await caller.call('GET /items/1');
        const made = Number(notices.get('big made'));
        t.true(made < kAheadMax, `${made} pieces were made`);
        await reader.return?.();
        await until(() => notices.get('big left') === 1);
        t.is(await bytesOf(await caller.request('GET /big/300')), 300 * kPieceBytes);
    });
    test.serial(`${name}: events arrive when they happen, and end with their reader`, async (t) => {
        const { caller, notices } = open(kind);
        const controller = new AbortController();
        const response = await caller.fetch('/events', { signal: controller.signal });
        t.regex(response.headers.get('content-type') ?? '', /^text\/event-stream/);
        const reader = (response.body ?? t.fail('it has no body'))
            .pipeThrough(new TextDecoderStream())
            .getReader();
        let text = '';
        while (!text.includes('data: 3\n\n'))
            text += (await reader.read()).value;
        t.true(text.startsWith('data: 0\n\ndata: 1\n\n'));
        controller.abort();
        await until(() => notices.get('events left') === 1);
    });
    if (catches)
        test.serial(`${name}: errors are the application's own`, async (t) => {
            const { caller } = open(kind);
            for (const path of ['/throw', '/reject']) {
                const response = await caller.fetch(path);
                t.is(response.status, 500);
                const error = await refusalOf(caller.call(`GET ${path}`));
                t.like(error, { code: 'ERR_STATUS', status: 500 });
            }
            const after = await caller.call('GET /items/1');
            t.like(after, { id: '1' });
        });
    test.serial(`${name}: HEAD tells what GET would, without a body`, async (t) => {
        const { caller } = open(kind);
        const response = await caller.fetch('/cached', { method: 'HEAD' });
        t.is(response.status, 200);
        t.is(response.headers.get('etag'), kTag);
        t.is(await response.text(), '');
    });
    test.serial(`${name}: the client's address is the one that the gateway speaks for`, async (t) => {
        const { caller } = open(kind);
        const direct = await caller.call('GET /who');
        t.like(direct, { address: '127.0.0.1', protocol: 'http', host: 'localhost' });
        const headerList = ['host', 'shop.example', 'x-forwarded-proto', 'https'];
        const { body } = await caller.request('GET /who', { client: '2001:db8::7', headerList });
        t.like(JSON.parse(Buffer.from(body).toString()), {
            ip: '2001:db8::7',
            address: '2001:db8::7',
            protocol: 'https',
            host: 'shop.example',
        });
    });
    if (!isNode)
        continue;
    if (catches)
        test.serial(`${name}: an error with a status keeps it`, async (t) => {
            const { caller } = open(kind);
            t.is((await caller.fetch('/next')).status, 418);
        });
    test.serial(`${name}: a connection that it breaks fails the call, or its stream`, async (t) => {
        const { caller } = open(kind);
        const response = await caller.fetch('/break');
        const error = await t.throwsAsync(response.text());
        t.regex(String(error), /broke|aborted|terminated/);
        t.like(await caller.call('GET /items/2'), { id: '2' });
    });
    test.serial(`${name}: a caller that gives up closes the answer`, async (t) => {
        const { caller, notices } = open(kind);
        const controller = new AbortController();
        const hanging = caller.call('GET /hang', undefined, { signal: controller.signal });
        await until(() => notices.get('hang began') === 1);
        controller.abort(new Error('enough'));
        await t.throwsAsync(hanging, { message: 'enough' });
        await until(() => notices.get('response closed') === 1);
        t.is(notices.get('request aborted'), 1);
    });
    test.serial(`${name}: a deadline closes the answer`, async (t) => {
        const { caller, notices } = open(kind);
        t.is((await refusalOf(caller.call('GET /hang', undefined, { timeoutMs: 50 }))).code, 'ERR_DEADLINE');
        await until(() => notices.get('response closed') === 1);
    });
    test.serial(`${name}: writing calls back and drains`, async (t) => {
        const { caller, notices } = open(kind);
        t.is(await bytesOf(await caller.request('GET /drained')), 2_000_000);
        t.is(notices.get('called back'), 200);
        t.true(Number(notices.get('drained')) > 0);
    });
    test.serial(`${name}: hostile requests are refused, and harm no other`, async (t) => {
        const { caller } = open(kind);
        const upgrade = await refusalOf(caller.request('GET /items/1', {
            headerList: ['upgrade', 'websocket', 'connection', 'upgrade'],
        }));
        t.like(upgrade, { code: 'ERR_UPGRADE', status: 501 });
        const short = counted(2, { pieces: 0 });
        const lying = await refusalOf(caller.request('POST /count', { body: short, headerList: ['content-length', '5'] }));
        t.true(lying instanceof CenterError);
        const smuggled = Buffer.from('GET /items/9 HTTP/1.1\r\nhost: a\r\n\r\n');
        const headerList = ['content-length', '0', 'transfer-encoding', 'identity'];
        const counting = await caller.request('POST /count', { body: smuggled, headerList });
        t.deepEqual(JSON.parse(Buffer.from(counting.body).toString()), { bytes: smuggled.length });
        const foreign = await refusalOf(caller.call('GET /who', undefined, { headers: { 'x-a': '注' } }));
        t.is(foreign.code, 'ERR_BAD_ARGUMENT');
        t.like(await caller.call('GET /items/3'), { id: '3' });
    });
}
//# sourceMappingURL=from-http.test.js.map