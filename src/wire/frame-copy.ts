// Moves frames between rings.

import { kFrameHeaderBytes, kFrameHeaderWords, strideOf, writeHeader } from './frame.js'

// A word loop beats `set` on a fresh view up to about here: the view alone costs 38 ns.
const kWordLoopBytesMax = 192

/**
 * Copies a frame as it is; both offsets are 8-aligned.
 *
 * @param sizeBytes exact size of the frame.
 */
export function copyFrame(
  fromWords: Int32Array,
  fromBytes: Uint8Array,
  fromOffset: number,
  toWords: Int32Array,
  toBytes: Uint8Array,
  toOffset: number,
  sizeBytes: number,
): void {
  if (sizeBytes <= kWordLoopBytesMax) {
    const words = (sizeBytes + 3) >> 2
    const from = fromOffset >> 2
    const to = toOffset >> 2
    for (let word = 0; word < words; word++) toWords[to + word] = fromWords[from + word]
  } else {
    toBytes.set(fromBytes.subarray(fromOffset, fromOffset + sizeBytes), toOffset)
  }
}

/** Words and bytes of a frame outside a ring. */
export type FrameMemory = { readonly words: Int32Array; readonly bytes: Uint8Array }

/** Memory for one frame, zeroed up to its padding. */
export function frameMemory(sizeBytes: number): FrameMemory {
  const buffer = new ArrayBuffer(strideOf(sizeBytes))
  return { words: new Int32Array(buffer), bytes: new Uint8Array(buffer, 0, sizeBytes) }
}

/** A frame with a body and no context, in memory of its own. */
export function buildFrame(
  kindFlagsContext: number,
  slot: number,
  generation: number,
  target: number,
  body: Uint8Array,
): FrameMemory {
  const size = kFrameHeaderBytes + body.length
  const frame = frameMemory(size)
  writeHeader(frame.words, 0, size, kindFlagsContext, slot, generation, target, 0, 0)
  frame.bytes.set(body, kFrameHeaderBytes)
  return frame
}

/** The frame at an offset, in memory of its own. */
export function takeFrame(fromBytes: Uint8Array, offset: number, sizeBytes: number): FrameMemory {
  const frame = frameMemory(sizeBytes)
  frame.bytes.set(fromBytes.subarray(offset, offset + sizeBytes))
  return frame
}

/** Header words, for code that patches a copied frame. */
export const kHeaderWords = kFrameHeaderWords
