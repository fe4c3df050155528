// Peers that break the protocol after a valid hello: only their own link ends, or nothing does.

import test, { type ExecutionContext } from 'ava'
import { kHandleCountMax, kInFlightPerLinkMax, kOverflowBytesMax } from '../../src/base/limits.js'
import { kTagPath } from '../../src/wire/context.js'
import {
  kBodyBytes,
  kBodyJson,
  kFlagContinued,
  kFlagEnd,
  kFlagNamed,
  kFlagStream,
  kFlagToCaller,
  kKindCancel,
  kKindControl,
  kKindCredit,
  kKindData,
  kKindHeartbeat,
  kKindIntern,
  kKindMessage,
  kKindReply,
  kKindRequest,
} from '../../src/wire/frame.js'
import { residentMiB } from '../support/resident.js'
import { keepGoodPair } from './hostile/good-pair.js'
import {
  contextOf,
  controlFramesOf,
  type FrameParts,
  frameOf,
  helloOf,
  offered,
  RawPeer,
} from './hostile/raw-peer.js'
import { until } from './world.js'

const kRoute = 'POST /good/only'
const kGrowthMiBMax = 100
const kTimeoutMs = 2_000
const kFloodMs = 3_000
const kFloodBytes = 400 * 1024 * 1024
/** Without a bound it grows by more than the flood; what it may hold is 16 MiB of messages and their working memory. */
const kFloodGrowthMiBMax = 280

const good = keepGoodPair()

/** A hostile deed, after which the hostile link must be closed and the good two undisturbed. */
function closes(what: string, deed: (peer: RawPeer) => Promise<void> | void): void {
  test.serial(`${what} ends the link of its sender and nothing else`, async (t) => {
    const peer = await RawPeer.join(good.pair.world.pipe)
    await deed(peer)
    await peer.closed()
    await good.pair.isUndisturbed(t, what)
  })
}

/** A deed that may cost the hostile link or not, but nobody else anything. */
function hurtsNobody(what: string, deed: (peer: RawPeer, t: ExecutionContext) => Promise<void>) {
  test.serial(`${what} hurts nobody else`, async (t) => {
    const beforeMiB = residentMiB(good.pair.center.pid)
    const peer = await RawPeer.join(good.pair.world.pipe)
    await deed(peer, t)
    await good.pair.isUndisturbed(t, what)
    peer.end()
    const grownMiB = residentMiB(good.pair.center.pid) - beforeMiB
    t.true(grownMiB < kGrowthMiBMax, `the center grew by ${grownMiB} MiB`)
  })
}

const internGood = frameOf({ kind: kKindIntern, target: 0, body: Buffer.from(kRoute) })
const request = { kind: kKindRequest, generation: 1, timeoutMs: kTimeoutMs } as const

function sends(...frames: readonly FrameParts[]): (peer: RawPeer) => void {
  return (peer) => peer.send(Buffer.concat([internGood, ...frames.map(frameOf)]))
}

// ---- frames

for (const size of [0, 1, 31, -1, -2_147_483_648, 131_073, 2_147_483_647]) {
  closes(`a frame of ${size} bytes`, (peer) => {
    const frame = frameOf({ kind: kKindHeartbeat })
    frame.writeInt32LE(size, 0)
    peer.send(frame)
  })
}
for (const kind of [0, 8, 11, 255]) closes(`a frame of kind ${kind}`, sends({ kind }))
for (const target of [1, 77, kHandleCountMax, -1, 2_147_483_647]) {
  closes(`a request to the unknown handle ${target}`, sends({ ...request, target }))
  closes(`a message to the unknown handle ${target}`, sends({ kind: kKindMessage, target }))
}
closes('a message to the handle of a route', sends({ kind: kKindMessage, target: 0 }))
closes(
  'a request to the handle of a topic',
  sends(
    { kind: kKindIntern, flags: kFlagNamed, target: 1, body: Buffer.from('topic') },
    { ...request, target: 1 },
  ),
)
for (const slot of [-1, kInFlightPerLinkMax, 2_147_483_647, -2_147_483_648]) {
  closes(`a request in the slot ${slot}`, sends({ ...request, slot }))
}
for (const target of [-1, kHandleCountMax, 2_147_483_647]) {
  const body = Buffer.from('GET /x')
  closes(`a name for the handle ${target}`, sends({ kind: kKindIntern, target, body }))
}
for (const bytes of [33_000, 100_000]) {
  const body = Buffer.alloc(bytes, 'a')
  closes(`a name of ${bytes} bytes`, sends({ kind: kKindIntern, target: 1, body }))
}

// ---- contexts that are longer than their frames: forwarded, they would end the links of good peers

closes(
  'a request whose context is longer than its frame',
  sends(
    { ...request, slot: 0 },
    { ...request, slot: 1 },
    { ...request, slot: 2, contextBytes: 60_000 },
  ),
)
closes(
  'a message whose context is longer than its frame',
  sends(
    { kind: kKindIntern, flags: kFlagNamed, target: 1, body: Buffer.from('topic') },
    { kind: kKindMessage, target: 1, contextBytes: 4 },
  ),
)
for (const kind of [kKindData, kKindCredit, kKindCancel]) {
  closes(
    `a frame of kind ${kind} whose context is longer than it`,
    sends({ ...request, flags: kFlagStream }, { kind, generation: 1, contextBytes: 65_535 }),
  )
}
test.serial('a reply whose context is longer than its frame ends the station only', async (t) => {
  const peer = await RawPeer.join(good.pair.world.pipe)
  await peer.register(offered(0, 'POST /evil/context'))
  const call = good.pair.client.call('POST /evil/context', {}, { timeoutMs: kTimeoutMs })
  const { slot, generation } = await peer.next(({ kind }) => kind === kKindRequest)
  peer.frame({ kind: kKindReply, slot, generation, contextBytes: 60_000 })
  const error = await t.throwsAsync(call)
  t.is(Reflect.get(error, 'code'), 'ERR_STATION_LOST')
  await peer.closed()
  await good.pair.isUndisturbed(t, 'a reply with a long context')
})

// ---- names

hurtsNobody('a name that is no UTF-8', async (peer) => {
  const body = Buffer.from([0x50, 0x20, 0x2f, 0xff, 0xc0, 0x80, 0xed, 0xa0, 0x80])
  peer.frame({ kind: kKindIntern, target: 0, body })
  peer.frame({ ...request, target: 0 })
  const refusal = await peer.next(({ kind }) => kind === kKindReply)
  if (refusal.target !== 404) throw new Error(`status ${refusal.target}`)
})
hurtsNobody('a context of garbage', async (peer) => {
  for (let round = 0; round < 50; round++) {
    const body = Buffer.alloc(64, round * 5)
    peer.frame({ ...request, flags: kFlagNamed, slot: round, contextBytes: 60, body })
  }
  await peer.next(({ kind, slot }) => kind === kKindReply && slot === 49)
})
test.serial('a path in the context does not hide the path that was called', async (t) => {
  const station = await RawPeer.join(good.pair.world.pipe, 'watched')
  await station.register(offered(0, 'GET /watched/:id'))
  const peer = await RawPeer.join(good.pair.world.pipe)
  const context = contextOf(kTagPath, 'GET /watched/lie')
  peer.frame({ kind: kKindIntern, target: 0, body: Buffer.from('GET /watched/truth') })
  peer.frame({ ...request, contextBytes: context.length, body: context })
  const came = await station.next(({ kind }) => kind === kKindRequest)
  t.is(came.rest.subarray(4, 4 + 18).toString(), 'GET /watched/truth', 'the true one goes first')
  peer.end()
  station.end()
})
test.serial('a call that is tried again keeps its own path', async (t) => {
  const first = await RawPeer.join(good.pair.world.pipe, 'first')
  await first.register(offered(0, 'GET /again/:id', true))
  const peer = await RawPeer.join(good.pair.world.pipe, 'caller')
  peer.frame({ kind: kKindIntern, target: 0, body: Buffer.from('GET /again/1') })
  peer.frame({ ...request, target: 0 })
  await first.next(({ kind }) => kind === kKindRequest)
  const second = await RawPeer.join(good.pair.world.pipe, 'second')
  await second.register(offered(0, 'GET /again/:id', true))
  // The handle gets another meaning while the call is on the way, as happens with many paths.
  peer.frame({ kind: kKindIntern, target: 0, body: Buffer.from('GET /again/2') })
  peer.frame({ kind: kKindHeartbeat })
  await peer.next(({ kind }) => kind === kKindHeartbeat)
  first.end()
  const came = await second.next(({ kind }) => kind === kKindRequest)
  t.is(came.rest.subarray(4, 4 + 12).toString(), 'GET /again/1')
  peer.end()
  second.end()
})

// ---- frames about calls that are not theirs

hurtsNobody('replies, parts, credit and cancels for slots that are not its own', async (peer) => {
  const held = good.pair.client.call(kRoute, new Uint8Array(10), { timeoutMs: kTimeoutMs })
  const flags = kBodyBytes | kFlagToCaller
  for (let slot = -2; slot < 200; slot++) {
    for (const generation of [0, 1, 2, 3]) {
      peer.frame({ kind: kKindReply, flags: kBodyJson, slot, generation, body: Buffer.from('1') })
      peer.frame({ kind: kKindData, flags, slot, generation, body: Buffer.alloc(8) })
      peer.frame({ kind: kKindData, slot, generation, body: Buffer.alloc(8) })
      peer.frame({ kind: kKindCredit, flags, slot, generation, target: 2_147_483_647 })
      peer.frame({ kind: kKindCredit, slot, generation, target: -1 })
      peer.frame({ kind: kKindCancel, slot, generation })
    }
  }
  peer.frame({ kind: kKindHeartbeat })
  await peer.next(({ kind }) => kind === kKindHeartbeat)
  await held
})
hurtsNobody('a flood of calls that are cancelled at once', async (peer) => {
  const frames: Buffer[] = [internGood]
  for (let slot = 0; slot < 20_000; slot++) {
    frames.push(frameOf({ ...request, slot: slot & 0xff, generation: slot }))
    frames.push(frameOf({ kind: kKindCancel, slot: slot & 0xff, generation: slot }))
  }
  peer.send(Buffer.concat(frames))
  await good.pair.client.call(kRoute, new Uint8Array(10), { timeoutMs: kTimeoutMs })
})
for (const [what, flags] of [
  ['parts without credit', kBodyBytes],
  ['ends without end', kBodyBytes | kFlagEnd],
] as const) {
  hurtsNobody(`a caller that sends ${what} to a station that is stopped`, async (peer) => {
    peer.send(internGood)
    peer.frame({ ...request, flags: kFlagStream })
    peer.frame({ kind: kKindHeartbeat })
    await peer.next(({ kind }) => kind === kKindHeartbeat)
    process.kill(good.pair.station.pid, 'SIGSTOP')
    try {
      const body = Buffer.alloc(32_000)
      const part = frameOf({ kind: kKindData, flags, generation: 1, body })
      const bytesMax = 2 * kOverflowBytesMax
      for (let sent = 0; sent < bytesMax && !peer.isClosed; sent += part.length) {
        peer.send(part)
        const { socket } = peer
        if (socket.writableLength < 1_000_000) continue
        await until('the flood goes on', () => peer.isClosed || socket.writableLength === 0)
      }
      await peer.closed()
    } finally {
      process.kill(good.pair.station.pid, 'SIGCONT')
    }
  })
}
hurtsNobody('a station that streams without credit', async (peer, t) => {
  await peer.register(offered(0, 'POST /evil/stream'))
  const call = good.pair.client.call('POST /evil/stream', {}, { timeoutMs: kTimeoutMs })
  const { slot, generation } = await peer.next(({ kind }) => kind === kKindRequest)
  peer.frame({ kind: kKindReply, flags: kFlagStream, slot, generation })
  const items = (await call) as AsyncIterable<unknown>
  const body = Buffer.alloc(32_000)
  const part = { kind: kKindData, flags: kBodyBytes | kFlagToCaller, slot, generation, body }
  for (let count = 0; count < 200; count++) peer.frame(part)
  await peer.closed()
  const error = await t.throwsAsync(async () => {
    for await (const _ of items);
  })
  t.is(Reflect.get(error, 'code'), 'ERR_STATION_LOST')
})
for (const flags of [0, kFlagContinued, kFlagStream]) {
  hurtsNobody(`a second reply with flags ${flags} after a stream began`, async (peer, t) => {
    await peer.register(offered(0, 'POST /evil/twice'))
    const call = good.pair.client.call('POST /evil/twice', {}, { timeoutMs: kTimeoutMs })
    const { slot, generation } = await peer.next(({ kind }) => kind === kKindRequest)
    peer.frame({ kind: kKindReply, flags: kFlagStream, slot, generation })
    const items = (await call) as AsyncIterable<unknown>
    peer.frame({ kind: kKindReply, flags, slot, generation })
    await peer.closed()
    // The reader of the stream must learn of its end.
    await t.throwsAsync(async () => {
      for await (const _ of items);
    })
  })
}
hurtsNobody('a peer that never reads its replies', async (peer) => {
  peer.socket.pause()
  const body = Buffer.alloc(8_000)
  const frames = Array.from({ length: 4_000 }, (_, slot) =>
    frameOf({ ...request, flags: kBodyBytes, slot, body }),
  )
  peer.send(Buffer.concat([internGood, ...frames]))
  for (let count = 0; count < 50; count++)
    await good.pair.client.call(kRoute, new Uint8Array(10), { timeoutMs: kTimeoutMs })
})

// ---- control

closes('control garbage', sends({ kind: kKindControl, body: Buffer.alloc(500, 0x5a) }))
closes('an empty control message', sends({ kind: kKindControl }))
closes('a control message that only centers send', (peer) =>
  peer.control({ type: 'goodbye', reason: '', retryAfterMs: 0 }),
)
closes('a control message over its bound', async (peer) => {
  const part = frameOf({
    kind: kKindControl,
    flags: kFlagContinued,
    body: Buffer.alloc(100_000),
  })
  for (let count = 0; count < 180; count++) peer.send(part)
})
closes('a registration of 10,001 routes', (peer) => {
  const kPartBytes = 10_000
  const routes = Array.from({ length: 10_000 }, (_, index) => offered(index, `/many/${index}`))
  const whole = { requestId: 1, subscriptions: [], unsubscribed: [] }
  // No SDK encodes one route more than is allowed: the count of the vector is changed by hand.
  const bytes = Buffer.concat([
    ...bodiesOf(controlFramesOf({ type: 'register', routes, ...whole })),
  ])
  const at = bytes.indexOf(Buffer.from(Uint32Array.of(10_000).buffer))
  bytes.writeUInt32LE(10_001, at)
  for (let from = 0; from < bytes.length; from += kPartBytes) {
    const flags = from + kPartBytes < bytes.length ? kFlagContinued : 0
    peer.frame({ kind: kKindControl, flags, body: bytes.subarray(from, from + kPartBytes) })
  }
})
for (const route of [
  '/_sys_/x',
  'GET /_sys_/x',
  '/_gover_',
  'no path',
  '',
  '/a b',
  '/*/x',
  '/a?b',
]) {
  hurtsNobody(`the route '${route}'`, async (peer, t) => {
    if (route === '') {
      t.throws(() => controlFramesOf(registrationOf(offered(0, ''))), { message: /empty/ })
      return
    }
    const answer = await peer.register(offered(0, route))
    t.is(answer.type === 'failed' ? answer.error.code : answer.type, 'ERR_BAD_ROUTE')
  })
}
test.serial(
  'a station that is gone leaves no endpoint behind, whatever it registered',
  async (t) => {
    for (let round = 0; round < 20; round++) {
      const peer = await RawPeer.join(good.pair.world.pipe)
      await peer.register(offered(0, kRoute), offered(0, `POST /evil/${round}`))
      peer.end()
    }
    await until('calls reach the good station again', async () => {
      const gone = await good.pair.client.call('POST /evil/3').catch((error: unknown) => error)
      return gone instanceof Error && Reflect.get(gone, 'code') === 'ERR_NO_ROUTE'
    })
    for (let count = 0; count < 40; count++) await good.pair.isUndisturbed(t, 'zombies')
  },
)
hurtsNobody('a registration of 10,000 routes with 500 segments each', async (peer, t) => {
  const rest = '/a'.repeat(500)
  const routes = Array.from({ length: 10_000 }, (_, index) => offered(index, `/${index}${rest}`))
  const answer = await peer.register(...routes)
  t.is(answer.type, 'failed')
})
hurtsNobody('10,000 routes and a thousand leaves', async (peer) => {
  const routes = Array.from({ length: 10_000 }, (_, index) => offered(index, `/leave/${index}`))
  await peer.register(...routes)
  const leave = controlFramesOf({ type: 'leave', requestId: 1 })
  peer.send(Buffer.concat(Array.from({ length: 1_000 }, () => leave)))
  for (let count = 0; count < 1_000; count++) await peer.answer()
})
hurtsNobody('subscribing one index to ever new topics', async (peer) => {
  for (let round = 0; round < 150; round++) {
    const subscriptions = Array.from({ length: 1_000 }, (_, count) => ({
      index: 0,
      topic: `topic.${round}.${count}`,
      group: '',
    }))
    peer.control({ ...registrationOf(), subscriptions })
    await peer.answer()
  }
})
test.serial('a flood of registrations waits at its sender, not in the center', async (t) => {
  const peer = await RawPeer.join(good.pair.world.pipe)
  const routes = Array.from({ length: 1_000 }, (_, index) =>
    offered(index, `/flood/${index}/${'long'.repeat(50)}`),
  )
  const registration = controlFramesOf(registrationOf(...routes))
  const beforeMiB = residentMiB(good.pair.center.pid)
  const startMs = performance.now()
  const isOver = () => performance.now() - startMs > kFloodMs
  let grownMiB = 0
  for (let sent = 0; sent < kFloodBytes && !isOver(); sent += registration.length) {
    peer.send(registration)
    await until('the flood goes on', () => isOver() || peer.socket.writableLength < 4_000_000)
    grownMiB = Math.max(grownMiB, residentMiB(good.pair.center.pid) - beforeMiB)
  }
  t.true(grownMiB < kFloodGrowthMiBMax, `the center grew by ${grownMiB} MiB`)
  await good.pair.client.call('GET /_sys_/routes', undefined, { timeoutMs: kTimeoutMs })
  await good.pair.isUndisturbed(t, 'a flood of registrations')
  peer.end()
})
hurtsNobody('a hundred thousand empty parts of a control message', async (peer) => {
  const part = frameOf({ kind: kKindControl, flags: kFlagContinued })
  const parts = Buffer.concat(Array.from({ length: 10_000 }, () => part))
  for (let count = 0; count < 10; count++) peer.send(parts)
})
hurtsNobody('a hello in the middle of a link', async (peer) => {
  peer.control(helloOf())
  await peer.closed()
})

// ---- dull parts

function registrationOf(...routes: readonly ReturnType<typeof offered>[]) {
  return {
    type: 'register',
    requestId: 1,
    routes,
    subscriptions: [],
    unsubscribed: [],
  } as const
}

/** The bodies of frames that lie one behind the other. */
function* bodiesOf(frames: Buffer): Generator<Buffer> {
  for (let at = 0; at < frames.length; ) {
    const size = frames.readInt32LE(at)
    yield frames.subarray(at + 32, at + size)
    at += (size + 7) & ~7
  }
}
