// What the suite's station says and hears of HTTP: header fields, status, bodies that nobody decoded.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { RawBody, reply } from '../../../src/index.js';
export function offerHttp(station, notes) {
    const describe = (call) => ({
        method: call.method,
        path: call.path,
        search: call.search,
        headers: call.headers,
        list: call.headerList,
        cookies: call.cookies,
        client: call.client ?? null,
        body: call.body ?? null,
    });
    station.route('GET /http/heard', describe);
    station.route('/http/any', describe);
    station.route('/http/below/*', describe);
    station.route('POST /http/status/:status', (call) => reply(call.body, {
        status: Number(call.params.status),
        headers: { 'X-Name': 'ü', 'set-cookie': ['a=1', 'b=2'], 'content-type': typeOf(call.body) },
    }));
    station.route('POST /http/plain-status/:status', (call) => reply(call.body, { status: Number(call.params.status) }));
    station.route('GET /http/named-stream/:status', (call) => reply(counting(5), { status: Number(call.params.status), headers: { 'x-kind': 'stream' } }));
    station.route('GET /http/bytes', () => reply(pieces(40), { headers: { 'content-type': 'application/octet-stream' } }));
    station.route('GET /http/events', () => reply(counting(3), { headers: { 'content-type': 'text/event-stream' } }));
    station.route('GET /http/silent/:key', (call) => silent(notes, call.params.key));
    station.route('POST /http/bad/:what', (call) => badReply(call.params.what));
    station.route('POST /http/exact-json', () => reply(new RawBody(Buffer.from('{ "big": 12345678901234567890 }'), 'json')));
    offerBodies(station, notes);
}
function offerBodies(station, notes) {
    station.route('POST /http/stream/count', { bodyAs: 'stream' }, async (call) => {
        let bytes = 0;
        let parts = 0;
        for await (const part of partsOf(call.body)) {
            bytes += part.length;
            parts++;
        }
        return { bytes, isInParts: parts > 1 };
    });
    station.route('POST /http/stream/first', { bodyAs: 'stream' }, async (call) => {
        for await (const part of partsOf(call.body))
            return part.length;
        return 0;
    });
    station.route('POST /http/stream/early', { bodyAs: 'stream' }, () => 'early');
    station.route('POST /http/stream/outcome/:key', { bodyAs: 'stream' }, async (call) => {
        const { key } = call.params;
        try {
            for await (const part of partsOf(call.body))
                notes.write(`${key} part`, part.length);
            notes.write(`${key} end`, 'complete');
        }
        catch (error) {
            notes.write(`${key} end`, String(error instanceof Error && Reflect.get(error, 'code')));
        }
    });
    station.route('POST /http/stream/slow/:key', { bodyAs: 'stream' }, async (call) => {
        await notes.read(`${call.params.key} open`);
        let bytes = 0;
        for await (const part of partsOf(call.body))
            bytes += part.length;
        return bytes;
    });
    station.route('POST /http/raw', { bodyAs: 'raw' }, async (call) => {
        const body = call.body;
        if (!(body instanceof RawBody))
            return { kind: 'items', items: await itemsOf(body) };
        const { kind, source } = body;
        if (source instanceof Uint8Array)
            return { kind, text: Buffer.from(source).toString() };
        let bytes = 0;
        for await (const part of source)
            bytes += part.length;
        return { kind, bytes };
    });
}
function typeOf(body) {
    return typeof body === 'string' ? 'application/json' : 'text/plain; charset=utf-8';
}
async function* counting(count) {
    for (let item = 0; item < count; item++)
        yield item;
}
async function* pieces(count) {
    for (let piece = 0; piece < count; piece++)
        yield new Uint8Array(10_000).fill(piece);
}
/** One item, then nothing until its reader leaves. */
function silent(notes, key) {
    let isFirst = true;
    let leave = (_result) => { };
    return {
        [Symbol.asyncIterator]: () => ({
            next: () => {
                const isNow = isFirst;
                isFirst = false;
                if (isNow)
                    return Promise.resolve({ done: false, value: 1 });
                return new Promise((resolve) => {
                    leave = resolve;
                });
            },
            return: async () => {
                notes.write(`${key} left`, true);
                leave({ done: true, value: undefined });
                return { done: true, value: undefined };
            },
        }),
    };
}
function badReply(what) {
    const large = 'x'.repeat(30_000);
    const bad = {
        status: () => reply('', { status: 99 }),
        name: () => reply('', { headers: { 'a b': 'c' } }),
        'line-break': () => reply('', { headers: { a: 'b\r\nset-cookie: c' } }),
        nul: () => reply('', { headers: { a: '\u0000' } }),
        large: () => reply('', { headers: { large } }),
    };
    return bad[what]?.();
}
async function itemsOf(items) {
    const list = [];
    for await (const item of items) {
        list.push([item.kind, Buffer.from(item.bytes).toString()]);
        await nextTurn();
    }
    return list;
}
function partsOf(body) {
    const isStream = typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
    if (!isStream)
        throw new TypeError('no stream came');
    return body;
}
//# sourceMappingURL=http-routes.js.map