import test from 'ava'
import { answerFields } from '../../../src/gateway/answer-fields.js'
import { TrustedProxies } from '../../../src/gateway/forwarded.js'
import {
  FieldReader,
  idText,
  namedFields,
  originText,
  readFields,
} from '../../../src/gateway/request-fields.js'
import { headerListOf } from '../../../src/wire/header-list.js'
import { fakeRequest } from '../../support/fake-request.js'

const nobody = new TrustedProxies([])
const local = new TrustedProxies(['127.0.0.1'])

function passedOn(headers: Record<string, string | string[]>, proxies = nobody): readonly string[] {
  return headerListOf(readFields(fakeRequest({ headers }), proxies).text)
}

test('ordinary fields go on in their order, repeated ones too', (t) => {
  const headers = { host: 'h', cookie: ['a=1', 'b=2'], 'content-length': '3', authorization: 'x' }
  t.deepEqual(passedOn(headers), [
    'host',
    'h',
    'cookie',
    'a=1',
    'cookie',
    'b=2',
    'content-length',
    '3',
    'authorization',
    'x',
  ])
})

for (const name of [
  'connection',
  'keep-alive',
  'te',
  'trailer',
  'upgrade',
  'proxy-authorization',
  'transfer-encoding',
  'expect',
  'proxy-connection',
]) {
  test(`${name} ends here`, (t) => {
    t.deepEqual(passedOn({ [name]: 'x', host: 'h' }), ['host', 'h'])
  })
}

test('fields that Connection names end here', (t) => {
  const headers = {
    connection: 'close, X-Mine ,x-yours',
    'x-mine': '1',
    'x-yours': '2',
    'x-other': '3',
  }
  t.deepEqual(passedOn(headers), ['x-other', '3'])
})

for (const name of [
  'x-signalbox-user',
  'x-real-ip',
  'x-forwarded-user',
  'remote-user',
  'x-original-url',
]) {
  test(`${name} of anybody is dropped`, (t) => {
    t.deepEqual(passedOn({ [name]: 'admin' }), [])
  })
}

test('a believed proxy may say who the client is, but not in our name', (t) => {
  t.deepEqual(passedOn({ 'x-forwarded-user': 'ada', 'x-signalbox-user': 'root' }, local), [
    'x-forwarded-user',
    'ada',
  ])
})

test('the gateway says itself who asked', (t) => {
  const headers = { host: 'shop', 'x-forwarded-for': '6.6.6.6', forwarded: 'for=6.6.6.6' }
  const fields = readFields(
    fakeRequest({ headers, remoteAddress: '203.0.113.5', isTls: true }),
    nobody,
  )
  t.deepEqual(headerListOf(fields.text), ['host', 'shop'])
  t.is(Buffer.from(fields.bytes).toString(), fields.text + originText(fields))
  t.deepEqual(headerListOf(originText(fields) + idText('id-1', '00-t')), [
    'x-forwarded-for',
    '203.0.113.5',
    'x-forwarded-proto',
    'https',
    'x-forwarded-host',
    'shop',
    'x-request-id',
    'id-1',
    'traceparent',
    '00-t',
  ])
})

test('a client that says the same again is read once', (t) => {
  const reader = new FieldReader(nobody)
  const request = fakeRequest({ headers: { host: 'shop' }, remoteAddress: '203.0.113.5' })
  const first = reader.read(request)
  t.is(reader.read(request), first)
  t.is(reader.read({ ...request, remoteAddress: '203.0.113.6' }).client, '203.0.113.6')
  t.is(reader.read({ ...request, isTls: true }).proto, 'https')
  t.is(
    reader.read({ ...request, headers: [...request.headers, 'x-a', '1'] }).text,
    'host:shop\nx-a:1\n',
  )
  t.deepEqual(reader.read(request), first)
})

test('fields named beside a call are sorted out like those of a request', (t) => {
  const list = ['x-a', '1', 'x-forwarded-for', '6.6.6.6', 'x-request-id', 'r', 'connection', 'x-a']
  t.like(namedFields(list), { text: 'x-a:1\n', requestId: 'r' })
})

test('of a reply everything goes to the client but what belongs to connection, engine and gateway', (t) => {
  const reply = [
    'content-type',
    'a/b',
    'content-length',
    '9',
    'connection',
    'x-hop',
    'x-hop',
    '1',
    'transfer-encoding',
    'chunked',
    'date',
    'now',
    'x-request-id',
    'mine',
    'set-cookie',
    'a=1',
    'set-cookie',
    'b=2',
    'access-control-allow-origin',
    '*',
  ]
  const kept = ['content-type', 'a/b', 'set-cookie', 'a=1', 'set-cookie', 'b=2']
  t.deepEqual(answerFields(reply, true), kept)
  t.deepEqual(answerFields(reply, false), [...kept, 'access-control-allow-origin', '*'])
})
