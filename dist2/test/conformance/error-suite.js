// Errors, schemas and middleware: what a handler throws is what its caller catches.
import test from 'ava';
import { refusalOf } from '../support/refusal.js';
const kFailures = {
    center: {
        code: 'ORDER_GONE',
        message: 'order 7 is gone — 注文',
        status: 410,
        retryable: true,
        details: { order: 7, list: [null, 'ü'] },
    },
    code: { code: 'E_NOPE', message: 'nope', status: 418, retryable: false, details: { a: 1 } },
    'status-code': {
        code: 'E_SLOW',
        message: 'slow',
        status: 429,
        retryable: true,
        details: undefined,
    },
    'bad-status': {
        code: 'E_ODD',
        message: 'odd',
        status: 500,
        retryable: false,
        details: undefined,
    },
    plain: {
        code: 'ERR_HANDLER',
        message: 'the handler of POST ROUTE failed: it broke',
        status: 500,
        retryable: false,
        details: undefined,
    },
    text: {
        code: 'ERR_HANDLER',
        message: 'the handler of POST ROUTE failed: only text',
        status: 500,
        retryable: false,
        details: undefined,
    },
    nothing: {
        code: 'ERR_HANDLER',
        message: 'the handler of POST ROUTE failed: undefined',
        status: 500,
        retryable: false,
        details: undefined,
    },
};
const kBadReplies = [
    ['name', /header is no name; a field name has/],
    ['value', /header x-text is two\nlines; a field value has no line break/],
    ['size', /header fields have at most/],
    ['status', /status is 99; a reply has a status from 200 to 599/],
    ['body', /JSON cannot say it/],
    ['body-in-reply', /JSON cannot say it/],
];
export function errorSuite({ title, caller }) {
    const call = (route, body) => caller().call(route, body);
    for (const path of ['/fail', '/fail-later']) {
        for (const [how, expected] of Object.entries(kFailures)) {
            test.serial(`${title}: an error (${how}) of ${path} keeps all it says`, async (t) => {
                const { code, message, status, retryable, details } = await refusalOf(call(`POST ${path}/${how}`, 1));
                t.deepEqual({ code, message, status, retryable, details }, { ...expected, message: expected.message.replace('ROUTE', `${path}/:how`) });
            });
        }
    }
    test.serial(`${title}: a schema hands on its output`, async (t) => {
        t.deepEqual(await call('POST /typed', { count: 3, more: true }), { count: 3, unit: 'm' });
    });
    test.serial(`${title}: a body that does not fit the schema is refused with its issues`, async (t) => {
        const error = await refusalOf(call('POST /typed', { count: 0, unit: 7 }));
        t.is(error.code, 'ERR_BAD_BODY');
        t.is(error.status, 400);
        const issues = error.details;
        t.deepEqual(issues.map(({ path }) => path), [['count'], ['unit']]);
        t.true(issues.every(({ message }) => message.length > 0));
        t.is((await refusalOf(call('POST /typed'))).code, 'ERR_BAD_BODY');
    });
    test.serial(`${title}: a reply that does not fit the schema is the station's error`, async (t) => {
        t.deepEqual(await call('POST /typed-reply', { ok: true }), { ok: true });
        const error = await refusalOf(call('POST /typed-reply', { ok: 'yes' }));
        t.is(error.code, 'ERR_BAD_REPLY');
        t.is(error.status, 500);
        t.deepEqual(error.details[0]?.path, ['ok']);
    });
    for (const [how, rule] of kBadReplies) {
        test.serial(`${title}: a reply that cannot travel (${how}) is the station's error`, async (t) => {
            const error = await refusalOf(call(`GET /bad-reply/${how}`));
            t.is(error.code, 'ERR_BAD_REPLY');
            t.is(error.status, 500);
            t.regex(error.message, rule);
        });
    }
    test.serial(`${title}: middleware wraps the handler, the first one outermost`, async (t) => {
        // The trail is the handler's own answer: what comes after it is there when the reply is written.
        t.deepEqual(await call('GET /wrapped/order'), [
            'outer before',
            'inner before',
            'handler',
            'inner after',
            'outer after',
        ]);
    });
    test.serial(`${title}: middleware may answer instead`, async (t) => {
        t.deepEqual(await call('GET /wrapped/instead'), { instead: true });
    });
    test.serial(`${title}: middleware may refuse`, async (t) => {
        const error = await refusalOf(call('GET /wrapped/throws'));
        t.is(error.code, 'NOT_YOU');
        t.is(error.status, 403);
    });
    test.serial(`${title}: a call goes well after one that failed`, async (t) => {
        await refusalOf(call('POST /fail/plain', 1));
        t.is(await call('POST /echo', 1), 1);
    });
}
//# sourceMappingURL=error-suite.js.map