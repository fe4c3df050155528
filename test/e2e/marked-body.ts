// Bodies that tell who sent them and whether they are whole: what arrives at the wrong place, or torn, is seen.
//
//   0 u32 magic   4 u32 mark of the caller   8 u32 number of the call   12 … bytes that follow from it   last u32 sum of all

const kMagic = 0x4b52414d
const kHeadBytes = 12
const kSumBytes = 4

/** Least bytes of a marked body. */
export const kMarkedBytesMin = kHeadBytes + kSumBytes

/** @param bytes of the whole, {@link kMarkedBytesMin} or more. */
export function markedBody(caller: string, number: number, bytes: number): Uint8Array {
  const body = Buffer.alloc(bytes)
  body.writeUInt32LE(kMagic, 0)
  body.writeUInt32LE(markOf(caller), 4)
  body.writeUInt32LE(number, 8)
  for (let at = kHeadBytes; at < bytes - kSumBytes; at++) body[at] = (number * 31 + at) & 0xff
  body.writeUInt32LE(sumOf(body), bytes - kSumBytes)
  return body
}

/** True for a body that claims to be marked. */
export function isMarked(body: unknown): body is Uint8Array {
  return (
    body instanceof Uint8Array &&
    body.length >= kMarkedBytesMin &&
    Buffer.from(body.buffer, body.byteOffset, 4).readUInt32LE(0) === kMagic
  )
}

/** What is wrong with a marked body of this caller; null when it is whole and its own. */
export function faultOf(body: Uint8Array, caller: string): string | null {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.length)
  if (bytes.readUInt32LE(bytes.length - kSumBytes) !== sumOf(bytes)) return 'its bytes are torn'
  if (bytes.readUInt32LE(4) !== markOf(caller)) return `it is not of ${caller}`
  return null
}

function markOf(caller: string): number {
  return fnv(Buffer.from(caller), caller.length)
}

function sumOf(body: Buffer): number {
  return fnv(body, body.length - kSumBytes)
}

/** FNV-1a over the first bytes. */
function fnv(bytes: Buffer, count: number): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < count; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193)
  return hash >>> 0
}
