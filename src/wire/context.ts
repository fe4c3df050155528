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

/** One block at a time is laid out here: a field then costs one write and no memory of its own. */
const scratch = Buffer.alloc(kContextBytesMax)
const scratchBytes = new Uint8Array(scratch.buffer, scratch.byteOffset, scratch.length)
const scratchWords = new Int32Array(scratch.buffer, scratch.byteOffset, scratch.length >> 2)
let laidOutBytes = 0
/** Most bytes of UTF-8 for one unit of a string. */
const kUnitBytesMax = 3
/** Longest value that is written unit by unit; a unit costs 2 ns or more, the way to native code 60. */
const kAsciiHereMax = 24
/** A word loop beats `set` on a fresh view up to about here. */
const kWordLoopMax = 256

/**
 * Lays fields out as a context block.
 *
 * @returns its bytes, a multiple of 4; empty for no field.
 * @throws CenterError ERR_BODY_TOO_LARGE over {@link kContextBytesMax} bytes.
 */
export function encodeContext(fields: readonly ContextField[]): Uint8Array {
  beginContext()
  for (const [tag, value] of fields) addField(tag, value)
  return fields.length === 0 ? kNoContext : scratchBytes.slice(0, laidOutBytes)
}

/** Begins the one block of this thread that is laid out without memory of its own; it is there until the next one begins. */
export function beginContext(): void {
  laidOutBytes = 0
}

/**
 * Adds a field to the block.
 *
 * @param before what its value begins with, as it travels.
 * @throws CenterError ERR_BODY_TOO_LARGE as {@link encodeContext} does.
 */
export function addField(tag: number, value: string, before: Uint8Array = kNoContext): void {
  const at = laidOutBytes
  const start = at + kFieldHeaderBytes
  const textAt = start + before.length
  const isShort = value.length * kUnitBytesMax <= kContextBytesMax - textAt
  if (!isShort && Buffer.byteLength(value) > kContextBytesMax - textAt)
    throw tooLarge(textAt, value)
  if (before.length > 0) scratchBytes.set(before, start)
  const textLength =
    isShort && value.length <= kAsciiHereMax
      ? writeShort(value, textAt)
      : scratch.write(value, textAt)
  const length = before.length + textLength
  scratchBytes[at] = tag
  scratchBytes[at + 1] = 0
  scratchBytes[at + 2] = length & 0xff
  scratchBytes[at + 3] = length >> 8
  const end = start + ((length + 3) & ~3)
  for (let pad = start + length; pad < end; pad++) scratchBytes[pad] = 0
  laidOutBytes = end
}

/** Bytes of the block, a multiple of 4. */
export function contextBytes(): number {
  return laidOutBytes
}

/** Copies the block; `at` is a multiple of 4. */
export function copyContext(words: Int32Array, bytes: Uint8Array, at: number): void {
  const count = laidOutBytes >> 2
  if (count > kWordLoopMax) {
    bytes.set(scratchBytes.subarray(0, laidOutBytes), at)
    return
  }
  const to = at >> 2
  for (let word = 0; word < count; word++) words[to + word] = scratchWords[word]
}

/** The same as Buffer's write for a value that fits; ASCII is written here, because the way to native code is longer. */
function writeShort(value: string, start: number): number {
  for (let at = 0; at < value.length; at++) {
    const unit = value.charCodeAt(at)
    if (unit > 0x7f) return scratch.write(value, start)
    scratchBytes[start + at] = unit
  }
  return value.length
}

function tooLarge(start: number, value: string): Error {
  const bytes = start + ((Buffer.byteLength(value) + 3) & ~3)
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
