import test from 'ava';
import { systemClock } from '../../../src/base/clock.js';
import { LocalTable } from '../../../src/control/local-routes.js';
import { LocalTaps } from '../../../src/control/local-taps.js';
import { RoutePublisher } from '../../../src/control/route-publisher.js';
import { RouteWatchers } from '../../../src/control/route-watch.js';
import { createGateMemory, Gates } from '../../../src/data/admission.js';
import { makeRegistry, offeredRoute, offeredSubscription, openStation, } from '../../support/registered.js';
const noTaps = new LocalTaps(systemClock, () => { });
function makePublisher() {
    const { registry, stats } = makeRegistry();
    const snapshots = [];
    const local = new LocalTable(new Gates(createGateMemory()), stats, noTaps);
    const publisher = new RoutePublisher(registry, stats, local, new RouteWatchers(registry), (snapshot) => snapshots.push(snapshot));
    return { registry, publisher, snapshots };
}
test('publishes nothing when nothing changed', (t) => {
    const { publisher, snapshots } = makePublisher();
    t.is(publisher.publish(), 0);
    t.deepEqual(snapshots, []);
});
test('publishes each change once, with a rising epoch', (t) => {
    const { registry, publisher, snapshots } = makePublisher();
    const a = openStation(registry, 'a', 4);
    registry.register(a, [offeredRoute('GET /x', 3)], [offeredSubscription('t', 5, 'g')], []);
    t.is(publisher.publish(), 1);
    t.is(publisher.publish(), 1);
    t.is(snapshots.length, 1);
    t.like(snapshots[0], { epoch: 1 });
    t.like(snapshots[0]?.routes[0], { route: 'GET /x', isOffered: true });
    t.like(snapshots[0]?.routes[0]?.endpoints[0], { link: 4, linkGeneration: 1, offered: 3 });
    t.deepEqual(snapshots[0]?.topics, [
        { topic: 't', subscribers: [{ link: 4, linkGeneration: 1, subscription: 5, group: 'g' }] },
    ]);
    t.is(snapshots[0]?.statsChunks.length, 1);
});
test('a paused endpoint is not picked, and the route stays', (t) => {
    const { registry, publisher, snapshots } = makePublisher();
    registry.register(openStation(registry, 'a', 0), [offeredRoute('GET /x')], [], []);
    registry.setPaused('a.1', true);
    publisher.publish();
    t.like(snapshots[0]?.routes[0], { isOffered: true, endpoints: [] });
    registry.setPaused('a.1', false);
    registry.setPaused('GET /x', true);
    publisher.publish();
    t.like(snapshots[1]?.routes[0], { isOffered: true, endpoints: [] });
    registry.setPaused('GET /x', false);
    publisher.publish();
    t.is(snapshots[2]?.routes[0]?.endpoints.length, 1);
});
test('a route whose last station went is removed', (t) => {
    const { registry, publisher, snapshots } = makePublisher();
    const a = openStation(registry, 'a', 0);
    registry.register(a, [offeredRoute('GET /x')], [offeredSubscription('t')], []);
    publisher.publish();
    registry.close(a);
    t.is(publisher.publish(), 2);
    t.like(snapshots[1]?.routes[0], { isOffered: false, endpoints: [] });
    t.deepEqual(snapshots[1]?.topics, [{ topic: 't', subscribers: [] }]);
});
test('a place that is taken again has the same seed for hash balancing', (t) => {
    const { registry, publisher, snapshots } = makePublisher();
    const a = openStation(registry, 'a', 0);
    registry.register(a, [offeredRoute('GET /x')], [], []);
    publisher.publish();
    registry.close(a);
    publisher.publish();
    registry.register(openStation(registry, 'a', 9), [offeredRoute('GET /x')], [], []);
    publisher.publish();
    t.is(snapshots[2]?.routes[0]?.endpoints[0]?.seed, snapshots[0]?.routes[0]?.endpoints[0]?.seed);
});
//# sourceMappingURL=route-publisher.test.js.map