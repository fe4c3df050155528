import test from 'ava'
import { checkHandshake, StrictHead, wantsSocket } from '../../../src/http/strict-head.js'
import { headerOf } from '../../../src/wire/header-list.js'

const kBytesMax = 1_000

type Field = readonly [string, string]

function read(method: string, target: string, fields: readonly Field[]) {
  const head = new StrictHead(kBytesMax)
  head.begin()
  for (const [name, value] of fields) head.field(name, value)
  const refusal = head.finish(method, target)
  return { head, refusal }
}

const kHost: Field = ['host', 'a.b:80']

test('takes an ordinary head, and knows its fields in their order', (t) => {
  const fields: readonly Field[] = [kHost, ['accept', '*/*'], ['accept', 'text/html']]
  const { head, refusal } = read('GET', '/a/b?c=d', fields)
  t.is(refusal, null)
  t.deepEqual(head.headers, ['host', 'a.b:80', 'accept', '*/*', 'accept', 'text/html'])
  t.is(head.contentLength, 0)
})

test('a length is a length, and chunks have none', (t) => {
  t.is(read('POST', '/', [kHost, ['content-length', '12']]).head.contentLength, 12)
  t.is(read('POST', '/', [kHost, ['content-length', '0']]).head.contentLength, 0)
  t.is(read('POST', '/', [kHost, ['transfer-encoding', 'chunked']]).head.contentLength, undefined)
})

test('forgets the head before', (t) => {
  const head = new StrictHead(kBytesMax)
  head.begin()
  head.field('host', 'a')
  head.field('host', 'a')
  head.field('content-length', '5')
  t.is(head.finish('GET', '/')?.status, 400)
  head.begin()
  head.field('host', 'b')
  t.is(head.finish('GET', '/'), null)
  t.deepEqual(head.headers, ['host', 'b'])
  t.is(head.contentLength, 0)
})

const kRefusals: readonly [string, number, string, string, readonly Field[]][] = [
  ['a missing Host', 400, 'GET', '/', []],
  ['a repeated Host', 400, 'GET', '/', [kHost, kHost]],
  ['an empty Host', 400, 'GET', '/', [['host', '']]],
  ['a Host with a path', 400, 'GET', '/', [['host', 'a/b']]],
  [
    'a repeated length',
    400,
    'POST',
    '/',
    [kHost, ['content-length', '1'], ['content-length', '1']],
  ],
  [
    'a length of zero twice',
    400,
    'POST',
    '/',
    [kHost, ['content-length', '0'], ['content-length', '0']],
  ],
  ['an empty length', 400, 'POST', '/', [kHost, ['content-length', '']]],
  ['a length with a sign', 400, 'POST', '/', [kHost, ['content-length', '+1']]],
  ['a length of 16 digits', 400, 'POST', '/', [kHost, ['content-length', '1234567890123456']]],
  ['another coding', 400, 'POST', '/', [kHost, ['transfer-encoding', 'gzip']]],
  ['a list of codings', 400, 'POST', '/', [kHost, ['transfer-encoding', 'gzip, chunked']]],
  [
    'length and coding',
    400,
    'POST',
    '/',
    [kHost, ['content-length', '0'], ['transfer-encoding', 'chunked']],
  ],
  ['an empty name', 400, 'GET', '/', [kHost, ['', 'x']]],
  [
    'a name in upper case, which the engine should have lowered',
    400,
    'GET',
    '/',
    [kHost, ['A', 'x']],
  ],
  ['a name with a space', 400, 'GET', '/', [kHost, ['a b', 'x']]],
  ['NUL in a value', 400, 'GET', '/', [kHost, ['a', 'x\0']]],
  ['CR in a value', 400, 'GET', '/', [kHost, ['a', 'x\ry']]],
  ['DEL in a value', 400, 'GET', '/', [kHost, ['a', '\x7f']]],
  ['a value that was not UTF-8', 400, 'GET', '/', [kHost, ['a', '\ufffd']]],
  ['another expectation', 417, 'GET', '/', [kHost, ['expect', 'tea']]],
  ['an unknown method', 501, 'BREW', '/', [kHost]],
  ['a method in lower case', 501, 'get', '/', [kHost]],
  ['CONNECT', 501, 'CONNECT', '/', [kHost]],
  ['the absolute form', 400, 'GET', 'http://a/', [kHost]],
  ['the asterisk form', 400, 'OPTIONS', '*', [kHost]],
  ['an empty target', 400, 'GET', '', [kHost]],
  ['a fragment', 400, 'GET', '/a#b', [kHost]],
  ['a bracket in a path', 400, 'GET', '/a[b', [kHost]],
  ['a quote in a query', 400, 'GET', '/a?"', [kHost]],
  ['a line break behind the target', 400, 'GET', '/a\n', [kHost]],
  ['a head that is too large', 431, 'GET', '/', [kHost, ['a', 'x'.repeat(kBytesMax)]]],
  ['a target that is too large', 431, 'GET', `/${'x'.repeat(kBytesMax)}`, [kHost]],
]

for (const [what, status, method, target, fields] of kRefusals) {
  test(`refuses ${what}`, (t) => {
    const { refusal } = read(method, target, fields)
    t.is(refusal?.status, status)
    t.true((refusal?.detail.length ?? 0) > 0)
  })
}

test('takes every character that RFC 3986 allows, and what browsers leave in a query', (t) => {
  const path = "/AZaz09-._~!$&'()*+,;=:@%41/"
  t.is(read('GET', `${path}?${path}/?[]{}|^\``, [kHost]).refusal, null)
})

test('a head may be exactly as large as the bound', (t) => {
  const size = (bytes: number) => {
    const fixed = 'GET'.length + '/'.length + 12 + 'host'.length + 'a.b:80'.length + 4 + 1 + 4
    return read('GET', '/', [kHost, ['a', 'x'.repeat(bytes - fixed)]]).refusal
  }
  t.is(size(kBytesMax), null)
  t.is(size(kBytesMax + 1)?.status, 431)
})

const kHandshake: readonly Field[] = [
  ['upgrade', 'WebSocket'],
  ['connection', 'keep-alive, Upgrade'],
  ['sec-websocket-version', '13'],
  ['sec-websocket-key', 'dGhlIHNhbXBsZSBub25jZQ=='],
]

function handshake(changes: Readonly<Record<string, string>>, method = 'GET', contentLength = 0) {
  const headers = kHandshake.flatMap(([name, value]) => [name, changes[name] ?? value])
  return { method, contentLength, header: (name: string) => headerOf(headers, name) }
}

test('takes a handshake as RFC 6455 has it', (t) => {
  t.true(wantsSocket(handshake({})))
  t.is(checkHandshake(handshake({})), null)
})

test('refuses other handshakes', (t) => {
  t.is(checkHandshake(handshake({}, 'POST'))?.status, 400)
  t.is(checkHandshake(handshake({}, 'GET', 1))?.status, 400)
  t.is(checkHandshake(handshake({ upgrade: 'websocket, h2c' }))?.status, 400)
  t.is(checkHandshake(handshake({ connection: 'upgraded' }))?.status, 400)
  t.is(checkHandshake(handshake({ 'sec-websocket-version': '12' }))?.status, 426)
  t.is(checkHandshake(handshake({ 'sec-websocket-key': 'short' }))?.status, 400)
})

test('a head is judged the same when it comes again, and when it differs in one place', (t) => {
  const head = new StrictHead(kBytesMax)
  const judge = (method: string, target: string, ...fields: readonly Field[]) => {
    head.begin()
    for (const [name, value] of fields) head.field(name, value)
    return head.finish(method, target)?.status ?? null
  }
  const good = () => judge('GET', '/a', kHost, ['accept', '*/*'])
  for (let round = 0; round < 3; round++) {
    t.is(good(), null)
    t.deepEqual([head.method, head.target], ['GET', '/a'])
    t.is(judge('GET', '/a', kHost, ['accept', '*/*\n']), 400)
    t.is(judge('GET', '/a', kHost, ['acc ept', '*/*']), 400)
    t.is(judge('GET', '/a b', kHost), 400)
    t.is(judge('BREW', '/a', kHost), 501)
    t.is(judge('BREW', '/a', kHost), 501)
    t.is(judge('GET', '/a', ['host', 'a/b']), 400)
    t.is(judge('GET', '/a', ['host', 'a/b']), 400)
    t.is(good(), null)
    t.is(good(), null)
    t.deepEqual(head.headers, [...kHost, 'accept', '*/*'])
    t.is(judge('GET', '/a', ['accept', '*/*']), 400)
  }
})

test('a head that says the same gives the same list, any other one of its own', (t) => {
  const head = new StrictHead(kBytesMax)
  const listOf = (...fields: readonly Field[]) => {
    head.begin()
    for (const [name, value] of fields) head.field(name, value)
    t.is(head.finish('GET', '/'), null)
    return head.headers
  }
  const first = listOf(kHost, ['accept', 'a'])
  t.is(listOf(kHost, ['accept', 'a']), first)
  const accept: Field = ['accept', 'a']
  const others: readonly (readonly Field[])[] = [
    [kHost],
    [kHost, accept, accept],
    [kHost, ['accept', 'b']],
    [kHost, ['accepts', 'a']],
    [accept, kHost],
  ]
  for (const fields of others) {
    const before = listOf(kHost, accept)
    const list = listOf(...fields)
    t.not(list, before)
    t.deepEqual(list, fields.flat())
    t.deepEqual(before, [...kHost, 'accept', 'a'])
  }
})
