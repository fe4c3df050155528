import test from 'ava';
import { PathMap } from '../../../src/gateway/path-map.js';
const offered = {
    'GET /api/exact': 'exact',
    'GET /api/pattern/1': 'pattern',
    'GET /free/pattern': 'pattern',
};
const prefixed = {
    name: 'api',
    resolve: (method, path, query) => path.startsWith('/api/') ? `${method} /mapped${path}?${query}` : null,
};
const unprefixed = {
    name: 'resolver',
    resolve: (_, path) => (path.startsWith('/free/') ? 'POST /free.Call' : null),
};
const map = new PathMap({ prefixed: [prefixed], unprefixed: [unprefixed] }, (key) => offered[key] ?? 'none');
const rows = [
    ['health is the gateway’s own', 'GET', '/healthz', { kind: 'health' }],
    ['readiness is the gateway’s own', 'GET', '/readyz', { kind: 'ready' }],
    ['the WebSocket is the gateway’s own', 'GET', '/_sys_/ws', { kind: 'socket' }],
    ['other reserved paths are the center’s', 'GET', '/_sys_/routes', { kind: 'native' }],
    ['metrics are the center’s', 'GET', '/metrics', { kind: 'native' }],
    ['an exact route goes before a prefix', 'GET', '/api/exact', { kind: 'native' }],
    [
        'only with its method',
        'PUT',
        '/api/exact',
        { kind: 'mapped', route: 'PUT /mapped/api/exact?q' },
    ],
    [
        'a prefix goes before a pattern',
        'GET',
        '/api/pattern/1',
        { kind: 'mapped', route: 'GET /mapped/api/pattern/1?q' },
    ],
    ['a pattern goes before a resolver', 'GET', '/free/pattern', { kind: 'native' }],
    ['a resolver takes the rest', 'GET', '/free/other', { kind: 'mapped', route: 'POST /free.Call' }],
    ['the center is asked for what nobody knows', 'GET', '/nobody', { kind: 'native' }],
];
for (const [what, method, path, place] of rows) {
    test(what, (t) => {
        t.deepEqual(map.resolve(method, path, 'q'), place);
    });
}
test('without rule sets the directory is not asked', (t) => {
    const plain = new PathMap({ prefixed: [], unprefixed: [] }, () => {
        throw new Error('it was asked');
    });
    t.deepEqual(plain.resolve('GET', '/x', ''), { kind: 'native' });
});
//# sourceMappingURL=path-map.test.js.map