import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { CenterError, centerError, errorBody, errorBodyOf, kErrors, } from '../../../src/base/errors.js';
const kCodes = Object.keys(kErrors);
for (const code of kCodes) {
    test(`${code} has a status, and its text takes its values`, (t) => {
        const { status, text } = kErrors[code];
        t.true(status >= 400 && status <= 599);
        const names = [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
        const values = Object.fromEntries(names.map((name) => [name, `value of ${name}`]));
        const error = centerError(code, values);
        t.false(error.message.includes('{'));
        for (const name of names)
            t.true(error.message.includes(`value of ${name}`));
        t.is(error.code, code);
        t.is(error.status, status);
        t.true(error instanceof Error);
    });
}
test('each error code is raised by some test', (t) => {
    // The tests run from dist/test; their sources lie beside dist.
    const folder = new URL('../../../../test', import.meta.url).pathname;
    const own = join('unit', 'base', 'errors.test.ts');
    const texts = readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((path) => path.endsWith('.ts') && path !== own)
        .map((path) => readFileSync(join(folder, path), 'utf8'));
    t.true(texts.length > 20);
    const unraised = kCodes.filter((code) => !texts.some((text) => text.includes(`'${code}'`)));
    t.deepEqual(unraised, []);
});
test('a placeholder without a value stays to be seen', (t) => {
    t.is(errorBody('ERR_NO_ROUTE').text, 'no station offers {route}');
});
test('values are put in as they are, also where they look like patterns', (t) => {
    t.is(errorBody('ERR_NO_ROUTE', { route: '$& {route} $1' }).text, 'no station offers $& {route} $1');
});
test('a CenterError keeps all it says', (t) => {
    const body = { code: 'MINE', text: 'mine', status: 409, retryable: true, details: { a: 1 } };
    t.deepEqual(errorBodyOf(new CenterError(body), 'GET /x'), body);
});
test('another error keeps its own valid fields', (t) => {
    const thrown = Object.assign(new Error('x'), {
        code: 'E_X',
        statusCode: 404,
        retryable: 'yes',
        details: [1],
    });
    t.deepEqual(errorBodyOf(thrown, 'GET /x'), {
        code: 'E_X',
        text: 'x',
        status: 404,
        retryable: false,
        details: [1],
    });
    for (const status of [200, 399, 600, '404', Number.NaN]) {
        t.is(errorBodyOf(Object.assign(new Error('x'), { status }), 'GET /x').status, 500);
    }
    t.is(errorBodyOf(Object.assign(new Error('x'), { code: 7 }), 'GET /x').code, 'ERR_HANDLER');
});
for (const thrown of ['text', undefined, null, 7, {}, Symbol('s'), Object.create(null)]) {
    test(`whatever is thrown becomes ERR_HANDLER: ${typeof thrown} ${thrown === null}${thrown === undefined}${thrown instanceof Object}`, (t) => {
        t.like(errorBodyOf(thrown, 'GET /x'), { code: 'ERR_HANDLER', status: 500, retryable: false });
    });
}
//# sourceMappingURL=errors.test.js.map