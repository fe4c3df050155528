// What becomes of calls when a center ends: what it had published counts.

import test from 'ava'
import { LinkSession } from '../../../src/station/link-session.js'
import { Offers } from '../../../src/station/offers.js'
import {
  kBodyJson,
  kGenerationWord,
  kindWord,
  kKindReply,
  kKindRequest,
  kSlotWord,
} from '../../../src/wire/frame.js'
import { buildFrame } from '../../../src/wire/frame-copy.js'
import { makeLink, putRecord, takeRecords } from '../../support/link-pair.js'
import { ManualClock } from '../../support/manual-clock.js'

/** More than one poll takes. */
const kAnswered = 200

test('replies that lie in the ring when the center ends are taken, all of them', async (t) => {
  const link = makeLink()
  const said: string[] = []
  const session = new LinkSession(link.peer, new Offers(), new ManualClock(), 0, {
    onLost: ({ code }) => said.push(code),
    onGoodbye: () => {},
    onHandlerError: () => {},
  })
  const calls = Array.from({ length: kAnswered + 1 }, () =>
    session.caller.call('GET /a', undefined, {}).catch(({ code }: { code: string }) => code),
  )
  await Promise.resolve()
  let count = 0
  takeRecords(link.center, (words, at) => {
    if ((words[at + 1] & 0xff) !== kKindRequest || ++count > kAnswered) return
    const [slot, generation] = [words[at + kSlotWord], words[at + kGenerationWord]]
    const kind = kindWord(kKindReply, kBodyJson, 0)
    putRecord(link.center, buildFrame(kind, slot, generation, 0, Buffer.from(String(count))).bytes)
  })
  link.peer.onEnd('the peer is gone')
  const outcomes = await Promise.all(calls)
  t.deepEqual(
    outcomes.slice(0, kAnswered),
    Array.from({ length: kAnswered }, (_, at) => at + 1),
  )
  t.is(outcomes[kAnswered], 'ERR_LINK_LOST')
  t.deepEqual(said, ['ERR_LINK_LOST'])
})
