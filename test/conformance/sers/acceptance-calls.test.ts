// The acceptance list of docs/SERS.md, items 18 to 42: registration, calls, messages. Each test is one item.

import test from 'ava'
import {
  filesOf,
  frameBytes,
  json,
  kMessageType,
  kReplyType,
  kRequestType,
  payloadOf,
  RawPeer,
  rpc,
} from '../../support/sers/raw-peer.js'
import { vector } from '../../support/sers/vectors.js'
import { openWorld, type SersWorld } from '../../support/sers/world.js'
import { until } from '../../support/until.js'

let world: SersWorld
test.before(async () => {
  world = await openWorld()
})
test.after.always(() => world.close())

const kOk = payloadOf('', '{"success":true}')

function recorded(id: string, at: number): Buffer {
  return Buffer.from(vector(id).frames[at].hex, 'hex')
}

/** Payload of a recorded request or reply. */
function payloadAt(id: string, at: number): Buffer {
  return recorded(id, at).subarray(14)
}

function answerAs(name: string) {
  return ([data]: Buffer[]) =>
    payloadOf('', JSON.stringify({ from: name, route: json(data).route }))
}

/** A certified connection that answers with its name, and offers routes. */
async function station(name: string, routes: readonly Record<string, unknown>[], on = world) {
  const peer = await RawPeer.certified(on)
  peer.onCall = answerAs(name)
  const { value } = await peer.register(name, routes)
  if (value.success !== true) throw new Error(JSON.stringify(value))
  return peer
}

test('18: recorded registrations are taken', async (t) => {
  for (const [id, at] of [
    ['regist-csharp-json', 0],
    ['regist-java', 0],
    ['regist-event-add', 1],
    ['bytepointor-csharp', 2],
  ] as const) {
    const own = await openWorld()
    const peer = await RawPeer.certified(own)
    t.deepEqual(await peer.ask(payloadAt(id, at)), kOk, id)
    await own.close()
  }
})

test('19: a registration from outside is refused', async (t) => {
  const peer = await RawPeer.certified(world)
  t.deepEqual(
    await peer.ask(payloadAt('regist-wrong-source', 0)),
    payloadAt('regist-wrong-source', 1),
  )
  peer.close()
})

test('20: the event comes before the reply, with a number as its key', async (t) => {
  const own = await openWorld()
  const peer = await RawPeer.certified(own)
  peer.message(1, 'SersEvent.ServiceStation.Add')
  peer.socket.write(recorded('regist-event-add', 1))
  await until(() => peer.frames.length === 2)
  t.deepEqual(
    peer.frames.map(({ type }) => type),
    [kMessageType, kReplyType],
  )
  const event = json(peer.messages()[0].body)
  const wanted = json(filesOf(recorded('regist-event-add', 2).subarray(6))[2])
  t.is(typeof event.connKey, 'number')
  t.deepEqual({ ...event, connKey: 0, startTime: '' }, { ...wanted, connKey: 0, startTime: '' })
  t.regex(event.startTime ?? '', /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)
  await own.close()
})

test('21: a station may say again who it is, but only once it is one', async (t) => {
  const stranger = await RawPeer.certified(world)
  const update = payloadAt('update-unregistered', 2)
  t.is(filesOf(await stranger.ask(update))[1].toString(), '{"success":false}')
  const known = await station('twentyone', [{ route: '/twentyone/a' }])
  t.is(filesOf(await known.ask(update))[1].toString(), '{"success":true}')
  stranger.close()
  known.close()
})

test('22: a second registration replaces the first, and what both have never fails', async (t) => {
  const peer = await station('twice', [{ route: '/twice/x' }, { route: '/twice/both' }])
  const caller = await RawPeer.certified(world)
  const calls = Array.from({ length: 50 }, () => caller.call('/twice/both'))
  const again = peer.register('twice', [{ route: '/twice/y' }, { route: '/twice/both' }])
  const more = Array.from({ length: 50 }, () => caller.call('/twice/both'))
  await again
  for (const { value } of await Promise.all([...calls, ...more])) t.is(value.from, 'twice')
  t.is((await caller.call('/twice/x')).data.http?.statusCode, 404)
  t.is((await caller.call('/twice/y')).value.from, 'twice')
  peer.close()
  caller.close()
})

test('23: requests and replies pass byte for byte, under keys of their own', async (t) => {
  for (const [id, request, reply] of [
    ['call-json-csharp', 0, 2],
    ['multi-file', 0, 2],
    ['multi-file-java', 0, 2],
    ['call-json-cross', 0, 2],
  ] as const) {
    const own = await openWorld()
    const payload = payloadAt(id, request)
    const { route, http } = json(filesOf(payload)[0])
    const method = http?.method ? { extendConfig: { httpMethod: http.method } } : {}
    const target = await RawPeer.certified(own)
    const seen: { key: string; payload: Buffer }[] = []
    target.onCall = (_files, frame) => {
      seen.push(frame)
      return payloadAt(id, reply)
    }
    await target.register('any', [{ route, ...method }])
    const caller = await RawPeer.certified(own)
    const key = 'fffefdfcfbfaf9f8'
    t.deepEqual(await caller.ask(payload, key), payloadAt(id, reply), id)
    t.deepEqual(seen[0].payload, payload, id)
    t.not(seen[0].key, key)
    await own.close()
  }
})

test('24: replies find their callers in any order', async (t) => {
  const target = await RawPeer.certified(world)
  const held: string[] = []
  target.onCall = (_files, frame) => {
    held.push(frame.key)
    return null
  }
  await target.register('order', [{ route: '/order/a' }])
  const [one, two] = [await RawPeer.certified(world), await RawPeer.certified(world)]
  const first = one.ask(payloadOf(rpc('/order/a'), '1'))
  await until(() => held.length === 1)
  const second = two.ask(payloadOf(rpc('/order/a'), '2'))
  await until(() => held.length === 2)
  target.socket.write(frameBytes(kReplyType, 0, held[1], payloadOf('', 'second')))
  target.socket.write(frameBytes(kReplyType, 0, held[0], payloadOf('', 'first')))
  t.is(filesOf(await first)[1].toString(), 'first')
  t.is(filesOf(await second)[1].toString(), 'second')
  for (const peer of [target, one, two]) peer.close()
})

test('25: each reply has two files, and garbage is an error', async (t) => {
  const target = await RawPeer.certified(world)
  const replies = [payloadOf('{}'), Buffer.alloc(0), Buffer.from('ff000000aa', 'hex')]
  target.onCall = () => replies.shift() ?? kOk
  await target.register('short', [{ route: '/short/a' }])
  const caller = await RawPeer.certified(world)
  const ask = async () => filesOf(await caller.ask(payloadOf(rpc('/short/a'), '')))
  t.deepEqual(await ask(), [Buffer.from('{}'), Buffer.alloc(0)])
  t.deepEqual(await ask(), [Buffer.alloc(0), Buffer.alloc(0)])
  const [data] = await ask()
  t.is(json(data).http?.statusCode, 500)
  target.close()
  caller.close()
})

test('26: an unknown route is answered with the recorded bytes', async (t) => {
  const peer = await RawPeer.certified(world)
  const request = recorded('call-not-found-json', 0)
  peer.socket.write(request)
  const reply = await peer.reply(request.toString('hex', 6, 14))
  t.deepEqual(
    frameBytes(reply.type, reply.sub, reply.key, reply.payload),
    recorded('call-not-found-json', 1),
  )
  peer.close()
})

test('27: what is no call is answered with an error, and the connection stays', async (t) => {
  const target = await station('bad', [{ route: '/bad/x' }])
  const peer = await RawPeer.certified(world)
  const codes: unknown[] = []
  for (const payload of [
    Buffer.from('SersCL'),
    payloadOf('{}', ''),
    payloadOf('{bad', ''),
    payloadOf('', ''),
    Buffer.alloc(0),
    Buffer.from('ff000000aa', 'hex'),
  ]) {
    const [data] = filesOf(await peer.ask(payload))
    codes.push(json(data).error?.errorCode)
  }
  t.deepEqual(codes, [400, 404, 500, 500, 500, 400])
  const [, value] = filesOf(await peer.ask(payloadOf('{"route":"/bad/x"}')))
  t.is(json(value).from, 'bad')
  target.close()
  peer.close()
})

test('28: a route alone is enough, and arrives as it is', async (t) => {
  const target = await RawPeer.certified(world)
  let seen = ''
  target.onCall = ([data]) => {
    seen = data.toString()
    return kOk
  }
  await target.register('minimal', [{ route: '/minimal/a' }])
  await target.ask(payloadOf('{"route":"/minimal/a"}', ''))
  t.is(seen, '{"route":"/minimal/a"}')
  target.close()
})

test('29: routes are found by the rules of Sers', async (t) => {
  const nodes = ['/a/*', '/a/b/*', '/one', '/one/x', '/q/q*', 'noslash/b'].map((route) => ({
    route,
  }))
  const get = { route: '/get/only', extendConfig: { httpMethod: 'get' } }
  const own = await openWorld()
  await station('table', [...nodes, get], own)
  const caller = await RawPeer.certified(own)
  const cases: [string, string | undefined, string | null][] = [
    ['/a/x', undefined, '/a/*'],
    ['/a/x/y', undefined, '/a/*'],
    ['/a/', undefined, '/a/*'],
    ['/a', undefined, null],
    ['/a/b', undefined, '/a/*'],
    ['/a/b/c/d', undefined, '/a/b/*'],
    ['/one?x=1', undefined, null],
    ['/One/x', undefined, null],
    ['one', undefined, null],
    ['noslash/b', undefined, 'noslash/b'],
    ['/q/anything', undefined, '/q/q*'],
    ['/get/only', 'GET', '/get/only'],
    ['/get/only', 'gEt', '/get/only'],
    ['/get/only', 'POST', null],
    ['/get/only', '', null],
    ['/get/only', undefined, null],
    [`/a/${'x'.repeat(2_100)}`, undefined, null],
    ['  ', undefined, null],
  ]
  for (const [route, method, wanted] of cases) {
    const { value } = await caller.call(route, method === undefined ? {} : { method })
    t.is(value.route ?? null, wanted, `${method} ${route}`)
  }
  await own.close()
})

test('30: a wildcard for the method beats an exact route without one', async (t) => {
  const own = await openWorld()
  const peer = await RawPeer.certified(own)
  peer.onCall = answerAs('p')
  t.deepEqual(await peer.ask(payloadAt('regist-event-add', 1)), kOk)
  t.is((await peer.call('/p/g/x', { method: 'GET' })).value.route, '/p/g/*')
  t.is((await peer.call('/p/g/x', { method: 'POST' })).value.route, '/p/g/x')
  await own.close()
})

test('31: a binary conversation is answered with the recorded bytes', async (t) => {
  const own = await openWorld()
  const { frames } = vector('bytepointor-csharp')
  const peer = await RawPeer.open(own)
  // What the station answers, by the value that it is asked with: the recorded replies in order.
  const answers = [11, 13, 18].map((at) => payloadAt('bytepointor-csharp', at))
  const seen: Buffer[] = []
  peer.onCall = (_files, frame) => {
    seen.push(frame.payload)
    return answers[seen.length - 1]
  }
  const requests = frames.flatMap(({ dir, hex }, at) =>
    dir === 'client→center' && hex.slice(8, 10) === '01' ? [at] : [],
  )
  const replies: Buffer[] = []
  for (const at of requests) {
    const bytes = recorded('bytepointor-csharp', at)
    peer.socket.write(bytes)
    replies.push((await peer.reply(bytes.toString('hex', 6, 14))).payload)
  }
  t.is(replies[0].toString(), 'true')
  const notFound = replies.find((reply) => reply.includes('"errorCode":404'))
  const wanted = frames.find(
    ({ hex, dir }) =>
      dir === 'center→client' && hex.includes(Buffer.from('"errorCode":404').toString('hex')),
  )
  t.deepEqual(notFound, Buffer.from(wanted?.hex ?? '', 'hex').subarray(14))
  t.true(
    seen.some(
      (payload) => payload.includes('/demo/v1/any/*') && payload.includes('/demo/v1/any/q/w'),
    ),
  )
  await own.close()
})

test('32: callers and stations of different encodings understand each other', async (t) => {
  const own = await openWorld()
  const binary = await RawPeer.certified(own)
  t.deepEqual(await binary.ask(payloadAt('bytepointor-csharp', 2)), kOk)
  const reply = { status: 201, headers: { 'X-A': 'b' }, user: { userInfo: { id: 1 } } }
  let seen: Buffer = Buffer.alloc(0)
  binary.onCall = (files) => {
    seen = files[0]
    return payloadOf(
      records({ status: 201, headers: '{"X-A":"b"}', user: '{"userInfo":{"id":1}}' }),
      'v\0',
    )
  }
  const text = await RawPeer.certified(own)
  const source = JSON.stringify({
    route: '/demo/v1/hello',
    caller: { rid: 'r', source: 'Internal', callStack: ['p'] },
    http: { url: 'u', method: 'GET', headers: { h: '1' } },
    user: { userInfo: { id: 2 } },
  })
  const [data, value] = filesOf(await text.ask(payloadOf(source, 'arg')))
  t.is(seen[0], 10)
  t.true(
    seen.includes('{"h":"1"}') && seen.includes('["p"]') && seen.includes('{"userInfo":{"id":2}}'),
  )
  t.deepEqual(json(data), {
    http: { statusCode: reply.status, headers: reply.headers },
    user: reply.user,
  })
  t.is(value.toString(), 'v\0')
  // And the reverse, with an error.
  text.onCall = ([asked]) => {
    t.is(json(asked).route, '/text/a')
    return payloadOf('{"error":{"errorCode":7,"errorMessage":"no"}}', 'kept')
  }
  await text.register('text', [{ route: '/text/a' }])
  const back = filesOf(await binary.ask(payloadOf(records({ route: '/text/a' }), '')))
  t.true(back[0].includes('{"errorCode":7,"errorMessage":"no"}'))
  t.is(back[0][0], 40)
  t.is(back[1].toString(), 'kept')
  // The request that a text center could not read.
  const answer = filesOf(await text.ask(payloadAt('bytepointor-to-json-center', 0)))
  t.false(answer[0].includes('"errorCode":500'))
  await own.close()
})

/** Records of the binary form. */
function records(said: {
  route?: string
  status?: number
  headers?: string
  user?: string
}): Buffer {
  const one = (id: number, value: Buffer) => {
    const head = Buffer.alloc(3)
    head[0] = id
    head.writeInt16LE(value.length, 1)
    return Buffer.concat([head, value])
  }
  const parts: Buffer[] = []
  const { route, status, headers, user } = said
  if (route !== undefined) parts.push(one(10, Buffer.from(route)))
  if (status !== undefined) {
    const word = Buffer.alloc(4)
    word.writeInt32LE(status)
    parts.push(one(32, word))
  }
  if (headers !== undefined) parts.push(one(34, Buffer.from(headers)))
  if (user !== undefined) parts.push(one(50, Buffer.from(user)))
  return Buffer.concat(parts)
}

test('33: a line feed begins a record, or a text', async (t) => {
  const target = await station('feed', [{ route: '/feed/a' }])
  const asked = [`\n${rpc('/feed/a')}`, records({ route: '/feed/a' })]
  for (const data of asked) {
    const [, value] = filesOf(await target.ask(payloadOf(data, '')))
    t.is(json(value).from, 'feed')
  }
  target.close()
})

test('34: calls go round evenly, also when a station is lost', async (t) => {
  const own = await openWorld()
  const peers = [
    await station('A', [{ route: '/lb/x' }], own),
    await station('B', [{ route: '/lb/x' }], own),
    await station('C', [{ route: '/lb/x' }], own),
  ]
  const caller = await RawPeer.certified(own)
  const count = async (calls: number) => {
    const counts: Record<string, number> = {}
    const all = await Promise.all(Array.from({ length: calls }, () => caller.call('/lb/x')))
    for (const { value } of all) counts[String(value.from)] = (counts[String(value.from)] ?? 0) + 1
    return counts
  }
  const names: unknown[] = []
  for (let at = 0; at < 4; at++) names.push((await caller.call('/lb/x')).value.from)
  t.deepEqual(names, ['C', 'B', 'A', 'C'])
  t.deepEqual(await count(3_000), { A: 1_000, B: 1_000, C: 1_000 })
  peers[1].close()
  await until(() => own.hub.stations.peers.size === 2)
  t.deepEqual(await count(200), { A: 100, C: 100 })
  await own.close()
})

test('35: calls of a lost station are answered at once, as worth another try', async (t) => {
  const target = await RawPeer.certified(world)
  let seen = 0
  target.onCall = () => {
    seen++
    return null
  }
  await target.register('lost', [{ route: '/lost/a' }])
  const callers = await Promise.all([1, 2, 3, 4].map(() => RawPeer.certified(world)))
  const calls = callers.flatMap((caller) =>
    Array.from({ length: 25 }, () => caller.ask(payloadOf(rpc('/lost/a'), ''))),
  )
  await until(() => seen === 100)
  target.close()
  for (const reply of await Promise.all(calls)) {
    t.deepEqual(reply, payloadAt('lost-station-error-reply', 1))
  }
  for (const caller of callers) caller.close()
})

test('36: a station that never answers costs its time, and what it says later is dropped', async (t) => {
  const own = await openWorld({ requestTimeoutMs: 300 })
  const target = await RawPeer.certified(own)
  let key = ''
  target.onCall = (_files, frame) => {
    key = frame.key
    return null
  }
  await target.register('slow', [{ route: '/slow/a' }])
  const caller = await RawPeer.certified(own)
  const start = performance.now()
  t.deepEqual(await caller.ask(payloadOf(rpc('/slow/a'), '')), payloadAt('timeout-error-reply', 1))
  t.true(performance.now() - start >= 285)
  target.socket.write(frameBytes(kReplyType, 0, key, kOk))
  await target.beat()
  t.is(own.hub.paths.counts.lateReplies, 1)
  t.is(caller.frames.length, 0)
  await own.close()
})

test('37: a caller that leaves takes its calls along', async (t) => {
  const target = await RawPeer.certified(world)
  const keys: string[] = []
  target.onCall = (_files, frame) => {
    keys.push(frame.key)
    return null
  }
  await target.register('left', [{ route: '/left/a' }])
  const caller = await RawPeer.certified(world)
  caller.socket.write(
    frameBytes(kRequestType, 0, '0100000000000000', payloadOf(rpc('/left/a'), '')),
  )
  await until(() => keys.length === 1)
  const row = [...world.hub.stations.peers.values()].find(
    ({ row }) => row?.stationInfo.serviceStationName === 'left',
  )
  t.is(row?.slots.count, 1)
  caller.close()
  await until(() => row?.slots.count === 0)
  target.socket.write(frameBytes(kReplyType, 0, keys[0], kOk))
  await target.beat()
  t.pass()
  target.close()
})

test('38: rules of both versions pass those inside and refuse those outside', async (t) => {
  const own = await openWorld()
  const peer = await RawPeer.certified(own)
  peer.onCall = () => kOk
  t.deepEqual(await peer.ask(payloadAt('regist-event-add', 1)), kOk)
  t.deepEqual(await peer.ask(payloadAt('verify-rules', 0)), kOk)
  t.deepEqual(await peer.ask(payloadAt('verify-rules', 4)), payloadAt('verify-rules', 5))
  t.deepEqual(await peer.ask(payloadAt('verify-rules', 6)), payloadAt('verify-rules', 7))
  await own.close()
})

function verify(type: string, value: unknown) {
  const condition = { type: 'Not', value: { type, path: 'caller.source', value } }
  return {
    type: 'Switch',
    body: [{ condition, value: { type: '_', errorCode: 405, errorMessage: 'Method Not Allowed' } }],
  }
}

test('39: `in` admits what it lists, and both spellings of the outside are one', async (t) => {
  const target = await station('in', [
    { route: '/in/both', rpcVerify2: verify('in', ['Internal', 'OutSide']) },
    { route: '/in/out', rpcVerify2: verify('==', 'OutSide') },
    { route: '/in/words', rpcVerify2: verify('in', 'Internal,OutSide') },
    {
      route: '/in/v1',
      rpcValidations: [
        {
          path: 'caller.source',
          ssError: { errorCode: 405 },
          ssValid: { type: 'Equal', value: 'OutSide' },
        },
      ],
    },
  ])
  const passes = async (route: string, source: string) =>
    (await target.call(route, { source })).value.from === 'in'
  for (const source of ['Internal', 'OutSide', 'Outside']) {
    t.true(await passes('/in/both', source), source)
    t.true(await passes('/in/words', source), source)
  }
  t.false(await passes('/in/both', 'Other'))
  t.true(await passes('/in/out', 'Outside'))
  t.true(await passes('/in/v1', 'Outside'))
  t.false(await passes('/in/out', 'Internal'))
  const own = await openWorld()
  const csharp = await RawPeer.certified(own)
  csharp.onCall = () => kOk
  await csharp.register('demo', [
    {
      route: '/demo/v1/both',
      rpcVerify2: verify('in', ['Internal', 'OutSide']),
    },
  ])
  t.deepEqual(await csharp.ask(payloadAt('call-json-verify-csharp', 0)), kOk)
  await own.close()
  target.close()
})

test('40: a rule that nobody understands refuses everybody', async (t) => {
  const target = await station('unknown', [
    { route: '/unknown/v2', rpcVerify2: verify('frobnicate', 'Internal') },
    {
      route: '/unknown/v1',
      rpcValidations: [{ path: 'caller.source', ssValid: { type: 'Never' } }],
    },
  ])
  for (const route of ['/unknown/v2', '/unknown/v1']) {
    t.is((await target.call(route)).data.http?.statusCode, 405)
  }
  t.true(world.told.some((text) => text.includes('/unknown/v2') && text.includes('frobnicate')))
  target.close()
})

test('41: messages go to their subscribers, once to each, with any bytes', async (t) => {
  const own = await openWorld()
  const peer = await RawPeer.certified(own)
  for (const at of [1, 2]) peer.socket.write(recorded('pubsub-csharp', at))
  await until(() => peer.messages().length === 1)
  t.deepEqual(peer.messages(), [{ title: 'msg.test', body: Buffer.of(1, 2, 3) }])
  peer.message(1, 'msg.test')
  peer.message(0, 'msg.test', 'second')
  peer.message(0, 'msg.test')
  await until(() => peer.messages().length === 3)
  t.deepEqual(
    peer.messages().map(({ body }) => body.toString()),
    ['\x01\x02\x03', 'second', ''],
  )
  peer.message(2, 'msg.test')
  peer.message(0, 'msg.test', 'nobody')
  await peer.beat()
  t.is(peer.messages().length, 3)
  await own.close()
})

test('42: messages that say nothing have no effect, and nobody makes events up', async (t) => {
  const own = await openWorld()
  const [peer, other] = [await RawPeer.certified(own), await RawPeer.certified(own)]
  other.message(1, 'SersEvent.ServiceStation.Add')
  for (const { hex } of vector('bad-message').frames) peer.socket.write(Buffer.from(hex, 'hex'))
  peer.message(0, 'SersEvent.ServiceStation.Add', '{}')
  await peer.beat()
  await other.beat()
  t.deepEqual(other.messages(), [])
  t.false(peer.isEnded)
  await own.close()
})
