import test from 'ava'
import { Cors } from '../../../src/gateway/cors.js'
import { isFromForeignPage, refusalOfOwnPath } from '../../../src/gateway/own-paths.js'
import { fakeRequest } from '../../support/fake-request.js'

const rows: readonly [
  what: string,
  method: string,
  path: string,
  client: string,
  isForeign: boolean,
  isRefused: boolean,
][] = [
  ['this machine may steer', 'POST', '/_sys_/pause', '127.0.0.1', false, false],
  ['so it may by IPv6', 'POST', '/_sys_/pause', '::1', false, false],
  ['another machine may not', 'POST', '/_sys_/pause', '203.0.113.5', false, true],
  ['nor may it look', 'GET', '/metrics', '203.0.113.5', false, true],
  ['a page of another origin may not steer', 'POST', '/_sys_/pause', '127.0.0.1', true, true],
  ['ordinary routes are for all', 'POST', '/orders', '203.0.113.5', true, false],
]
for (const [what, method, path, client, isForeign, isRefused] of rows) {
  test(what, (t) => {
    t.is(
      refusalOfOwnPath(method, path, client, isForeign)?.code,
      isRefused ? 'ERR_FORBIDDEN' : undefined,
    )
  })
}

test('a page is foreign unless its origin is the gateway’s, or listed', (t) => {
  const off = new Cors([])
  const listed = new Cors(['https://shop.example'])
  const from = (origin: string | undefined, cors: Cors) =>
    isFromForeignPage(
      fakeRequest({ headers: origin === undefined ? {} : { origin } }),
      'h:80',
      cors,
    )
  t.false(from(undefined, off))
  t.false(from('http://h:80', off))
  t.true(from('http://h:81', off))
  t.true(from('null', off))
  t.true(from('https://shop.example', off))
  t.false(from('https://shop.example', listed))
  t.true(from('https://any.example', new Cors(['micro'])))
})
