import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import test from 'ava';
import { kHttpCompressingMax } from '../../../src/base/limits.js';
import { Compression, encodedFields } from '../../../src/gateway/compression.js';
const compression = new Compression();
const json = ['content-type', 'application/json'];
const kinds = [
    ['application/json', true],
    ['application/json; charset=utf-8', true],
    ['application/problem+json', true],
    ['application/x-ndjson', true],
    ['text/html', true],
    ['TEXT/PLAIN', true],
    ['image/svg+xml', true],
    ['application/javascript', true],
    ['text/event-stream', false],
    ['image/png', false],
    ['application/zip', false],
    ['application/octet-stream', false],
    ['video/mp4', false],
    ['application/jsonx', false],
];
for (const [type, isWorthIt] of kinds) {
    test(`${type} is ${isWorthIt ? '' : 'not '}worth it`, (t) => {
        t.is(compression.isWorthIt(200, ['content-type', type]), isWorthIt);
    });
}
test('what is encoded, partial, empty or not to be touched stays as it is', (t) => {
    t.false(compression.isWorthIt(200, []));
    t.false(compression.isWorthIt(200, [...json, 'content-encoding', 'br']));
    t.false(compression.isWorthIt(206, json));
    t.false(compression.isWorthIt(304, json));
    t.false(compression.isWorthIt(200, [...json, 'content-range', 'bytes 0-1/2']));
    t.false(compression.isWorthIt(200, [...json, 'cache-control', 'public, no-transform']));
});
test('small bodies are not worth it', (t) => {
    t.false(compression.isLarge(1_023));
    t.true(compression.isLarge(1_024));
    t.false(compression.isLarge(2 ** 30));
});
const accepted = [
    [undefined, null],
    ['', null],
    ['identity', null],
    ['gzip', 'gzip'],
    ['br', 'br'],
    ['gzip, deflate, br', 'gzip'],
    ['br;q=1, gzip;q=0.5', 'br'],
    ['gzip;q=0, br', 'br'],
    ['gzip;q=0', null],
    ['deflate', null],
    ['*', 'br'],
    ['zstd, *;q=0', null],
];
for (const [field, encoding] of accepted) {
    test(`Accept-Encoding ${JSON.stringify(field)} gets ${encoding ?? 'the body as it is'}`, (t) => {
        t.is(compression.encodingFor(field), encoding);
    });
}
for (const encoding of ['gzip', 'br']) {
    const decode = encoding === 'br' ? brotliDecompressSync : gunzipSync;
    test(`${encoding} gives back what went in`, async (t) => {
        const body = '{"a":1}'.repeat(1_000);
        const compressed = await new Promise((resolve) => compression.compress(encoding, body, resolve));
        t.true(compressed !== null && compressed.length < body.length);
        t.is(decode(compressed ?? '').toString(), body);
    });
    test(`${encoding} of a stream lets each part out at once`, async (t) => {
        const stream = compression.stream(encoding);
        const parts = [await stream.add('{"i":0}\n'), await stream.add('{"i":1}\n')];
        t.true(parts.every((part) => part.length > 0));
        parts.push(await stream.end());
        t.is(decode(Buffer.concat(parts)).toString(), '{"i":0}\n{"i":1}\n');
    });
}
test('no more than a bound are compressed at once', async (t) => {
    const busy = new Compression();
    const body = Buffer.alloc(20_000);
    const done = Array.from({ length: kHttpCompressingMax }, () => new Promise((resolve) => busy.compress('gzip', body, resolve)));
    t.false(busy.hasRoom);
    await Promise.all(done);
    t.true(busy.hasRoom);
});
test('streams count among them until they are closed, however they end', async (t) => {
    const busy = new Compression();
    const streams = Array.from({ length: kHttpCompressingMax }, () => busy.stream('gzip'));
    t.false(busy.hasRoom);
    const [whole, broken, idle] = streams;
    await whole?.end();
    t.false(busy.hasRoom);
    whole?.close();
    t.true(busy.hasRoom);
    whole?.close();
    busy.stream('br');
    t.false(busy.hasRoom);
    const part = broken?.add('x');
    broken?.close();
    await t.throwsAsync(part ?? Promise.resolve(), { message: /closed/ });
    idle?.close();
    busy.stream('br');
    t.true(busy.hasRoom);
});
test('a strong validator becomes a weak one', (t) => {
    t.deepEqual(encodedFields(['etag', '"a"', 'x', 'y'], 'gzip'), [
        'etag',
        'W/"a"',
        'x',
        'y',
        'content-encoding',
        'gzip',
    ]);
    t.deepEqual(encodedFields(['etag', 'W/"a"'], 'br').slice(0, 2), ['etag', 'W/"a"']);
});
//# sourceMappingURL=compression.test.js.map