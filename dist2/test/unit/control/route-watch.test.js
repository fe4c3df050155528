import test from 'ava';
import { kRouteNewsCountMax, kRouteWatchersMax } from '../../../src/base/limits.js';
import { RouteWatchers } from '../../../src/control/route-watch.js';
import { refusalBy } from '../../support/refusal.js';
import { makeRegistry, offeredRoute, openStation } from '../../support/registered.js';
function world(...routes) {
    const { registry } = makeRegistry();
    const watchers = new RouteWatchers(registry);
    let link = 1;
    const join = (...names) => {
        const station = openStation(registry, 's', link++);
        registry.register(station, names.map((name, index) => offeredRoute(name, index)), [], []);
        watchers.note(registry.changedRoutes);
        registry.changedRoutes.clear();
        return () => {
            registry.close(station);
            watchers.note(registry.changedRoutes);
            registry.changedRoutes.clear();
        };
    };
    if (routes.length > 0)
        join(...routes);
    const stop = new AbortController();
    const watch = watchers.watch(stop.signal)[Symbol.asyncIterator]();
    return { join, stop, watchers, next: async () => (await watch.next()).value };
}
test('tells what is there first, then what changes', async (t) => {
    const { join, next, stop } = world('GET /a');
    t.deepEqual(await next(), { offered: ['GET /a'], gone: [], isComplete: true });
    const leave = join('GET /b');
    t.deepEqual(await next(), { offered: ['GET /b'], gone: [], isComplete: true });
    leave();
    t.deepEqual(await next(), { offered: [], gone: ['GET /b'], isComplete: true });
    stop.abort();
});
test('an empty center is told as such', async (t) => {
    const { next, stop } = world();
    t.deepEqual(await next(), { offered: [], gone: [], isComplete: true });
    stop.abort();
});
test('what came and went between two looks is told as it is now', async (t) => {
    const { join, next, stop } = world();
    await next();
    for (let n = 0; n < 100; n++)
        join('GET /flapping')();
    join('GET /stays');
    t.deepEqual(await next(), { offered: ['GET /stays'], gone: ['GET /flapping'], isComplete: true });
    stop.abort();
});
test('a large table is told in parts', async (t) => {
    const names = Array.from({ length: kRouteNewsCountMax + 1 }, (_, n) => `GET /r/${n}`);
    const { next, stop } = world(...names);
    t.like(await next(), { offered: { length: kRouteNewsCountMax }, isComplete: false });
    t.deepEqual(await next(), { offered: [names.at(-1)], gone: [], isComplete: true });
    stop.abort();
});
test('ends with its watcher, who makes room for another', async (t) => {
    const { next, stop, watchers } = world();
    await next();
    const waiting = next();
    stop.abort();
    t.is(await waiting, undefined);
    const all = Array.from({ length: kRouteWatchersMax }, () => new AbortController());
    for (const { signal } of all)
        watchers.watch(signal);
    t.is(refusalBy(() => watchers.watch(new AbortController().signal)).code, 'ERR_OVERLOADED');
    all[7]?.abort();
    t.notThrows(() => watchers.watch(new AbortController().signal));
});
//# sourceMappingURL=route-watch.test.js.map