// Addresses as people write them, and what stations say about their routes.
//
//   input   lines: an address | JSON of a route's documentation

import { nestingOf, readDocs } from '../../../src/station/route-docs.js'
import { isLoopback, parseAddress } from '../../../src/transport/address.js'
import { Input, must } from '../input.js'
import { accepted } from '../target.js'

export const words = [
  'tcp://',
  'tls:',
  'shm:/tmp/x',
  'signalbox:default',
  '[::1]:80',
  ':65536',
  '{"query":{',
]

export function fuzz(data: Buffer): void {
  const input = new Input(data)
  const address = accepted(() => parseAddress(input.line()), 'ERR_BAD_ARGUMENT')
  if (address !== undefined && 'host' in address) {
    must(address.port >= 0 && address.port < 65_536, 'a port is one')
    isLoopback(address.host)
  }
  const text = input.rest().toString('utf8')
  nestingOf(text)
  readDocs(text)
}
