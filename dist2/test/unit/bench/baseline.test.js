import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { compare, comparisonText, ratiosOf, readBaseline, writeBaseline, } from '../../../bench/baseline.js';
const origin = { node: 'v20.0.0', commit: 'abc' };
function resultsOf(ours, peer, cpuUsPerCall = 1) {
    return [
        { bench: 'call', case: 'shm', figures: { window: 64, perSecond: ours, cpuUsPerCall } },
        { bench: 'call', case: 'peer:x', figures: { window: 64, perSecond: peer, cpuUsPerCall: 4 } },
        { bench: 'call', case: 'away', figures: null },
    ];
}
test('cases are divided by their reference, and told apart by their settings', (t) => {
    t.deepEqual(ratiosOf(resultsOf(300, 100), 'peer:x'), {
        'call shm window=64': { against: 'peer:x', ratios: { perSecond: 3, cpuUsPerCall: 0.25 } },
    });
});
test('without the reference there is nothing to divide by', (t) => {
    t.deepEqual(ratiosOf(resultsOf(300, 100), 'away'), {});
    t.deepEqual(ratiosOf(resultsOf(300, 100), 'unknown'), {});
});
test('a slower machine is no regression, a slower program is one', (t) => {
    const before = ratiosOf(resultsOf(300, 100), 'peer:x');
    const outcomes = (results) => compare(before, ratiosOf(results, 'peer:x')).map(({ outcome }) => outcome);
    t.deepEqual(outcomes(resultsOf(30, 10)), ['equal', 'equal']);
    t.deepEqual(outcomes(resultsOf(250, 100)), ['equal', 'equal']);
    t.deepEqual(outcomes(resultsOf(200, 100)), ['worse', 'equal']);
    t.deepEqual(outcomes(resultsOf(400, 100)), ['better', 'equal']);
    t.deepEqual(outcomes(resultsOf(300, 100, 1.5)), ['equal', 'worse']);
    t.deepEqual(outcomes(resultsOf(300, 100, 0.5)), ['equal', 'better']);
});
test('what is new, or divided by another case, is not compared', (t) => {
    const before = ratiosOf(resultsOf(300, 100), 'peer:x');
    t.deepEqual(compare({}, before), []);
    t.deepEqual(compare({ 'call shm window=64': { against: 'peer:y', ratios: {} } }, before), []);
});
test('what became worse stands last', (t) => {
    const before = ratiosOf(resultsOf(300, 100), 'peer:x');
    const text = comparisonText(compare(before, ratiosOf(resultsOf(100, 100), 'peer:x')), origin);
    t.regex(text.trimEnd().split('\n').at(-1) ?? '', /^worse .*call shm window=64 .*perSecond .*3 → 1/);
});
test('a baseline keeps the cases that were not measured', (t) => {
    const path = join(mkdtempSync(join(tmpdir(), 'signalbox-baseline-')), 'baseline.json');
    t.throws(() => readBaseline(path), { code: 'ENOENT' });
    const shm = ratiosOf(resultsOf(300, 100), 'peer:x');
    writeBaseline(path, origin, shm);
    writeBaseline(path, { ...origin, commit: 'def' }, { other: { against: 'x', ratios: {} } });
    t.deepEqual(readBaseline(path), {
        ...origin,
        commit: 'def',
        cases: { ...shm, other: { against: 'x', ratios: {} } },
    });
    writeFileSync(path, '[]');
    t.throws(() => readBaseline(path), { message: /holds no baseline/ });
});
//# sourceMappingURL=baseline.test.js.map