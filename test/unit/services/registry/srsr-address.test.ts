import test from 'ava'
import {
  composeAddress,
  kBadAddress,
  kPortTwice,
} from '../../../../src/services/registry/srsr-address.js'

const client = () => '192.0.2.7'
const compose = (address: string, port = '', isStrict = false) => {
  const composed = composeAddress(address, port, client, isStrict)
  return composed.ok ? composed.address : composed.error
}

test('takes absolute URIs, paths and host:port as they are', (t) => {
  for (const address of [
    'http://1.2.3.4:80',
    'http://127.721.217.555:4343',
    'localhost:80',
    '/x',
    '321.123.321.123:4321',
    'my_host-1.example:65535',
    '[::1]:80',
    'http://[::1]:80/path?q=1#f',
    'http://user:word@h:80',
    'grpc://h:9000',
    'http://h:',
    'http://h%41/',
  ]) {
    t.is(compose(address), address)
  }
})

test('refuses what is none of them', (t) => {
  for (const address of [
    'localhost',
    'h:0',
    'h:65536',
    'h:abc',
    '1.2.3.4',
    'http://h:abc',
    'http://h:80:80',
    'http://[::1',
    'http://a b',
    'http://h/%zz',
    'http://h\u0000',
    ':80',
    `http://${'x'.repeat(2_048)}`,
  ]) {
    const isUri = address === 'h:0' || address === 'h:65536' || address === 'h:abc'
    // As Go reads it, h is a scheme here.
    t.is(compose(address), isUri ? address : kBadAddress)
  }
})

test('strict: host:port is taken only where the host can be a scheme', (t) => {
  t.is(compose('localhost:80', '', true), 'localhost:80')
  t.is(compose('127.0.0.1:80', '', true), kBadAddress)
  t.is(compose('[::1]:80', '', true), kBadAddress)
})

test('a port goes behind the host, once', (t) => {
  t.is(compose('', '80'), 'http://192.0.2.7:80')
  t.is(compose('', ''), 'http://192.0.2.7')
  t.is(compose('http://h', '99'), 'http://h:99')
  t.is(compose('http://h/path', '99'), 'http://h:99/path')
  t.is(compose('http://h?q', '99'), 'http://h:99?q')
  t.is(compose('http://[::1]/x', '99'), 'http://[::1]:99/x')
  t.is(compose('localhost', '99'), 'localhost:99')
  t.is(compose('1.2.3.4', '99'), '1.2.3.4:99')
  t.is(compose('http://h:1', '2'), kPortTwice)
  t.is(compose('http://[::1]:1', '2'), kPortTwice)
  t.is(compose('h:1', '2'), kPortTwice)
  t.is(compose('http://h', 'abc'), kBadAddress)
  t.is(composeAddress('', '9', () => '::1', false).ok, true)
  t.deepEqual(
    composeAddress('', '9', () => '::1', false),
    { ok: true, address: 'http://[::1]:9' },
  )
})
