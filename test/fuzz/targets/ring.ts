// A ring whose producer writes what it likes: positions, sizes, padding. The reader takes only what lies inside of the
// ring, says that the rest is corrupt, and ends.
//
//   input   u8 takes per look | u32 tail, u32 head after each other | words of the data: (u16 index, u32 value)…

import type { RingReader } from '../../../src/ring/ring-reader.js'
import { kCorrupt } from '../../../src/ring/ring-writer.js'
import { makeRing } from '../../support/ring-pair.js'
import { Input, must } from '../input.js'

const kRingBytes = 4096
const kSizeBytesMin = 32

export function fuzz(data: Buffer): void {
  const input = new Input(data)
  const countMax = input.byte()
  const ring = makeRing(kRingBytes, kSizeBytesMin)
  const dataOffset = ring.dataWord * 4
  const onRecord = (_reader: RingReader, offset: number, size: number): boolean => {
    must(
      offset >= dataOffset && offset % 8 === 0,
      'a record begins in the ring, at a multiple of 8',
    )
    must(offset + size <= dataOffset + kRingBytes, 'a record ends in the ring')
    must(size >= kSizeBytesMin, 'a record has a header')
    return true
  }
  for (let look = 0; look < 16 && !input.isOver; look++) {
    ring.words[ring.tailWord] = input.word()
    ring.words[ring.headWord] = input.word()
    for (let patches = input.byte() & 31; patches > 0; patches--)
      ring.words[ring.dataWord + (input.short() & (kRingBytes / 4 - 1))] = input.word()
    const count = ring.reader.poll({ onRecord }, countMax)
    must(count === kCorrupt || (count >= 0 && count <= countMax), 'a look takes as many as it may')
    const left = (ring.words[ring.tailWord] - ring.words[ring.headWord]) | 0
    must(count <= 0 || left >= 0, 'what is given back was published')
    ring.reader.batchCount()
    const outcome = ring.writer.tryReserve(kSizeBytesMin + (input.byte() & 0x7f) * 3)
    must(outcome !== 0, 'a reservation has an outcome')
    if (outcome > 0) ring.writer.publish()
    ring.writer.freeBytes()
  }
}
