import test from 'ava';
import { kRouteCountMax } from '../../../src/base/limits.js';
import { createGateMemory, Gates } from '../../../src/data/admission.js';
test('an open gate lets every call pass', (t) => {
    const gates = new Gates(createGateMemory());
    for (const route of [0, 1, kRouteCountMax - 1])
        t.is(gates.admit(route), null);
});
test('a limit lets exactly so many pass, seen by every dispatcher', (t) => {
    const memory = createGateMemory();
    const [first, second] = [new Gates(memory), new Gates(memory)];
    first.setLimit(3, 4);
    const outcomes = Array.from({ length: 6 }, (_, index) => (index % 2 ? first : second).admit(3));
    t.deepEqual(outcomes, [null, null, null, null, 'ERR_RATE_LIMITED', 'ERR_RATE_LIMITED']);
    t.is(first.admit(2), null);
    t.is(first.admit(4), null);
    first.setLimit(3, 1);
    t.is(second.admit(3), null);
    t.is(second.admit(3), 'ERR_RATE_LIMITED');
    first.setLimit(3, undefined);
    t.is(second.admit(3), null);
});
test('a limit of 0 lets none pass, the greatest one all', (t) => {
    const gates = new Gates(createGateMemory());
    gates.setLimit(0, 0);
    t.is(gates.admit(0), 'ERR_RATE_LIMITED');
    gates.setLimit(0, 0x7fff_fffe);
    t.is(gates.admit(0), null);
});
test('an open breaker goes before the limit and takes nothing from it', (t) => {
    const gates = new Gates(createGateMemory());
    gates.setLimit(0, 1);
    gates.setBreaker(0, true);
    t.is(gates.admit(0), 'ERR_BREAKER_OPEN');
    gates.setBreaker(0, false);
    t.is(gates.admit(0), null);
    t.is(gates.admit(0), 'ERR_RATE_LIMITED');
});
//# sourceMappingURL=admission.test.js.map