import test from 'ava'
import { kPaddingBit } from '../../../src/ring/layout.js'
import { kCorrupt, kFull } from '../../../src/ring/ring-writer.js'
import { makeRing, type RingPair } from '../../support/ring-pair.js'

const kRingBytes = 4096
const kRecordBytesMax = kRingBytes / 8

/** Writes one record whose bytes after the size are `fill`. @returns the writer's outcome. */
function write(ring: RingPair, sizeBytes: number, fill = 0): number {
  const at = ring.writer.tryReserve(sizeBytes)
  if (at < 0) return at
  ring.writer.words[at >> 2] = sizeBytes
  ring.writer.bytes.fill(fill, at + 4, at + sizeBytes)
  return at
}

/** Takes up to `countMax` records. @returns the outcome and [size, fill] of each. */
function take(ring: RingPair, countMax = 1_000) {
  const records: [size: number, fill: number][] = []
  const outcome = ring.reader.poll(
    {
      onRecord: (reader, offset, sizeBytes) => {
        const body = reader.bytes.subarray(offset + 4, offset + sizeBytes)
        const fill = body[0] ?? 0
        if (!body.every((byte) => byte === fill)) throw new Error('a record was torn')
        records.push([sizeBytes, fill])
        return true
      },
    },
    countMax,
  )
  return { outcome, records }
}

test('gives out nothing when it is empty', (t) => {
  const ring = makeRing()
  t.false(ring.reader.hasRecords())
  t.deepEqual(take(ring), { outcome: 0, records: [] })
  t.true(ring.writer.isDrained())
  t.is(ring.writer.freeBytes(), kRingBytes)
})

test('shows a record after its publication, not before', (t) => {
  const ring = makeRing()
  write(ring, 40, 7)
  t.false(ring.reader.hasRecords())
  t.is(take(ring).outcome, 0)
  ring.writer.publish()
  t.true(ring.reader.hasRecords())
  t.is(ring.reader.publishedBytes(), 40)
  t.deepEqual(take(ring), { outcome: 1, records: [[40, 7]] })
  t.true(ring.writer.isDrained())
})

test('gives records out in order, with their exact sizes', (t) => {
  const ring = makeRing()
  for (const size of [8, 9, 15, 16, 17, kRecordBytesMax]) write(ring, size, size & 0x7f)
  ring.writer.publish()
  t.deepEqual(
    take(ring).records.map(([size]) => size),
    [8, 9, 15, 16, 17, kRecordBytesMax],
  )
})

test('takes no more records than it is asked for', (t) => {
  const ring = makeRing()
  for (let fill = 0; fill < 5; fill++) write(ring, 32, fill)
  ring.writer.publish()
  t.is(take(ring, 3).outcome, 3)
  t.deepEqual(take(ring, 3).records, [
    [32, 3],
    [32, 4],
  ])
})

test('a record that its handler refuses comes again', (t) => {
  const ring = makeRing()
  for (let fill = 0; fill < 3; fill++) write(ring, 32, fill)
  ring.writer.publish()
  let looks = 0
  const count = ring.reader.poll({ onRecord: () => ++looks < 2 }, 10)
  t.is(count, 1)
  t.deepEqual(take(ring).records, [
    [32, 1],
    [32, 2],
  ])
})

test('refuses a write when the ring is full, and says so in memory', (t) => {
  const ring = makeRing()
  for (let index = 0; index < 8; index++) t.true(write(ring, kRecordBytesMax, index) > 0)
  t.is(write(ring, 8), kFull)
  t.is(ring.words[ring.waitingWord], 1)
  t.is(ring.writer.freeBytes(), 0)
  ring.writer.publish()
  t.is(write(ring, 8), kFull)
  t.is(take(ring).outcome, 8)
  t.true(write(ring, 8) > 0)
})

test('tells whether room is free: it looks at the reader again only when there seems to be none', (t) => {
  const ring = makeRing()
  t.true(ring.writer.hasFreeBytes(kRingBytes))
  t.false(ring.writer.hasFreeBytes(kRingBytes + 8))
  for (let index = 0; index < 8; index++) write(ring, kRecordBytesMax)
  ring.writer.publish()
  t.false(ring.writer.hasFreeBytes(8))
  take(ring, 1)
  t.true(ring.writer.hasFreeBytes(kRecordBytesMax))
  ring.words[ring.headWord] -= 8 // within the last look's room nobody looks
  t.true(ring.writer.hasFreeBytes(kRecordBytesMax))
  t.false(ring.writer.hasFreeBytes(kRecordBytesMax + 8))
})

test('has no room behind a nonsensical position of the reader', (t) => {
  for (const head of [16, 8_192, -kRingBytes, -0x8000_0000]) {
    const ring = makeRing()
    write(ring, 8)
    ring.writer.publish()
    ring.words[ring.headWord] = head
    t.is(ring.writer.freeBytes(), 0, `head ${head}`)
  }
})

test('wakes a waiting producer when a quarter is free, once', (t) => {
  const ring = makeRing()
  while (write(ring, kRecordBytesMax) > 0);
  ring.writer.publish()
  take(ring, 1)
  t.is(ring.rings.producer, 0)
  t.is(ring.words[ring.waitingWord], 1)
  take(ring, 1)
  t.is(ring.rings.producer, 1)
  t.is(ring.words[ring.waitingWord], 0)
  take(ring)
  t.is(ring.rings.producer, 1)
})

test('wakes no producer that does not wait', (t) => {
  const ring = makeRing()
  write(ring, 32)
  ring.writer.publish()
  take(ring)
  t.is(ring.rings.producer, 0)
})

test('rings a sleeping reader once per batch and an awake one never', (t) => {
  const ring = makeRing()
  write(ring, 32)
  ring.writer.publish()
  t.is(ring.rings.reader, 0)
  ring.reader.setBell(1)
  write(ring, 32)
  write(ring, 32)
  t.is(ring.rings.reader, 0)
  ring.writer.publish()
  t.is(ring.rings.reader, 1)
  t.is(ring.words[ring.bellWord], 0)
  ring.writer.publish()
  t.is(ring.rings.reader, 1)
})

test('wraps with padding, for ever', (t) => {
  const ring = makeRing()
  const sizes = [504, 40, 136, 512, 8, 264]
  for (let turn = 0; turn < 3_000; turn++) {
    const size = sizes[turn % sizes.length]
    t.true(write(ring, size, turn & 0x7f) > 0)
    ring.writer.publish()
    const { records } = take(ring)
    if (records[0]?.[0] !== size || records[0]?.[1] !== (turn & 0x7f)) t.fail(`turn ${turn}`)
  }
  t.true(ring.writer.isDrained())
})

test('the padding needs room, too', (t) => {
  const ring = makeRing()
  for (let index = 0; index < 7; index++) write(ring, 512)
  write(ring, 256)
  ring.writer.publish()
  take(ring, 1)
  // 256 bytes are left at the end and 512 at the beginning: 512 fit at the beginning, with the end as padding.
  t.true(write(ring, 512, 9) > 0)
  t.is(write(ring, 8), kFull)
  ring.writer.publish()
  t.deepEqual(take(ring).records.at(-1), [512, 9])
})

test('a record longer than its share is a bug', (t) => {
  const ring = makeRing()
  t.throws(() => ring.writer.tryReserve(kRingBytes + 8), { message: /an eighth of its ring/ })
})

test('keeps on when positions run over 32 bits', (t) => {
  const ring = makeRing(kRingBytes, 8, (0x7fff_ffff - 1_023) & ~7)
  for (let turn = 0; turn < 200; turn++) {
    t.true(write(ring, 64, turn & 0x7f) > 0)
    ring.writer.publish()
    t.deepEqual(take(ring).records, [[64, turn & 0x7f]])
  }
  t.true((ring.words[ring.tailWord] ?? 0) < 0)
})

for (const [what, tail] of [
  ['behind the head', -8],
  ['further than the ring is long', kRingBytes + 8],
  ['not a multiple of 8', 12],
] as const) {
  test(`a tail ${what} is corrupt`, (t) => {
    const ring = makeRing()
    ring.words[ring.tailWord] = tail
    t.is(take(ring).outcome, kCorrupt)
  })
}

for (const [what, size] of [
  ['zero', 0],
  ['smaller than a record', 7],
  ['longer than what is published', 72],
  ['as long as the address space', 0x7fff_fff8],
  ['so long that its stride would be negative', 0x7fff_ffff],
  ['padding that does not end at the end', kPaddingBit | 64],
  ['padding of nothing', kPaddingBit],
] as const) {
  test(`a size that is ${what} is corrupt`, (t) => {
    const ring = makeRing()
    write(ring, 64)
    ring.writer.publish()
    ring.words[ring.dataWord] = size
    t.is(take(ring).outcome, kCorrupt)
  })
}

test('a record longer than an eighth of the ring is corrupt', (t) => {
  const ring = makeRing()
  for (let count = 0; count < 4; count++) write(ring, kRecordBytesMax)
  ring.writer.publish()
  ring.words[ring.dataWord] = kRecordBytesMax + 8
  t.is(take(ring).outcome, kCorrupt)
})

test('whole records before a corrupt one are given out', (t) => {
  const ring = makeRing()
  write(ring, 64, 1)
  write(ring, 64, 2)
  ring.writer.publish()
  ring.words[ring.dataWord + 16] = 0
  const { outcome, records } = take(ring)
  t.is(outcome, kCorrupt)
  t.deepEqual(records, [[64, 1]])
})

for (const [what, head] of [
  ['ahead of the tail', 8],
  ['far behind', -kRingBytes - 8],
] as const) {
  test(`a head ${what} is corrupt for the writer`, (t) => {
    const ring = makeRing()
    ring.words[ring.headWord] = head
    let outcome = 0
    for (let index = 0; index < 9 && outcome >= 0; index++) outcome = write(ring, kRecordBytesMax)
    t.is(outcome, kCorrupt)
  })
}

test('drains whole records one behind the other, around the ring, and gives their room back', (t) => {
  const ring = makeRing()
  const target = Buffer.alloc(kRingBytes)
  for (let round = 0; round < 50; round++) {
    write(ring, 100, round)
    write(ring, 33, round + 1)
    ring.writer.publish()
    t.is(ring.reader.drain(target), 104 + 40)
    t.is(target.readInt32LE(0), 100)
    t.is(target[99], round)
    t.is(target.readInt32LE(104), 33)
    t.is(target[104 + 32], round + 1)
    t.true(ring.writer.isDrained())
  }
})

test('drains what the target has room for, and the rest with the next call', (t) => {
  const ring = makeRing()
  for (let number = 0; number < 3; number++) write(ring, 100, number)
  ring.writer.publish()
  const target = Buffer.alloc(250)
  t.is(ring.reader.drain(target), 208)
  t.deepEqual([target[99], target[104 + 99]], [0, 1])
  t.is(ring.reader.drain(target), 104)
  t.is(target[99], 2)
  t.is(ring.reader.drain(target), 0)
})

test('a drain rings a producer that waits for room', (t) => {
  const ring = makeRing()
  while (write(ring, kRecordBytesMax) >= 0);
  ring.writer.publish()
  const before = ring.rings.producer
  t.is(ring.reader.drain(Buffer.alloc(kRingBytes)), kRingBytes)
  t.is(ring.rings.producer, before + 1)
})

test('a drain calls nonsense corrupt', (t) => {
  const ring = makeRing()
  write(ring, 40)
  ring.writer.publish()
  ring.words[ring.dataWord] = 7
  t.is(ring.reader.drain(Buffer.alloc(kRingBytes)), kCorrupt)
})
