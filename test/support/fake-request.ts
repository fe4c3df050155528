// A request as an HTTP engine would hand it over, for tests of what looks at requests only.

import type { HttpRequest } from '../../src/http/http-server.js'
import { headerOf } from '../../src/wire/header-list.js'

export type FakeRequest = {
  readonly method?: string
  readonly target?: string
  /** Names in lower case; an array is a repeated field. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  readonly remoteAddress?: string
  readonly isTls?: boolean
}

export function fakeRequest(given: FakeRequest = {}): HttpRequest {
  const { method = 'GET', target = '/', remoteAddress = '127.0.0.1', isTls = false } = given
  const headers = Object.entries(given.headers ?? {}).flatMap(([name, value]) =>
    (typeof value === 'string' ? [value] : value).flatMap((one) => [name, one]),
  )
  return {
    method,
    target,
    headers,
    remoteAddress,
    isTls,
    contentLength: 0,
    header: (name) => headerOf(headers, name),
    collect: () => {
      throw new Error('this request has no body')
    },
    stream: () => {
      throw new Error('this request has no body')
    },
  }
}
