import test from 'ava';
import { hashKey, mixHash } from '../../../src/wire/key-hash.js';
test('keys keep their hash, in every SDK and for ever', (t) => {
    // Computed from the definition by another program.
    const hashes = { '': 2_872_998_923, a: 444_641_715, 'customer 7': 1_826_556_258, ü: 134_528_209 };
    for (const [key, hash] of Object.entries(hashes))
        t.is(hashKey(key) >>> 0, hash, key);
});
test('no key hashes to 0, which means none', (t) => {
    const keys = Array.from({ length: 100_000 }, (_, index) => `key ${index}`);
    t.deepEqual(keys.filter((key) => hashKey(key) === 0), []);
});
test('neighbours are spread evenly', (t) => {
    const buckets = Array.from({ length: 16 }, () => 0);
    for (let index = 0; index < 16_000; index++)
        buckets[(mixHash(index) >>> 0) % 16]++;
    t.true(Math.min(...buckets) > 850 && Math.max(...buckets) < 1_150, buckets.join());
});
//# sourceMappingURL=key-hash.test.js.map