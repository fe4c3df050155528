// What a body is on the wire: nothing, bytes as they are, or JSON.

import { markAsUntransferable } from 'node:worker_threads'
import { centerError } from '../base/errors.js'
import { kBodyBytes, kBodyJson, kBodyMask, kBodyNone } from '../wire/frame.js'

/** A value ready to be written: text is UTF-8 JSON that is not encoded yet. */
export type EncodedBody = {
  readonly type: number
  readonly bytes: Uint8Array | null
  readonly text: string
}

/** What a body is. */
export type RawKind = 'none' | 'bytes' | 'json'

/** A body that nobody has decoded: its bytes, whole or as they come, and what they are. */
export class RawBody {
  readonly source: Uint8Array | AsyncIterable<Uint8Array>
  readonly kind: RawKind

  constructor(source: Uint8Array | AsyncIterable<Uint8Array>, kind: RawKind) {
    this.source = source
    this.kind = kind
  }
}

/** What a frame's flags say of its body. */
export function kindOf(flags: number): RawKind {
  const type = flags & kBodyMask
  return type === kBodyNone ? 'none' : type === kBodyJson ? 'json' : 'bytes'
}

/** The flags of a body of this kind. */
export function typeOfKind(kind: RawKind): number {
  return kind === 'none' ? kBodyNone : kind === 'json' ? kBodyJson : kBodyBytes
}

const kNothing: EncodedBody = { type: kBodyNone, bytes: null, text: '' }

/** True for a promise of any make. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    'then' in value &&
    typeof value.then === 'function'
  )
}

/** True for a value that travels as a stream of items. */
export function isStream(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}

/**
 * Makes a value ready to be written.
 *
 * @param value undefined; a Uint8Array (bytes stay bytes); a whole RawBody; or anything that JSON can say.
 * @throws CenterError ERR_BAD_BODY when JSON cannot say it.
 */
export function encodeBody(value: unknown, route: string): EncodedBody {
  if (value === undefined) return kNothing
  if (value instanceof Uint8Array) return { type: kBodyBytes, bytes: value, text: '' }
  if (value instanceof RawBody) return encodeRaw(value, route)
  return { type: kBodyJson, bytes: null, text: toJson(value, route) }
}

function encodeRaw({ source, kind }: RawBody, route: string): EncodedBody {
  if (source instanceof Uint8Array) return { type: typeOfKind(kind), bytes: source, text: '' }
  const rule = 'what goes out in parts is an async iterable of its own'
  throw centerError('ERR_BAD_BODY', { route, rule })
}

/** The value as JSON text. @throws CenterError ERR_BAD_BODY. */
export function toJson(value: unknown, route: string): string {
  try {
    const text: string | undefined = JSON.stringify(value)
    if (text !== undefined) return text
  } catch (error) {
    throw centerError('ERR_BAD_BODY', { route, rule: `JSON cannot say it: ${String(error)}` })
  }
  throw centerError('ERR_BAD_BODY', { route, rule: `JSON cannot say a ${typeof value}` })
}

/** The bytes of an encoded body. */
export function bytesOf(body: EncodedBody): Uint8Array {
  return body.bytes ?? Buffer.from(body.text)
}

/**
 * Reads a body out of a ring; what comes back is a copy.
 *
 * @param flags of the frame.
 * @param start, end byte offsets in `buffer`, checked by the caller.
 * @throws CenterError ERR_BAD_BODY when it is no JSON.
 */
export function decodeBody(
  buffer: Buffer,
  bytes: Uint8Array,
  start: number,
  end: number,
  flags: number,
  route: string,
): unknown {
  switch (flags & kBodyMask) {
    case kBodyNone:
      return undefined
    case kBodyBytes:
      return copyOut(bytes, start, end)
    default:
      return fromJson(buffer.toString('utf8', start, end), route)
  }
}

// An ArrayBuffer of its own costs a body a microsecond, more than all the rest of its call. Bodies of a middle size share
// slabs, as Node's Buffers do; smaller ones would keep too much memory alive, larger ones pay by their copy anyway.
const kSlabBytes = 64 * 1024
const kSlabShareMin = 256
const kSlabShareMax = 8 * 1024
let slab = new Uint8Array(0)
let slabAt = 0

function copyOut(bytes: Uint8Array, start: number, end: number): Uint8Array {
  return end - start < kSlabShareMin ? bytes.slice(start, end) : copyShared(bytes, start, end)
}

/**
 * A copy of some bytes for a short life, as of a body that is passed on: it shares its memory with others unless it is large,
 * because a small array gets an ArrayBuffer of its own as soon as native code looks at it.
 */
export function copyShared(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const length = end - start
  if (length > kSlabShareMax) return bytes.slice(start, end)
  if (slabAt + length > slab.length) {
    slab = new Uint8Array(Buffer.allocUnsafeSlow(kSlabBytes).buffer)
    markAsUntransferable(slab.buffer) // the neighbours' bodies would go with it
    slabAt = 0
  }
  const copy = new Uint8Array(slab.buffer, slabAt, length)
  copy.set(bytes.subarray(start, end))
  slabAt += (length + 7) & ~7
  return copy
}

/** The same as {@link decodeBody} for bytes that nobody else holds. */
export function decodeOwned(bytes: Uint8Array, type: number, route: string): unknown {
  if (type === kBodyNone) return undefined
  if (type === kBodyBytes) return bytes
  return fromJson(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8'), route)
}

function fromJson(text: string, route: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw centerError('ERR_BAD_BODY', { route, rule: `no JSON: ${String(error)}` })
  }
}
