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
const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** A context without fields. */
export const kNoContext = new Uint8Array(0)

/** Tag and value of one field. */
export type ContextField = readonly [tag: number, value: string]

/**
 * Lays fields out as a context block.
 *
 * @returns its bytes, a multiple of 4; empty for no field.
 * @throws CenterError ERR_BODY_TOO_LARGE over {@link kContextBytesMax} bytes.
 */
export function encodeContext(fields: readonly ContextField[]): Uint8Array {
  if (fields.length === 0) return kNoContext
  const values = fields.map(([, value]) => encoder.encode(value))
  let total = 0
  for (const value of values) total += kFieldHeaderBytes + ((value.length + 3) & ~3)
  if (total > kContextBytesMax) {
    throw centerError('ERR_BODY_TOO_LARGE', {
      bytes: total,
      limit: `${kContextBytesMax} of context`,
    })
  }
  const block = new Uint8Array(total)
  let at = 0
  values.forEach((value, index) => {
    block[at] = fields[index]?.[0] ?? 0
    block[at + 2] = value.length & 0xff
    block[at + 3] = value.length >> 8
    block.set(value, at + kFieldHeaderBytes)
    at += kFieldHeaderBytes + ((value.length + 3) & ~3)
  })
  return block
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
