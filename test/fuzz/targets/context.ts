// The context block, read as it came; and fields that are laid out come back.

import { contextField, encodeContext } from '../../../src/wire/context.js'
import { Input, must } from '../input.js'
import { accepted } from '../target.js'

const kTagCount = 8

export const words = ['GET /a', 'a:b\n', '\x01\x00\x06\x00', '\x05\x00\x04\x00']

export function fuzz(data: Buffer): void {
  for (let tag = 0; tag < kTagCount; tag++) contextField(data, tag)
  const input = new Input(data)
  const fields: [number, string][] = []
  for (let tag = 1; tag < kTagCount && !input.isOver; tag++) fields.push([tag, input.line()])
  const block = accepted(() => encodeContext(fields), 'ERR_BODY_TOO_LARGE')
  if (block === undefined) return
  must(block.length % 4 === 0, 'a block is a multiple of 4 bytes')
  for (const [tag, value] of fields) {
    // A byte order mark is taken away by every reader of UTF-8 text.
    const plain = Buffer.from(value)
      .toString('utf8')
      .replace(/^\ufeff/, '')
    must(contextField(block, tag) === plain, `field ${tag} comes back`)
  }
}
