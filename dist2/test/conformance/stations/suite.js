// The station that every behaviour of a call is shown with. It is the same in every placement.
import { setImmediate as nextTurn } from 'node:timers/promises';
import * as v from 'valibot';
import { CenterError, createStation, pooled, reply, } from '../../../src/index.js';
import { offerHttp } from './http-routes.js';
import { Notes } from './notes.js';
export function createSuite(name, keys) {
    const station = createStation({ name, version: '1.2.3', onEvent: () => { }, ...keys });
    const notes = new Notes();
    offerPaths(station);
    offerBodies(station);
    offerFailures(station);
    offerMiddleware(station);
    offerWaits(station, notes);
    offerStreams(station, notes);
    offerHttp(station, notes);
    return station;
}
function offerPaths(station) {
    const tell = (which) => (call) => ({ which, params: call.params });
    station.route('GET /places/:country/:id', (call) => ({
        params: call.params,
        query: [...call.query],
        path: call.path,
        route: call.route,
    }));
    station.route('GET /files/*', tell('files'));
    station.route('GET /pick/exact', tell('exact'));
    station.route('GET /pick/:param', tell('param'));
    station.route('GET /pick/*', tell('wildcard'));
    station.route('GET /pick/exact/:deep', tell('exact-param'));
    station.route('/any', tell('any'));
    station.route('PUT /any', tell('put'));
    station.route('POST /only-post', tell('post'));
    station.route('GET /', tell('root'));
    station.route('GET /caller', (call) => call.caller);
}
function offerBodies(station) {
    station.route('POST /echo', (call) => call.body);
    station.route('POST /echo-later', async (call) => {
        await nextTurn();
        return call.body;
    });
    station.route('POST /describe', (call) => ({
        type: call.body === null ? 'null' : typeof call.body,
        isBytes: call.body instanceof Uint8Array,
        isPlainBytes: call.body instanceof Uint8Array && !Buffer.isBuffer(call.body),
    }));
    station.route('POST /zeros', (call) => new Uint8Array(Number(call.body)));
    station.route('GET /buffer', () => Buffer.from('text'));
    station.route('GET /date', () => ({ at: new Date(0), gone: undefined, kept: [undefined] }));
    station.route('GET /no-json', () => ({ big: 1n }));
    station.route('GET /function', () => () => 1);
    station.route('POST /pooled/:id', pooled(new URL('./pooled-handler.js', import.meta.url), { threads: 1 }));
}
function offerFailures(station) {
    const failures = {
        center: () => new CenterError({
            code: 'ORDER_GONE',
            text: 'order 7 is gone — 注文',
            status: 410,
            retryable: true,
            details: { order: 7, list: [null, 'ü'] },
        }),
        code: () => Object.assign(new Error('nope'), { code: 'E_NOPE', status: 418, details: { a: 1 } }),
        'status-code': () => Object.assign(new Error('slow'), { code: 'E_SLOW', statusCode: 429, retryable: true }),
        'bad-status': () => Object.assign(new Error('odd'), { code: 'E_ODD', status: 200 }),
        plain: () => new TypeError('it broke'),
        text: () => 'only text',
        nothing: () => undefined,
    };
    station.route('POST /fail/:how', (call) => {
        throw failures[call.params.how]?.();
    });
    station.route('POST /fail-later/:how', async (call) => {
        await nextTurn();
        throw failures[call.params.how]?.();
    });
    const badReplies = {
        name: () => reply('x', { headers: { 'no name': 'x' } }),
        value: () => reply('x', { headers: { 'x-text': 'two\nlines' } }),
        size: () => reply('x', { headers: { 'x-text': 'x'.repeat(30_000) } }),
        status: () => reply('x', { status: 99 }),
        body: () => ({ big: 1n }),
        'body-in-reply': () => reply({ big: 1n }, { status: 201 }),
    };
    station.route('GET /bad-reply/:how', (call) => badReplies[call.params.how]?.());
    const request = v.object({
        count: v.pipe(v.number(), v.minValue(1)),
        unit: v.optional(v.string(), 'm'),
    });
    station.route('POST /typed', { request }, (call) => call.body);
    station.route('POST /typed-reply', { reply: v.object({ ok: v.boolean() }) }, (call) => call.body);
}
function offerMiddleware(station) {
    const isMeant = (call) => call.path.startsWith('/wrapped/');
    const trailOf = (call) => {
        const trail = call.state.get('trail') ?? [];
        call.state.set('trail', trail);
        if (!Array.isArray(trail))
            throw new TypeError('the trail is a list');
        const steps = trail;
        return steps;
    };
    for (const name of ['outer', 'inner']) {
        station.use(async (call, next) => {
            if (!isMeant(call))
                return next();
            trailOf(call).push(`${name} before`);
            const answer = await next();
            trailOf(call).push(`${name} after`);
            return answer;
        });
    }
    station.use((call, next) => {
        if (call.path === '/wrapped/instead')
            return { instead: true };
        if (call.path === '/wrapped/throws') {
            throw new CenterError({ code: 'NOT_YOU', text: 'not you', status: 403, retryable: false });
        }
        return next();
    });
    station.route('GET /wrapped/order', (call) => {
        trailOf(call).push('handler');
        return trailOf(call);
    });
    station.route('GET /wrapped/instead', () => 'never');
    station.route('GET /wrapped/throws', () => 'never');
}
function offerWaits(station, notes) {
    const abortOf = (signal) => new Promise((resolve) => {
        if (signal.aborted)
            resolve(signal.reason);
        signal.addEventListener('abort', () => resolve(signal.reason));
    });
    station.route('POST /hang/:key', async (call) => {
        notes.write(`${call.params.key} began`, true);
        const reason = await abortOf(call.signal);
        const code = reason instanceof CenterError ? reason.code : String(reason);
        notes.write(`${call.params.key} aborted`, { code, isAborted: call.isAborted });
    });
    station.route('POST /note/:key', (call) => notes.write(call.params.key, call.body ?? 'nothing'));
    station.route('GET /note/:key', (call) => notes.read(call.params.key));
    station.route('POST /gate/:key/wait', async (call) => {
        const waiting = Number(notes.peek(`${call.params.key} waiting`) ?? 0) + 1;
        notes.write(`${call.params.key} waiting`, waiting);
        await notes.read(`${call.params.key} open`);
        return call.body;
    });
    station.route('GET /gate/:key', (call) => notes.peek(`${call.params.key} waiting`) ?? 0);
    station.route('POST /gate/:key/open', (call) => notes.write(`${call.params.key} open`, true));
    station.route('GET /context', (call) => ({
        trace: call.trace ?? null,
        remainingMs: call.remainingMs,
        caller: call.caller,
    }));
    station.route('GET /nested/context', (call) => call.call('GET /context'));
    station.route('POST /nested/hang/:key', (call) => call.call(`POST /hang/${call.params.key}`));
    station.route('POST /nested/echo', (call) => call.call('POST /echo', call.body));
    station.route('GET /nested/fail', (call) => call.call('POST /fail/center', 1));
}
function offerStreams(station, notes) {
    station.route('GET /count/:count', async function* (call) {
        for (let item = 0; item < Number(call.params.count); item++)
            yield item;
    });
    station.route('GET /forever/:key', async function* (call) {
        const { key } = call.params;
        try {
            for (let item = 0;; item++) {
                notes.write(`${key} made`, item);
                yield item;
                await nextTurn(); // a source without bound must not keep the thread from everything else
            }
        }
        finally {
            notes.write(`${key} returned`, true);
        }
    });
    station.route('GET /made/:key', (call) => notes.peek(`${call.params.key} made`) ?? -1);
    station.route('GET /breaks/:count', async function* (call) {
        for (let item = 0; item < Number(call.params.count); item++)
            yield item;
        throw new CenterError({
            code: 'SPRING_DRY',
            text: 'dry',
            status: 503,
            retryable: true,
            details: [1],
        });
    });
    station.route('GET /mixed', async function* () {
        yield* [null, 'ü', { a: [1] }, new Uint8Array([1, 2]), '', 0, false];
    });
    station.route('GET /large/:count/:bytes', async function* (call) {
        const { count, bytes } = call.params;
        for (let item = 0; item < Number(count); item++)
            yield new Uint8Array(Number(bytes)).fill(item);
    });
    station.route('POST /collect', async (call) => {
        const items = [];
        for await (const item of streamOf(call.body))
            items.push(item);
        return items;
    });
    station.route('POST /first', async (call) => {
        for await (const item of streamOf(call.body))
            return item;
        return 'empty';
    });
    station.route('POST /collect/outcome/:key', async (call) => {
        try {
            for await (const item of streamOf(call.body))
                notes.write(`${call.params.key} item`, item);
            notes.write(`${call.params.key} end`, 'complete');
        }
        catch (error) {
            notes.write(`${call.params.key} end`, error instanceof CenterError ? error.code : String(error));
        }
    });
    station.route('POST /doubled', async function* (call) {
        for await (const item of streamOf(call.body))
            yield Number(item) * 2;
    });
}
function streamOf(body) {
    const isStream = typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
    if (!isStream)
        throw new TypeError('no stream came');
    return body;
}
//# sourceMappingURL=suite.js.map