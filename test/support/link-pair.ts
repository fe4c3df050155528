// Both ends of a link in memory of the test, without doorbells: tests take turns themselves.

import { segmentBytesOf } from '../../src/ring/layout.js'
import type { LinkEnd } from '../../src/transport/link.js'
import { initializeSegment, ringsOf, type Side } from '../../src/transport/rings.js'
import { kFrameHeaderBytes } from '../../src/wire/frame.js'

export const kRingBytes = 16_384

export type LinkPair = { readonly center: LinkEnd; readonly peer: LinkEnd }

export function makeLink(): LinkPair {
  const memory = new SharedArrayBuffer(segmentBytesOf(kRingBytes))
  initializeSegment(memory, kRingBytes, 1)
  const end = (side: Side): LinkEnd => ({
    carrier: 'attached',
    ...ringsOf(memory, kRingBytes, side, () => {}),
    onEnd: () => {},
    close: () => {},
  })
  return { center: end('center'), peer: end('peer') }
}

/** Puts bytes into a ring as one record, whatever they say. @returns false when there is no room. */
export function putRecord({ writer }: LinkEnd, bytes: Uint8Array): boolean {
  const size = Math.min(Math.max(bytes.length, kFrameHeaderBytes), writer.recordBytesMax)
  const at = writer.tryReserve(size)
  if (at < 0) return false
  writer.bytes.fill(0, at, at + size)
  writer.bytes.set(bytes.subarray(0, size), at)
  // The ring's own word: a wrong one is the target `ring`'s matter.
  writer.words[at >> 2] = size
  writer.publish()
  return true
}

/** Takes all records of a ring, each of which this product wrote: they keep the rules of a frame. */
export function takeRecords(
  end: LinkEnd,
  take: (words: Int32Array, at: number, size: number) => void = () => {},
): void {
  const onRecord = (_reader: LinkEnd['reader'], offset: number, size: number): boolean => {
    const contextBytes = end.reader.words[(offset >> 2) + 1] >>> 16
    if (kFrameHeaderBytes + contextBytes > size) throw new Error('broken: a context in its frame')
    take(end.reader.words, offset >> 2, size)
    return true
  }
  if (end.reader.poll({ onRecord }, 100_000) < 0)
    throw new Error('broken: a ring that we write is whole')
}
