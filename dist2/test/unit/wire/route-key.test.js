import test from 'ava';
import { kNameBytesMax } from '../../../src/base/limits.js';
import { fillParams, paramsOf, parseCallPath, parseRoute } from '../../../src/wire/route-key.js';
import { refusalBy } from '../../support/refusal.js';
test('reads method, segments and parameters of a route', (t) => {
    t.deepEqual(parseRoute('GET /places/:country/*'), {
        method: 'GET',
        path: '/places/:country/*',
        segments: ['places', ':country', '*'],
        paramNames: ['country', '*'],
        isExact: false,
        needsPath: true,
    });
    t.like(parseRoute('/'), { method: '', segments: [], isExact: true });
});
for (const route of [
    '',
    'GET',
    'get /a',
    'GET  /a',
    'G3T /a',
    '/a b',
    '/a\u0000',
    '/a?b=1',
    '/*/a',
    '/:',
    '/:1a',
    '/:a/:a',
    '/:__proto__',
    `/${'x'.repeat(1_024)}`,
]) {
    test(`refuses the route ${JSON.stringify(route.slice(0, 20))}`, (t) => {
        const error = refusalBy(() => parseRoute(route));
        t.is(error.code, 'ERR_BAD_ROUTE');
        t.true(error.message.includes(route));
    });
}
test('takes a route of the greatest length, in bytes', (t) => {
    t.is(parseRoute(`/${'x'.repeat(kNameBytesMax - 1)}`).path.length, kNameBytesMax);
    t.is(refusalBy(() => parseRoute(`/${'ü'.repeat(kNameBytesMax / 2)}`)).code, 'ERR_BAD_ROUTE');
});
test('reads a call path with query and implied method', (t) => {
    t.deepEqual(parseCallPath('PUT /a/b?c=/d?e', false), {
        method: 'PUT',
        key: 'PUT /a/b',
        query: 'c=/d?e',
    });
    t.is(parseCallPath('/a', true).key, 'POST /a');
    t.is(parseCallPath('/a', false).key, 'GET /a');
    t.is(parseCallPath('/a?', false).query, '');
});
test('fills every parameter, encoded', (t) => {
    t.is(fillParams('GET /a/:b/*?x=:b', { b: 'c/d ü', '*': 'e f/g' }), 'GET /a/c%2Fd%20%C3%BC/e%20f/g?x=:b');
    t.is(fillParams('/a/:b', { b: 0 }), '/a/0');
});
test('refuses to fill a parameter without a value', (t) => {
    for (const params of [{}, { b: '' }]) {
        t.is(refusalBy(() => fillParams('/a/:b', params)).code, 'ERR_BAD_ROUTE');
    }
});
test('takes parameters out of a path, decoded', (t) => {
    t.deepEqual(paramsOf(parseRoute('/a/:b/*'), '/a/c%2Fd/e%20/f'), { b: 'c/d', '*': 'e /f' });
    t.deepEqual(paramsOf(parseRoute('/a/:b'), '/a/%'), { b: '%' });
    t.deepEqual(paramsOf(parseRoute('/'), '/'), {});
});
test('a parameter may be called as anything that objects inherit', (t) => {
    t.deepEqual(Object.entries(paramsOf(parseRoute('/:constructor'), '/x')), [['constructor', 'x']]);
});
//# sourceMappingURL=route-key.test.js.map