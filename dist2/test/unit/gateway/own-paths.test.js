import test from 'ava';
import { Cors } from '../../../src/gateway/cors.js';
import { isFromForeignPage, localField, refusalOfOwnPath } from '../../../src/gateway/own-paths.js';
import { fakeRequest } from '../../support/fake-request.js';
test('a page of another origin may not steer the center, only look and call ordinary routes', (t) => {
    t.is(refusalOfOwnPath('POST', '/_sys_/pause', true)?.code, 'ERR_FORBIDDEN');
    t.is(refusalOfOwnPath('POST', '/_sys_/pause', false), null);
    t.is(refusalOfOwnPath('GET', '/_sys_/stations', true), null);
    t.is(refusalOfOwnPath('POST', '/orders', true), null);
});
const kForwarded = { for: '203.0.113.5', proto: '', host: '', forwarded: '' };
const rows = [
    ['this machine', '/_sys_/pause', '127.0.0.1', '127.0.0.1:8080', false, true],
    ['this machine by name', '/_sys_/pause', '127.0.0.1', 'localhost:8080', false, true],
    ['this machine by IPv6', '/_sys_/pause', '::1', '[::1]:8080', false, true],
    ['another machine', '/metrics', '203.0.113.5', '127.0.0.1:8080', false, false],
    ['a proxy on this machine', '/metrics', '127.0.0.1', '127.0.0.1:8080', true, false],
    ['a name that leads here', '/_sys_/pause', '127.0.0.1', 'evil.example:8080', false, false],
    ['a path of a station', '/orders', '127.0.0.1', '127.0.0.1:8080', false, false],
];
for (const [what, path, client, host, isForwarded, isLocal] of rows) {
    test(`${what} is ${isLocal ? '' : 'not '}marked as local`, (t) => {
        const forwarded = isForwarded ? kForwarded : null;
        t.is(localField(path, { client, host, forwarded, isProxied: false }), isLocal ? 'x-signalbox-local:1\n' : '');
    });
}
test('what a believed proxy sends is not marked as local, whatever it looks like', (t) => {
    const facts = { client: '127.0.0.1', host: '127.0.0.1:8080', forwarded: null, isProxied: true };
    t.is(localField('/metrics', facts), '');
});
test('a page is foreign unless its origin is the gateway’s, or listed', (t) => {
    const off = new Cors([]);
    const listed = new Cors(['https://shop.example']);
    const from = (origin, cors) => isFromForeignPage(fakeRequest({ headers: origin === undefined ? {} : { origin } }), 'h:80', cors);
    t.false(from(undefined, off));
    t.false(from('http://h:80', off));
    t.true(from('http://h:81', off));
    t.true(from('null', off));
    t.true(from('https://shop.example', off));
    t.false(from('https://shop.example', listed));
    t.true(from('https://any.example', new Cors(['micro'])));
});
//# sourceMappingURL=own-paths.test.js.map