import test from 'ava';
import * as v from 'valibot';
import { Offers } from '../../../src/station/offers.js';
import { docsText, nestingOf, readDocs } from '../../../src/station/route-docs.js';
import { describeSchema } from '../../../src/station/schema.js';
import { refusalBy } from '../../support/refusal.js';
/** A schema of a library that follows Standard JSON Schema. */
function standard(convert) {
    const jsonSchema = {
        input: (options) => convert('input', options),
        output: (options) => convert('output', options),
    };
    const validate = (value) => ({ value });
    return {
        '~standard': Object.assign({ version: 1, vendor: 'test', validate }, { jsonSchema }),
    };
}
test('a schema that can tells what goes in, or what comes out', (t) => {
    const schema = standard((side, options) => ({ title: side, options }));
    t.like(JSON.parse(describeSchema(schema, 'input', undefined)), {
        title: 'input',
        options: { target: 'draft-2020-12' },
    });
    t.like(JSON.parse(describeSchema(schema, 'output', undefined)), { title: 'output' });
});
test('what the author wrote wins over the schema', (t) => {
    const schema = standard(() => ({ title: 'told' }));
    t.is(describeSchema(schema, 'input', { title: 'written' }), '{"title":"written"}');
    t.is(describeSchema(undefined, 'input', { title: 'written' }), '{"title":"written"}');
});
test('a schema that cannot tell leaves the documentation empty, and the route is offered', (t) => {
    const throwing = standard(() => {
        throw new Error('no word for it');
    });
    const offers = new Offers();
    offers.addRoute('GET /a', { request: throwing, reply: v.string() }, () => 'a');
    t.like(offers.describeRoutes(0)[0], { requestSchema: '', replySchema: '' });
    t.is(describeSchema(standard(() => undefined), 'input', undefined), '');
    t.is(describeSchema(undefined, 'input', undefined), '');
});
test('docs say what schemas cannot, and streams tell themselves', (t) => {
    t.is(docsText({}, () => 1), '');
    t.is(docsText({ docs: { request: {}, reply: {} } }, () => 1), '');
    t.is(docsText({}, async function* () { }), '{"streams":true}');
    t.is(docsText({ docs: { streams: false } }, async function* () { }), '');
    const docs = { query: { q: { type: 'string' } }, requestType: 'text/csv', replyType: 'image/png' };
    t.deepEqual(readDocs(docsText({ docs, bodyAs: 'stream' }, () => 1)), {
        ...docs,
        bodyAs: 'stream',
    });
});
test('docs that are not as they should be are refused by name', (t) => {
    const offers = new Offers();
    const cycle = {};
    cycle.self = cycle;
    const bad = [
        [{ replies: {} }, /docs\.replies is none of request, reply, query/],
        [{ request: 'text' }, /docs\.request is no object/],
        [{ query: [] }, /docs\.query is no object/],
        [{ streams: 1 }, /docs\.streams is no boolean/],
        [{ replyType: 'json' }, /docs\.replyType is no content type/],
        [{ replyType: 'a/b\r\nx: y' }, /docs\.replyType is no content type/],
        [{ reply: cycle }, /docs are no JSON value/],
        [{ query: { q: { description: 'x'.repeat(40_000) } } }, /docs are over 32768 bytes/],
    ];
    for (const [docs, rule] of bad) {
        const refusal = refusalBy(() => offers.addRoute('GET /a', { docs }, () => 1));
        t.is(refusal.code, 'ERR_BAD_ROUTE');
        t.regex(refusal.message, rule);
    }
});
test('nesting is told of any text', (t) => {
    t.is(nestingOf(''), 0);
    t.is(nestingOf('{"a":[{}],"b":"[[[[\\"[["}'), 3);
    t.is(nestingOf(']]]['), 0);
    t.is(nestingOf('"\\"'.repeat(1_000_000)), 0);
});
//# sourceMappingURL=route-docs.test.js.map