// Calls as HTTP knows them: header fields, status, raw bodies, requests and fetch.
import test from 'ava';
import { refusalOf } from '../support/refusal.js';
import { until } from '../support/until.js';
import { freshKey } from './bench.js';
/** A source may be this many pieces of 10,000 bytes ahead of its reader: the credit of three rings. */
const kAheadMax = 128;
const kHeaderBytesMax = 24 * 1024;
export function httpSuite(bench) {
    requestSuite(bench);
    replySuite(bench);
    bodySuite(bench);
    fetchSuite(bench);
}
function requestSuite({ title, caller }) {
    test.serial(`${title}: header fields and cookies arrive`, async (t) => {
        const headers = { 'X-One': 'ü 1', Cookie: 'a=1; b=%20', 'x-empty': '' };
        t.like(await caller().call('GET /http/heard', undefined, { headers }), {
            headers: { 'x-one': 'ü 1', cookie: 'a=1; b=%20', 'x-empty': '' },
            cookies: { a: '1', b: ' ' },
            client: null,
        });
        t.like(await caller().call('GET /http/heard'), { headers: {}, list: [], cookies: {} });
    });
    test.serial(`${title}: repeated fields keep their order, and are joined by name`, async (t) => {
        const headerList = ['X-A', '1', 'x-b', '2', 'x-a', '3', 'cookie', 'c=1', 'cookie', 'd=2'];
        const reply = await caller().request('GET /http/heard', { headerList, client: '192.0.2.7' });
        t.like(jsonOf(reply), {
            list: ['x-a', '1', 'x-b', '2', 'x-a', '3', 'cookie', 'c=1', 'cookie', 'd=2'],
            headers: { 'x-a': '1, 3', 'x-b': '2', cookie: 'c=1; d=2' },
            cookies: { c: '1', d: '2' },
            client: '192.0.2.7',
        });
    });
    test.serial(`${title}: fields go with interned paths, queries and bodies, too`, async (t) => {
        for (let turn = 0; turn < 5; turn++) {
            const headers = { 'x-turn': String(turn) };
            const answer = await caller().call(`PUT /http/any?turn=${turn}`, { turn }, { headers });
            t.like(answer, { headers, search: `?turn=${turn}`, body: { turn } });
        }
    });
    test.serial(`${title}: a route without a method is told the one that was called`, async (t) => {
        for (const method of ['GET', 'PUT', 'PURGE']) {
            t.like(await caller().call(`${method} /http/any`), { method, path: '/http/any' });
            t.like(await caller().call(`${method} /http/below/a%2Fb/?x=%20&y`), {
                method,
                path: '/http/below/a%2Fb/',
                search: '?x=%20&y',
            });
        }
    });
    test.serial(`${title}: hostile header fields are refused before they leave`, async (t) => {
        const hostile = [
            ['a', 'b\r\nc: d'],
            ['a', 'b\nc'],
            ['a', '\u0000'],
            ['a b', 'c'],
            ['a:b', 'c'],
            ['', 'c'],
            ['ü', 'c'],
            ['a', 'x'.repeat(kHeaderBytesMax)],
        ];
        for (const headerList of hostile) {
            const error = await refusalOf(caller().request('GET /http/heard', { headerList }));
            t.is(error.code, 'ERR_BAD_ARGUMENT');
            const [name = '', value = ''] = headerList;
            const headers = { [name]: value };
            const refused = await refusalOf(caller().call('GET /http/heard', undefined, { headers }));
            t.is(refused.code, 'ERR_BAD_ARGUMENT');
        }
    });
    test.serial(`${title}: as many fields as allowed arrive`, async (t) => {
        const value = 'x'.repeat(kHeaderBytesMax - 'a:\n'.length);
        const reply = await caller().request('GET /http/heard', { headerList: ['a', value] });
        t.deepEqual(jsonOf(reply).headers, { a: value });
    });
}
function replySuite({ title, caller }) {
    test.serial(`${title}: status and fields of a reply arrive with its body`, async (t) => {
        const reply = await caller().request('POST /http/status/201', {
            body: Buffer.from('"made"'),
            isJson: true,
        });
        t.like(reply, { status: 201, kind: 'json', items: null });
        t.deepEqual(reply.headers, [
            'x-name',
            'ü',
            'set-cookie',
            'a=1',
            'set-cookie',
            'b=2',
            'content-type',
            'application/json',
        ]);
        t.is(Buffer.from(reply.body).toString(), '"made"');
        t.is(await caller().call('POST /http/status/201', 'made'), 'made');
    });
    test.serial(`${title}: values, bytes and nothing keep their kind in a reply`, async (t) => {
        const large = new Uint8Array(200_000).fill(7);
        for (const value of [{ a: 1 }, null, new Uint8Array([1]), large, 'x'.repeat(100_000)]) {
            t.deepEqual(await caller().call('POST /http/plain-status/200', value), value);
        }
        t.is(await caller().call('POST /http/plain-status/204'), undefined);
        t.like(await caller().request('POST /http/plain-status/204'), { status: 204, kind: 'none' });
        t.like(await caller().request('POST /echo'), { status: 0, kind: 'none', headers: [] });
    });
    test.serial(`${title}: a failed status is a reply to requests and an error to calls`, async (t) => {
        const reply = await caller().request('POST /http/status/418', { body: Buffer.from('tea') });
        t.like(reply, { status: 418, kind: 'bytes' });
        t.is(Buffer.from(reply.body).toString(), 'tea');
        const value = await refusalOf(caller().call('POST /http/status/404', 'gone'));
        t.like(value, { code: 'ERR_STATUS', status: 404, details: 'gone' });
        const text = await refusalOf(caller().call('POST /http/status/500', Buffer.from('broken')));
        t.like(text, { code: 'ERR_STATUS', status: 500, details: 'broken' });
        const large = new Uint8Array(100_000);
        const bytes = await refusalOf(caller().call('POST /http/plain-status/503', large));
        t.deepEqual(bytes.details, large);
    });
    test.serial(`${title}: an error that is thrown rejects requests, too`, async (t) => {
        const error = await refusalOf(caller().request('POST /fail/center'));
        t.like(error, { code: 'ORDER_GONE', status: 410 });
        t.is((await refusalOf(caller().request('GET /http/nowhere'))).code, 'ERR_NO_ROUTE');
    });
    test.serial(`${title}: a stream has status and fields, and fails as one`, async (t) => {
        const reply = await caller().request('GET /http/named-stream/202');
        t.like(reply, { status: 202, headers: ['x-kind', 'stream'], body: new Uint8Array(0) });
        t.deepEqual(await textsOf(reply), ['0', '1', '2', '3', '4']);
        const failed = await caller().request('GET /http/named-stream/500');
        t.is(failed.status, 500);
        t.deepEqual(await textsOf(failed), ['0', '1', '2', '3', '4']);
        const error = await refusalOf(caller().call('GET /http/named-stream/500'));
        t.like(error, { code: 'ERR_STATUS', status: 500, details: [0, 1, 2, 3, 4] });
    });
    test.serial(`${title}: JSON that nobody decoded keeps its text`, async (t) => {
        const reply = await caller().request('POST /http/exact-json');
        t.is(reply.kind, 'json');
        t.is(Buffer.from(reply.body).toString(), '{ "big": 12345678901234567890 }');
        t.deepEqual(await caller().call('POST /http/exact-json'), {
            big: Number('12345678901234567890'),
        });
    });
    test.serial(`${title}: bad status and fields of a reply are refused`, async (t) => {
        for (const what of ['status', 'name', 'line-break', 'nul', 'large']) {
            const error = await refusalOf(caller().call(`POST /http/bad/${what}`));
            t.is(error.code, 'ERR_BAD_REPLY', what);
        }
    });
}
function bodySuite({ title, caller }) {
    const sizes = [0, 1, 32 * 1024, 32 * 1024 + 1, 3_000_000];
    test.serial(`${title}: a handler of streams gets whole bodies of every size`, async (t) => {
        for (const size of sizes) {
            const answer = await caller().call('POST /http/stream/count', new Uint8Array(size));
            t.like(answer, { bytes: size });
        }
        t.like(await caller().call('POST /http/stream/count'), { bytes: 0 });
        t.like(await caller().call('POST /http/stream/count', 'ü'), { bytes: 4 });
    });
    test.serial(`${title}: a body in pieces arrives in parts, or whole where that is wanted`, async (t) => {
        const made = { count: 0 };
        const body = pieces(300, made);
        const counted = await caller().request('POST /http/stream/count', { body });
        t.deepEqual(jsonOf(counted), { bytes: 3_000_000, isInParts: true });
        const whole = await caller().request('POST /echo', { body: pieces(30, { count: 0 }) });
        t.is(whole.body.length, 300_000);
        const json = await caller().request('POST /echo', {
            body: words('{"a"', ':1', '}'),
            isJson: true,
        });
        t.like(json, { kind: 'json' });
        t.deepEqual(jsonOf(json), { a: 1 });
        const none = await caller().request('POST /http/stream/count', { body: pieces(0, made) });
        t.like(jsonOf(none), { bytes: 0 });
    });
    test.serial(`${title}: pieces wait for a slow handler`, async (t) => {
        const key = freshKey();
        const made = { count: 0 };
        const answering = caller().request(`POST /http/stream/slow/${key}`, {
            body: pieces(2_000, made),
        });
        for (let look = 0; look < 50; look++)
            await caller().call('POST /echo', look);
        t.true(made.count < kAheadMax, `${made.count} pieces were made`);
        await caller().call(`POST /gate/${key}/open`);
        t.is(Buffer.from((await answering).body).toString(), '20000000');
    });
    test.serial(`${title}: a handler that leaves early ends the pieces`, async (t) => {
        for (const route of ['POST /http/stream/first', 'POST /http/stream/early']) {
            const made = { count: 0, isLeft: false };
            await caller().request(route, { body: pieces(Number.POSITIVE_INFINITY, made) });
            await until(() => made.isLeft);
            t.true(made.count < kAheadMax, `${made.count} pieces were made`);
        }
    });
    test.serial(`${title}: pieces whose source fails fail the call and the handler`, async (t) => {
        const key = freshKey();
        const failing = caller().request(`POST /http/stream/outcome/${key}`, {
            body: failingAfter(new Uint8Array(5)),
        });
        await t.throwsAsync(failing, { message: 'source broke' });
        t.is(await caller().call(`GET /note/${encodeURIComponent(`${key} end`)}`), 'ERR_CANCELLED');
    });
    test.serial(`${title}: a caller that gives up ends the handler's reading`, async (t) => {
        const key = freshKey();
        const controller = new AbortController();
        const made = { count: 0 };
        const given = caller().request(`POST /http/stream/outcome/${key}`, {
            body: pieces(Number.POSITIVE_INFINITY, made),
            signal: controller.signal,
        });
        await until(() => made.count > 3);
        controller.abort(new Error('enough'));
        await t.throwsAsync(given, { message: 'enough' });
        t.is(await caller().call(`GET /note/${encodeURIComponent(`${key} end`)}`), 'ERR_CANCELLED');
    });
    test.serial(`${title}: a handler of raw bodies sees what they are`, async (t) => {
        const call = (body) => caller().call('POST /http/raw', body);
        t.deepEqual(await call(), { kind: 'none', text: '' });
        t.deepEqual(await call({ a: 'ü' }), { kind: 'json', text: '{"a":"ü"}' });
        t.deepEqual(await call(Buffer.from('bytes')), { kind: 'bytes', text: 'bytes' });
        t.deepEqual(await call(words('x', 'y')), {
            kind: 'items',
            items: [
                ['bytes', 'x'],
                ['bytes', 'y'],
            ],
        });
        const text = Buffer.from('{ "exact" : 1.0 }');
        const exact = await caller().request('POST /http/raw', { body: text, isJson: true });
        t.deepEqual(jsonOf(exact), { kind: 'json', text: text.toString() });
        const inPieces = await caller().request('POST /http/raw', { body: pieces(20, { count: 0 }) });
        t.deepEqual(jsonOf(inPieces), { kind: 'bytes', bytes: 200_000 });
    });
}
function fetchSuite({ title, caller }) {
    test.serial(`${title}: fetch answers as HTTP would`, async (t) => {
        const body = JSON.stringify({ a: 1 });
        const headers = { 'content-type': 'application/json' };
        const made = await caller().fetch('/http/plain-status/201', { method: 'POST', body, headers });
        t.is(made.status, 201);
        t.is(made.headers.get('content-type'), 'application/json');
        t.deepEqual(await made.json(), { a: 1 });
        const named = await caller().fetch('/http/status/418', { method: 'POST', body: 'tea' });
        t.deepEqual(named.headers.getSetCookie(), ['a=1', 'b=2']);
        t.is(await named.text(), 'tea');
        const moved = await caller().fetch('/http/plain-status/302', {
            method: 'POST',
            redirect: 'follow',
        });
        t.is(moved.status, 302);
        t.is(moved.url, '');
        const elsewhere = 'https://elsewhere.example:8443/http/plain-status/204';
        t.is((await caller().fetch(elsewhere, { method: 'POST' })).status, 204);
        t.is((await caller().fetch('/http/plain-status/204', { method: 'POST' })).body, null);
    });
    test.serial(`${title}: fetch tells errors as the gateway does`, async (t) => {
        const absent = await caller().fetch('/http/nowhere');
        t.is(absent.status, 404);
        t.like(await absent.json(), { id: 'ERR_NO_ROUTE', code: 404, status: 'Not Found' });
        t.is((await caller().fetch('/fail/center', { method: 'POST' })).status, 410);
        t.is((await caller().fetch('/only-post')).status, 405);
    });
    test.serial(`${title}: fetch asks HEAD of routes that know GET alone`, async (t) => {
        const head = await caller().fetch('/http/heard', { method: 'HEAD' });
        t.is(head.status, 200);
        t.is(head.headers.get('content-type'), 'application/json');
        t.is(head.body, null);
        const stream = await caller().fetch('/http/named-stream/202', { method: 'HEAD' });
        t.is(stream.status, 202);
        t.is(stream.headers.get('x-kind'), 'stream');
        t.is((await caller().fetch('/http/nowhere', { method: 'HEAD' })).status, 404);
    });
    test.serial(`${title}: fetch sends every kind of body`, async (t) => {
        const count = async (body) => {
            const response = await caller().fetch('/http/stream/count', { method: 'POST', body });
            return (await response.json());
        };
        t.like(await count('ü'), { bytes: 2 });
        t.like(await count(new Uint8Array(5)), { bytes: 5 });
        t.like(await count(new URLSearchParams({ a: '1' })), { bytes: 3 });
        t.like(await count(new Blob(['x'.repeat(100_000)])), { bytes: 100_000 });
        t.like(await count(ReadableStream.from(pieces(30, { count: 0 }))), { bytes: 300_000 });
        const form = new FormData();
        form.set('file', new Blob(['content']), 'file.txt');
        t.true((await count(form)).bytes > 'content'.length);
        const request = new Request('http://any.example/http/raw', { method: 'POST', body: 'text' });
        t.deepEqual(await (await caller().fetch(request)).json(), { kind: 'bytes', bytes: 4 });
    });
    test.serial(`${title}: fetch gives streams as lines, events or bytes`, async (t) => {
        t.is(await (await caller().fetch('/count/3')).text(), '0\n1\n2\n');
        const headers = { accept: 'text/event-stream' };
        const events = await caller().fetch('/count/2', { headers });
        t.is(events.headers.get('content-type'), 'text/event-stream');
        t.is(await events.text(), 'data: 0\n\ndata: 1\n\n');
        t.is(await (await caller().fetch('/http/events')).text(), 'data: 0\n\ndata: 1\n\ndata: 2\n\n');
        const bytes = await (await caller().fetch('/http/bytes')).arrayBuffer();
        t.is(bytes.byteLength, 400_000);
        const broken = await caller().fetch('/breaks/2', { headers });
        t.regex(await broken.text(), /^data: 0\n\ndata: 1\n\nevent: error\ndata: .*SPRING_DRY/);
        const cut = await caller().fetch('/breaks/2');
        const error = await t.throwsAsync(cut.text(), { instanceOf: TypeError });
        t.like(error, { cause: { code: 'SPRING_DRY' } });
    });
    test.serial(`${title}: a reader that leaves a silent stream ends it`, async (t) => {
        const key = freshKey();
        const response = await caller().fetch(`/http/silent/${key}`);
        const reader = response.body.getReader();
        t.is(new TextDecoder().decode((await reader.read()).value), '1\n');
        const waiting = reader.read();
        await reader.cancel();
        t.true((await waiting).done);
    });
    test.serial(`${title}: fetch is aborted by its signal`, async (t) => {
        const key = freshKey();
        const controller = new AbortController();
        const { signal } = controller;
        const hanging = caller().fetch(`/hang/${key}`, { method: 'POST', signal });
        t.true(await caller().call(`GET /note/${encodeURIComponent(`${key} began`)}`));
        controller.abort();
        await t.throwsAsync(hanging, { name: 'AbortError', any: true });
        t.like(await caller().call(`GET /note/${encodeURIComponent(`${key} aborted`)}`), {
            code: 'ERR_CANCELLED',
        });
        const early = AbortSignal.abort(new Error('early'));
        await t.throwsAsync(caller().fetch('/count/3', { signal: early }), { message: 'early' });
        const streaming = new AbortController();
        const response = await caller().fetch(`/forever/${freshKey()}`, { signal: streaming.signal });
        const reader = response.body.getReader();
        await reader.read();
        streaming.abort();
        await t.throwsAsync(async () => {
            for (let taken = 0; taken < 5_000; taken++)
                await reader.read();
        }, { name: 'AbortError', any: true });
    });
    test.serial(`${title}: fetch rejects with a TypeError when its body fails`, async (t) => {
        const body = ReadableStream.from(failingAfter(new Uint8Array(5)));
        const failing = caller().fetch('/http/stream/count', { method: 'POST', body });
        const error = await t.throwsAsync(failing, { instanceOf: TypeError });
        t.like(error, { cause: { message: 'source broke' } });
    });
}
function jsonOf({ body }) {
    return JSON.parse(Buffer.from(body).toString());
}
async function textsOf({ items }) {
    const texts = [];
    if (items === null)
        throw new Error('it is no stream');
    for await (const item of items)
        texts.push(Buffer.from(item.bytes).toString());
    return texts;
}
async function* pieces(count, made) {
    try {
        for (; made.count < count; made.count++) {
            yield new Uint8Array(10_000);
            await new Promise((resolve) => setImmediate(resolve));
        }
    }
    finally {
        made.isLeft = true;
    }
}
async function* words(...texts) {
    for (const text of texts)
        yield Buffer.from(text);
}
async function* failingAfter(piece) {
    yield piece;
    throw new Error('source broke');
}
//# sourceMappingURL=http-suite.js.map