// The context block between header and body: fields that only some calls need.
//
//   field: u8 tag | u8 0 | u16 length | bytes | zero bytes up to a multiple of 4
//
// A receiver skips tags that it does not know, so that later versions may add some.

import { centerError } from '../base/errors.js'
import { kContextBytesMax } from '../base/limits.js'

/** "METHOD /path" as the caller wrote it, without the query. */
export const kTagPath = 1
/** Query without its question mark. */
export const kTagQuery = 2
/** W3C traceparent (https://www.w3.org/TR/trace-context/). */
export const kTagTraceParent = 3
/** W3C tracestate. */
export const kTagTraceState = 4
/** Header fields of a request or a reply; see header-list.ts. */
export const kTagHeaders = 5
/** Address of the outside client that a gateway speaks for. */
export const kTagClient = 6
/** HTTP status of a reply that succeeded, in decimal. */
export const kTagStatus = 7

const kFieldHeaderBytes = 4
const decoder = new TextDecoder()

/** A context without fields. */
export const kNoContext = new Uint8Array(0)

/** Tag and value of one field. */
export type ContextField = readonly [tag: number, value: string]

/** Blocks are laid out here first, one at a time: a field then costs one write and no memory of its own. */
const scratch = Buffer.alloc(kContextBytesMax)

/**
 * Lays fields out as a context block.
 *
 * @returns its bytes, a multiple of 4; empty for no field.
 * @throws CenterError ERR_BODY_TOO_LARGE over {@link kContextBytesMax} bytes.
 */
export function encodeContext(fields: readonly ContextField[]): Uint8Array {
  if (fields.length === 0) return kNoContext
  let at = 0
  for (const [tag, value] of fields) {
    const length = Buffer.byteLength(value)
    const end = at + kFieldHeaderBytes + ((length + 3) & ~3)
    if (end > kContextBytesMax) throw tooLarge(fields)
    scratch.fill(0, end - 4, end)
    scratch[at] = tag
    scratch[at + 1] = 0
    scratch[at + 2] = length & 0xff
    scratch[at + 3] = length >> 8
    scratch.write(value, at + kFieldHeaderBytes)
    at = end
  }
  return Buffer.from(scratch.subarray(0, at))
}

function tooLarge(fields: readonly ContextField[]): Error {
  const bytes = fields.reduce(
    (sum, [, value]) => sum + kFieldHeaderBytes + ((Buffer.byteLength(value) + 3) & ~3),
    0,
  )
  return centerError('ERR_BODY_TOO_LARGE', { bytes, limit: `${kContextBytesMax} of context` })
}

/**
 * Finds one field.
 *
 * @param block a context block; hostile bytes are safe.
 * @returns its value, or undefined where the field is absent or the block is cut short.
 */
export function contextField(block: Uint8Array, tag: number): string | undefined {
  let at = 0
  while (at + kFieldHeaderBytes <= block.length) {
    const length = (block[at + 2] ?? 0) | ((block[at + 3] ?? 0) << 8)
    const start = at + kFieldHeaderBytes
    if (start + length > block.length) return undefined
    if (block[at] === tag) return decoder.decode(block.subarray(start, start + length))
    at = start + ((length + 3) & ~3)
  }
  return undefined
}
