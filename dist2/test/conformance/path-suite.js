// Routes and paths: which handler is found, and what it is told of the path.
import test from 'ava';
import { refusalOf } from '../support/refusal.js';
export function pathSuite({ title, caller }) {
    const call = (route, body) => caller().call(route, body);
    test.serial(`${title}: a handler is given parameters, query and path`, async (t) => {
        t.deepEqual(await call('GET /places/at/7?full=1&full=2&name=%C3%BC'), {
            params: { country: 'at', id: '7' },
            query: [
                ['full', '1'],
                ['full', '2'],
                ['name', 'ü'],
            ],
            path: '/places/at/7',
            route: 'GET /places/:country/:id',
        });
    });
    test.serial(`${title}: parameters are decoded, broken percent-encoding stays as it is`, async (t) => {
        const { params } = (await call('GET /places/a%20b/%E6%B3%A8%2F'));
        t.deepEqual(params, { country: 'a b', id: '注/' });
        const broken = (await call('GET /places/100%/%zz'));
        t.deepEqual(broken.params, { country: '100%', id: '%zz' });
    });
    test.serial(`${title}: a path that is called again and again is told each time`, async (t) => {
        for (let turn = 0; turn < 4; turn++) {
            for (const id of ['7', '8']) {
                const { params, query } = (await call(`GET /places/at/${id}?turn=${turn}`));
                t.deepEqual(params, { country: 'at', id });
                t.deepEqual(query, [['turn', String(turn)]]);
            }
        }
    });
    test.serial(`${title}: the params option fills a pattern and encodes values`, async (t) => {
        const options = { params: { country: 'a b/ü', id: 7 } };
        const answer = await caller().call('GET /places/:country/:id?x=1', undefined, options);
        t.deepEqual(answer, {
            params: { country: 'a b/ü', id: '7' },
            query: [['x', '1']],
            path: '/places/a%20b%2F%C3%BC/7',
            route: 'GET /places/:country/:id',
        });
        const wildcard = await caller().call('GET /files/*', undefined, { params: { '*': 'a/b c' } });
        t.deepEqual(wildcard, { which: 'files', params: { '*': 'a/b c' } });
        const missing = await refusalOf(caller().call('GET /places/:country/:id', undefined, { params: { id: 1 } }));
        t.is(missing.code, 'ERR_BAD_ROUTE');
    });
    test.serial(`${title}: a wildcard takes the rest, at least one character`, async (t) => {
        t.deepEqual(await call('GET /files/a'), { which: 'files', params: { '*': 'a' } });
        t.deepEqual(await call('GET /files/a/b//c'), { which: 'files', params: { '*': 'a/b//c' } });
        t.is((await refusalOf(call('GET /files'))).code, 'ERR_NO_ROUTE');
        t.is((await refusalOf(call('GET /files/'))).code, 'ERR_NO_ROUTE');
    });
    test.serial(`${title}: exact beats parameter, parameter beats wildcard`, async (t) => {
        t.deepEqual(await call('GET /pick/exact'), { which: 'exact', params: {} });
        t.deepEqual(await call('GET /pick/other'), { which: 'param', params: { param: 'other' } });
        t.deepEqual(await call('GET /pick/other/deep'), {
            which: 'wildcard',
            params: { '*': 'other/deep' },
        });
        t.deepEqual(await call('GET /pick/exact/deep'), {
            which: 'exact-param',
            params: { deep: 'deep' },
        });
        t.deepEqual(await call('GET /pick/exact/deep/er'), {
            which: 'wildcard',
            params: { '*': 'exact/deep/er' },
        });
    });
    test.serial(`${title}: more paths than a link has numbers for reach their own routes`, async (t) => {
        for (let at = 0; at < 4_400; at += 200) {
            const paths = Array.from({ length: 200 }, (_, index) => `path${at + index}`);
            for (let turn = 0; turn < 3; turn++) {
                await Promise.all(paths.map((path) => call(`GET /files/${path}`)));
            }
        }
        for (const path of ['path0', 'path1', 'path4399']) {
            t.deepEqual(await call(`GET /files/${path}`), { which: 'files', params: { '*': path } });
        }
    });
    test.serial(`${title}: the root is a path`, async (t) => {
        t.deepEqual(await call('GET /'), { which: 'root', params: {} });
    });
    test.serial(`${title}: a route without a method answers every method that no route names`, async (t) => {
        t.deepEqual(await call('GET /any'), { which: 'any', params: {} });
        t.deepEqual(await call('DELETE /any'), { which: 'any', params: {} });
        t.deepEqual(await call('PUT /any'), { which: 'put', params: {} });
    });
    test.serial(`${title}: a path without a method is POST with a body and GET without`, async (t) => {
        t.deepEqual(await call('/only-post', 1), { which: 'post', params: {} });
        t.is(await call('/caller'), caller().name);
        t.is((await refusalOf(call('/only-post'))).code, 'ERR_METHOD');
    });
    test.serial(`${title}: another method than the offered ones is ERR_METHOD, 405`, async (t) => {
        const error = await refusalOf(call('GET /only-post'));
        t.is(error.code, 'ERR_METHOD');
        t.regex(error.message, /^\/\S+ exists, but not with method [A-Z]+$/);
        t.is(error.status, 405);
        t.false(error.retryable);
    });
    test.serial(`${title}: a path that nobody offers is ERR_NO_ROUTE, 404`, async (t) => {
        for (let turn = 0; turn < 3; turn++) {
            const error = await refusalOf(call('GET /nowhere/at/all'));
            t.is(error.code, 'ERR_NO_ROUTE');
            t.is(error.status, 404);
            t.regex(error.message, /GET \/nowhere\/at\/all/);
        }
        t.is((await refusalOf(call('GET /places/at/'))).code, 'ERR_NO_ROUTE');
    });
    test.serial(`${title}: what is no path is ERR_BAD_ROUTE`, async (t) => {
        for (const route of [
            '',
            'GET',
            'GET caller',
            'get /caller',
            'GET /a b',
            `GET /${'x'.repeat(9000)}`,
        ]) {
            t.is((await refusalOf(call(route))).code, 'ERR_BAD_ROUTE', route);
        }
    });
    test.serial(`${title}: the longest path arrives whole`, async (t) => {
        const rest = 'x'.repeat(8 * 1024 - '/files/'.length);
        t.deepEqual(await call(`GET /files/${rest}`), { which: 'files', params: { '*': rest } });
    });
    test.serial(`${title}: a handler knows its caller's name`, async (t) => {
        t.is(await call('GET /caller'), caller().name);
    });
}
//# sourceMappingURL=path-suite.js.map