import test from 'ava';
import { Cors } from '../../../src/gateway/cors.js';
import { headerOf } from '../../../src/wire/header-list.js';
import { fakeRequest } from '../../support/fake-request.js';
const origin = 'https://shop.example';
const listed = new Cors([origin]);
const micro = new Cors(['micro']);
const off = new Cors([]);
const wanted = {
    origin,
    'access-control-request-method': 'PUT',
    'access-control-request-headers': 'x-a, content-type',
};
test('is off until origins are listed', (t) => {
    t.false(off.isOn);
    t.is(off.preflight(fakeRequest({ method: 'OPTIONS', headers: wanted })), null);
    t.deepEqual(off.fieldsFor(origin), []);
});
test('a listed origin gets its permission, with credentials', (t) => {
    const fields = listed.preflight(fakeRequest({ method: 'OPTIONS', headers: wanted })) ?? [];
    t.is(headerOf(fields, 'access-control-allow-origin'), origin);
    t.is(headerOf(fields, 'access-control-allow-credentials'), 'true');
    t.is(headerOf(fields, 'access-control-allow-headers'), 'x-a, content-type');
    t.regex(headerOf(fields, 'access-control-allow-methods') ?? '', /PUT/);
    t.is(headerOf(fields, 'access-control-max-age'), '600');
    t.is(listed.preflightStatus, 204);
    t.is(headerOf(listed.fieldsFor(origin), 'access-control-allow-origin'), origin);
});
for (const stranger of [
    'https://evil.example',
    'https://shop.example.evil',
    'http://shop.example',
    'null',
    'https://shop.example:8443',
]) {
    test(`${stranger} gets no permission`, (t) => {
        const headers = { ...wanted, origin: stranger };
        const fields = listed.preflight(fakeRequest({ method: 'OPTIONS', headers })) ?? [];
        t.is(headerOf(fields, 'access-control-allow-origin'), undefined);
        t.deepEqual(listed.fieldsFor(stranger), ['vary', 'origin']);
    });
}
test('an OPTIONS that asks for no permission is an ordinary request', (t) => {
    t.is(listed.preflight(fakeRequest({ method: 'OPTIONS', headers: { origin } })), null);
    t.is(listed.preflight(fakeRequest({ method: 'OPTIONS' })), null);
    t.is(listed.preflight(fakeRequest({ method: 'GET', headers: wanted })), null);
});
test('a list of wanted fields that is none is not repeated', (t) => {
    for (const list of ['a\tb', 'x'.repeat(3_000), 'a,,b', 'a;b']) {
        const headers = { ...wanted, 'access-control-request-headers': list };
        const fields = listed.preflight(fakeRequest({ method: 'OPTIONS', headers })) ?? [];
        t.is(headerOf(fields, 'access-control-allow-headers'), undefined, list);
    }
});
test('micro answers every OPTIONS with its set, and 200', (t) => {
    const fields = micro.preflight(fakeRequest({ method: 'OPTIONS' })) ?? [];
    t.is(headerOf(fields, 'access-control-allow-origin'), '*');
    t.is(headerOf(fields, 'access-control-allow-credentials'), 'true');
    t.is(headerOf(fields, 'access-control-allow-methods'), 'POST, PATCH, GET, OPTIONS, PUT, DELETE');
    t.is(headerOf(fields, 'access-control-allow-headers'), 'Accept, Content-Type, Content-Length, Accept-Encoding, X-CSRF-Token, Authorization, Micro-Namespace');
    t.is(micro.preflightStatus, 200);
});
test('an origin that is only repeated never comes with credentials', (t) => {
    for (const fields of [
        micro.fieldsFor('https://any.example'),
        micro.preflight(fakeRequest({ method: 'OPTIONS', headers: wanted })) ?? [],
    ]) {
        t.not(headerOf(fields, 'access-control-allow-origin'), undefined);
        t.is(headerOf(fields, 'access-control-allow-credentials'), undefined);
    }
});
//# sourceMappingURL=cors.test.js.map