// The routes of applications as their frameworks list them, in our grammar.
import { createRequire } from 'node:module';
import Router from '@koa/router';
import test from 'ava';
import express, {} from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import Koa from 'koa';
import { routesOf } from '../../../../src/station/adapters/from-http.js';
import { listExpress } from '../../../../src/station/adapters/list-express.js';
import { listFastify, routesOfTree } from '../../../../src/station/adapters/list-fastify.js';
import { listHono } from '../../../../src/station/adapters/list-hono.js';
import { listKoa } from '../../../../src/station/adapters/list-koa.js';
const kRoot = { prefix: '', stripPrefix: false, bodyBytesMax: 0 };
const answer = (_request, response) => void response.end();
const pass = (_request, _response, next) => next();
/** Express 4, as json-server brings it. */
const express4 = createRequire(createRequire(import.meta.url).resolve('json-server/package.json'))('express');
const versions = [
    ['Express 5', express],
    ['Express 4', express4],
];
function routes(listing, mount = {}, catchAll) {
    return routesOf({ list: () => listing }, { ...kRoot, ...mount }, catchAll);
}
/** Without the routes for OPTIONS, which every path of Express and Koa has. */
function named(listing) {
    return routes(listing).filter((route) => !route.startsWith('OPTIONS '));
}
for (const [version, make] of versions) {
    test(`${version}: routes, parameters, optional ones and nested routers`, (t) => {
        const app = make();
        app.use(pass);
        app.get('/', answer);
        app.route('/items/:id').get(answer).put(answer);
        app.all('/any', answer);
        const inner = make.Router();
        inner.get('/deep/:a', answer);
        inner.post('/', answer);
        const outer = make.Router();
        outer.use('/inner', inner);
        outer.get('/:id', answer);
        app.use('/outer', outer);
        app.get(version === 'Express 4' ? '/maybe/:x?' : '/maybe{/:x}', answer);
        t.deepEqual(named(listExpress(app)), [
            'GET /',
            'GET /items/:id',
            'PUT /items/:id',
            '/any',
            'GET /outer/inner/deep/:a',
            'POST /outer/inner',
            'GET /outer/:id',
            'GET /maybe',
            'GET /maybe/:x',
        ]);
        t.true(routes(listExpress(app)).includes('OPTIONS /items/:id'));
        t.false(routes(listExpress(app)).includes('OPTIONS /any'));
    });
    test(`${version}: what no route of ours can say becomes the narrowest wider one`, (t) => {
        const app = make();
        app.get(/^\/files\/(.*)\.txt$/, answer);
        app.get(/anything/, answer);
        app.get(version === 'Express 4' ? '/tree/*' : '/tree/*rest', answer);
        app.get('/flights/:from-:to', answer);
        app.get(['/one', '/two'], answer);
        app.get('/same/:a', answer);
        app.get('/same/:b', answer);
        app.get('/ä b', answer);
        t.deepEqual(named(listExpress(app)), [
            'GET /files',
            'GET /files/',
            'GET /files/*',
            'GET /',
            'GET /*',
            'GET /tree',
            'GET /tree/',
            'GET /tree/*',
            'GET /flights/:part1',
            'GET /one',
            'GET /two',
            'GET /same/:a',
            'GET /%C3%A4%20b',
        ]);
    });
    test(`${version}: files and pages for what is not found want everything`, (t) => {
        const files = make();
        files.get('/a', answer);
        t.false(routes(listExpress(files)).includes('/*'));
        files.use('/public', make.static('.'));
        t.deepEqual(named(listExpress(files)).slice(-3), ['/public', '/public/', '/public/*']);
        const notFound = make();
        notFound.get('/a', answer);
        notFound.use(answer);
        t.deepEqual(named(listExpress(notFound)).slice(-2), ['/', '/*']);
        const onlyErrors = make();
        onlyErrors.get('/a', answer);
        onlyErrors.use((_e, _request, response, _next) => response.end());
        t.deepEqual(named(listExpress(onlyErrors)), ['GET /a']);
        const bare = make();
        bare.use(answer);
        t.deepEqual(routes(listExpress(bare)), ['/', '/*']);
    });
    test(`${version}: mounted handlers are answered below their path`, (t) => {
        const app = make();
        app.use('/api/v1', answer);
        const other = make();
        other.get('/x', answer);
        app.use('/other', other);
        t.deepEqual(named(listExpress(app)), ['/api/v1', '/other'].flatMap((path) => [path, `${path}/`, `${path}/*`]));
    });
}
test('Fastify: routes of plugins, wildcards, constraints and variants', async (t) => {
    const app = fastify();
    const nothing = () => '';
    app.get('/', nothing);
    app.get('/items', nothing);
    app.post('/items', nothing);
    app.get('/item-other', nothing);
    app.get('/items/:id', nothing);
    app.get('/files/*', nothing);
    app.get('/a/:b(^\\d+$)', nothing);
    app.get('/x/:y-:z', nothing);
    app.get('/opt/:o?', nothing);
    app.register(async (scope) => {
        scope.delete('/deep', nothing);
    }, { prefix: '/plug' });
    app.route({ method: 'GET', url: '/items', constraints: { version: '1.2.0' }, handler: nothing });
    await app.ready();
    const listed = routes(listFastify(app)).filter((route) => !route.startsWith('HEAD '));
    t.deepEqual(listed.toSorted(), [
        'DELETE /plug/deep',
        'GET /',
        'GET /a/:b',
        'GET /files',
        'GET /files/',
        'GET /files/*',
        'GET /item-other',
        'GET /items',
        'GET /items/:id',
        'GET /opt',
        'GET /opt/:o',
        'GET /x/:part1',
        'POST /items',
    ]);
    await app.close();
});
test('Fastify: a variant that is printed alone counts', (t) => {
    const tree = '└── /\n    ├── a (GET)\n    │   a (POST) {"version":"1.0.0"}\n    └── b::c (GET, HEAD)\n';
    t.deepEqual(routesOfTree(tree).map(({ method, path }) => `${method} ${String(path)}`), ['GET /a', 'POST /a', 'GET /b%3Ac', 'HEAD /b%3Ac']);
});
test('Koa: routers in routers; anything behind them wants everything', (t) => {
    const inner = new Router();
    inner.get('/x{/:y}', () => { });
    const router = new Router({ prefix: '/p' });
    router.get('/a/:id', () => { });
    router.all('/all', () => { });
    router.use('/n', inner.routes());
    const app = new Koa();
    app.use(async (_ctx, next) => {
        await next();
    });
    app.use(router.routes()).use(router.allowedMethods());
    const listed = named(listKoa(app)).filter((route) => !route.startsWith('HEAD '));
    t.deepEqual(listed.toSorted(), ['/p/all', 'GET /p/a/:id', 'GET /p/n/x', 'GET /p/n/x/:y']);
    app.use(() => { });
    t.deepEqual(routes(listKoa(app)).slice(-2), ['/', '/*']);
    t.deepEqual(routes(listKoa(new Koa())), ['/', '/*']);
});
test('Hono: routes without its middleware', (t) => {
    const app = new Hono();
    app.use('*', async (_c, next) => next());
    app.get('/x/:id{[0-9]+}', (c) => c.text(''));
    app.get('/path/:rest{.+}', (c) => c.text(''));
    const inner = new Hono().basePath('/b');
    inner.get('/y/:o?', (c) => c.text(''));
    app.route('/in', inner);
    app.on('PURGE', '/z', (c) => c.text(''));
    app.all('/all', (c) => c.text(''));
    t.deepEqual(named(listHono(app)), [
        'GET /x/:id',
        'GET /path',
        'GET /path/',
        'GET /path/*',
        'GET /in/b/y',
        'GET /in/b/y/:o',
        'PURGE /z',
        '/all',
    ]);
    t.true(routes(listHono(app)).includes('OPTIONS /x/:id'));
});
test('a prefix keeps what lies below it, or goes before it', (t) => {
    const listing = {
        routes: ['/shop', '/shop/items', '/shopping', '/'].map((path) => ({
            method: 'GET',
            path,
            mount: '',
        })),
        isComplete: true,
        answersOptions: false,
    };
    const rest = ['/shop', '/shop/', '/shop/*'];
    t.deepEqual(routes(listing, { prefix: '/shop' }), ['GET /shop', 'GET /shop/items', ...rest]);
    t.deepEqual(routes(listing, { prefix: '/shop' }, false), ['GET /shop', 'GET /shop/items']);
    t.deepEqual(routes(listing, { prefix: '/shop', stripPrefix: true }, false), [
        'GET /shop/shop',
        'GET /shop/shop/items',
        'GET /shop/shopping',
        'GET /shop',
    ]);
    t.deepEqual(routes(listing, {}, true).slice(-2), ['/', '/*']);
});
test('more routes than a station may offer become one for everything', (t) => {
    const many = Array.from({ length: 12_000 }, (_, index) => ({
        method: 'GET',
        path: `/r${index}`,
        mount: '',
    }));
    t.deepEqual(routes({ routes: many, isComplete: true, answersOptions: false }), ['/', '/*']);
});
//# sourceMappingURL=listing.test.js.map