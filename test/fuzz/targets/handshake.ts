// The first frame of a connection, as it comes in pieces: a part of it is never taken for the whole.
//
//   input   u16 length of the first piece | bytes

import { readControlFrame } from '../../../src/transport/handshake.js'
import { Input, must } from '../input.js'
import { accepted } from '../target.js'

export const words = ['SBCM', '\x09\x00\x00\x00']

export function fuzz(data: Buffer): void {
  const input = new Input(data)
  const split = input.short()
  const whole = Buffer.from(input.rest())
  const read = (bytes: Buffer) => accepted(() => readControlFrame(bytes), 'ERR_PROTOCOL')
  const found = read(whole)
  const early = read(whole.subarray(0, split))
  if (found === undefined || found === null) return
  must(found.taken <= whole.length && found.taken % 8 === 0, 'no more is taken than came')
  must(
    early === null || early === undefined || early.taken === found.taken,
    'pieces change nothing',
  )
  must(split >= found.taken || early === null, 'a part is not the whole')
}
