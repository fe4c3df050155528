import test from 'ava'
import { joinPairs } from '../../../src/transport/joined-pairs.js'
import type { LaneDoor, LinkEnd } from '../../../src/transport/link.js'
import { makeLink } from '../../support/link-pair.js'

/** Ends of three pairs, and which of them are closed. */
function makeEnds(): { ends: LinkEnd[]; closed: number[] } {
  const closed: number[] = []
  const ends = [0, 1, 2].map((index) => ({
    ...makeLink().peer,
    close: () => {
      closed.push(index)
    },
  }))
  return { ends, closed }
}

test('one pair is a link by itself', (t) => {
  const [end] = makeEnds().ends
  t.is(joinPairs([end], 0), end)
})

test('the home pair is the link’s own, the others are its branches', (t) => {
  const { ends, closed } = makeEnds()
  const link = joinPairs(ends, 1)
  t.is(link.reader, ends[1].reader)
  t.is(link.writer, ends[1].writer)
  t.deepEqual(link.branches, [ends[0], ends[2]])
  link.close()
  t.deepEqual(closed, [0, 1, 2])
})

test('the end of any pair is that of the link, told once, and not after it was closed', (t) => {
  const { ends } = makeEnds()
  const link = joinPairs(ends, 0)
  const reasons: string[] = []
  link.onEnd = (reason) => reasons.push(reason)
  ends[2].onEnd('the other thread left')
  ends[0].onEnd('the peer is gone')
  t.deepEqual(reasons, ['the other thread left'])
  const other = makeEnds()
  const closed = joinPairs(other.ends, 0)
  closed.onEnd = (reason) => reasons.push(reason)
  closed.close()
  other.ends[1].onEnd('late')
  t.is(reasons.length, 1)
})

test('lanes come by the first pair, wherever the home is', (t) => {
  const { ends } = makeEnds()
  const link = joinPairs(ends, 2)
  const door: LaneDoor = { onOpen: () => {}, onRefused: () => {}, onOver: () => {} }
  link.laneDoor = door
  t.is(ends[0].laneDoor, door)
  t.is(link.laneDoor, door)
  t.is(ends[2].laneDoor, undefined)
})
