// What clients of Sers do and the recordings do not show: other spellings, other orders, members that are missing or of
// another type, and what the Gover API tells then.

import test from 'ava'
import { readText } from '../../../src/wire/sers/text.js'
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
import { openWorld, type SersWorld } from '../../support/sers/world.js'
import { until } from '../../support/until.js'

const kOk = payloadOf('', '{"success":true}')

let world: SersWorld
test.before(async () => {
  world = await openWorld()
})
test.after.always(() => world.close())

/** Records of RpcContextData, in the order in which they are given. */
function records(...said: readonly [id: number, value: string | Buffer][]): Buffer {
  return Buffer.concat(
    said.flatMap(([id, value]) => {
      const bytes = Buffer.from(value)
      const head = Buffer.of(id, 0, 0)
      head.writeInt16LE(bytes.length, 1)
      return [head, bytes]
    }),
  )
}

/** Values of records by id. */
function readRecords(bytes: Buffer): Map<number, Buffer> {
  const found = new Map<number, Buffer>()
  for (let at = 0; at < bytes.length; at += 3 + bytes.readInt16LE(at + 1)) {
    found.set(bytes[at], bytes.subarray(at + 3, at + 3 + bytes.readInt16LE(at + 1)))
  }
  return found
}

/** A certified connection that offers routes, and what it was asked. */
async function listening(name: string, routes: string[], answer: Buffer = kOk, on = world) {
  const peer = await RawPeer.certified(on)
  const asked: Buffer[][] = []
  peer.onCall = (files) => {
    asked.push(files)
    return answer
  }
  await peer.register(
    name,
    routes.map((route) => ({ route })),
  )
  return { peer, asked }
}

async function gover(peer: RawPeer, route: string, argument: unknown) {
  return (await peer.call(`/_gover_/${route}`, { value: JSON.stringify(argument) })).value
}

async function rowOf(peer: RawPeer, name: string) {
  const { data } = await gover(peer, 'serviceStation/getAll', {})
  const rows = data as {
    connKey: string
    serviceStationInfo: Record<string, unknown>
    deviceInfo: Record<string, unknown>
  }[]
  const found = rows.find((row) => row.serviceStationInfo.serviceStationName === name)
  if (found === undefined) throw new Error(`there is no row ${name}`)
  return found
}

test('everything may come in one segment, before the secret is answered', async (t) => {
  const peer = await RawPeer.open(world)
  const registration = JSON.stringify({
    apiNodes: [{ apiDesc: { route: '/early/a' } }],
    serviceStationInfo: { serviceStationName: 'early' },
  })
  peer.onCall = () => kOk
  peer.socket.write(
    Buffer.concat([
      frameBytes(kRequestType, 1, 'f1'.repeat(8), Buffer.from('Sers.Mq.Socket.v1')),
      frameBytes(kRequestType, 0, 'f2'.repeat(8), Buffer.from('SersCL')),
      frameBytes(
        kRequestType,
        0,
        'f3'.repeat(8),
        payloadOf(rpc('/_sys_/serviceStation/regist', { source: 'Internal' }), registration),
      ),
      frameBytes(kMessageType, 0, '', payloadOf(Buffer.of(1), 'early.title')),
      frameBytes(kMessageType, 0, '', payloadOf(Buffer.of(0), 'early.title', 'body')),
      frameBytes(kRequestType, 0, 'f4'.repeat(8), payloadOf(rpc('/early/a'), '')),
    ]),
  )
  await peer.reply('f4'.repeat(8))
  t.deepEqual(
    peer.frames.map(({ type, key }) => (type === kReplyType ? key.slice(0, 2) : 'message')),
    ['f1', 'f2', 'f3', 'message'],
  )
  peer.close()
})

test('members come in any order, with nulls, unknown ones and white space, and pass as they are', async (t) => {
  const { peer, asked } = await listening('order', ['/order/*', '/order/exact'])
  const exact = [
    '{"http":null,"caller":null,"route":"/order/exact"}',
    '\t{\r\n "user" : null , "x":[1,{"y":2}], "error":null,\t"route" : "\\/order\\/exact" }',
    '{"route":"/order/exact","caller":{"rid":null,"source":null,"callStack":null},"http":{"url":null,"method":null,"headers":null}}',
    '{"ROUTE":"/no","route":"/order/exact","caller":{"rid":12345678901234567890}}',
  ]
  for (const data of exact) {
    await peer.ask(payloadOf(data, 'v', Buffer.of(0, 255)))
    const [first, value, extra] = asked.at(-1) ?? []
    t.is(first.toString(), data)
    t.is(value.toString(), 'v')
    t.deepEqual(extra, Buffer.of(0, 255))
  }
  // Only the route changes where a wildcard was hit, however it was written.
  await peer.ask(payloadOf('{"a":{"route":"/x"}, "route" :\n"/order/\\u4e2d/q" ,"z":1.0}', ''))
  t.is(asked.at(-1)?.[0].toString(), '{"a":{"route":"/x"}, "route" :\n"/order/*" ,"z":1.0}')
  peer.close()
})

test('a byte order mark is no reason to refuse', async (t) => {
  const peer = await RawPeer.certified(world)
  peer.onCall = () => kOk
  const value = `\ufeff${JSON.stringify({ serviceStationInfo: {}, apiNodes: [{ apiDesc: { route: '/bom/a' } }] })}`
  t.true((await peer.call('/_sys_/serviceStation/regist', { value })).value.success)
  t.deepEqual(await peer.ask(payloadOf(`\ufeff${rpc('/bom/a')}`, '')), kOk)
  peer.close()
})

test('bytes that are no UTF-8 pass both ways, and a route of them is one like any other', async (t) => {
  // An astral character as stations of JavaScript write it: two surrogates of three bytes each.
  const surrogates = Buffer.from('eda0bdedb880', 'hex')
  const reply = payloadOf('', surrogates, surrogates)
  const { peer, asked } = await listening('cesu', ['/cesu/*'], reply)
  const data = Buffer.concat([
    Buffer.from('{"route":"/cesu/'),
    surrogates,
    Buffer.from('","http":{"method":"GET","url":"/cesu/'),
    surrogates,
    Buffer.from('"}}'),
  ])
  t.deepEqual(await peer.ask(payloadOf(data, surrogates)), reply)
  const [first, value] = asked[0]
  t.true(first.includes(surrogates), 'the url is as it was')
  t.deepEqual(value, surrogates)
  peer.close()
})

test('a character beyond the basic plane is the same from every client', async (t) => {
  const surrogates = Buffer.from('eda0bdedb880', 'hex') // as stations of JavaScript write it
  const cesu = (text: string) =>
    Buffer.concat(
      text
        .split('😀')
        .flatMap((part, at) => (at === 0 ? [Buffer.from(part)] : [surrogates, Buffer.from(part)])),
    )
  const peer = await RawPeer.certified(world)
  peer.onCall = () => kOk
  const value = JSON.stringify({
    serviceStationInfo: { serviceStationName: 'astral' },
    apiNodes: [{ apiDesc: { route: '/astral/😀', name: 'a😀中' } }],
  })
  t.true((await peer.call('/_sys_/serviceStation/regist', { value: cesu(value) })).value.success)
  for (const data of [Buffer.from(rpc('/astral/😀')), cesu(rpc('/astral/😀'))]) {
    t.deepEqual(await peer.ask(payloadOf(data, '')), kOk)
  }
  const listed = (await gover(peer, 'apiDesc/getAll', { r: '/astral' })).data
  t.like(listed, [{ route: '/astral/😀', name: 'a😀中' }])
  // A surrogate without its other half stays what it is: no text.
  const half = Buffer.concat([surrogates.subarray(0, 3), surrogates.subarray(0, 3), surrogates])
  t.is(readText(half), `${'\ufffd'.repeat(6)}😀`)
  peer.close()
})

test('records come in any order, with ids that nobody knows', async (t) => {
  const peer = await RawPeer.certified(world)
  const asked: Buffer[] = []
  peer.onCall = ([first]) => {
    asked.push(first)
    return kOk
  }
  const said = records(
    [50, '{"userInfo":{"id":1}}'],
    [99, 'who knows'],
    [22, 'Internal'],
    [31, 'POST'],
    [10, '/_sys_/serviceStation/regist'],
    [0, ''],
  )
  const value = JSON.stringify({
    serviceStationInfo: {},
    apiNodes: [{ apiDesc: { route: '/records/*' } }],
  })
  t.deepEqual(await peer.ask(payloadOf(said, value)), kOk)
  const call = records([99, 'x'], [30, 'u?q'], [10, '/records/中'], [20, ''], [77, ''])
  t.deepEqual(await peer.ask(payloadOf(call, '')), kOk)
  const rewritten = records([99, 'x'], [30, 'u?q'], [10, '/records/*'], [20, ''], [77, ''])
  t.deepEqual(asked[0], rewritten)
  peer.close()
})

test('a translated call has the types that its reader wants', async (t) => {
  const text = await listening('text', ['/translated/text'])
  await text.peer.ask(payloadOf(records([10, '/translated/text'], [20, 'r']), ''))
  t.deepEqual(json(text.asked[0][0]), {
    route: '/translated/text',
    caller: { rid: 'r' },
    http: {}, // stations of JavaScript read its method blindly
  })
  const binary = await RawPeer.certified(world)
  let seen = new Map<number, Buffer>()
  binary.onCall = ([first]) => {
    seen = readRecords(first)
    return payloadOf(records([32, Buffer.of(201, 0, 0, 0)], [34, '{"a":"b"}']), 'v')
  }
  const value = JSON.stringify({
    serviceStationInfo: {},
    apiNodes: [{ apiDesc: { route: '/translated/binary' } }],
  })
  const said = records([10, '/_sys_/serviceStation/regist'], [22, 'Internal'])
  t.deepEqual(await binary.ask(payloadOf(said, value)), kOk)
  const data = {
    route: '/translated/binary',
    caller: { rid: 7, source: 'Internal', callStack: [1, 'a', null] },
    http: { url: 'u', method: 'GET', statusCode: '200', headers: { n: 5, t: true, x: null } },
  }
  const [first] = filesOf(await text.peer.ask(payloadOf(JSON.stringify(data), '')))
  t.is(seen.get(20)?.toString(), '7')
  t.is(seen.get(21)?.toString(), '["1","a"]')
  t.is(seen.get(32)?.readInt32LE(), 200)
  t.is(seen.get(34)?.toString(), '{"n":"5","t":"true"}')
  t.deepEqual(json(first), { http: { statusCode: 201, headers: { a: 'b' } } })
  binary.close()
  text.peer.close()
})

test('a pause that is none is told to nobody, and a stop is told before it is answered', async (t) => {
  const own = await openWorld()
  const { peer } = await listening('told', ['/told/a'], kOk, own)
  const admin = await RawPeer.certified(own)
  for (const name of ['Remove', 'Pause', 'Start'])
    admin.message(1, `SersEvent.ServiceStation.${name}`)
  const { connKey } = await rowOf(admin, 'told')
  for (const what of ['start', 'pause', 'pause', 'start', 'start', 'stop']) {
    t.true((await gover(admin, `serviceStation/${what}`, { connKey })).success, what)
  }
  const told = admin.messages().map(({ title }) => title.split('.').at(-1))
  t.deepEqual(told, ['Pause', 'Start', 'Remove'])
  t.false((await gover(admin, 'serviceStation/stop', { connKey })).success)
  await until(() => peer.isEnded)
  t.is(admin.messages().length, 3)
  await own.close()
})

test('what a station does not say again stays as it was', async (t) => {
  const { peer } = await listening('again', ['/again/a'])
  const update = (value: unknown) =>
    peer.call('/_sys_/serviceStation/updateStationInfo', { value: JSON.stringify(value) })
  await update({ deviceInfo: { deviceKey: 'd', MachineName: null } })
  t.true((await update({ serviceStationInfo: null, deviceInfo: null })).value.success)
  let row = await rowOf(peer, 'again')
  t.is(row.deviceInfo.deviceKey, 'd')
  t.is(row.serviceStationInfo.serviceStationKey, 'kagain')
  await update({ serviceStationInfo: { serviceStationName: 'again', serviceStationKey: '' } })
  row = await rowOf(peer, 'again')
  t.regex(String(row.serviceStationInfo.serviceStationKey), /^tmp\d+$/)
  t.is(row.deviceInfo.deviceKey, 'd')
  const refused = await update({ serviceStationInfo: 'x' })
  t.is(refused.data.error?.errorCode, 400)
  peer.close()
})

test('figures may come as texts, as a query says them', async (t) => {
  const own = await openWorld()
  const peer = await RawPeer.certified(own)
  const rule = { rateLimitType: 'FixedWindow', rateLimitKey: 'k', reqLimit: '7', msInterval: '50' }
  t.true((await gover(peer, 'rateLimit/add', rule)).success)
  const [{ reqLimit, msInterval }] = (await gover(peer, 'rateLimit/getAll', {})).data as {
    reqLimit: number
    msInterval: number
  }[]
  t.deepEqual([reqLimit, msInterval], [7, 50])
  t.false((await gover(peer, 'rateLimit/add', { ...rule, reqLimit: 'many' })).success)
  const part = (await gover(peer, 'apiDesc/getAll', { skip: '1', take: '2' })).data as unknown[]
  t.is(part.length, 2)
  const all = (await gover(peer, 'apiDesc/getAll', { r: ' ' })).data as unknown[]
  t.true(all.length > 2, 'a prefix of spaces is none')
  await own.close()
})
