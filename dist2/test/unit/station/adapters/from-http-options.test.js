// How an application is mounted, named and limited.
import test from 'ava';
import express from 'express';
import fastify from 'fastify';
import { createStation } from '../../../../src/index.js';
import { adopt } from '../../../support/adopted.js';
import { refusalBy, refusalOf } from '../../../support/refusal.js';
const listener = (request, response) => response.end(request.url ?? '');
for (const [what, options] of [
    ['an unknown option', { prefx: '/a' }],
    ['a prefix with a slash at its end', { prefix: '/a/' }],
    ['a prefix with a parameter', { prefix: '/:a' }],
    ['a limit that is no number of bytes', { bodyBytesMax: 1.5 }],
    ['an unknown form', { form: 'socket' }],
]) {
    test(`refuses ${what}`, (t) => {
        const error = refusalBy(() => createStation.fromHttp(listener, options));
        t.is(error.code, 'ERR_BAD_ARGUMENT');
    });
}
test('refuses what is no application', (t) => {
    for (const app of [undefined, null, 7, 'app', {}, { fetch: 1 }]) {
        t.is(refusalBy(() => createStation.fromHttp(app)).code, 'ERR_BAD_ARGUMENT');
    }
});
test('name and version are those of the program unless they are given', (t) => {
    const own = createStation.fromHttp(listener);
    t.is(own.name, 'ava'); // the program that runs the tests
    t.regex(own.version, /^\d+\.\d+\.\d+/);
    const given = createStation.fromHttp(listener, { name: 'shop', version: '9.9.9' });
    t.like(given, { name: 'shop', version: '9.9.9' });
});
test('below a prefix the application sees paths as they were called', async (t) => {
    const { caller, center, close } = await adopt(listener, { prefix: '/shop' });
    t.teardown(close);
    for (const path of ['/shop', '/shop/', '/shop/a?b=c', '/shop/a/b%2Fc']) {
        t.is(await (await caller.fetch(path)).text(), path);
    }
    t.is((await caller.fetch('/shopping')).status, 404);
    const routes = center.routes().flatMap(({ route }) => (route.startsWith('/_sys') ? [] : [route]));
    t.deepEqual(routes.filter((route) => route.startsWith('/')).toSorted(), [
        '/shop',
        '/shop/',
        '/shop/*',
    ]);
});
test('a prefix is taken off where that is wanted, and told', async (t) => {
    const app = express();
    app.get('/items/:id', (request, response) => {
        response.json({ url: request.url, prefix: request.get('x-forwarded-prefix') });
    });
    const { caller, close } = await adopt(app, { prefix: '/shop', stripPrefix: true });
    t.teardown(close);
    t.deepEqual(await caller.call('GET /shop/items/7?a=1'), {
        url: '/items/7?a=1',
        prefix: '/shop',
    });
    const absent = await caller.fetch('/shop/nothing');
    t.is(absent.status, 404);
    t.regex(await absent.text(), /Cannot GET \/nothing/);
});
test('named routes are offered instead of those that are listed', async (t) => {
    const { caller, close } = await adopt(listener, { routes: ['GET /one', '/two/*'] });
    t.teardown(close);
    t.is(await (await caller.fetch('/two/x', { method: 'PUT' })).text(), '/two/x');
    t.is((await caller.fetch('/three')).status, 404);
    t.is((await refusalOf(caller.call('PUT /one'))).code, 'ERR_METHOD');
});
test('bodies over the limit are refused, whole or in parts', async (t) => {
    const { caller, close } = await adopt(listener, { bodyBytesMax: 10 });
    t.teardown(close);
    const send = (body) => caller.fetch('/x', { method: 'POST', body });
    t.is((await send('x'.repeat(10))).status, 200);
    t.is((await send('x'.repeat(11))).status, 413);
});
test('routes that are added until it joins are offered', async (t) => {
    const app = fastify();
    const station = createStation.fromHttp(app, { name: 'late' });
    app.get('/late', () => 'late');
    const { center, caller, close } = await adopt(listener, { routes: ['/x'] });
    t.teardown(close);
    await center.attach(station);
    t.is(await (await caller.fetch('/late')).text(), 'late');
});
test('an application that cannot start fails the joining', async (t) => {
    const app = fastify();
    app.register(async () => {
        throw new Error('no database');
    });
    const { center, close } = await adopt(listener, { routes: ['/x'] });
    t.teardown(close);
    const station = createStation.fromHttp(app, { name: 'broken' });
    await t.throwsAsync(center.attach(station), { message: 'no database' });
    await t.throwsAsync(station.join('pipe:/nowhere'), { message: 'no database' });
});
test('an answer that no reply can carry is an error of the application', async (t) => {
    const app = (request, response) => {
        if (request.url === '/status')
            response.writeHead(799).end();
        else
            response.writeHead(200, { large: 'x'.repeat(30_000) }).end();
    };
    const { caller, close } = await adopt(app);
    t.teardown(close);
    for (const path of ['/status', '/large']) {
        const error = await refusalOf(caller.request(`GET ${path}`));
        t.like(error, { code: 'ERR_BAD_REPLY', status: 500 });
    }
});
test('a fetch handler that gives no Response is told so', async (t) => {
    const { caller, close } = await adopt(() => 'text');
    t.teardown(close);
    t.is((await refusalOf(caller.request('GET /'))).code, 'ERR_BAD_REPLY');
});
//# sourceMappingURL=from-http-options.test.js.map