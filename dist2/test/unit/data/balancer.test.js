import test from 'ava';
import { pick, weightedOrder } from '../../../src/data/balancer.js';
import { hashKey } from '../../../src/wire/key-hash.js';
import { endpointState, makeTable, routeState } from '../../support/route-state.js';
function routeOf(balance, weights) {
    const table = makeTable();
    const endpoints = weights.map((weight, link) => endpointState(link, { weight, seed: hashKey(`s.${link}`) }));
    table.apply(routeState(0, 'GET /a', { balance, endpoints }));
    return table.get(0);
}
function picks(route, count, key = 0) {
    return Array.from({ length: count }, () => pick(route, key)?.link ?? -1);
}
for (const balance of ['round-robin', 'random', 'least-outstanding', 'weighted', 'hash']) {
    test(`${balance}: none of no endpoint, the only one of one`, (t) => {
        t.is(pick(routeOf(balance, []), 1), null);
        t.deepEqual(picks(routeOf(balance, [5]), 3, 1), [0, 0, 0]);
    });
}
test('round-robin goes round, also after endpoints went', (t) => {
    const route = routeOf('round-robin', [1, 1, 1]);
    t.deepEqual(picks(route, 5), [0, 1, 2, 0, 1]);
    route.endpoints = route.endpoints.slice(0, 1).concat(route.endpoints.slice(2));
    t.deepEqual(picks(route, 3).sort(), [0, 0, 2]);
});
test('random reaches every endpoint', (t) => {
    t.is(new Set(picks(routeOf('random', [1, 1, 1]), 1_000)).size, 3);
});
test('least-outstanding takes the idle one of two', (t) => {
    const route = routeOf('least-outstanding', [1, 1]);
    route.endpoints[0].inFlight = 1;
    t.deepEqual(new Set(picks(route, 50)), new Set([1]));
});
test('least-outstanding never takes the busiest of three', (t) => {
    const route = routeOf('least-outstanding', [1, 1, 1]);
    route.endpoints[1].inFlight = 9;
    t.false(picks(route, 500).includes(1));
});
test('weighted keeps to the weights within one round, interleaved', (t) => {
    const links = picks(routeOf('weighted', [3, 1]), 4);
    t.deepEqual([...links].sort(), [0, 0, 0, 1]);
    t.not(links[0], 1);
    const many = picks(routeOf('weighted', [5, 3, 2]), 100);
    t.deepEqual([0, 1, 2].map((link) => many.filter((picked) => picked === link).length), [50, 30, 20]);
});
test('weighted gives the lightest its turn beside the heaviest', (t) => {
    const order = weightedOrder(routeOf('weighted', [1_000, 1_000, 1]).endpoints, 'weighted');
    t.true(order.length <= 1_100);
    t.true(order.some(({ link }) => link === 2));
});
test('hash sends a key to one endpoint and takes turns without a key', (t) => {
    const route = routeOf('hash', [1, 1, 1]);
    for (let key = 1; key < 100; key++)
        t.is(new Set(picks(route, 4, hashKey(`k${key}`))).size, 1);
    t.is(new Set(picks(route, 3, 0)).size, 3);
});
test('hash spreads keys, and moves only those of an endpoint that went', (t) => {
    const route = routeOf('hash', [1, 1, 1, 1]);
    const keys = Array.from({ length: 2_000 }, (_, index) => hashKey(`k${index}`));
    const before = keys.map((key) => pick(route, key).link);
    for (let link = 0; link < 4; link++) {
        const share = before.filter((picked) => picked === link).length;
        t.true(share > 350 && share < 650, `${link}: ${share}`);
    }
    route.endpoints = route.endpoints.filter(({ link }) => link !== 2);
    keys.forEach((key, index) => {
        const after = pick(route, key).link;
        if (before[index] !== 2 && after !== before[index])
            t.fail(String(index));
    });
});
//# sourceMappingURL=balancer.test.js.map