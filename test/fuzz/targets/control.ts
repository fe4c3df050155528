// Control messages: bytes that decode are laid out again to an equal message.

import { isDeepStrictEqual } from 'node:util'
import { decodeControl, encodeControl } from '../../../src/wire/control.js'
import { must } from '../input.js'
import { accepted } from '../target.js'

export const words = ['SBCM', 'client', '{}', 'GET /a', 'round-robin']

export function fuzz(data: Buffer): void {
  const message = accepted(() => decodeControl(new Uint8Array(data)), 'ERR_PROTOCOL')
  if (message === undefined) return
  // What came may be longer than what is sent: texts with parts that nobody reads.
  const bytes = accepted(() => encodeControl(message), 'ERR_BAD_ARGUMENT', 'ERR_PROTOCOL')
  if (bytes === undefined) return
  must(isDeepStrictEqual(decodeControl(bytes), message), 'a message comes back as it was')
}
