import test from 'ava';
import { openApiText } from '../../../src/services/openapi-document.js';
import { embedSchema } from '../../../src/services/openapi-schema.js';
import { checkOpenApi } from '../../support/openapi-check.js';
const kOptions = { title: 'test', version: '1.0.0', hasSystem: false };
function offer(route, more = {}) {
    return {
        route,
        isIdempotent: false,
        description: '',
        requestSchema: '',
        replySchema: '',
        docs: '',
        services: ['orders'],
        ...more,
    };
}
/** The document of some offers; every one is held against the rules. */
function documentOf(offers, options = kOptions) {
    const document = JSON.parse(openApiText(offers, options));
    checkOpenApi(document);
    return document; // checked in the line above
}
test('nothing offered is a valid document', (t) => {
    t.deepEqual(documentOf([]).paths, {});
});
test('parameters and wildcards become templates', (t) => {
    const { paths } = documentOf([
        offer('GET /'),
        offer('GET /orders/:id/items/:item'),
        offer('GET /files/:rest/*'),
        offer('GET /odd/{x}/:id'),
    ]);
    t.deepEqual(Object.keys(paths), [
        '/',
        '/files/{rest}/{rest_}',
        '/odd/%7Bx%7D/{id}',
        '/orders/{id}/items/{item}',
    ]);
    t.deepEqual(paths['/files/{rest}/{rest_}'].get.parameters?.map(({ name }) => name), ['rest', 'rest_']);
});
test('routes that differ in names of parameters only share a path', (t) => {
    const { paths } = documentOf([offer('DELETE /a/:x'), offer('GET /a/:x'), offer('GET /a/:y')]);
    t.deepEqual(Object.keys(paths), ['/a/{x}']);
    t.deepEqual(Object.keys(paths['/a/{x}']), ['delete', 'get']);
    t.is(paths['/a/{x}'].get['x-signalbox-route'], 'GET /a/:x');
});
test('a route for every method is shown with the common ones, behind those that name theirs', (t) => {
    const { paths } = documentOf([offer('/a'), offer('POST /a'), offer('PURGE /a')]);
    t.deepEqual(Object.keys(paths['/a']).sort(), [
        'delete',
        'get',
        'patch',
        'post',
        'put',
        'x-signalbox-operations',
    ]);
    t.is(paths['/a'].post['x-signalbox-route'], 'POST /a');
    t.is(paths['/a'].put['x-signalbox-route'], '/a');
    t.deepEqual(Object.keys(paths['/a']['x-signalbox-operations']), ['PURGE']);
});
test('operations have names of their own, also where routes look alike', (t) => {
    const { paths } = documentOf([
        offer('GET /a/b'),
        offer('GET /a-b'),
        offer('GET /a/b/2'),
        offer('GET /a_b'),
    ]);
    const ids = Object.values(paths).map(({ get }) => get.operationId);
    t.is(new Set(ids).size, 4);
    t.true(ids.includes('get_a_b'));
});
test('schemas stand among the components, and their references lead there', (t) => {
    const requestSchema = JSON.stringify({
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        type: 'object',
        properties: { $ref: { $ref: '#/$defs/item' }, all: { items: { $ref: '#' } } },
        $defs: { item: { const: { $ref: '#/untouched' } } },
    });
    const { paths, components } = documentOf([
        offer('POST /a', { requestSchema, replySchema: 'true' }),
    ]);
    const { requestBody, responses } = paths['/a'].post;
    t.deepEqual(requestBody, {
        content: { 'application/json': { schema: { $ref: '#/components/schemas/post_a_request' } } },
        required: true,
    });
    t.true('400' in responses);
    t.deepEqual(components.schemas.post_a_request, {
        type: 'object',
        properties: {
            $ref: { $ref: '#/components/schemas/post_a_request/$defs/item' },
            all: { items: { $ref: '#/components/schemas/post_a_request' } },
        },
        $defs: { item: { const: { $ref: '#/untouched' } } },
    });
    t.is(components.schemas.post_a_reply, true);
});
test('what stations say that is no schema does no harm', (t) => {
    const deep = '['.repeat(100_000);
    const bad = ['{', '1', '[]', 'null', deep, `{"a":${deep}`, '"'.repeat(10_001), '{"__proto__":1}'];
    for (const text of bad) {
        documentOf([offer('POST /a', { requestSchema: text, replySchema: text, docs: text })]);
    }
    t.deepEqual(Object.keys(embedSchema('{"__proto__":{"a":1}}', '#')), ['__proto__']);
    const hostile = '{"query":{"q":1,"p":{}},"requestType":"a/b\\r\\nx: y","replyType":7,"streams":"yes"}';
    const { get } = documentOf([offer('GET /a', { docs: hostile })]).paths['/a'];
    t.deepEqual(get.parameters?.map(({ name }) => name), ['p']);
    t.deepEqual(Object.keys(get.responses['200'].content ?? {}), ['application/json']);
});
test('streams and named content types are told', (t) => {
    const { paths } = documentOf([
        offer('GET /stream', { docs: '{"streams":true}' }),
        offer('PUT /upload', { docs: '{"bodyAs":"stream","replyType":"text/plain"}' }),
    ]);
    t.deepEqual(Object.keys(paths['/stream'].get.responses['200'].content ?? {}), [
        'application/x-ndjson',
        'text/event-stream',
    ]);
    t.deepEqual(Object.keys(paths['/upload'].put.requestBody?.content ?? {}), [
        'application/octet-stream',
    ]);
    t.deepEqual(Object.keys(paths['/upload'].put.responses['200'].content ?? {}), ['text/plain']);
});
test("the center's own routes are shown to those who ask", (t) => {
    const offers = [offer('GET /_sys_/stations'), offer('GET /metrics'), offer('GET /metrics2')];
    t.deepEqual(Object.keys(documentOf(offers).paths), ['/metrics2']);
    t.is(Object.keys(documentOf(offers, { ...kOptions, hasSystem: true }).paths).length, 3);
});
test('a document that would be too large says what it leaves out', (t) => {
    const replySchema = JSON.stringify({ description: 'x'.repeat(1_000_000) });
    const offers = Array.from({ length: 20 }, (_, at) => offer(`GET /r${at}`, { replySchema }));
    const { info, paths } = documentOf(offers);
    t.is(Object.keys(paths).length, 16);
    t.is(info['x-signalbox-omitted'], 4);
});
test('10,000 routes are written in a moment', (t) => {
    const replySchema = JSON.stringify({ type: 'object', properties: { id: { type: 'string' } } });
    const offers = Array.from({ length: 10_000 }, (_, at) => offer(`GET /r${at}/:id`, { replySchema }));
    const startMs = performance.now();
    const size = openApiText(offers, kOptions).length;
    const tookMs = performance.now() - startMs;
    t.log(`${tookMs.toFixed(0)} ms, ${size} characters`);
    t.true(tookMs < 5_000);
});
//# sourceMappingURL=openapi.test.js.map