import test from 'ava';
import { Offers } from '../../../src/station/offers.js';
import { refusalBy } from '../../support/refusal.js';
const nothing = () => undefined;
test('routes are described as they were offered, from an index on', (t) => {
    const offers = new Offers();
    offers.addRoute('GET /a', {}, nothing);
    offers.addRoute('GET /b', { weight: 3, idempotent: true, balance: 'hash', description: 'B' }, nothing);
    t.is(offers.describeRoutes(0).length, 2);
    t.deepEqual(offers.describeRoutes(1), [
        {
            index: 1,
            route: 'GET /b',
            isIdempotent: true,
            balance: 'hash',
            weight: 3,
            description: 'B',
            requestSchema: '',
            replySchema: '',
            docs: '',
        },
    ]);
    t.deepEqual(offers.describeRoutes(2), []);
});
for (const [what, options] of [
    ['an unknown option', { idempotant: true }],
    ['an unknown balance', { balance: 'fair' }],
    ['a weight of 0', { weight: 0 }],
    ['a weight of a half', { weight: 1.5 }],
    ['a weight over 1,000', { weight: 1_001 }],
]) {
    test(`refuses ${what}`, (t) => {
        const offers = new Offers();
        t.is(refusalBy(() => offers.addRoute('GET /a', options, nothing)).code, 'ERR_BAD_ROUTE');
        t.deepEqual(offers.routes, []);
    });
}
test('a route is offered once', (t) => {
    const offers = new Offers();
    offers.addRoute('GET /a', {}, nothing);
    t.is(refusalBy(() => offers.addRoute('GET /a', {}, nothing)).code, 'ERR_BAD_ROUTE');
    t.notThrows(() => offers.addRoute('/a', {}, nothing));
});
test('a station offers at most 10,000 routes', (t) => {
    const offers = new Offers();
    for (let index = 0; index < 10_000; index++)
        offers.addRoute(`GET /r${index}`, {}, nothing);
    t.is(refusalBy(() => offers.addRoute('GET /one-more', {}, nothing)).code, 'ERR_BAD_ROUTE');
});
test('a station holds at most 10,000 subscriptions, and their numbers are not used again', (t) => {
    const offers = new Offers();
    for (let index = 0; index < 10_000; index++)
        offers.addSubscription('t', '', nothing);
    t.is(refusalBy(() => offers.addSubscription('t', '', nothing)).code, 'ERR_BAD_ARGUMENT');
    offers.subscriptions.delete(0);
    t.is(offers.addSubscription('t', '', nothing).index, 10_000);
});
//# sourceMappingURL=offers.test.js.map