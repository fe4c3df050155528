// Streams of items: replies, requests, and both at once.
import test from 'ava';
import { CenterError } from '../../src/index.js';
import { until } from '../support/until.js';
import { freshKey } from './bench.js';
/** A source may be this far ahead of its reader: some windows of credit, never the whole stream. */
const kAheadMax = 64;
/** A reader that should have been stopped stops by itself here. */
const kEnough = 5_000;
export function streamSuite({ title, caller }) {
    const call = (route, body) => caller().call(route, body);
    const open = async (route, body) => streamOf(await call(route, body));
    for (const count of [0, 1, 8, 9, 1_000]) {
        test.serial(`${title}: ${count} items of a reply come in order`, async (t) => {
            t.deepEqual(await itemsOf(await open(`GET /count/${count}`)), upTo(count));
        });
        test.serial(`${title}: ${count} items of a request come in order`, async (t) => {
            t.deepEqual(await call('POST /collect', counting(count)), upTo(count));
        });
    }
    test.serial(`${title}: items keep their kind`, async (t) => {
        const items = [null, 'ü', { a: [1] }, new Uint8Array([1, 2]), '', 0, false];
        t.deepEqual(await itemsOf(await open('GET /mixed')), items);
    });
    test.serial(`${title}: items may be larger than all credit`, async (t) => {
        const items = await itemsOf(await open(`GET /large/3/${700_001}`));
        t.is(items.length, 3);
        items.forEach((item, index) => {
            t.true(item instanceof Uint8Array &&
                item.length === 700_001 &&
                item.every((byte) => byte === index));
        });
    });
    test.serial(`${title}: large items of a request arrive whole`, async (t) => {
        const item = 'x'.repeat(700_001);
        const answer = await call('POST /collect', iterated([item, 'y', item]));
        t.deepEqual(answer, [item, 'y', item]);
    });
    test.serial(`${title}: a source without end is only some items ahead of a slow reader`, async (t) => {
        const key = freshKey();
        const reader = (await open(`GET /forever/${key}`))[Symbol.asyncIterator]();
        for (let item = 0; item < 5; item++)
            t.is((await reader.next()).value, item);
        let made = 0;
        for (let look = 0; look < 100; look++)
            made = Number(await call(`GET /made/${key}`));
        t.true(made < 5 + kAheadMax, `${made} items were made`);
        for (let item = 5; item < 200; item++)
            t.is((await reader.next()).value, item);
        await reader.return?.();
    });
    test.serial(`${title}: a reader that leaves ends the source`, async (t) => {
        const key = freshKey();
        for await (const item of await open(`GET /forever/${key}`)) {
            if (item === 3)
                break;
        }
        t.true(await call(`GET /note/${encodeURIComponent(`${key} returned`)}`));
    });
    test.serial(`${title}: an error in mid-stream comes after the items`, async (t) => {
        for (const count of [0, 3, 100]) {
            const items = [];
            const error = await t.throwsAsync(async () => {
                for await (const item of await open(`GET /breaks/${count}`))
                    items.push(item);
            }, { instanceOf: CenterError });
            t.deepEqual(items, upTo(count));
            t.like(error, {
                code: 'SPRING_DRY',
                message: 'dry',
                status: 503,
                retryable: true,
                details: [1],
            });
        }
    });
    test.serial(`${title}: a stream outlives the call's deadline once it has begun`, async (t) => {
        const stream = await caller().call(`GET /forever/${freshKey()}`, undefined, { timeoutMs: 100 });
        const reader = streamOf(stream)[Symbol.asyncIterator]();
        const beganMs = performance.now();
        for (let item = 0; item === 0 || performance.now() - beganMs < 300; item++) {
            t.is((await reader.next()).value, item);
        }
        await reader.return?.();
    });
    test.serial(`${title}: the caller's signal ends a stream`, async (t) => {
        const key = freshKey();
        const controller = new AbortController();
        const stream = streamOf(await caller().call(`GET /forever/${key}`, undefined, { signal: controller.signal }));
        const items = [];
        await t.throwsAsync(async () => {
            for await (const item of stream) {
                items.push(item);
                if (item === 3)
                    controller.abort(new Error('enough'));
                if (item === kEnough)
                    break;
            }
        });
        t.deepEqual(items.slice(0, 4), upTo(4));
        t.true(items.length < kEnough);
        t.true(await call(`GET /note/${encodeURIComponent(`${key} returned`)}`));
    });
    test.serial(`${title}: a handler may answer before its request has ended`, async (t) => {
        let isLeft = false;
        const source = async function* () {
            try {
                for (let item = 7;; item++) {
                    yield item;
                    await new Promise((resolve) => setImmediate(resolve));
                }
            }
            finally {
                isLeft = true;
            }
        };
        t.is(await call('POST /first', source()), 7);
        await until(() => isLeft);
    });
    test.serial(`${title}: a request that is slower than its reader is waited for`, async (t) => {
        const source = async function* () {
            for (let item = 0; item < 20; item++) {
                await new Promise((resolve) => setImmediate(resolve));
                yield item;
            }
        };
        t.deepEqual(await call('POST /collect', source()), upTo(20));
    });
    test.serial(`${title}: a request whose source fails fails the call and the handler's reading`, async (t) => {
        const key = freshKey();
        const source = async function* () {
            yield 'one';
            throw new Error('source broke');
        };
        await t.throwsAsync(call(`POST /collect/outcome/${key}`, source()));
        t.is(await call(`GET /note/${encodeURIComponent(`${key} item`)}`), 'one');
        t.is(await call(`GET /note/${encodeURIComponent(`${key} end`)}`), 'ERR_CANCELLED');
    });
    test.serial(`${title}: request and reply stream at once`, async (t) => {
        const doubled = await itemsOf(await open('POST /doubled', counting(500)));
        t.deepEqual(doubled, upTo(500).map((item) => item * 2));
    });
    test.serial(`${title}: a request is only as fast as its reader`, async (t) => {
        let made = 0;
        const source = async function* () {
            for (;; made++)
                yield made;
        };
        const reader = (await open('POST /doubled', source()))[Symbol.asyncIterator]();
        for (let item = 0; item < 5; item++)
            t.is((await reader.next()).value, item * 2);
        for (let look = 0; look < 100; look++)
            await call('POST /echo', look);
        t.true(made < 5 + 2 * kAheadMax, `${made} items were made`);
        await reader.return?.();
    });
    test.serial(`${title}: many streams at once keep apart`, async (t) => {
        const all = await Promise.all(Array.from({ length: 30 }, async (_, index) => itemsOf(await open(`GET /count/${index * 5}`))));
        all.forEach((items, index) => {
            t.deepEqual(items, upTo(index * 5));
        });
    });
}
function streamOf(value) {
    if (typeof value !== 'object' || value === null || !(Symbol.asyncIterator in value)) {
        throw new TypeError('no stream came');
    }
    return value;
}
async function itemsOf(stream) {
    const items = [];
    for await (const item of stream)
        items.push(item);
    return items;
}
function upTo(count) {
    return Array.from({ length: count }, (_, item) => item);
}
async function* counting(count) {
    yield* upTo(count);
}
async function* iterated(items) {
    yield* items;
}
//# sourceMappingURL=stream-suite.js.map