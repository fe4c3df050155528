// Deadlines of calls that a station does not answer.

import test from 'ava'
import { kCounterNames } from '../../../src/base/counter-names.js'
import { kExpiredCountMax } from '../../../src/base/limits.js'
import { createGateMemory, Gates } from '../../../src/data/admission.js'
import { CenterLink } from '../../../src/data/center-link.js'
import { Dispatcher } from '../../../src/data/dispatcher.js'
import {
  kindWord,
  kKindIntern,
  kKindReply,
  kKindRequest,
  kKindWord,
  kSlotWord,
  kTimeoutWord,
} from '../../../src/wire/frame.js'
import { buildFrame } from '../../../src/wire/frame-copy.js'
import { kStatsBlockWords } from '../../../src/wire/stats-block.js'
import { makeLink, putRecord, takeRecords } from '../../support/link-pair.js'
import { ManualClock } from '../../support/manual-clock.js'
import { endpointState, routeState } from '../../support/route-state.js'

const kTimeoutMs = 100
const kCallCount = 2 * kExpiredCountMax + 10

test('many deadlines at one moment are looked after in turns, and each call ends once', (t) => {
  const clock = new ManualClock()
  const words = new Float64Array(2 * kStatsBlockWords)
  const dispatcher = new Dispatcher(
    new Gates(createGateMemory()),
    new Float64Array(kCounterNames.length),
    () => ({ words, at: 0 }),
    clock,
    1 << 24,
    0,
    {
      onControl: () => {},
      onTapped: () => {},
      onHotPath: () => {},
      onLane: () => true,
      onUnfit: (link, reason) => t.fail(`${link.name}: ${reason}`),
    },
  )
  const [caller, mute] = [makeLink(), makeLink()]
  dispatcher.addLink(new CenterLink(0, 1, 'caller', caller.center, false, dispatcher))
  dispatcher.addLink(new CenterLink(1, 1, 'mute', mute.center, false, dispatcher))
  const routes = [routeState(0, 'POST /mute', { endpoints: [endpointState(1)] })]
  dispatcher.apply({ epoch: 1, routes, topics: [], statsChunks: [] })
  const intern = buildFrame(kindWord(kKindIntern, 0, 0), 0, 0, 0, Buffer.from('POST /mute'))
  putRecord(caller.peer, intern.bytes)
  for (let slot = 0; slot < kCallCount; slot++) {
    const request = buildFrame(kindWord(kKindRequest, 0, 0), slot, 1, 0, new Uint8Array(0))
    request.words[kTimeoutWord] = kTimeoutMs
    putRecord(caller.peer, request.bytes)
    dispatcher.turn(true)
    takeRecords(mute.peer)
  }
  t.is(dispatcher.inFlightCount(), kCallCount)
  const ended: number[] = []
  clock.advance(kTimeoutMs)
  for (let looks = 0; ended.length < kCallCount && looks < 1_000; looks++) {
    clock.advance(1)
    const before = dispatcher.inFlightCount()
    dispatcher.turn(true)
    const left = dispatcher.inFlightCount()
    t.true(before - left <= kExpiredCountMax, 'no look ends more than its share')
    if (left > 0) t.true(dispatcher.nextDeadlineMs <= clock.nowMs() + 1, 'the next look is due')
    takeRecords(mute.peer)
    takeRecords(caller.peer, (frame, at) => {
      if ((frame[at + kKindWord] & 0xff) === kKindReply) ended.push(frame[at + kSlotWord])
    })
  }
  t.is(ended.length, kCallCount)
  t.is(new Set(ended).size, kCallCount)
})
