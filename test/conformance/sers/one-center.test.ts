// Sers and the rest of the center are one: routes, statistics, limits and pauses, whoever calls whom.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { type Center, createStation, startCenter } from '../../../src/index.js'
import { filesOf, json, payloadOf, RawPeer, rpc } from '../../support/sers/raw-peer.js'
import { until } from '../../support/until.js'

let folder: string
let center: Center
let where: { port: number }

test.before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sers-one-'))
  const settings = join(folder, 'appsettings.json')
  const server = { className: 'Sers.CL.Socket.Iocp.OrganizeServer', host: '127.0.0.1', port: 0 }
  const urls = ['http://127.0.0.1:0']
  const sers = {
    CL: { Server: [server] },
    Gateway: { WebHost: { urls } },
    Signalbox: { goverAccess: 'internal' },
  }
  writeFileSync(settings, `// as Sers has it\n${JSON.stringify({ Sers: sers })}`)
  center = await startCenter({
    pipe: join(folder, 'center.sock'),
    http: { address: '127.0.0.1:0' },
    sers: { settings },
    log: 'silent',
  })
  where = { port: Number(center.sersAddresses[0].split(':').at(-1)) }
})
test.after.always(async () => {
  await center.close()
  rmSync(folder, { recursive: true })
})

/** The dispatcher has heard of every route that was told to it before. */
async function inForce(): Promise<void> {
  await center.rings()
}

/** A station of Sers whose routes the whole center knows. */
async function sersStation(name: string, nodes: readonly Record<string, unknown>[]) {
  const peer = await RawPeer.certified(where)
  await peer.register(name, nodes)
  await until(() => center.stations().some((station) => station.name === name))
  const routes = nodes.map(({ route }) => String(route))
  await until(() =>
    routes.every((route) => center.routes().some((one) => one.route.endsWith(route))),
  )
  await inForce()
  return peer
}

async function sharedStation(name: string) {
  const station = createStation({ name })
  await Promise.resolve()
  return station
}

test('a caller of Sers reaches a station over shared memory', async (t) => {
  const station = await sharedStation('shared')
  station.route('POST /shared/add', (call) => {
    const { a, b } = call.body as { a: number; b: number }
    return { sum: a + b, query: call.query.get('q'), header: call.headers['x-h'] }
  })
  station.route('GET /shared/things/:id', (call) => ({ id: call.params.id }))
  station.route('GET /shared/fails', () => {
    throw new Error('no')
  })
  await station.join(center.pipe)
  const caller = await RawPeer.certified(where)
  const data = JSON.stringify({
    route: '/shared/add',
    caller: { rid: 'r', source: 'Internal' },
    http: { url: 'http://sers.internal/shared/add?q=7', method: 'POST', headers: { 'X-H': 'h' } },
  })
  const reply = filesOf(await caller.ask(payloadOf(data, '{"a":1,"b":2}')))
  t.deepEqual(json(reply[1]) as unknown, { sum: 3, query: '7', header: 'h' })
  t.deepEqual((await caller.call('/shared/things/9', { method: 'GET' })).value as unknown, {
    id: '9',
  })
  const failed = await caller.call('/shared/fails', { method: 'GET' })
  t.is(failed.data.error?.errorCode, 500)
  t.is((await caller.call('/shared/nothing')).data.http?.statusCode, 404)
  t.is((await caller.call('/metrics', { method: 'GET' })).data.http?.statusCode, 404)
  await until(() =>
    center.routes().some((one) => one.route === 'POST /shared/add' && one.calls === 1),
  )
  await station.leave()
  caller.close()
  t.pass()
})

test('a caller of the center reaches a station of Sers, with the same figures', async (t) => {
  const peer = await sersStation('legacy', [
    { route: '/legacy/echo', extendConfig: { httpMethod: 'POST' }, description: 'says it again' },
    { route: '/legacy/files/*' },
  ])
  peer.onCall = ([data, value]) => {
    const { route, http, caller } = JSON.parse(data.toString()) as {
      route: string
      http: { url: string; method: string }
      caller: { source: string }
    }
    const said = { route, url: http.url, method: http.method, source: caller.source }
    return payloadOf('', JSON.stringify({ ...said, value: value.toString() }))
  }
  t.deepEqual(await center.call('POST /legacy/echo', { x: 1 }), {
    route: '/legacy/echo',
    url: 'http://sers.internal/legacy/echo',
    method: 'POST',
    source: 'Internal',
    value: '{"x":1}',
  })
  const wild = (await center.call('GET /legacy/files/a%20b/c?q=1&q=2')) as {
    route: string
    url: string
    value: string
  }
  t.is(wild.route, '/legacy/files/*')
  t.is(wild.url, 'http://sers.internal/legacy/files/a%20b/c?q=1&q=2')
  t.is(wild.value, '{"q":"1,2"}')
  const http = await fetch(`http://${center.httpAddress}/legacy/echo`, {
    method: 'POST',
    body: 'plain',
  })
  t.is(http.status, 200)
  const overHttp = (await http.json()) as { source: string; value: string }
  t.is(overHttp.source, 'Outside')
  t.is(overHttp.value, 'plain')
  // A call between connections of Sers counts in the same figures.
  const caller = await RawPeer.certified(where)
  await caller.call('/legacy/echo', { method: 'POST' })
  const figures = () => center.routes().find((one) => one.route === 'POST /legacy/echo')
  await until(() => figures()?.calls === 3)
  t.is(figures()?.errors, 0)
  t.is(
    center.offers().find((one) => one.route === 'POST /legacy/echo')?.description,
    'says it again',
  )
  peer.close()
  caller.close()
})

test('HTTP of the center says headers as the gateway of Sers does, and lets no path climb', async (t) => {
  const peer = await sersStation('headed', [{ route: '/headed/*' }])
  const seen: Record<string, string>[] = []
  peer.onCall = ([data]) => {
    const { http } = JSON.parse(data.toString()) as { http: { headers: Record<string, string> } }
    seen.push(http.headers)
    return payloadOf('', '{}')
  }
  const [host, port] = (center.httpAddress ?? '').split(':')
  const statusOf = (path: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      const headers = { authorization: 'Bearer x', 'X-ABC': '1' }
      request({ host, port, path, headers }, (response) => {
        response.resume()
        resolve(response.statusCode)
      })
        .on('error', reject)
        .end()
    })
  t.is(await statusOf('/headed/a'), 200)
  t.like(seen[0], { Authorization: 'Bearer x', 'X-Abc': '1' })
  for (const path of ['/headed/../a', '/headed/%2e%2e/a', '/headed/..%5ca']) {
    t.is(await statusOf(path), 404, path)
  }
  t.is(seen.length, 1)
  peer.close()
})

test('limits, breakers and pauses of the center hold for callers of Sers', async (t) => {
  const peer = await sersStation('held', [
    { route: '/held/a', extendConfig: { httpMethod: 'GET' } },
  ])
  peer.onCall = () => payloadOf('', '{"success":true}')
  const caller = await RawPeer.certified(where)
  const code = async () => (await caller.call('/held/a', { method: 'GET' })).data.http?.statusCode
  await until(async () => (await code()) === undefined)
  center.setBreaker('GET /held/a', true)
  t.is(await code(), 429)
  center.setBreaker('GET /held/a', false)
  t.is(await code(), undefined)
  center.pause('held')
  await until(async () => (await code()) === 404)
  center.resume('held')
  await until(async () => (await code()) === undefined)
  peer.close()
  caller.close()
})

test('stations of both kinds share one route', async (t) => {
  const peer = await sersStation('both-sers', [
    { route: '/both/a', extendConfig: { httpMethod: 'GET' } },
  ])
  peer.onCall = () => payloadOf('', '"sers"')
  const station = await sharedStation('both-shared')
  station.route('GET /both/a', () => 'shared')
  await station.join(center.pipe)
  const caller = await RawPeer.certified(where)
  const seen = new Set<string>()
  await until(async () => {
    const reply = filesOf(await caller.ask(payloadOf(rpc('/both/a', { method: 'GET' }), '')))
    seen.add(reply[1].toString())
    return seen.size === 2
  })
  const fromCenter = new Set<unknown>()
  for (let count = 0; count < 4; count++) fromCenter.add(await center.call('GET /both/a'))
  t.deepEqual([...fromCenter].sort(), ['sers', 'shared'])
  await station.leave()
  peer.close()
  caller.close()
})

test('a lost station of Sers is a retryable failure for callers of the center', async (t) => {
  const peer = await sersStation('lost', [{ route: '/lost/a' }])
  const call = center.call('GET /lost/a')
  await until(() => peer.frames.some(({ type }) => type === 1))
  peer.close()
  const error = await t.throwsAsync(call)
  t.true(/station|503|502/.test(String(error)))
  await until(() => !center.stations().some((station) => station.name === 'lost'))
})

test('a second registration takes routes away from callers of the center, too', async (t) => {
  const peer = await sersStation('again', [{ route: '/again/a' }, { route: '/again/b' }])
  peer.onCall = () => payloadOf('', '1')
  t.is(await center.call('GET /again/a'), 1)
  await peer.register('again', [{ route: '/again/b' }, { route: '/again/c' }])
  await until(() => !center.routes().some((one) => one.route === '/again/a'))
  t.is(await center.call('GET /again/b'), 1)
  t.is(await center.call('GET /again/c'), 1)
  t.is(center.stations().filter((station) => station.name === 'again').length, 1)
  peer.close()
})
