import test from 'ava';
import { kRejoinMaxMs, kRejoinMinMs } from '../../../src/base/limits.js';
import { rejoinDelayMs } from '../../../src/station/rejoin.js';
test('the delay stays within its bounds, however many tries', (t) => {
    for (const tries of [0, 1, 5, 10, 100, 1e9]) {
        for (const random of [0, 0.5, 0.999_999]) {
            const delayMs = rejoinDelayMs(tries, random);
            t.true(delayMs >= kRejoinMinMs && delayMs <= kRejoinMaxMs, `${tries}, ${random}: ${delayMs}`);
        }
    }
});
test('the range doubles until it is full', (t) => {
    t.is(rejoinDelayMs(0, 1), kRejoinMinMs);
    t.is(rejoinDelayMs(1, 1), 2 * kRejoinMinMs);
    t.is(rejoinDelayMs(2, 1), 4 * kRejoinMinMs);
    t.is(rejoinDelayMs(20, 1), kRejoinMaxMs);
});
test('chance decides within the range', (t) => {
    t.is(rejoinDelayMs(20, 0), kRejoinMinMs);
    t.is(rejoinDelayMs(20, 0.5), (kRejoinMinMs + kRejoinMaxMs) / 2);
});
//# sourceMappingURL=rejoin.test.js.map