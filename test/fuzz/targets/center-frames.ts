// Frames of a hostile peer on their way through the dispatcher: header, context, interning, calls, parts, credit, cancels,
// messages, control. Whatever it sends, an honest station beside it keeps its link and gets frames that keep the rules.
//
//   input   records: u8 who sends (odd: a turn of the clock, too) | u16 length | bytes

import { kCounterNames } from '../../../src/base/counter-names.js'
import { createGateMemory, Gates } from '../../../src/data/admission.js'
import { CenterLink } from '../../../src/data/center-link.js'
import { Dispatcher } from '../../../src/data/dispatcher.js'
import {
  kBodyBytes,
  kGenerationWord,
  kindWord,
  kKindReply,
  kKindRequest,
  kSlotWord,
} from '../../../src/wire/frame.js'
import { buildFrame } from '../../../src/wire/frame-copy.js'
import { makeLink, putRecord, takeRecords } from '../../support/link-pair.js'
import { ManualClock } from '../../support/manual-clock.js'
import { Input, must } from '../input.js'

const kRecordsMax = 64
/** Few, so that inputs ask for lanes. */
const kHotCount = 2
const kRoutes = ['GET /a', 'POST /a', 'GET /p/:id', '/files/*']
const gates = new Gates(createGateMemory())
const stats = new Float64Array(64 * 1024)

export const words = [
  'GET /a',
  'GET /p/7',
  'POST /a',
  '/files/x',
  'topic',
  '\x01\x00\x06\x00GET /a',
]

export function fuzz(data: Buffer): void {
  const input = new Input(data)
  const clock = new ManualClock()
  const unfit: string[] = []
  const dispatcher = new Dispatcher(
    gates,
    new Float64Array(kCounterNames.length),
    () => ({ words: stats, at: 0 }),
    clock,
    1 << 20,
    kHotCount,
    {
      onControl: (link, message) => dispatcher.controlDone(link, message.length),
      onTapped: () => {},
      onHotPath: () => {},
      onLane: () => true,
      onUnfit: (link) => unfit.push(link.name),
    },
  )
  const hostile = makeLink()
  const honest = makeLink()
  const hostileLink = new CenterLink(0, 1, 'hostile', hostile.center, true, dispatcher)
  const honestLink = new CenterLink(1, 1, 'honest', honest.center, true, dispatcher)
  dispatcher.addLink(hostileLink)
  dispatcher.addLink(honestLink)
  const endpoint = { link: 1, linkGeneration: 1, offered: 0, weight: 1, seed: 1, statsBlock: 0 }
  dispatcher.apply({
    epoch: 1,
    routes: kRoutes.map((route, id) => ({
      id,
      route,
      balance: 'round-robin',
      isIdempotent: id % 2 === 0,
      endpoints: [{ ...endpoint, offered: id }],
      isOffered: true,
    })),
    topics: [
      { topic: 'topic', subscribers: [{ link: 1, linkGeneration: 1, subscription: 0, group: '' }] },
    ],
    statsChunks: [],
  })
  for (let count = 0; count < kRecordsMax && !input.isOver; count++) {
    const mode = input.byte()
    putRecord(hostile.peer, input.bytes(input.short() & 0x1fff))
    dispatcher.turn(true)
    answer(honest.peer, mode)
    takeRecords(hostile.peer)
    if ((mode & 1) !== 0) {
      clock.advance(1_000)
      dispatcher.turn(true)
    }
    if (unfit.length > 0) break
  }
  dispatcher.removeLink(hostileLink)
  takeRecords(honest.peer)
  // Calls that nobody waits for go on without their caller, up to their deadline.
  clock.advance(2 ** 33)
  dispatcher.turn(true)
  must(!unfit.includes('honest'), 'a hostile peer costs no other peer its link')
  must(dispatcher.inFlightCount() === 0, 'the calls of a link end with it')
}

/** The honest station answers every request, or leaves it lying. */
function answer(station: ReturnType<typeof makeLink>['peer'], mode: number): void {
  const asked: [slot: number, generation: number][] = []
  takeRecords(station, (words, at) => {
    const kind = words[at + 1] & 0xff
    if (kind === kKindRequest) asked.push([words[at + kSlotWord], words[at + kGenerationWord]])
  })
  if ((mode & 2) !== 0) return
  const reply = kindWord(kKindReply, kBodyBytes, 0)
  for (const [slot, generation] of asked) {
    putRecord(station, buildFrame(reply, slot, generation, 0, new Uint8Array(4)).bytes)
  }
}
