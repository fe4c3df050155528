// A session whose center has two dispatchers: what comes by the branch, and when that ends.

import test from 'ava'
import { LinkSession } from '../../../src/station/link-session.js'
import { Offers } from '../../../src/station/offers.js'
import type { LinkEnd } from '../../../src/transport/link.js'
import {
  kBodyJson,
  kFlagToCaller,
  kindWord,
  kKindCaller,
  kKindControl,
  kKindCredit,
  kKindMessage,
  kKindReply,
  kKindRequest,
  kKindWord,
  kPartyWord,
  kSlotWord,
} from '../../../src/wire/frame.js'
import { buildFrame, type FrameMemory } from '../../../src/wire/frame-copy.js'
import { type LinkPair, makeLink, putRecord, takeRecords } from '../../support/link-pair.js'
import { ManualClock } from '../../support/manual-clock.js'

const kNoBytes = new Uint8Array(0)
/** More than one poll takes. */
const kWaiting = 200

type Joined = {
  readonly session: LinkSession
  readonly home: LinkPair
  readonly branch: LinkPair
  readonly offers: Offers
  readonly lost: string[]
  readonly isClosed: () => boolean
}

function join(): Joined {
  const [home, branch] = [makeLink(), makeLink()]
  const lost: string[] = []
  let isClosed = false
  const end: LinkEnd = {
    ...home.peer,
    branches: [branch.peer],
    close: () => {
      isClosed = true
    },
  }
  const offers = new Offers()
  const session = new LinkSession(end, offers, new ManualClock(), 0, {
    onLost: ({ details }) => lost.push(JSON.stringify(details)),
    onGoodbye: () => {},
    onHandlerError: () => {},
  })
  return { session, home, branch, offers, lost, isClosed: () => isClosed }
}

function requestOf(slot: number, party = 0): FrameMemory {
  const frame = buildFrame(kindWord(kKindRequest, kBodyJson, 0), slot, 1, 0, Buffer.from('7'))
  frame.words[kPartyWord] = party
  return frame
}

const put = ({ center }: LinkPair, frame: FrameMemory) => putRecord(center, frame.bytes)

/** Slots of the replies that came out of a pair. */
function repliesIn({ center }: LinkPair): number[] {
  const slots: number[] = []
  takeRecords(center, (words, at) => {
    if ((words[at + kKindWord] & 0xff) === kKindReply) slots.push(words[at + kSlotWord])
  })
  return slots
}

test('a request is answered by the pair by which it came, also where both pairs use one slot', async (t) => {
  const { session, home, branch, offers } = join()
  const callers: string[] = []
  offers.addRoute('POST /a', {}, (call) => callers.push(call.caller))
  for (const [pair, name] of [
    [home, 'one'],
    [branch, 'other'],
  ] as const) {
    put(pair, buildFrame(kindWord(kKindCaller, 0, 0), 0, 0, 3, Buffer.from(name)))
    put(pair, requestOf(5, 3))
  }
  t.is(session.turn(), 4)
  await Promise.resolve()
  t.deepEqual(callers.sort(), ['one', 'other'])
  t.deepEqual(repliesIn(home), [5])
  t.deepEqual(repliesIn(branch), [5])
})

test('messages of topics come by branches, too', (t) => {
  const { session, branch, offers } = join()
  const came: unknown[] = []
  offers.subscriptions.set(2, {
    index: 2,
    topic: 'news',
    group: '',
    handler: (body) => came.push(body),
  })
  put(branch, buildFrame(kindWord(kKindMessage, kBodyJson, 0), 0, 0, 2, Buffer.from('"x"')))
  session.turn()
  t.deepEqual(came, ['x'])
})

test('whoever leaves answers all that lies in a branch, and waits for its handlers', async (t) => {
  const { session, branch, offers } = join()
  let finish = () => {}
  const waiting = new Promise<void>((resolve) => {
    finish = resolve
  })
  offers.addRoute('POST /a', {}, async () => waiting)
  let count = 0
  while (count < kWaiting && put(branch, requestOf(count))) count++
  t.true(count > 64, 'more than one poll takes')
  let isIdle = false
  const idle = session.whenIdle().then(() => {
    isIdle = true
  })
  await new Promise((resolve) => setImmediate(resolve))
  t.false(branch.peer.reader.hasRecords())
  t.false(isIdle)
  finish()
  await idle
  t.is(repliesIn(branch).length, count)
})

for (const [what, frame] of [
  ['a reply', buildFrame(kindWord(kKindReply, 0, 0), 1, 1, 0, kNoBytes)],
  ['a control message', buildFrame(kindWord(kKindControl, 0, 0), 0, 0, 0, kNoBytes)],
  ['credit for a caller', buildFrame(kindWord(kKindCredit, kFlagToCaller, 0), 1, 1, 1, kNoBytes)],
  ['a context beyond its frame', buildFrame(kindWord(kKindRequest, 0, 400), 1, 1, 0, kNoBytes)],
  ['a request to no route', buildFrame(kindWord(kKindRequest, 0, 0), 1, 1, 9, kNoBytes)],
] as const) {
  test(`${what} by a branch ends the link`, (t) => {
    const { session, branch, lost, isClosed } = join()
    put(branch, frame)
    session.turn()
    t.is(lost.length, 1)
    t.true(isClosed())
    t.is(session.turn(), 0)
  })
}

test('a nonsensical position of a branch ends the link', (t) => {
  const { session, branch, lost } = join()
  put(branch, requestOf(1))
  const { reader } = branch.peer
  reader.words[reader.tailWord] = 3
  session.turn()
  t.is(lost.length, 1)
})

test('a request whose caller sets the flag for callers is a request', (t) => {
  const { session, branch, home, offers, lost } = join()
  offers.addRoute('POST /a', {}, () => 1)
  const flags = kBodyJson | kFlagToCaller
  for (const pair of [home, branch])
    put(pair, buildFrame(kindWord(kKindRequest, flags, 0), 1, 1, 0, Buffer.from('1')))
  t.is(session.turn(), 2)
  t.deepEqual(lost, [])
})
