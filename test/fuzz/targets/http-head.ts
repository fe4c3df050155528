// The rules of an HTTP request's head: whatever passes can be read in one way only.
//
//   input   lines: method, target, then name:value

import { originOf, TrustedProxies } from '../../../src/gateway/forwarded.js'
import { namedFields, nominatedBy } from '../../../src/gateway/request-fields.js'
import { checkHandshake, StrictHead } from '../../../src/http/strict-head.js'
import { headerOf } from '../../../src/wire/header-list.js'
import { Input, must } from '../input.js'

const kHeadBytesMax = 16_384
const proxies = new TrustedProxies(['10.0.0.0/8', '::1'])

export const words = [
  'GET\n/a\nhost:a\n',
  'content-length:1\n',
  'transfer-encoding:chunked\n',
  'x-forwarded-for:10.0.0.1, 1.2.3.4\n',
  'forwarded:for="[::1]:80";proto=https\n',
  'upgrade:websocket\nconnection:upgrade\n',
  '\t',
  ',',
]

export function fuzz(data: Buffer): void {
  const input = new Input(data)
  const [method, target] = [input.line(), input.line()]
  const head = new StrictHead(kHeadBytesMax)
  head.begin()
  while (!input.isOver) {
    const line = input.line()
    const colon = line.indexOf(':')
    head.field(line.slice(0, Math.max(0, colon)).toLowerCase(), line.slice(colon + 1))
  }
  const refusal = head.finish(method, target)
  if (refusal !== null) {
    must(refusal.status >= 400 && refusal.status < 600, 'a refusal has the status of one')
    return
  }
  const names = head.headers.filter((_, at) => at % 2 === 0)
  const values = head.headers.filter((_, at) => at % 2 === 1)
  must(names.filter((name) => name === 'host').length === 1, 'there is one host')
  must(!values.some((value) => /[\r\n\0]/.test(value)), 'no value ends a field')
  must(!/[\s#]/.test(target) && target.startsWith('/'), 'a target is a path')
  const isChunked = names.includes('transfer-encoding')
  must(!(isChunked && names.includes('content-length')), 'a body has one length')
  must(isChunked === (head.contentLength === undefined), 'the length is known or chunked')
  const header = (name: string) => headerOf(head.headers, name)
  checkHandshake({ method: 'GET', contentLength: head.contentLength, header })
  nominatedBy(header('connection'))
  namedFields(head.headers)
  const forwarded = {
    for: header('x-forwarded-for') ?? '',
    proto: header('x-forwarded-proto') ?? '',
    host: header('x-forwarded-host') ?? '',
    forwarded: header('forwarded') ?? '',
  }
  const origin = originOf(proxies, '10.0.0.1', false, 'a', forwarded)
  must(origin.proto === 'http' || origin.proto === 'https', 'the scheme is one of two')
}
