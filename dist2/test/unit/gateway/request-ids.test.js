import test from 'ava';
import { RequestIds } from '../../../src/gateway/request-ids.js';
const ids = new RequestIds();
const parent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const made = /^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/;
test('a sane id of the client is kept', (t) => {
    t.is(ids.idOf('abc-123_./+=:@~'), 'abc-123_./+=:@~');
});
for (const given of [undefined, '', 'a b', 'a\nb', 'ä', 'x'.repeat(129), '{"a":1}']) {
    test(`${JSON.stringify(given)?.slice(0, 20)} is no id: one is made`, (t) => {
        const id = ids.idOf(given);
        t.regex(id, /^[A-Za-z0-9_-]{10,}$/);
        t.not(id, given);
    });
}
test('no id is made twice', (t) => {
    t.is(new Set(Array.from({ length: 5_000 }, () => ids.idOf(undefined))).size, 5_000);
    t.not(new RequestIds().idOf(undefined).split('-')[0], new RequestIds().idOf(undefined).split('-')[0]);
});
test('a valid trace context is passed on with its state', (t) => {
    t.deepEqual(ids.traceOf(parent, 'a=1,b=2'), { traceparent: parent, tracestate: 'a=1,b=2' });
    t.deepEqual(ids.traceOf(parent, undefined), { traceparent: parent });
    t.deepEqual(ids.traceOf(parent, 'x'.repeat(2_000)), { traceparent: parent });
});
test('a later version of the trace context is passed on as it is', (t) => {
    const later = `01${parent.slice(2)}-what-comes-then`;
    t.is(ids.traceOf(later, undefined).traceparent, later);
});
const bad = [
    undefined,
    '',
    parent.toUpperCase(),
    parent.slice(0, -1),
    `${parent}-more`,
    `ff${parent.slice(2)}`,
    `00-${'0'.repeat(32)}-b7ad6b7169203331-01`,
    `00-0af7651916cd43dd8448eb211c80319c-${'0'.repeat(16)}-01`,
    `00-0af7651916cd43dd8448eb211c80319g-b7ad6b7169203331-01`,
];
for (const given of bad) {
    test(`${given ?? 'none'} is no trace context: one is made, not sampled, without state`, (t) => {
        const { traceparent, tracestate } = ids.traceOf(given, 'a=1');
        t.regex(traceparent, made);
        t.is(tracestate, undefined);
    });
}
test('no trace is made twice', (t) => {
    const traces = Array.from({ length: 1_000 }, () => ids.traceOf(undefined, undefined).traceparent);
    t.is(new Set(traces).size, 1_000);
});
//# sourceMappingURL=request-ids.test.js.map