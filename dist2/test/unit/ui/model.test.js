import test from 'ava';
import { openApiText } from '../../../src/services/openapi-document.js';
// The page's own file, as browsers get it; its types stand in comments.
const model = (await import(new URL('../../../../ui/docs/model.js', import.meta.url).href));
function offer(route, more = {}) {
    const texts = { description: '', requestSchema: '', replySchema: '', docs: '' };
    return { route, isIdempotent: false, services: ['orders'], ...texts, ...more };
}
function groups(...offers) {
    const options = { title: 'test', version: '1', hasSystem: false };
    return model.groupsOf(JSON.parse(openApiText(offers, options)));
}
const example = (schema, document = {}) => model.exampleOf(document, schema);
test('operations stand under their service, and under each of several', (t) => {
    const found = groups(offer('GET /b', { services: ['stock', 'orders'] }), offer('POST /a', { docs: '{"requestType":"text/plain"}' }), offer('GET /s', { docs: '{"streams":true}' }), offer('PURGE /b'));
    t.deepEqual(found.map(({ service, operations }) => [
        service,
        operations.map((o) => `${o.method} ${o.path}`),
    ]), [
        ['orders', ['POST /a', 'GET /b', 'PURGE /b', 'GET /s']],
        ['stock', ['GET /b']],
    ]);
    const [post, , , stream] = found[0].operations;
    t.is(post.requestType, 'text/plain');
    t.deepEqual([stream.isStream, stream.replyTypes], [true, ['application/x-ndjson', 'text/event-stream']]);
});
test('what is no document has no operations', (t) => {
    for (const value of [undefined, null, 1, [], {}, { paths: 1 }, { paths: { '/': null } }]) {
        t.deepEqual(model.groupsOf(value), []);
    }
});
test('every word of a search must be found', (t) => {
    const all = groups(offer('GET /orders/:id', { description: 'One order' }), offer('DELETE /x'));
    const found = (search) => model.filtered(all, search).flatMap(({ operations }) => operations.map(({ path }) => path));
    t.deepEqual(found(''), ['/orders/{id}', '/x']);
    t.deepEqual(found(' get  ONE '), ['/orders/{id}']);
    t.deepEqual(found('get x'), []);
});
test('an example fits its schema', (t) => {
    t.is(example({ type: 'string' }), 'text');
    t.is(example({ type: 'string', minLength: 6 }), 'textxx');
    t.is(example({ type: 'string', format: 'date' }), '2026-01-31');
    t.is(example({ type: ['null', 'integer'], minimum: 1.5 }), 2);
    t.is(example({ type: 'integer', exclusiveMinimum: 5 }), 6);
    t.is(example({ type: 'number', maximum: -2 }), -2);
    t.is(example({ type: 'boolean' }), true);
    t.is(example({ type: 'null' }), null);
    t.is(example({ enum: ['a', 'b'] }), 'a');
    t.is(example({ type: 'string', default: '' }), '');
    t.is(example({ const: false }), false);
    t.deepEqual(example({ anyOf: [{ type: 'array', items: { type: 'boolean' } }, { type: 'null' }] }), [true]);
    t.deepEqual(example({ type: 'array', prefixItems: [{ const: 1 }, { const: 2 }] }), [1, 2]);
    t.deepEqual(example({
        allOf: [{ properties: { a: { const: 1 } } }],
        properties: { b: { type: 'object' } },
    }), { a: 1, b: {} });
    t.deepEqual(example(true), {});
});
test('references are followed, and never for ever', (t) => {
    const tree = {
        properties: { name: { type: 'string' }, below: { type: 'array', items: { $ref: '#/t' } } },
    };
    t.deepEqual(example({ $ref: '#/t' }, { t: tree }), { name: 'text', below: [null] });
    t.deepEqual(example({ $ref: '#/a~1b/x%20y' }, { 'a/b': { 'x y': { const: 1 } } }), 1);
    for (const reference of ['#/self', '#/none', '#/%', 'https://example.com/', '#/constructor']) {
        t.deepEqual(example({ $ref: reference }, { self: { $ref: '#/self' } }), {}, reference);
    }
});
test('schemas that double at each level give a bounded example', (t) => {
    const document = Object.fromEntries(Array.from({ length: 40 }, (_, at) => {
        const next = { $ref: `#/l${at + 1}` };
        return [`l${at}`, { properties: { a: next, b: next } }];
    }));
    t.true(JSON.stringify(example({ $ref: '#/l0' }, document)).length < 10_000);
});
test('values go into path and query encoded, and stay on their own host', (t) => {
    const [{ operations }] = groups(offer('GET /files/*'), offer('GET /orders/:id', { docs: '{"query":{"q":{}}}' }));
    const [files, orders] = operations;
    t.deepEqual(model.addressOf(orders, { 'path id': 'a/b ?#', 'query q': 'x&y' }), {
        url: '/orders/a%2Fb%20%3F%23?q=x%26y',
        missing: [],
    });
    t.deepEqual(model.addressOf(files, { 'path rest': 'a/b c' }), {
        url: '/files/a/b%20c',
        missing: [],
    });
    t.deepEqual(model.addressOf(orders, {}), { url: '/orders/', missing: ['id'] });
});
//# sourceMappingURL=model.test.js.map