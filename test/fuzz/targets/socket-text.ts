// What a browser sends over a WebSocket of the gateway, text and binary.
//
//   input   u8 odd: text | bytes

import { readAsk } from '../../../src/gateway/socket-frames.js'
import { Input, must } from '../input.js'
import { accepted } from '../target.js'

export const words = [
  '{"id":1,"call":"GET /a"}',
  '"subscribe":"t"',
  '"cancel":true',
  '"publish":"t","message":',
  '"headers":{"a":"b"}',
  '"timeoutMs":1',
  '__proto__',
]

export function fuzz(data: Buffer): void {
  const input = new Input(data)
  const isText = (input.byte() & 1) === 1
  const bytes = input.rest()
  const message = isText ? bytes.toString('utf8') : new Uint8Array(bytes)
  const ask = accepted(() => readAsk(message), 'ERR_BAD_REQUEST')
  if (ask === undefined) return
  must(ask.id === undefined || Number.isSafeInteger(ask.id), 'an id is a whole number')
  if (ask.kind !== 'call') return
  for (const value of Object.values(ask.headers))
    must(typeof value === 'string', 'fields are texts')
}
