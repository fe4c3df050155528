// What a station may send by a branch: answers, and nothing else.

import test from 'ava'
import { kCounterNames } from '../../../src/base/counter-names.js'
import { createGateMemory, Gates } from '../../../src/data/admission.js'
import { CenterLink } from '../../../src/data/center-link.js'
import { Dispatcher } from '../../../src/data/dispatcher.js'
import {
  kFlagToCaller,
  kindWord,
  kKindCancel,
  kKindControl,
  kKindCredit,
  kKindData,
  kKindHeartbeat,
  kKindIntern,
  kKindLane,
  kKindMessage,
  kKindReply,
  kKindRequest,
} from '../../../src/wire/frame.js'
import { buildFrame } from '../../../src/wire/frame-copy.js'
import { makeLink, putRecord } from '../../support/link-pair.js'
import { ManualClock } from '../../support/manual-clock.js'

/** What a dispatcher finds unfit when a frame comes by a branch. */
function said(kind: number, flags: number): string[] {
  const unfit: string[] = []
  const counters = new Float64Array(kCounterNames.length)
  const dispatcher = new Dispatcher(
    new Gates(createGateMemory()),
    counters,
    () => ({ words: new Float64Array(0), at: 0 }),
    new ManualClock(),
    1 << 24,
    0,
    {
      onControl: () => unfit.push('it was heard by control'),
      onTapped: () => {},
      onHotPath: () => {},
      onLane: () => true,
      onUnfit: (_link, reason) => unfit.push(reason),
    },
  )
  const pair = makeLink()
  dispatcher.addLink(new CenterLink(3, 1, 'far', pair.center, false, dispatcher.branchRecords))
  putRecord(pair.peer, buildFrame(kindWord(kind, flags, 0), 1, 1, 1, new Uint8Array(0)).bytes)
  dispatcher.turn(true)
  return unfit
}

for (const [what, kind, flags] of [
  ['a reply', kKindReply, 0],
  ['a part of a reply', kKindData, kFlagToCaller],
  ['credit for a part of a request', kKindCredit, kFlagToCaller],
] as const) {
  test(`${what} may come by a branch; of a call that is over it leads nowhere`, (t) => {
    t.deepEqual(said(kind, flags), [])
  })
}

for (const [what, kind, flags] of [
  ['a request', kKindRequest, 0],
  ['a request with the flag for callers', kKindRequest, kFlagToCaller],
  ['a part of a request', kKindData, 0],
  ['credit for a part of a reply', kKindCredit, 0],
  ['a cancel', kKindCancel, 0],
  ['a message', kKindMessage, 0],
  ['a name', kKindIntern, 0],
  ['a control message', kKindControl, 0],
  ['a heartbeat', kKindHeartbeat, 0],
  ['a word about a lane', kKindLane, 0],
  ['no kind at all', 0, 0],
] as const) {
  test(`${what} by a branch ends the link`, (t) => {
    t.deepEqual(said(kind, flags), [`frame of kind ${kind} by a branch`])
  })
}
