import test from 'ava'
import { kCounterIndex, kCounterNames } from '../../../src/base/counter-names.js'
import { kOverflowBytesMax, kRequestOverflowBytesMax } from '../../../src/base/limits.js'
import { CenterLink } from '../../../src/data/center-link.js'
import { LinkTable } from '../../../src/data/link-table.js'
import { kindWord, kKindReply } from '../../../src/wire/frame.js'
import { buildFrame } from '../../../src/wire/frame-copy.js'
import { makeRing } from '../../support/ring-pair.js'

const kRingBytes = 65_536
const kFrameBytes = 8_000
const kSumBytesMax = 40 * kFrameBytes

/** Links whose peers read nothing, and what became unfit. */
function makeTable(linkCount: number, overflowBytesMax = kSumBytesMax) {
  const counters = new Float64Array(kCounterNames.length)
  const unfit: { index: number; reason: string }[] = []
  const table = new LinkTable(counters, overflowBytesMax, ({ index }, reason) =>
    unfit.push({ index, reason }),
  )
  const rings = Array.from({ length: linkCount }, () => makeRing(kRingBytes))
  const links = rings.map(({ reader, writer }, index) => {
    const end = { carrier: 'pipe', reader, writer, onEnd: () => {}, close: () => {} } as const
    return new CenterLink(index, 1, `link ${index}`, end, false, { onLinkRecord: () => true })
  })
  for (const link of links) table.byIndex[link.index] = link
  /** Sends frames until so many of them wait for room. */
  const leave = (index: number, frameCount: number) => {
    const link = links[index]
    const body = new Uint8Array(kFrameBytes - 32)
    const frame = () => buildFrame(kindWord(kKindReply, 0, 0), 0, 0, 0, body)
    const untilBytes = link.overflowBytes + frameCount * kFrameBytes
    while (!link.isUnfit && link.overflowBytes < untilBytes) table.send(link, frame())
  }
  return { table, links, rings, unfit, leave, counters }
}

test('frames without room wait, and go in their order when there is room', (t) => {
  const { table, links, rings, leave, counters } = makeTable(1)
  leave(0, 3)
  t.is(links[0].overflowBytes, 3 * kFrameBytes)
  t.is(counters[kCounterIndex.frames_deferred], 3)
  table.publishAll()
  t.true((rings[0].reader.poll({ onRecord: () => true }, 100) ?? 0) > 0)
  t.true(table.flush(links[0]))
  t.is(links[0].overflowBytes, 0)
})

test('when too much waits for all links together, the greediest ends and not the one that came last', (t) => {
  const { table, links, unfit, leave, counters } = makeTable(3)
  leave(0, 10)
  leave(1, 25)
  leave(2, 5)
  t.deepEqual(unfit, [])
  leave(2, 1)
  t.deepEqual(
    unfit.map(({ index }) => index),
    [1],
  )
  t.regex(unfit[0].reason ?? '', new RegExp(`${25 * kFrameBytes} bytes.*${kSumBytesMax}`))
  t.is(links[2].overflowBytes, 6 * kFrameBytes, 'the frame of the other one is kept')
  t.is(counters[kCounterIndex.links_too_slow], 1)
  t.is(counters[kCounterIndex.protocol_errors], 1)
  leave(0, 10)
  t.is(unfit.length, 1, 'what waited for the ended link counts no more')
  t.false(table.mayKeepRequest(links[2], kSumBytesMax))
})

test('what waited for a link that left counts no more', (t) => {
  const { table, links, unfit, leave } = makeTable(2)
  leave(0, 30)
  table.dropKept(links[0])
  leave(1, 39)
  t.deepEqual(unfit, [])
})

test('what was flushed counts no more', (t) => {
  const { table, links, rings, unfit, leave } = makeTable(2)
  leave(0, 5)
  table.publishAll()
  rings[0].reader.poll({ onRecord: () => true }, 100)
  table.flush(links[0])
  leave(1, 40)
  t.deepEqual(unfit, [])
  leave(1, 1)
  t.is(unfit.length, 1)
})

test('one link that leaves more lying than a link may is ended, whatever the others do', (t) => {
  const { unfit, leave, counters } = makeTable(2, 4 * kOverflowBytesMax)
  leave(0, kOverflowBytesMax / kFrameBytes + 1)
  t.deepEqual(unfit, [{ index: 0, reason: 'it does not take its replies' }])
  t.is(counters[kCounterIndex.links_too_slow], 1)
})

test('a request may wait as far as its station and all together have room for it', (t) => {
  const { table, links, leave } = makeTable(2, 2 * kRequestOverflowBytesMax)
  const [first, second] = links
  t.true(table.mayKeepRequest(first, kRequestOverflowBytesMax))
  t.false(table.mayKeepRequest(first, kRequestOverflowBytesMax + 1))
  leave(1, (1.5 * kRequestOverflowBytesMax) / kFrameBytes)
  t.false(table.mayKeepRequest(second, 1))
  t.true(table.mayKeepRequest(first, 0.4 * kRequestOverflowBytesMax))
  t.false(table.mayKeepRequest(first, 0.6 * kRequestOverflowBytesMax))
})

test('an unfit link is sent nothing, and nothing waits for it', (t) => {
  const { table, links, leave } = makeTable(1)
  leave(0, 2)
  table.unfit(links[0], 'a test')
  t.is(links[0].overflowBytes, 0)
  const frame = buildFrame(kindWord(kKindReply, 0, 0), 0, 0, 0, new Uint8Array(kFrameBytes))
  for (let count = 0; count < 20; count++) table.send(links[0], frame)
  t.is(links[0].overflowBytes, 0)
})
