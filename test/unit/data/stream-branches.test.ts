// A stream that two dispatchers share: what goes by it for the other one, and in which order.

import test from 'ava'
import { kInFlightPerLinkMax, kLinkCountMax } from '../../../src/base/limits.js'
import { CenterLink } from '../../../src/data/center-link.js'
import { StreamBranches, type StreamHome } from '../../../src/data/stream-branches.js'
import { kLookAgain } from '../../../src/ring/rota.js'
import {
  kFlagToCaller,
  kGenerationWord,
  kindWord,
  kKindCaller,
  kKindCancel,
  kKindControl,
  kKindCredit,
  kKindData,
  kKindMessage,
  kKindReply,
  kKindRequest,
  kKindWord,
  kPartyWord,
  kSlotWord,
  kTargetWord,
} from '../../../src/wire/frame.js'
import { buildFrame, type FrameMemory } from '../../../src/wire/frame-copy.js'
import { type LinkPair, makeLink, putRecord, takeRecords } from '../../support/link-pair.js'

const kNoBytes = new Uint8Array(0)

type Stream = {
  readonly streams: StreamBranches
  readonly link: CenterLink
  /** The rings before the socket; its peer is the station. */
  readonly socket: LinkPair
  /** The pair of dispatcher 1; its center end is that one's. */
  readonly pair: LinkPair
  /** Slots of what dispatcher 0 took itself. */
  readonly own: number[]
  readonly broken: string[]
}

function makeStream(): Stream {
  const [socket, pair] = [makeLink(), makeLink()]
  const own: number[] = []
  const broken: string[] = []
  const home: StreamHome = {
    onLinkRecord: ({ reader }, offset) => own.push(reader.words[(offset >> 2) + kSlotWord]) > 0,
    sendFrame: (to, frame) => {
      if (to.isDeferring || !putRecord(to.end, frame.bytes)) to.defer(frame.bytes)
    },
    breakLink: (_link, reason) => broken.push(reason),
  }
  const streams = new StreamBranches(home)
  const shared = streams.prepare([pair.peer])
  const link = new CenterLink(0, 1, 'remote', socket.center, false, shared)
  streams.add(link, shared)
  return { streams, link, socket, pair, own, broken }
}

function put({ center }: LinkPair, frame: FrameMemory): boolean {
  return putRecord(center, frame.bytes)
}

/** Slots and targets of what comes out at an end, with its kinds. */
function takeAll(end: LinkPair['center']): number[][] {
  const taken: number[][] = []
  takeRecords(end, (words, at) => {
    taken.push([words[at + kKindWord] & 0xff, words[at + kSlotWord], words[at + kTargetWord]])
  })
  return taken
}

test('what another dispatcher sends goes out with its slots and callers shifted, messages as they are', (t) => {
  const { streams, socket, pair } = makeStream()
  const request = buildFrame(kindWord(kKindRequest, 0, 0), 5, 1, 9, kNoBytes)
  request.words[kPartyWord] = 2
  put(pair, buildFrame(kindWord(kKindCaller, 0, 0), 0, 0, 2, Buffer.from('client')))
  put(pair, request)
  put(pair, buildFrame(kindWord(kKindMessage, 0, 0), 0, 0, 4, kNoBytes))
  put(pair, buildFrame(kindWord(kKindCancel, 0, 0), 5, 1, 0, kNoBytes))
  put(pair, buildFrame(kindWord(kKindCancel, 0, 0), -1, 0, 0, kNoBytes))
  t.is(streams.turn(true), 5)
  const parties: number[] = []
  const taken: number[][] = []
  takeRecords(socket.peer, (words, at) => {
    const kind = words[at + kKindWord] & 0xff
    if (kind === kKindRequest) parties.push(words[at + kPartyWord])
    taken.push([kind, words[at + kSlotWord], words[at + kTargetWord]])
  })
  const slot = kInFlightPerLinkMax + 5
  t.deepEqual(taken, [
    [kKindCaller, 0, kLinkCountMax + 2],
    [kKindRequest, slot, 9],
    [kKindMessage, 0, 4],
    [kKindCancel, slot, 0],
    [kKindCancel, -1, 0],
  ])
  t.deepEqual(parties, [kLinkCountMax + 2])
})

test('what comes for its calls is handed to it with its own slots; all else is dispatcher 0’s', (t) => {
  const { streams, link, socket, pair, own } = makeStream()
  const say = (kind: number, flags: number, slot: number) =>
    putRecord(socket.peer, buildFrame(kindWord(kind, flags, 0), slot, 3, 0, kNoBytes).bytes)
  const share = kInFlightPerLinkMax
  say(kKindReply, 0, share + 1)
  say(kKindReply, 0, 1)
  say(kKindData, kFlagToCaller, share + 2)
  say(kKindCredit, kFlagToCaller, share + 3)
  // Of the station's own calls, and a slot that is nobody's.
  say(kKindData, 0, share + 4)
  say(kKindCancel, 0, share + 5)
  say(kKindReply, 0, 2 * share)
  say(kKindReply, 0, -1)
  link.reader.poll(link, 100)
  t.deepEqual(takeAll(pair.center), [], 'it is published behind the turn')
  streams.turn(true)
  t.deepEqual(
    takeAll(pair.center).map(([, slot]) => slot),
    [1, 2, 3],
  )
  t.deepEqual(own, [1, share + 4, share + 5, 2 * share, -1])
})

test('what finds no room in its ring stays in that of the link, in order, until there is some', (t) => {
  const { streams, link, socket, pair } = makeStream()
  const body = new Uint8Array(1_900)
  const sent: number[] = []
  for (let slot = 0; slot < 30; slot++) {
    const frame = buildFrame(kindWord(kKindReply, 0, 0), kInFlightPerLinkMax + slot, 0, 0, body)
    if (putRecord(socket.peer, frame.bytes)) sent.push(slot)
    link.reader.poll(link, 100)
  }
  streams.turn(true)
  t.true(link.reader.hasRecords(), 'both rings are full')
  const got = takeAll(pair.center).map(([, slot]) => slot)
  for (let turn = 0; turn < 30; turn++) {
    link.reader.poll(link, 100)
    streams.turn(true)
    got.push(...takeAll(pair.center).map(([, slot]) => slot))
  }
  t.deepEqual(got, sent)
})

test('what finds no room before the socket waits in its own ring, and is looked at again', (t) => {
  const { streams, socket, pair } = makeStream()
  const body = new Uint8Array(1_900)
  const sent: number[] = []
  for (let slot = 0; slot < 30; slot++) {
    const frame = buildFrame(kindWord(kKindRequest, 0, 0), slot, 0, 0, body)
    if (put(pair, frame)) sent.push(slot)
    streams.turn(true)
  }
  t.true(pair.peer.reader.hasRecords(), 'both rings are full')
  t.true(streams.turn(true) <= 0)
  t.is(kLookAgain, -1)
  const slots = () => takeAll(socket.peer).map(([, slot]) => slot - kInFlightPerLinkMax)
  const got = slots()
  for (let turn = 0; turn < 30; turn++) {
    streams.turn(true)
    got.push(...slots())
  }
  t.deepEqual(got, sent)
})

test('a control message goes behind all that another dispatcher had sent, also where that has to wait', (t) => {
  const { streams, link, socket, pair } = makeStream()
  const body = new Uint8Array(1_900)
  const sent: number[] = []
  for (let slot = 0; slot < 30; slot++) {
    if (put(pair, buildFrame(kindWord(kKindRequest, 0, 0), slot, 0, 0, body))) sent.push(slot)
    if (slot === 15) streams.turn(true)
  }
  streams.gatherFor(link)
  t.false(pair.peer.reader.hasRecords())
  t.true(link.isDeferring, 'more than the ring before the socket holds')
  const control = buildFrame(kindWord(kKindControl, 0, 0), 0, 0, 0, Buffer.from('left'))
  link.defer(control.bytes)
  const kinds: number[][] = []
  for (let turn = 0; turn < 30; turn++) {
    kinds.push(...takeAll(socket.peer))
    link.flushDeferred()
    link.writer.publish()
  }
  t.deepEqual(
    kinds.map(([kind, slot]) => (kind === kKindControl ? 'left' : slot - kInFlightPerLinkMax)),
    [...sent, 'left'],
  )
})

test('what a station had sent before its link ended is published when it ends', (t) => {
  const { streams, link, socket, pair } = makeStream()
  const reply = buildFrame(kindWord(kKindReply, 0, 0), kInFlightPerLinkMax + 1, 8, 0, kNoBytes)
  putRecord(socket.peer, reply.bytes)
  link.reader.poll(link, 100)
  streams.close(link)
  const generations: number[] = []
  takeRecords(pair.center, (words, at) => generations.push(words[at + kGenerationWord]))
  t.deepEqual(generations, [8])
})

test('at the end a full ring of another dispatcher keeps nothing behind it from being handled', (t) => {
  const { streams, link, socket, pair, own } = makeStream()
  const body = new Uint8Array(1_900)
  const put = (slot: number) =>
    putRecord(socket.peer, buildFrame(kindWord(kKindReply, 0, 0), slot, 0, 0, body).bytes)
  let sent = 0
  while (!link.reader.hasRecords() && sent < 100) {
    put(kInFlightPerLinkMax + sent++)
    link.reader.poll(link, 100)
  }
  t.true(link.reader.hasRecords(), 'the ring of the other one is full')
  put(7)
  streams.end(link)
  link.reader.poll(link, 100)
  t.deepEqual(own, [7])
  streams.close(link)
  t.is(takeAll(pair.center).length, sent - 1)
})

test('a frame that breaks into the rings between two dispatchers breaks the link', (t) => {
  const { streams, link, pair, broken } = makeStream()
  put(pair, buildFrame(kindWord(kKindRequest, 0, 0), 1, 0, 0, kNoBytes))
  pair.peer.reader.words[pair.peer.reader.tailWord] = 3
  streams.turn(true)
  t.is(broken.length, 1)
  t.true(link.isOpen)
})
