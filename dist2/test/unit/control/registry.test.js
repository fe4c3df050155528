import test from 'ava';
import { kRoutesPerStationMax } from '../../../src/base/limits.js';
import { refusalBy } from '../../support/refusal.js';
import { makeRegistry, offeredRoute, offeredSubscription, openStation, } from '../../support/registered.js';
test('stations of one name take the lowest free places', (t) => {
    const { registry } = makeRegistry();
    const first = openStation(registry, 'a', 0);
    t.is(first.id, 'a.1');
    t.is(openStation(registry, 'a', 1).id, 'a.2');
    t.is(openStation(registry, 'b', 2).id, 'b.1');
    registry.close(first);
    t.is(openStation(registry, 'a', 3).id, 'a.1');
});
test('a station is found by its link and generation', (t) => {
    const { registry } = makeRegistry();
    const station = openStation(registry, 'a', 0);
    t.is(registry.find({ link: 0, generation: 1 }), station);
    t.is(registry.find({ link: 0, generation: 2 }), undefined);
    t.is(registry.find({ link: 1, generation: 1 }), undefined);
});
test('a route lives as long as one station offers it', (t) => {
    const { registry } = makeRegistry();
    const [a, b] = [openStation(registry, 'a', 0), openStation(registry, 'a', 1)];
    registry.register(a, [offeredRoute('GET /x')], [], []);
    registry.register(b, [offeredRoute('GET /x')], [], []);
    t.is(registry.routes.get('GET /x')?.endpoints.size, 2);
    registry.close(a);
    t.is(registry.routes.get('GET /x')?.endpoints.size, 1);
    registry.close(b);
    t.is(registry.routes.size, 0);
});
test('offering the same route again changes it and doubles nothing', (t) => {
    const { registry } = makeRegistry();
    const a = openStation(registry, 'a', 0);
    registry.register(a, [offeredRoute('GET /x')], [], []);
    registry.register(a, [offeredRoute('GET /x', 0, { weight: 5, isIdempotent: true })], [], []);
    const record = registry.routes.get('GET /x');
    t.like(record, { isIdempotent: true });
    t.deepEqual([...(record?.endpoints.values() ?? [])].map(({ weight }) => weight), [5]);
});
test('the newest station speaks for the route', (t) => {
    const { registry } = makeRegistry();
    registry.register(openStation(registry, 'a', 0), [offeredRoute('GET /x', 0, { balance: 'hash' })], [], []);
    registry.register(openStation(registry, 'a', 1), [offeredRoute('GET /x', 0, { balance: 'random' })], [], []);
    t.is(registry.routes.get('GET /x')?.balance, 'random');
});
for (const [what, offered] of [
    ['a bad pattern', offeredRoute('x')],
    ['an index below 0', offeredRoute('GET /x', -1)],
    ['an index over the limit', offeredRoute('GET /x', kRoutesPerStationMax)],
    ['an unknown balance', offeredRoute('GET /x', 0, { balance: 'fair' })],
    ['a weight of 0', offeredRoute('GET /x', 0, { weight: 0 })],
    ['a weight over the limit', offeredRoute('GET /x', 0, { weight: 1_001 })],
    ['a reserved path', offeredRoute('GET /_sys_/stations')],
    ['a reserved path of every method', offeredRoute('/_sys_')],
    ['the path of health', offeredRoute('GET /healthz')],
    ['the path of metrics, of every method', offeredRoute('/metrics')],
    ['the index of another route', offeredRoute('GET /other', 7)],
]) {
    test(`refuses ${what}, and takes nothing of that registration`, (t) => {
        const { registry } = makeRegistry();
        const a = openStation(registry, 'a', 0);
        registry.register(a, [offeredRoute('GET /seven', 7)], [], []);
        registry.changedRoutes.clear();
        const register = () => registry.register(a, [offeredRoute('GET /good', 1), offered], [offeredSubscription('t')], []);
        t.is(refusalBy(register).code, 'ERR_BAD_ROUTE');
        t.deepEqual([...registry.routes.keys()], ['GET /seven']);
        t.is(registry.changedRoutes.size, 0);
        t.is(registry.topicCount, 0);
    });
}
test('the center itself may offer reserved paths', (t) => {
    const { registry } = makeRegistry();
    const own = openStation(registry, 'signalbox', 0, 'attached');
    registry.register(own, [offeredRoute('GET /_sys_/stations')], [], []);
    t.true(registry.routes.has('GET /_sys_/stations'));
});
test('too many subscriptions are refused', (t) => {
    const { registry } = makeRegistry();
    const a = openStation(registry, 'a', 0);
    const many = Array.from({ length: 20_001 }, (_, index) => offeredSubscription('t', index));
    t.is(refusalBy(() => registry.register(a, [], many, [])).code, 'ERR_OVERLOADED');
});
test('a pause of a service holds for those that join later', (t) => {
    const { registry } = makeRegistry();
    openStation(registry, 'a', 0);
    t.is(registry.setPaused('a', true), 1);
    t.is(openStation(registry, 'a', 1).state, 'paused');
    t.is(openStation(registry, 'b', 2).state, 'up');
    t.is(registry.setPaused('a', false), 2);
    t.is(openStation(registry, 'a', 3).state, 'up');
});
test('a pause of a place holds for whoever takes it next', (t) => {
    const { registry } = makeRegistry();
    const a = openStation(registry, 'a', 0);
    t.is(registry.setPaused('a.1', true), 1);
    registry.close(a);
    t.is(openStation(registry, 'a', 1).state, 'paused');
    t.is(openStation(registry, 'a', 2).state, 'up');
});
test('a station that leaves is not resumed', (t) => {
    const { registry } = makeRegistry();
    const a = openStation(registry, 'a', 0);
    registry.leave(a);
    registry.setPaused('a', true);
    registry.setPaused('a', false);
    t.is(a.state, 'draining');
});
test('pausing what is not there counts 0', (t) => {
    const { registry } = makeRegistry();
    t.is(registry.setPaused('nobody', true), 0);
    t.is(registry.setPaused('GET /nothing', true), 0);
});
test('resuming what is neither there nor paused is not found', (t) => {
    const { registry } = makeRegistry();
    registry.setPaused('later', true);
    t.is(registry.setPaused('later', false), 0);
    for (const target of ['later', 'GET /nothing']) {
        t.is(refusalBy(() => registry.setPaused(target, false)).code, 'ERR_NOT_FOUND');
    }
});
test('subscribers come and go', (t) => {
    const { registry } = makeRegistry();
    const [a, b] = [openStation(registry, 'a', 0), openStation(registry, 'b', 1)];
    registry.register(a, [], [offeredSubscription('t', 0), offeredSubscription('t', 1, 'g')], []);
    registry.register(b, [], [offeredSubscription('t', 0)], []);
    t.is(registry.subscribersOf('t').length, 3);
    registry.register(a, [], [], [0, 99]);
    t.deepEqual(registry
        .subscribersOf('t')
        .map(({ station, subscription }) => `${station.id} ${subscription.group}`), ['a.1 g', 'b.1 ']);
    registry.close(a);
    registry.close(b);
    t.is(registry.topicCount, 0);
});
test('figures of stations that are gone stay with route and service', (t) => {
    const { registry, stats } = makeRegistry();
    const a = openStation(registry, 'a', 0);
    registry.register(a, [offeredRoute('GET /x')], [], []);
    const block = registry.routes.get('GET /x').endpoints.get(a).statsBlock;
    const { words, at } = stats.locate(block);
    words[at] = 7;
    registry.close(a);
    t.is(stats.sumOfRoute('GET /x').read().calls, 7);
    t.is(stats.sumOfService('a').read().calls, 7);
    const b = openStation(registry, 'a', 1);
    registry.register(b, [offeredRoute('GET /x')], [], []);
    const fresh = stats.locate(registry.routes.get('GET /x').endpoints.get(b).statsBlock);
    t.is(fresh.words[fresh.at], 0);
});
//# sourceMappingURL=registry.test.js.map