// Frames of a hostile center on their way through a station's session: requests and their parts, replies to its own calls,
// streams, credit, messages, control. The session may end its link; nothing is thrown past it, now or later.
//
//   input   records: u8 mode (odd: the station calls, too) | u16 length | bytes

import { centerError } from '../../../src/base/errors.js'
import { LinkSession } from '../../../src/station/link-session.js'
import { Offers } from '../../../src/station/offers.js'
import { makeLink, putRecord, takeRecords } from '../../support/link-pair.js'
import { ManualClock } from '../../support/manual-clock.js'
import { Input } from '../input.js'

const kRecordsMax = 64

export async function fuzz(data: Buffer): Promise<void> {
  const input = new Input(data)
  const offers = new Offers()
  offers.addRoute('GET /a', {}, () => 'a')
  offers.addRoute('POST /p/:id', { bodyAs: 'raw' }, (call) => call.params.id)
  offers.addRoute('POST /s', { bodyAs: 'stream' }, async function* items(call) {
    yield* call.body as AsyncIterable<unknown>
  })
  const link = makeLink()
  let isLost = false
  const session = new LinkSession(link.peer, offers, new ManualClock(), 0, {
    onLost: () => {
      isLost = true
    },
    onGoodbye: () => {},
    onHandlerError: () => {},
  })
  const calls: Promise<unknown>[] = []
  for (let count = 0; count < kRecordsMax && !input.isOver && !isLost; count++) {
    const mode = input.byte()
    if ((mode & 1) !== 0) calls.push(session.caller.call('GET /other', undefined, {}))
    await Promise.resolve()
    putRecord(link.center, input.bytes(input.short() & 0x1fff))
    session.turn()
    await Promise.resolve()
    takeRecords(link.center)
  }
  session.close(centerError('ERR_LINK_LOST'))
  await Promise.allSettled(calls)
}
