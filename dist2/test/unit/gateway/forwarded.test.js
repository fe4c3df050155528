import test from 'ava';
import { originOf, TrustedProxies } from '../../../src/gateway/forwarded.js';
import { refusalBy } from '../../support/refusal.js';
const none = { for: '', proto: '', host: '', forwarded: '' };
const proxies = new TrustedProxies(['10.0.0.0/8', '192.0.2.1', '2001:db8::/32']);
test('a peer that is not believed speaks for itself alone', (t) => {
    const fields = { for: '1.2.3.4', proto: 'https', host: 'evil', forwarded: 'for=1.2.3.4' };
    t.deepEqual(originOf(proxies, '203.0.113.5', false, 'here:80', fields), {
        client: '203.0.113.5',
        chain: '203.0.113.5',
        proto: 'http',
        host: 'here:80',
    });
});
const chains = [
    [
        'a believed proxy names its client',
        { for: '203.0.113.5' },
        '203.0.113.5',
        '203.0.113.5, 10.0.0.1',
    ],
    [
        'what stands left of the client is an invention',
        { for: '6.6.6.6, 203.0.113.5' },
        '203.0.113.5',
        '203.0.113.5, 10.0.0.1',
    ],
    [
        'believed proxies in between are passed',
        { for: '203.0.113.5, 10.9.9.9, 192.0.2.1' },
        '203.0.113.5',
        '203.0.113.5, 10.9.9.9, 192.0.2.1, 10.0.0.1',
    ],
    [
        'a chain of proxies alone ends at its first',
        { for: '10.9.9.9' },
        '10.9.9.9',
        '10.9.9.9, 10.0.0.1',
    ],
    ['nonsense ends the chain', { for: '203.0.113.5, unknown' }, '10.0.0.1', '10.0.0.1'],
    ['a port is cut off', { for: '203.0.113.5:4711' }, '203.0.113.5', '203.0.113.5, 10.0.0.1'],
    [
        'so is that of an IPv6 address',
        { for: '[2001:dead::1]:47' },
        '2001:dead::1',
        '2001:dead::1, 10.0.0.1',
    ],
    [
        'an IPv4 address in IPv6 clothes is one',
        { for: '::ffff:203.0.113.5' },
        '203.0.113.5',
        '203.0.113.5, 10.0.0.1',
    ],
    [
        'Forwarded says the same',
        { forwarded: 'for=6.6.6.6, For="[2001:dead::1]:4711";proto=https;host=shop.example' },
        '2001:dead::1',
        '2001:dead::1, 10.0.0.1',
    ],
    [
        'X-Forwarded-For goes before Forwarded',
        { for: '203.0.113.5', forwarded: 'for=6.6.6.6' },
        '203.0.113.5',
        '203.0.113.5, 10.0.0.1',
    ],
    ['no field at all leaves the proxy', {}, '10.0.0.1', '10.0.0.1'],
];
for (const [what, fields, client, chain] of chains) {
    test(what, (t) => {
        t.like(originOf(proxies, '10.0.0.1', false, 'h', { ...none, ...fields }), { client, chain });
    });
}
test('a chain is looked at to a bound', (t) => {
    const long = Array.from({ length: 5_000 }, (_, n) => `10.1.${n >> 8}.${n & 255}`).join(', ');
    const { chain } = originOf(proxies, '10.0.0.1', false, 'h', { ...none, for: long });
    t.is(chain.split(', ').length, 33);
});
test('protocol and host are those that the nearest proxy named', (t) => {
    const old = { ...none, for: '203.0.113.5', proto: 'http, https', host: 'a, shop.example' };
    t.like(originOf(proxies, '10.0.0.1', false, 'h', old), { proto: 'https', host: 'shop.example' });
    const strange = { ...none, for: '203.0.113.5', proto: 'gopher' };
    t.like(originOf(proxies, '10.0.0.1', true, 'h', strange), { proto: 'https', host: 'h' });
    const newer = { ...none, forwarded: 'for=203.0.113.5;proto=https;host="shop.example"' };
    t.like(originOf(proxies, '10.0.0.1', false, 'h', newer), { proto: 'https', host: 'shop.example' });
});
const trusted = [
    ['10.255.255.255', true],
    ['11.0.0.0', false],
    ['192.0.2.1', true],
    ['192.0.2.2', false],
    ['2001:db8:1::7', true],
    ['2001:db9::7', false],
    ['::ffff:10.0.0.1', true],
    ['unknown', false],
    ['', false],
];
for (const [address, isTrusted] of trusted) {
    test(`${address || 'no address'} is ${isTrusted ? '' : 'not '}believed`, (t) => {
        t.is(proxies.isTrusted(address), isTrusted);
        t.is(proxies.isTrusted(address), isTrusted); // the second time it is remembered
    });
}
for (const block of [
    '10.0.0.0/33',
    'x',
    '10.0.0.0/',
    '10.0.0.0/-1',
    '::/129',
    '127.1',
    '0x7f.1',
    '10.0.0.0/8/9',
]) {
    test(`${block} is no block of addresses`, (t) => {
        const error = refusalBy(() => new TrustedProxies([block]));
        t.is(error.code, 'ERR_BAD_ARGUMENT');
        t.true(error.message.includes(block));
    });
}
//# sourceMappingURL=forwarded.test.js.map