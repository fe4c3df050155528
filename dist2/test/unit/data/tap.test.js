import test from 'ava';
import { Tap, takenBy } from '../../../src/data/tap.js';
import { makeTable, routeState } from '../../support/route-state.js';
function spec(more = {}) {
    return { id: 1, route: 'GET /a', every: 1, perSecond: 5, hasBodies: false, ...more };
}
test('shows every n-th call', (t) => {
    const tap = new Tap(spec({ every: 3, perSecond: 1_000 }), 0);
    const shown = Array.from({ length: 9 }, () => tap.take(0));
    t.deepEqual(shown, [false, false, true, false, false, true, false, false, true]);
    t.is(tap.seenCount, 9);
    t.is(tap.droppedCount, 0);
});
test('shows no more calls a second than it may, and counts the rest', (t) => {
    const tap = new Tap(spec(), 1_000);
    const shownAt = (nowMs) => Array.from({ length: 20 }, () => tap.take(nowMs)).filter(Boolean).length;
    t.is(shownAt(1_000), 5);
    t.is(tap.droppedCount, 15);
    t.is(shownAt(1_400), 2);
    t.is(shownAt(900), 0); // a clock that stands still or goes back gives nothing
    t.is(shownAt(60_000), 5);
    t.is(tap.seenCount, 80);
});
test('each tap of a route chooses for itself', (t) => {
    const every = new Tap(spec(), 0);
    const rare = new Tap(spec({ id: 2, every: 2 }), 0);
    t.deepEqual(takenBy([every, rare], 0), [every]);
    t.deepEqual(takenBy([every, rare], 0), [every, rare]);
});
test('a route has taps while they are open, also when it comes back', (t) => {
    const table = makeTable();
    table.apply(routeState(0, 'GET /a'));
    table.apply(routeState(1, 'GET /b'));
    t.is(table.get(0)?.taps, null);
    const [one, two] = [new Tap(spec(), 0), new Tap(spec({ id: 2 }), 0)];
    table.openTap(one);
    table.openTap(two);
    t.deepEqual(table.get(0)?.taps, [one, two]);
    t.is(table.get(1)?.taps, null);
    table.apply(routeState(0, 'GET /a', { isOffered: false, endpoints: [] }));
    table.apply(routeState(7, 'GET /a'));
    t.deepEqual(table.get(7)?.taps, [one, two]);
    table.closeTap(1);
    t.deepEqual(table.get(7)?.taps, [two]);
    table.closeTap(1);
    table.closeTap(2);
    t.is(table.get(7)?.taps, null);
});
//# sourceMappingURL=tap.test.js.map