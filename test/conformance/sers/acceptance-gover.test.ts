// The acceptance list of docs/SERS.md, items 43 to 51, 57 and 58: governing, roles, slow and many peers. Each test is one item.

import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { openSersCenter } from '../../../src/sers/sers-center.js'
import { sersSettingsOf } from '../../../src/sers/settings.js'
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
import { kQuietEvents, openWorld } from '../../support/sers/world.js'
import { until } from '../../support/until.js'

const kOk = payloadOf('', '{"success":true}')
const kEvents = ['Add', 'Remove', 'Pause', 'Start'].map(
  (name) => `SersEvent.ServiceStation.${name}`,
)

async function gover(peer: RawPeer, route: string, argument: unknown = {}) {
  return (await peer.call(`/_gover_/${route}`, { value: JSON.stringify(argument) })).value
}

async function rows<Row>(peer: RawPeer, route: string, argument: unknown = {}): Promise<Row[]> {
  const { data } = await gover(peer, route, argument)
  return data as Row[] // what each route answers is what is tested
}

type StationSaid = Record<string, unknown> & {
  connKey: string
  serviceStationInfo: { serviceStationName: string }
}

async function keyOf(peer: RawPeer, name: string): Promise<string> {
  const all = await rows<StationSaid>(peer, 'serviceStation/getAll')
  return (
    all.find(({ serviceStationInfo }) => serviceStationInfo.serviceStationName === name)?.connKey ??
    ''
  )
}

test('43: every route of the Gover API answers with its members, and only to those inside', async (t) => {
  const world = await openWorld()
  const peer = await RawPeer.certified(world)
  peer.onCall = () => kOk
  await peer.ask(Buffer.from(vector('regist-event-add').frames[1].hex, 'hex').subarray(14))
  await peer.call('/p/any')
  const stations = await rows<StationSaid>(peer, 'serviceStation/getAll')
  t.deepEqual(
    stations.map(({ serviceStationInfo }) => serviceStationInfo.serviceStationName),
    ['ServiceCenter', 'probe'],
  )
  const [own, probe] = stations
  t.deepEqual(own.apiStationNames, ['_gover_', '_sys_'])
  t.false('connectionIp' in own)
  t.deepEqual(
    { ...probe, connKey: '', startTime: '', qps: 0 },
    {
      connectionIp: '127.0.0.1',
      startTime: '',
      status: '正常',
      deviceInfo: {
        Is64BitOperatingSystem: false,
        ProcessorCount: 0,
        WorkingSet: 0,
        deviceKey: 'dev1',
        MachineName: 'mm',
      },
      serviceStationInfo: {
        serviceStationName: 'probe',
        serviceStationKey: 'probeKey',
        stationVersion: '9',
        info: { a: 1 },
      },
      counter: { sumCount: 1, errorCount: 0 },
      qps: 0,
      apiNodeCount: 8,
      activeApiNodeCount: 8,
      apiStationNames: ['p'],
      connKey: '',
    },
  )
  t.is(typeof probe.connKey, 'string')
  const apiStations = await rows<Record<string, unknown>>(peer, 'apiStation/getAll')
  t.deepEqual(
    apiStations.find(({ stationName }) => stationName === 'p'),
    {
      stationName: 'p',
      apiServiceCount: 8,
      apiNodeCount: 8,
      activeApiNodeCount: 8,
      eStatus: '正常',
      status: '正常',
      counter: { sumCount: 1, errorCount: 0 },
      qps: 0,
    },
  )
  const active = await rows<{ route: string }>(peer, 'apiDesc/getActive', { r: 'p' })
  t.is(active.length, 8)
  t.deepEqual(active[0], {
    route: '/p/exact',
    name: 'n',
    extendConfig: { httpMethod: 'GET' },
  } as never)
  const all = await rows<{ route: string; ext: unknown }>(peer, 'apiDesc/getAll', { r: '/p/any' })
  t.deepEqual(all, [
    { route: '/p/any', name: 'n2', ext: { counter: { sumCount: 1, errorCount: 0 } } } as never,
  ])
  t.is((await rows(peer, 'apiDesc/getAll', { skip: 1, take: 2 })).length, 2)
  t.deepEqual(await rows(peer, 'rateLimit/getAll'), [])
  const health = (await gover(peer, 'serviceCenter/healthInfo')).data as Record<string, object>
  t.deepEqual(Object.keys(health.usageStatus), [
    'cpuUsage',
    'memoryUsage',
    'networkIn',
    'networkOut',
  ])
  t.deepEqual(Object.keys(health.Process), ['ThreadCount', 'RunningThreadCount', 'WorkingSet'])
  t.is(
    typeof ((await gover(peer, 'serviceCenter/statistics')).data as { qps: unknown }).qps,
    'number',
  )
  const refused = Buffer.from(vector('gover-without-source').frames[0].hex, 'hex').subarray(14)
  t.deepEqual(
    await peer.ask(refused),
    Buffer.from(vector('gover-without-source').frames[1].hex, 'hex').subarray(14),
  )
  t.is((await peer.call('/_gover_/nothing')).value.error?.errorCode, 404)
  await world.close()
})

test('44: a paused station takes no calls, and events come before the replies', async (t) => {
  const world = await openWorld()
  const [admin, x] = [await RawPeer.certified(world), await RawPeer.certified(world)]
  for (const title of kEvents) admin.message(1, title)
  x.onCall = () => kOk
  await admin.beat()
  await x.register('x', [{ route: '/x/a' }])
  const connKey = await keyOf(admin, 'x')
  const order: string[] = []
  const code = async () => (await admin.call('/x/a')).data.http?.statusCode
  for (const [route, event] of [
    ['pause', 'Pause'],
    ['start', 'Start'],
  ] as const) {
    admin.frames.length = 0
    const value = JSON.stringify({ connKey })
    const key = admin.newKey()
    admin.socket.write(
      frameBytes(
        kRequestType,
        0,
        key,
        payloadOf(rpc(`/_gover_/serviceStation/${route}`, { source: 'Internal' }), value),
      ),
    )
    await until(() => admin.frames.length === 2)
    t.deepEqual(
      admin.frames.map(({ type }) => type),
      [kMessageType, kReplyType],
    )
    order.push(admin.messages()[0].title)
    t.is(admin.messages()[0].title, `SersEvent.ServiceStation.${event}`)
    t.is(String(json(admin.messages()[0].body).connKey), connKey)
    const [row] = (await rows<StationSaid>(admin, 'serviceStation/getAll')).filter(
      (one) => one.connKey === connKey,
    )
    t.is(row.status, route === 'pause' ? '暂停' : '正常')
    t.is(row.activeApiNodeCount, route === 'pause' ? 0 : 1)
    t.is(await code(), route === 'pause' ? 404 : undefined)
    t.deepEqual(await gover(admin, `serviceStation/${route}`, { connKey }), { success: true })
  }
  t.deepEqual(await gover(admin, 'serviceStation/pause', { connKey: '7' }), { success: false })
  await world.close()
})

test('45: a paused api station takes no calls, says nothing, and keeps what comes later', async (t) => {
  const world = await openWorld()
  const [admin, x] = [await RawPeer.certified(world), await RawPeer.certified(world)]
  for (const title of kEvents.slice(2)) admin.message(1, title)
  x.onCall = () => kOk
  await x.register('x', [{ route: '/x/a' }])
  const code = async () => (await admin.call('/x/a')).data.http?.statusCode
  t.deepEqual(await gover(admin, 'apiStation/pause', { stationName: 'x' }), { success: true })
  const [paused] = (await rows<Record<string, unknown>>(admin, 'apiStation/getAll')).filter(
    ({ stationName }) => stationName === 'x',
  )
  t.is(paused.eStatus, '暂停')
  t.is(paused.status, '暂停')
  t.is(paused.activeApiNodeCount, 0)
  t.is(await code(), 404)
  const y = await RawPeer.certified(world)
  y.onCall = () => kOk
  await y.register('y', [{ route: '/x/b' }])
  t.is((await admin.call('/x/b')).data.http?.statusCode, 404)
  const rowsOfY = (await rows<StationSaid>(admin, 'serviceStation/getAll')).filter(
    (one) => one.serviceStationInfo.serviceStationName === 'y',
  )
  t.is(rowsOfY[0].status, '正常')
  t.is(rowsOfY[0].activeApiNodeCount, 0)
  t.deepEqual(admin.messages(), [])
  const connKey = await keyOf(admin, 'x')
  await gover(admin, 'serviceStation/pause', { connKey })
  await gover(admin, 'apiStation/start', { stationName: 'x' })
  t.is(await code(), 404)
  await gover(admin, 'serviceStation/start', { connKey })
  t.is(await code(), undefined)
  t.deepEqual(await gover(admin, 'apiStation/pause', { stationName: 'nobody' }), { success: false })
  await admin.register('admin', [])
  t.deepEqual(await gover(admin, 'serviceStation/stop', { connKey: await keyOf(admin, 'admin') }), {
    success: true,
  })
  await until(() => admin.isEnded)
  await world.close()
})

test('46: a rate limit refuses what is over it, and outlives the process', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'sers-gover-'))
  const world = await openWorld({ dataDir: folder })
  const peer = await RawPeer.certified(world)
  peer.onCall = () => kOk
  await peer.register('r', [{ route: '/r/a' }])
  const code = async (route: string) => (await peer.call(route)).data.http?.statusCode
  const limit = {
    rateLimitType: 'FixedWindow',
    rateLimitKey: 'rate',
    reqLimit: 2,
    msInterval: 600_000,
  }
  t.deepEqual(await gover(peer, 'rateLimit/add', limit), { success: true })
  t.deepEqual(await rows(peer, 'rateLimit/getAll'), [
    {
      reqLimit: 2,
      msInterval: 600_000,
      error: { errorCode: 429, errorMessage: 'Too Many Requests' },
      rateLimitType: 'FixedWindow',
      rateLimitKey: 'rate',
    },
  ])
  t.deepEqual(
    [await code('/r/a'), await code('/r/a'), await code('/r/a'), await code('/nobody')],
    [undefined, undefined, 429, 429],
  )
  const error = { errorCode: 499, errorMessage: 'slow down' }
  await gover(peer, 'rateLimit/add', { ...limit, reqLimit: 0, error })
  t.is(await code('/nobody'), 499)
  t.deepEqual(await gover(peer, 'rateLimit/add', { ...limit, rateLimitType: 'Never' }), {
    success: false,
  })
  await world.close()
  const again = await openWorld({ dataDir: folder })
  const second = await RawPeer.certified(again)
  t.is((await rows(second, 'rateLimit/getAll')).length, 1)
  t.is((await second.call('/nobody')).data.http?.statusCode, 499)
  t.deepEqual(await gover(second, 'rateLimit/remove', { rateLimitKey: 'rate' }), { success: true })
  t.deepEqual(await gover(second, 'rateLimit/remove', { rateLimitKey: 'rate' }), { success: true })
  t.is((await second.call('/nobody')).data.http?.statusCode, 404)
  await again.close()
  rmSync(folder, { recursive: true })
})

test('47: a limit may be for one route, or for each address', async (t) => {
  const world = await openWorld({ listen: [{ kind: 'tcp', host: '0.0.0.0', port: 0, tls: null }] })
  const [one, two] = await Promise.all(
    ['127.0.0.1', '127.0.0.2'].map(async (localAddress) => {
      const socket = connect({ port: world.port, host: '127.0.0.1', localAddress })
      await new Promise((resolve) => socket.once('connect', resolve))
      const peer = new RawPeer(socket)
      await peer.ask(Buffer.from('SersCL'))
      return peer
    }),
  )
  const limit = { rateLimitType: 'FixedWindow', reqLimit: 1, msInterval: 600_000 }
  await gover(one, 'rateLimit/add', { ...limit, rateLimitKey: 'r', route: '/only/*' })
  const codes = async (peer: RawPeer, route: string) =>
    [await peer.call(route), await peer.call(route)].map(({ data }) => data.http?.statusCode)
  t.deepEqual(await codes(one, '/only/a'), [404, 429])
  t.deepEqual(await codes(one, '/other/a'), [404, 404])
  await gover(one, 'rateLimit/add', { ...limit, rateLimitKey: 'r', caller: 'ip' })
  t.deepEqual(await codes(one, '/a'), [404, 429])
  t.deepEqual(await codes(two, '/a'), [404, 429])
  await world.close()
})

test('48: an error of a station counts in every row', async (t) => {
  const world = await openWorld()
  const peer = await RawPeer.certified(world)
  const replies = [
    '{"error":{"errorCode":1}}',
    '{"http":{"headers":{"responseState":"fail"}}}',
    '{"http":{"statusCode":500}}',
    '{"http":{"statusCode":404}}',
  ]
  peer.onCall = () => payloadOf(replies.shift() ?? '', '{}')
  await peer.register('e', [{ route: '/e/a' }])
  for (let count = 0; count < 5; count++) await peer.call('/e/a')
  const counter = { sumCount: 5, errorCount: 3 }
  const [row] = (await rows<StationSaid>(peer, 'serviceStation/getAll')).filter(
    (one) => one.serviceStationInfo.serviceStationName === 'e',
  )
  t.deepEqual(row.counter, counter)
  const [apiStation] = (await rows<Record<string, unknown>>(peer, 'apiStation/getAll')).filter(
    ({ stationName }) => stationName === 'e',
  )
  t.deepEqual(apiStation.counter, counter)
  t.deepEqual((await rows<{ ext: unknown }>(peer, 'apiDesc/getAll', { r: '/e/a' }))[0].ext, {
    counter,
  })
  const [held] = [...world.hub.stations.peers.values()]
  t.deepEqual(held.row?.nodes[0].counts, counter)
  await world.close()
})

test('49: what a station that is gone had offered stays known until it is removed', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'sers-gover-'))
  const world = await openWorld({ dataDir: folder })
  const [admin, x] = [await RawPeer.certified(world), await RawPeer.certified(world)]
  admin.message(1, 'SersEvent.ServiceStation.Remove')
  x.onCall = () => kOk
  await x.register('x', [{ route: '/../a', description: 'kept' }, { route: '/x/b' }])
  await admin.call('/x/b')
  x.close()
  await until(() => admin.messages().length === 1)
  t.is(admin.messages()[0].title, 'SersEvent.ServiceStation.Remove')
  await world.close()
  const again = await openWorld({ dataDir: folder })
  const second = await RawPeer.certified(again)
  t.deepEqual(await rows(second, 'apiDesc/getActive', { r: 'x' }), [])
  t.deepEqual(await rows(second, 'apiDesc/getAll', { r: 'x' }), [
    { route: '/x/b', ext: { counter: { sumCount: 1, errorCount: 0 } } },
  ])
  t.is((await rows(second, 'apiDesc/getAll', { r: '/..' })).length, 1)
  t.deepEqual(await gover(second, 'apiDesc/removeOffline'), { success: true, data: 2 } as never)
  t.deepEqual(await rows(second, 'apiDesc/getAll', { r: 'x' }), [])
  await again.close()
  const third = await openWorld({ dataDir: folder })
  const last = await RawPeer.certified(third)
  t.deepEqual(await rows(last, 'apiDesc/getAll', { r: 'x' }), [])
  await third.close()
  rmSync(folder, { recursive: true })
})

test('50: an edge is outside whatever it says, and may still register without nodes', async (t) => {
  const world = await openWorld({
    secrets: [
      { secret: 'station', role: 'station', routes: null },
      { secret: 'edge', role: 'edge', routes: null },
      { secret: 'admin', role: 'admin', routes: null },
    ],
    goverAccess: 'admin',
  })
  const station = await RawPeer.certified(world, 'station')
  let seen = ''
  station.onCall = ([data]) => {
    seen = data.toString()
    return kOk
  }
  await station.register('s', [{ route: '/s/a' }])
  const edge = await RawPeer.certified(world, 'edge')
  const user = JSON.stringify({
    route: '/s/a',
    caller: { rid: 'r', source: 'Internal' },
    user: { userInfo: { id: 1 } },
  })
  await edge.ask(payloadOf(user, ''))
  t.deepEqual(JSON.parse(seen), { route: '/s/a', caller: { rid: 'r', source: 'OutSide' } })
  t.is((await edge.call('/_gover_/apiStation/getAll')).data.http?.statusCode, 405)
  t.is((await station.call('/_gover_/apiStation/getAll')).data.http?.statusCode, 405)
  t.deepEqual((await edge.register('gateway', [])).value, { success: true })
  t.is((await edge.register('gateway', [{ route: '/stolen/a' }])).data.http?.statusCode, 405)
  const admin = await RawPeer.certified(world, 'admin')
  t.true((await gover(admin, 'apiStation/getAll')).success)
  await gover(admin, 'apiStation/pause', { stationName: 's' })
  t.is(world.audited.length, 1)
  t.like(world.audited[0], {
    route: '/_gover_/apiStation/pause',
    argument: { stationName: 's' },
    from: '127.0.0.1',
  })
  await world.close()
})

test('51: with a secret that everybody knows, nothing listens beyond this machine', async (t) => {
  const settings = (host: string, secretKey?: unknown) => () =>
    sersSettingsOf(
      {
        Sers: {
          CL: {
            Config: secretKey === undefined ? {} : { secretKey },
            Server: [{ className: 'Sers.CL.Socket.Iocp.OrganizeServer', host, port: 0 }],
          },
        },
      },
      '.',
      null,
    )
  for (const secret of ['SersCL', 'SersSocketMq', '', undefined, ['mine', 'SersCL']]) {
    t.throws(settings('0.0.0.0', secret), { message: /0\.0\.0\.0:0.*tcp/ }, String(secret))
    t.throws(settings('192.168.1.1', secret))
    const center = await openSersCenter(settings('127.0.0.1', secret)().options, kQuietEvents)
    t.regex(center.addresses[0], /^127\.0\.0\.1:\d+$/)
    await center.close()
  }
  t.notThrows(settings('0.0.0.0', 'a secret of our own'))
})

test('57: a reader that takes nothing loses its connection, and nobody else anything', async (t) => {
  const world = await openWorld({ waitingBytesMax: 4 * 1024 * 1024 })
  const [slow, quick, speaker] = [
    await RawPeer.certified(world),
    await RawPeer.certified(world),
    await RawPeer.certified(world),
  ]
  slow.message(1, 'news')
  quick.message(1, 'news')
  await slow.beat()
  await quick.beat()
  slow.socket.pause()
  const before = world.hub.peers.size
  let sent = 0
  for (; world.hub.peers.size === before && sent < 2_000; sent++) {
    speaker.message(0, 'news', Buffer.alloc(64 * 1024, sent & 0xff))
    await speaker.beat()
  }
  t.is(world.hub.peers.size, before - 1)
  await until(() => quick.messages().length === sent)
  t.true(quick.messages().every(({ body }, at) => body[0] === (at & 0xff)))
  await world.close()
  slow.close()
})

test('58: thousands of idle connections with heartbeats disturb no call, and none is closed', async (t) => {
  const count = 400 // ten thousand of them are in the benchmark: each needs two descriptors here
  const world = await openWorld({ beat: { intervalMs: 500, timeoutMs: 20_000, missesMax: 3 } })
  const idle: RawPeer[] = []
  while (idle.length < count) {
    idle.push(...(await Promise.all(Array.from({ length: 100 }, () => RawPeer.certified(world)))))
  }
  const peer = await RawPeer.certified(world)
  peer.onCall = () => kOk
  await peer.register('busy', [{ route: '/busy/a' }])
  for (let turn = 0; turn < 200; turn++) {
    t.deepEqual(filesOf(await peer.ask(payloadOf(rpc('/busy/a'), '')))[1], filesOf(kOk)[1])
  }
  await until(() => idle.every(({ beatCount }) => beatCount >= 2))
  t.is(world.hub.peers.size, count + 1)
  t.true(idle.every(({ isEnded }) => !isEnded))
  await world.close()
})
