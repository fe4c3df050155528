// Bytes of a hostile peer on their way through a center of Sers: certification, heartbeats, registrations, calls, replies,
// topics, the Gover API. Whatever it sends, a caller and a station beside it go on, and nothing of it stays.
//
//   input   u8 bit 0: it names the secret first; bit 1: it may govern | stream

import { kSersDefaults } from '../../../src/sers/defaults.js'
import { Hub } from '../../../src/sers/hub.js'
import type { Peer } from '../../../src/sers/peer.js'
import { writeFiles } from '../../../src/wire/sers/files.js'
import {
  kSersCall,
  kSersReply,
  kSersRequest,
  type SersFrame,
  sersFrame,
} from '../../../src/wire/sers/frame.js'
import { kQuietEvents } from '../../support/sers/world.js'
import { Input, must } from '../input.js'

const kOk = writeFiles([Buffer.alloc(0), Buffer.from('{"success":true}')])
const kSecret = Buffer.from('SersCL')
const kRegistration = JSON.stringify({
  serviceStationInfo: { serviceStationName: 'honest' },
  apiNodes: [{ apiDesc: { route: '/honest/a' } }],
})

export const words = [
  '/_sys_/serviceStation/regist',
  '/_gover_/serviceStation/getAll',
  '/_gover_/rateLimit/add',
  '/honest/a',
  'Sers.Mq.Socket.v1',
  '{"serviceStationInfo":{},"apiNodes":[{"apiDesc":{"route":"/x/*"}}]}',
  '"caller":{"source":"Internal"}',
]

/** A peer whose carrier is this array. */
function open(hub: Hub): { peer: Peer; sent: SersFrame[] } {
  const sent: SersFrame[] = []
  const peer = hub.onConnection({
    kind: 'pipe',
    address: '',
    isLocal: true,
    waitingBytes: 0,
    wantsSingleWrites: false,
    send: (frames) => {
      sent.push(...frames)
    },
    end: () => {},
    cut: () => {},
  })
  must(peer !== null, 'there is room')
  return { peer, sent }
}

const request = (key: number, payload: Uint8Array) =>
  sersFrame(kSersRequest, kSersCall, key, 0, payload)

const call = (route: string, value: string) =>
  writeFiles([
    Buffer.from(
      JSON.stringify({ route, caller: { source: 'Internal' }, http: { method: 'POST' } }),
    ),
    Buffer.from(value),
  ])

export async function fuzz(data: Buffer): Promise<void> {
  const input = new Input(data)
  const mode = input.byte()
  const hub = new Hub(
    {
      ...kSersDefaults,
      beat: { ...kSersDefaults.beat, intervalMs: 0 },
      goverAccess: (mode & 2) === 0 ? 'admin' : 'internal',
    },
    { ...kQuietEvents, trace: () => null, onLimits: () => {} },
  )
  try {
    const honest = open(hub)
    honest.peer.onBytes(request(1, kSecret))
    honest.peer.onBytes(request(2, call('/_sys_/serviceStation/regist', kRegistration)))
    const hostile = open(hub)
    if ((mode & 1) !== 0) hostile.peer.onBytes(request(1, kSecret))
    hostile.peer.onBytes(input.rest())
    await settle()
    // Whoever may govern may also stop, pause or limit the honest station: that is no fault.
    if ((mode & 2) === 0) await check(honest)
    hostile.peer.onGone('it left')
    await settle()
    must(!hub.peers.has(hostile.peer), 'a peer that left is forgotten')
    for (const service of hub.table.services.values()) {
      must(!service.nodes.some(({ station }) => station === hostile.peer), 'its nodes went with it')
    }
    must(hostile.peer.titles.size === 0 && hostile.peer.slots.count === 0, 'nothing of it stays')
    if ((mode & 2) === 0) await check(honest)
  } finally {
    hub.close()
  }
}

/** The honest station calls itself, and answers. */
async function check({ peer, sent }: ReturnType<typeof open>): Promise<void> {
  sent.length = 0
  peer.onBytes(request(7, call('/honest/a', '')))
  await settle()
  const asked = sent.find(({ type, sub }) => type === kSersRequest && sub === kSersCall)
  must(asked !== undefined, 'the honest station is called')
  // What others asked it before is nobody's affair here.
  const mine = sent.filter(({ type, sub }) => type === kSersRequest && sub === kSersCall).at(-1)
  must(mine !== undefined, 'its own call comes last')
  peer.onBytes(sersFrame(kSersReply, 0, mine.keyLow, mine.keyHigh, kOk))
  await settle()
  const reply = sent.find(({ type, keyLow }) => type === kSersReply && keyLow === 7)
  must(reply !== undefined && kOk.equals(reply.payload), 'the honest caller has its answer')
}

/** Frames are handed on in a microtask. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) await Promise.resolve()
}
