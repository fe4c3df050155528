import test from 'ava';
import { endpointState, makeTable, routeState } from '../../support/route-state.js';
function tableOf(...routes) {
    const table = makeTable();
    routes.forEach((route, id) => {
        table.apply(routeState(id, route));
    });
    return table;
}
function nameOf(table, key) {
    const found = table.match(key);
    return typeof found === 'string' ? found : found.route;
}
test('an empty table knows no route', (t) => {
    t.is(makeTable().match('GET /'), 'no-route');
});
test('literal beats parameter beats wildcard, at every segment', (t) => {
    const table = tableOf('GET /a/b', 'GET /a/:x', 'GET /a/*', 'GET /:x/b', 'GET /*');
    t.is(nameOf(table, 'GET /a/b'), 'GET /a/b');
    t.is(nameOf(table, 'GET /a/c'), 'GET /a/:x');
    t.is(nameOf(table, 'GET /a/b/c'), 'GET /a/*');
    t.is(nameOf(table, 'GET /c/b'), 'GET /:x/b');
    t.is(nameOf(table, 'GET /c/d'), 'GET /*');
    t.is(nameOf(table, 'GET /'), 'no-route');
});
test('a dead end goes back to the less exact branch', (t) => {
    const table = tableOf('GET /a/b/c', 'GET /:x/b/d', 'GET /a/*');
    t.is(nameOf(table, 'GET /a/b/d'), 'GET /a/*');
    t.is(nameOf(tableOf('GET /a/b/c', 'GET /:x/b/d'), 'GET /a/b/d'), 'GET /:x/b/d');
});
test('a named method beats every method, another is wrong-method', (t) => {
    const table = tableOf('GET /a', '/a', 'POST /b', 'PUT /c/:x');
    t.is(nameOf(table, 'GET /a'), 'GET /a');
    t.is(nameOf(table, 'PUT /a'), '/a');
    t.is(nameOf(table, 'GET /b'), 'wrong-method');
    t.is(nameOf(table, 'GET /c/1'), 'wrong-method');
    t.is(nameOf(table, 'GET /d'), 'no-route');
});
test('a path with other methods does not hide a less exact one that has the method', (t) => {
    t.is(nameOf(tableOf('POST /a', 'GET /:x'), 'GET /a'), 'GET /:x');
});
test('a parameter takes no empty segment, a wildcard no empty rest', (t) => {
    const table = tableOf('GET /a/:x', 'GET /b/*');
    for (const path of ['/a/', '/a', '/b/', '/b', '/a/b/', '//a']) {
        t.is(nameOf(table, `GET ${path}`), 'no-route', path);
    }
    t.is(nameOf(table, 'GET /b//c'), 'GET /b/*');
});
test('names that objects inherit are ordinary paths', (t) => {
    const table = tableOf('GET /constructor', 'GET /__proto__/:x');
    t.is(nameOf(table, 'GET /constructor'), 'GET /constructor');
    t.is(nameOf(table, 'GET /__proto__/toString'), 'GET /__proto__/:x');
    t.is(nameOf(table, 'GET /toString'), 'no-route');
});
test('a removed route is gone, and the others stay', (t) => {
    const table = tableOf('GET /a', 'GET /a/:x', 'GET /a/:x/b', 'GET /a/*', 'POST /a');
    const before = table.matchEpoch;
    table.apply(routeState(1, 'GET /a/:x', { isOffered: false, endpoints: [] }));
    t.true(table.matchEpoch > before);
    t.is(nameOf(table, 'GET /a/1'), 'GET /a/*');
    t.is(nameOf(table, 'GET /a/1/b'), 'GET /a/:x/b');
    table.apply(routeState(0, 'GET /a', { isOffered: false, endpoints: [] }));
    t.is(nameOf(table, 'GET /a'), 'wrong-method');
    for (const [id, route] of [
        [2, 'GET /a/:x/b'],
        [3, 'GET /a/*'],
        [4, 'POST /a'],
    ]) {
        table.apply(routeState(id, route, { isOffered: false, endpoints: [] }));
    }
    for (const path of ['/a', '/a/1', '/a/1/b'])
        t.is(nameOf(table, `GET ${path}`), 'no-route');
});
test('a wildcard does not answer for the paths of the center itself', (t) => {
    const table = tableOf('GET /*', 'DELETE /:a/:b', 'GET /_sys_/parts/:id', 'GET /metrics');
    t.is(nameOf(table, 'GET /_sys_/stations'), 'no-route');
    t.is(nameOf(table, 'DELETE /_sys_/stations'), 'no-route');
    t.is(nameOf(table, 'GET /healthz'), 'no-route');
    t.is(nameOf(table, 'GET /_sys_/parts/7'), 'GET /_sys_/parts/:id');
    t.is(nameOf(table, 'GET /metrics'), 'GET /metrics');
    t.is(nameOf(table, 'GET /_sys_more/x'), 'GET /*');
    t.deepEqual(table.methodsOf('/_sys_/parts/7'), ['GET']);
});
test('the methods of a path are those of every route that fits', (t) => {
    const table = tableOf('GET /a/b', 'PUT /a/:x', 'DELETE /a/*', 'GET /a/*', '/a/b/c');
    t.deepEqual(table.methodsOf('/a/b'), ['DELETE', 'GET', 'PUT']);
    t.deepEqual(table.methodsOf('/a/b/c'), ['DELETE', 'GET']);
    t.deepEqual(table.methodsOf('/nothing'), []);
    t.deepEqual(table.methodsOf('/'), []);
});
test('removing an unknown route changes nothing', (t) => {
    const table = tableOf('GET /a');
    table.apply(routeState(7, 'GET /b', { isOffered: false, endpoints: [] }));
    t.is(nameOf(table, 'GET /a'), 'GET /a');
});
test('an endpoint that stays keeps its calls in flight', (t) => {
    const table = makeTable();
    table.apply(routeState(0, 'GET /a', { endpoints: [endpointState(1), endpointState(2)] }));
    const first = table.get(0).endpoints[0];
    first.inFlight = 3;
    table.apply(routeState(0, 'GET /a', { endpoints: [endpointState(1), endpointState(3)] }));
    t.is(table.get(0).endpoints[0], first);
    t.deepEqual(table.get(0).endpoints.map(({ link }) => link), [1, 3]);
    const successor = endpointState(1, { linkGeneration: 2 });
    table.apply(routeState(0, 'GET /a', { endpoints: [successor] }));
    t.is(table.get(0).endpoints[0].inFlight, 0);
});
test('ten thousand routes are found and removed', (t) => {
    const table = makeTable();
    const count = 10_000;
    const patternOf = (id) => (id % 2 === 0 ? `GET /r${id}/leaf` : `GET /r${id}/:x/leaf`);
    const pathOf = (id) => (id % 2 === 0 ? `GET /r${id}/leaf` : `GET /r${id}/value/leaf`);
    for (let id = 0; id < count; id++)
        table.apply(routeState(id, patternOf(id)));
    const ids = Array.from({ length: count }, (_, id) => id);
    t.deepEqual(ids.filter((id) => nameOf(table, pathOf(id)) !== patternOf(id)), []);
    for (let id = 0; id < count; id += 2) {
        table.apply(routeState(id, patternOf(id), { isOffered: false, endpoints: [] }));
    }
    const expected = (id) => (id % 2 === 0 ? 'no-route' : patternOf(id));
    t.deepEqual(ids.filter((id) => nameOf(table, pathOf(id)) !== expected(id)), []);
});
//# sourceMappingURL=route-table.test.js.map