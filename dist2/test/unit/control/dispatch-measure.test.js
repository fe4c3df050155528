import test from 'ava';
import { measureThrough } from '../../../src/control/dispatch-measure.js';
const kMeasure = { rings: [], activeMs: 1, idleMs: 2 };
test('whoever asks meanwhile shares the answer, and the next one asks anew', async (t) => {
    let asked = 0;
    const { measure, onMeasured } = measureThrough(() => asked++);
    const both = Promise.all([measure(60_000), measure(60_000)]);
    t.is(asked, 1);
    onMeasured(kMeasure);
    t.deepEqual(await both, [kMeasure, kMeasure]);
    const third = measure(60_000);
    t.is(asked, 2);
    onMeasured({ ...kMeasure, activeMs: 9 });
    t.like(await third, { activeMs: 9 });
});
test('who waits in vain is told so, and no further question is sent meanwhile', async (t) => {
    let asked = 0;
    const { measure, onMeasured } = measureThrough(() => asked++);
    t.is(await measure(1), null);
    t.is(await measure(1), null);
    t.is(asked, 1);
    onMeasured(kMeasure);
    onMeasured(kMeasure); // an answer that nobody asked for is nothing
    t.is(await measure(1), null);
    t.is(asked, 2);
});
//# sourceMappingURL=dispatch-measure.test.js.map