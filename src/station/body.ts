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

/** Where a body lies: three views of one memory. */
export type BodyMemory = {
  readonly words: Int32Array
  readonly bytes: Uint8Array
  readonly buffer: Buffer
}

/**
 * Reads a body out of a ring; what comes back is a copy.
 *
 * @param start, end byte offsets in `from`, checked by the caller.
 * @param flags of the frame.
 * @throws CenterError ERR_BAD_BODY when it is no JSON.
 */
export function decodeBody(
  from: BodyMemory,
  start: number,
  end: number,
  flags: number,
  route: string,
): unknown {
  switch (flags & kBodyMask) {
    case kBodyNone:
      return undefined
    case kBodyBytes:
      return copyOut(from, start, end)
    default:
      return fromJson(from.buffer.toString('utf8', start, end), route)
  }
}

/** Memory that several bodies share: none before the first one comes. */
type Slab = {
  readonly capacityBytes: number
  memory: ArrayBuffer
  words: Int32Array
  at: number
  end: number
}

function emptySlab(capacityBytes: number): Slab {
  return { capacityBytes, memory: new ArrayBuffer(0), words: new Int32Array(0), at: 0, end: 0 }
}

// An ArrayBuffer of its own costs a body 0.3 µs, more than all the rest of its way: at once from 64 bytes on, below that as
// soon as native code or a DataView looks at it. So bodies share slabs, as Node's Buffers do. A body that is kept keeps its
// slab: small bodies share small ones. Large bodies pay by their copy anyway.
const kSmallBytesMax = 256
const kSharedBytesMax = 8 * 1024
const smallSlab = emptySlab(8 * 1024)
const largeSlab = emptySlab(64 * 1024)
// A call that stays open for long keeps what came with it, so this one is small.
const kPrivateBytesMax = 1_024
const privateSlab = emptySlab(4 * 1024)
// A word loop beats `set` on a fresh view up to about here.
const kWordLoopBytesMax = 128

/** A copy of some bytes; it shares its memory with others unless it is large. @param start, end as in {@link decodeBody}. */
export function copyOut(from: BodyMemory, start: number, end: number): Uint8Array {
  const length = end - start
  if (length > kSharedBytesMax) return from.bytes.slice(start, end)
  return copyInto(length <= kSmallBytesMax ? smallSlab : largeSlab, from, start, length)
}

/** The same for what no handler and no caller is ever given, so that none can take its neighbours' memory away. */
export function copyPrivate(from: BodyMemory, start: number, end: number): Uint8Array {
  const length = end - start
  if (length > kPrivateBytesMax) return from.bytes.slice(start, end)
  return copyInto(privateSlab, from, start, length)
}

function copyInto(slab: Slab, from: BodyMemory, start: number, length: number): Uint8Array {
  const stride = (length + 7) & ~7
  // Streams of bytes take even memory that is marked: then it has no length any more.
  if (slab.at + stride > slab.end || slab.words.length === 0) renew(slab)
  const copy = new Uint8Array(slab.memory, slab.at, length)
  if (length <= kWordLoopBytesMax && (start & 3) === 0) {
    const { words } = slab
    const to = slab.at >> 2
    const first = start >> 2
    const count = (length + 3) >> 2
    for (let word = 0; word < count; word++) words[to + word] = from.words[first + word]
  } else copy.set(from.bytes.subarray(start, start + length))
  slab.at += stride
  return copy
}

function renew(slab: Slab): void {
  slab.memory = new ArrayBuffer(slab.capacityBytes)
  slab.words = new Int32Array(slab.memory)
  slab.at = 0
  slab.end = slab.capacityBytes
  markAsUntransferable(slab.memory) // the neighbours' bodies would go with it
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
