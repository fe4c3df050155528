// Bodies: whatever goes in comes out, at every size.
import test from 'ava';
import { refusalOf } from '../support/refusal.js';
const kChunkBytes = 32 * 1024;
const kBodyBytesMax = 64 * 1024 * 1024;
const kSizes = [
    0,
    1,
    7,
    kChunkBytes - 1,
    kChunkBytes,
    kChunkBytes + 1,
    2 * kChunkBytes,
    200 * 1024,
    3 * 1024 * 1024,
];
const kJson = [
    null,
    true,
    false,
    0,
    -1.5,
    1e300,
    '',
    'text',
    'ü 注文 🚦 \u0000 \ud83d',
    [],
    {},
    [null, [1, { a: [] }]],
    { '': 0, __proto: 1, 'a b': { c: 'd' } },
];
export function bodySuite({ title, caller }) {
    const call = (route, body) => caller().call(route, body);
    for (const route of ['POST /echo', 'POST /echo-later']) {
        test.serial(`${title}: ${route} gives JSON values back as they were`, async (t) => {
            for (const value of kJson)
                t.deepEqual(await call(route, value), value);
        });
        test.serial(`${title}: ${route} gives undefined back as undefined`, async (t) => {
            t.is(await call(route, undefined), undefined);
        });
        test.serial(`${title}: ${route} gives bytes of every size back as they were`, async (t) => {
            for (const size of kSizes) {
                const bytes = patternOf(size);
                const answer = await call(route, new Uint8Array(bytes));
                t.true(isPlainBytes(answer), `${size} bytes`);
                t.true(answer instanceof Uint8Array && Buffer.compare(answer, bytes) === 0, `${size} bytes`);
            }
        });
        test.serial(`${title}: ${route} gives text of every size back as it was`, async (t) => {
            for (const size of kSizes) {
                const text = 'ü'.repeat(size / 2);
                t.true((await call(route, text)) === text, `${size} bytes`);
            }
        });
    }
    test.serial(`${title}: a handler sees the kinds of bodies apart`, async (t) => {
        const nothing = { isBytes: false, isPlainBytes: false };
        t.deepEqual(await call('POST /describe', undefined), { type: 'undefined', ...nothing });
        t.deepEqual(await call('POST /describe', null), { type: 'null', ...nothing });
        t.deepEqual(await call('POST /describe', ''), { type: 'string', ...nothing });
        const bytes = { type: 'object', isBytes: true, isPlainBytes: true };
        t.deepEqual(await call('POST /describe', new Uint8Array(0)), bytes);
        t.deepEqual(await call('POST /describe', new Uint8Array(kChunkBytes + 1)), bytes);
    });
    test.serial(`${title}: a Buffer arrives as plain bytes, in both directions`, async (t) => {
        const plain = { type: 'object', isBytes: true, isPlainBytes: true };
        t.deepEqual(await call('POST /describe', Buffer.from('text')), plain);
        t.deepEqual(await call('GET /buffer'), new Uint8Array([116, 101, 120, 116]));
    });
    test.serial(`${title}: values are what JSON makes of them`, async (t) => {
        t.deepEqual(await call('GET /date'), { at: '1970-01-01T00:00:00.000Z', kept: [null] });
        t.deepEqual(await call('POST /echo', { at: new Date(0), gone: undefined }), {
            at: '1970-01-01T00:00:00.000Z',
        });
        t.is(await call('POST /echo', Number.NaN), null);
    });
    test.serial(`${title}: the two sides share no value`, async (t) => {
        const body = { list: [1] };
        const answering = call('POST /echo-later', body);
        body.list.push(2);
        const answer = await answering;
        t.deepEqual(answer, { list: [1] });
        t.not(answer, body);
    });
    test.serial(`${title}: what JSON cannot say is refused on both sides`, async (t) => {
        for (const body of [1n, { deep: [1n] }, () => 1, Symbol('no')]) {
            t.is((await refusalOf(call('POST /echo', body))).code, 'ERR_BAD_BODY');
        }
        const circle = [];
        circle.push(circle);
        t.is((await refusalOf(call('POST /echo', circle))).code, 'ERR_BAD_BODY');
        for (const route of ['GET /no-json', 'GET /function']) {
            const error = await refusalOf(call(route));
            t.is(error.code, 'ERR_BAD_REPLY');
            t.true(error.message.includes(route));
        }
    });
    test.serial(`${title}: a body over the limit is refused, one at the limit arrives`, async (t) => {
        t.timeout(40_000);
        const error = await refusalOf(call('POST /echo', new Uint8Array(kBodyBytesMax + 1)));
        t.is(error.code, 'ERR_BODY_TOO_LARGE');
        t.is(error.status, 413);
        const reply = await refusalOf(call('POST /zeros', kBodyBytesMax + 1));
        t.is(reply.code, 'ERR_BAD_REPLY'); // not the caller's fault
        t.is(reply.status, 500);
        const whole = await call('POST /zeros', kBodyBytesMax);
        t.true(whole instanceof Uint8Array && whole.length === kBodyBytesMax);
    });
    test.serial(`${title}: a pooled handler answers from another thread`, async (t) => {
        t.deepEqual(await call('POST /pooled/7?x=1', { a: [1] }), {
            route: 'POST /pooled/:id',
            path: '/pooled/7',
            params: { id: '7' },
            query: 'x=1',
            body: { a: [1] },
            caller: caller().name,
            isMainThread: false,
            hasId: true,
        });
        const error = await refusalOf(call('POST /pooled/7?fail=1', 1));
        t.is(error.code, 'POOL_NO');
        t.is(error.status, 418);
    });
    test.serial(`${title}: more bodies than a ring holds are answered or refused, none is lost`, async (t) => {
        const body = new Uint8Array(kChunkBytes);
        const calls = Array.from({ length: 64 }, () => call('POST /echo', body.slice()));
        const outcomes = await Promise.allSettled(calls);
        for (const outcome of outcomes) {
            if (outcome.status === 'fulfilled')
                t.deepEqual(outcome.value, body);
            else
                t.like(outcome.reason, { code: 'ERR_STATION_BUSY', status: 503, retryable: true });
        }
        t.true(outcomes.some(({ status }) => status === 'fulfilled'));
    });
    test.serial(`${title}: bodies that fill every ring on the way come back, again and again`, async (t) => {
        const body = patternOf(4 * kChunkBytes + 7);
        for (let round = 0; round < 10; round++) {
            const options = { timeoutMs: 10_000 };
            const calls = Array.from({ length: 24 }, () => caller().call('POST /echo-later', new Uint8Array(body), options));
            for (const answer of await Promise.all(calls)) {
                t.true(answer instanceof Uint8Array && Buffer.compare(answer, body) === 0);
            }
        }
    });
    test.serial(`${title}: many bodies at once come back to their own callers`, async (t) => {
        const bodies = Array.from({ length: 20 }, (_, index) => patternOf(index * 6_007));
        const answers = await Promise.all(bodies.map((body) => call('POST /echo-later', new Uint8Array(body))));
        answers.forEach((answer, index) => {
            t.true(answer instanceof Uint8Array && Buffer.compare(answer, bodies[index]) === 0, `body ${index}`);
        });
    });
}
function patternOf(size) {
    return new Uint8Array(size).map((_, index) => index * 31 + (index >> 8));
}
function isPlainBytes(value) {
    return value instanceof Uint8Array && !Buffer.isBuffer(value);
}
//# sourceMappingURL=body-suite.js.map