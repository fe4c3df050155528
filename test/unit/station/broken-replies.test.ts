// What another station may put into a reply: it must cost the caller that call, and nothing else.

import test from 'ava'
import { centerError, errorBody } from '../../../src/base/errors.js'
import { LinkSession } from '../../../src/station/link-session.js'
import { Offers } from '../../../src/station/offers.js'
import {
  kBodyJson,
  kFlagContinued,
  kFlagEnd,
  kFlagStream,
  kFlagToCaller,
  kGenerationWord,
  kindWord,
  kKindData,
  kKindReply,
  kKindRequest,
  kSlotWord,
} from '../../../src/wire/frame.js'
import { buildFrame } from '../../../src/wire/frame-copy.js'
import { makeLink, putRecord, takeRecords } from '../../support/link-pair.js'
import { ManualClock } from '../../support/manual-clock.js'

/** A call on its way, and how the center answers it. */
async function callOnTheWay() {
  const link = makeLink()
  const session = new LinkSession(link.peer, new Offers(), new ManualClock(), 0, {
    onLost: () => {},
    onGoodbye: () => {},
    onHandlerError: () => {},
  })
  const outcome = session.caller.call('GET /a', undefined, {})
  await Promise.resolve()
  let slot = -1
  let generation = 0
  takeRecords(link.center, (words, at) => {
    if ((words[at + 1] & 0xff) !== kKindRequest) return
    slot = words[at + kSlotWord]
    generation = words[at + kGenerationWord]
  })
  const answer = (kind: number, flags: number, status: number, body: string) => {
    const bytes = Buffer.from(body)
    putRecord(
      link.center,
      buildFrame(kindWord(kind, flags, 0), slot, generation, status, bytes).bytes,
    )
    session.turn()
  }
  return { outcome, answer, close: () => session.close(centerError('ERR_LINK_LOST')) }
}

const kEnd = kBodyJson | kFlagEnd | kFlagToCaller

test('a reply in parts that ends with an error fails with that error', async (t) => {
  const { outcome, answer, close } = await callOnTheWay()
  answer(kKindReply, kBodyJson | kFlagContinued, 0, '[1,')
  answer(kKindData, kEnd, 504, JSON.stringify(errorBody('ERR_DEADLINE', { route: 'GET /a' })))
  await t.throwsAsync(outcome, { code: 'ERR_DEADLINE' })
  close()
})

test('a reply in parts that ends with something that is no JSON fails with ERR_BAD_BODY', async (t) => {
  const { outcome, answer, close } = await callOnTheWay()
  answer(kKindReply, kBodyJson | kFlagContinued, 0, '[1,')
  t.notThrows(() => answer(kKindData, kEnd, 500, 'oops'))
  await t.throwsAsync(outcome, { code: 'ERR_BAD_BODY' })
  close()
})

test('a stream that ends with something that is no JSON fails with ERR_BAD_BODY', async (t) => {
  const { outcome, answer, close } = await callOnTheWay()
  answer(kKindReply, kFlagStream, 0, '')
  const items = (await outcome) as AsyncIterable<unknown>
  t.notThrows(() => answer(kKindData, kEnd, 500, 'oops'))
  await t.throwsAsync(
    async () => {
      for await (const item of items) t.fail(String(item))
    },
    { code: 'ERR_BAD_BODY' },
  )
  close()
})
