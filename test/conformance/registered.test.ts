// Instances that registered over HTTP are stations like any other: called over the gateway and by stations, balanced,
// paused, limited, measured and shown.

import { setMaxListeners } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createServer as createHttp2Server, type Http2Server } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { kCallableInstancesMax, kCallSocketsMax } from '../../src/base/limits.js'
import { type Center, createStation, type Station, startCenter } from '../../src/index.js'
import { until } from '../support/until.js'

type World = {
  readonly center: Center
  readonly caller: Station
  readonly folder: string
  register(body: object): Promise<string>
  leave(id: string): Promise<void>
  /** Waits for what the center's book says, and until it is in force. */
  until(condition: () => boolean): Promise<void>
}

async function openWorld(
  t: ExecutionContext,
  folder = mkdtempSync(join(tmpdir(), 'signalbox-registered-')),
): Promise<World> {
  const center = await startCenter({
    name: 'registered',
    pipe: join(folder, 'center.sock'),
    dataDir: join(folder, 'data'),
    log: 'silent',
    http: { address: '127.0.0.1:0' },
    srsr: { address: '127.0.0.1:0' },
  })
  const caller = createStation({ name: 'caller', onEvent: () => {} })
  await center.attach(caller)
  t.teardown(async () => {
    await center.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const url = `http://${center.srsrAddress}`
  const inForce = async (condition: () => boolean) => {
    await until(condition)
    // The snapshot that tells the dispatch worker goes out at the end of the turn; what is asked behind it comes after it.
    await new Promise((resolve) => setImmediate(resolve))
    t.true(await center.isAlive(20_000))
  }
  return {
    center,
    caller,
    folder,
    register: async (body) => {
      const response = await fetch(`${url}/v1/instances`, {
        method: 'POST',
        body: JSON.stringify(body),
      })
      const { id } = (await response.json()) as { id: string }
      await inForce(() =>
        center.stations().some(({ carrier }) => carrier === 'http' || carrier === 'grpc'),
      )
      return id
    },
    leave: async (id) => {
      await fetch(`${url}/v1/instances/${id}`, { method: 'DELETE' })
    },
    until: inForce,
  }
}

async function listening(t: ExecutionContext, server: Server | Http2Server): Promise<string> {
  t.teardown(() => {
    if ('closeAllConnections' in server) server.closeAllConnections()
    server.close()
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Answers with its name and what it was asked. */
function echo(name: string): Server {
  return createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const { method, url, headers } = request
      const { host, 'x-forwarded-host': forwardedHost, 'content-type': type } = headers
      response.setHeader('content-type', 'application/json')
      response.setHeader('x-name', name)
      response.statusCode = url?.includes('teapot') ? 418 : 200
      const body = Buffer.concat(parts).toString()
      response.end(JSON.stringify({ name, method, url, body, host, forwardedHost, type }))
    })
  })
}

test('a registered instance answers over the gateway, with method, path, query, fields and body', async (t) => {
  const world = await openWorld(t)
  const server = echo('one')
  const address = await listening(t, server)
  await world.register({ name: 'my orders', address: `http://${address}/base/` })
  const web = `http://${world.center.httpAddress}/web/my%20orders`
  const response = await fetch(`${web}/stock/7?q=a%20b`, {
    method: 'PUT',
    body: '{"a":1}',
    headers: { 'content-type': 'application/json' },
  })
  t.is(response.headers.get('x-name'), 'one')
  t.deepEqual(await response.json(), {
    name: 'one',
    method: 'PUT',
    url: '/base/stock/7?q=a%20b',
    body: '{"a":1}',
    host: address,
    forwardedHost: world.center.httpAddress,
    type: 'application/json',
  })
  t.is(((await (await fetch(web)).json()) as { url: string }).url, '/base/')
  t.is(((await (await fetch(`${web}/`)).json()) as { url: string }).url, '/base/')
  t.is((await fetch(`${web}/teapot`)).status, 418)
})

test('stations call it, and the verbs show it as any other: figures, pauses, limits, drains', async (t) => {
  const world = await openWorld(t)
  const servers = [echo('one'), echo('two')]
  const [one, two] = await Promise.all(servers.map((server) => listening(t, server)))
  await world.register({ name: 'orders', address: `http://${one}`, version: '1.0', weight: 3 })
  await world.register({ name: 'orders', address: `${two}`, version: '2.0', weight: 1 })
  const { center, caller } = world
  await world.until(() =>
    center
      .routes()
      .some(({ route, endpoints }) => route === '/web/orders/*' && endpoints.length === 2),
  )
  const names: unknown[] = []
  for (let at = 0; at < 8; at++) {
    names.push(Reflect.get(Object(await caller.call('GET /web/orders/x')), 'name'))
  }
  t.deepEqual([names.filter((name) => name === 'one').length, names.length], [6, 8])
  const rows = center.stations().filter(({ name }) => name === 'orders')
  t.deepEqual(
    rows.map(({ id, version, carrier, state, calls }) => [id, version, carrier, state, calls]),
    [
      ['orders.1', '1.0', 'http', 'up', 6],
      ['orders.2', '2.0', 'http', 'up', 2],
    ],
  )
  t.like(
    center.services().find(({ name }) => name === 'orders'),
    { stations: 2, calls: 8 },
  )
  center.pause('orders.1')
  t.is(Reflect.get(Object(await caller.call('GET /web/orders/x')), 'name'), 'two')
  center.resume('orders.1')
  center.limit('/web/orders/*', 1)
  const outcomes = await Promise.allSettled([1, 2, 3].map(() => caller.call('GET /web/orders/x')))
  t.true(
    outcomes.some(
      (outcome) =>
        outcome.status === 'rejected' &&
        Reflect.get(Object(outcome.reason), 'code') === 'ERR_RATE_LIMITED',
    ),
  )
  center.limit('/web/orders/*', undefined)
  const drained = await center.drainStations('orders.2')
  t.deepEqual(drained, { stations: 1, inFlight: 0, gone: 1 })
  t.is(center.stations().filter(({ name }) => name === 'orders').length, 1)
  t.true((await center.figures('stations', 'orders')).rows.some(({ calls }) => calls >= 6))
})

test('one instance that goes leaves the others, and the last one takes its routes along', async (t) => {
  const world = await openWorld(t)
  const server = echo('one')
  const address = await listening(t, server)
  const first = await world.register({ name: 'a', address: `http://${address}` })
  const second = await world.register({ name: 'a', address: `http://${address}` })
  await world.leave(first)
  await world.until(() => world.center.stations().filter(({ name }) => name === 'a').length === 1)
  t.is(Reflect.get(Object(await world.caller.call('GET /web/a')), 'name'), 'one')
  await world.leave(second)
  await world.until(() => !world.center.routes().some(({ route }) => route.startsWith('/web/a')))
  await t.throwsAsync(world.caller.call('GET /web/a'), { code: 'ERR_NO_ROUTE' })
  t.is(world.center.counters().registry_deregistrations, 2)
})

test('an instance that refuses connections costs no call, and is not chosen any more; alone it is ERR_UNREACHABLE', async (t) => {
  const world = await openWorld(t)
  const server = echo('live')
  const address = await listening(t, server)
  const dead = await world.register({ name: 'a', address: 'http://127.0.0.1:1' })
  const live = await world.register({ name: 'a', address: `http://${address}` })
  const { center, caller } = world
  await world.until(() =>
    center.routes().some(({ route, endpoints }) => route === '/web/a' && endpoints.length === 2),
  )
  for (let at = 0; at < 10; at++) {
    t.is(Reflect.get(Object(await caller.call('POST /web/a', { at })), 'name'), 'live')
  }
  await world.until(() =>
    center.stations().some(({ id, state }) => id === 'a.1' && state === 'failing'),
  )
  await world.leave(live)
  await world.leave(dead)
  await world.until(() => !center.stations().some(({ name }) => name === 'a'))
  await world.register({ name: 'b', address: 'http://127.0.0.1:1' })
  await world.until(() => center.routes().some(({ route }) => route === '/web/b'))
  const error = await t.throwsAsync(caller.call('GET /web/b'), { code: 'ERR_UNREACHABLE' })
  t.regex(error?.message ?? '', /no instance of b can be reached: 127\.0\.0\.1:1: .*ECONNREFUSED/)
})

test('an instance that leads back to the gateway ends in an error, not in a circle', async (t) => {
  const world = await openWorld(t)
  const { center } = world
  await world.register({ name: 'a', address: `http://${center.httpAddress}/web/a` })
  const response = await fetch(`http://${center.httpAddress}/web/a`)
  t.is(response.status, 502)
  t.regex(await response.text(), /came by here 8 times already/)
})

test('an instance that does not answer leaves the others their connections', async (t) => {
  const world = await openWorld(t)
  const silent = await listening(
    t,
    createServer(() => {}),
  )
  const address = await listening(t, echo('live'))
  await world.register({ name: 'silent', address: `http://${silent}` })
  await world.register({ name: 'live', address: `http://${address}` })
  const { center, caller } = world
  await world.until(() =>
    ['/web/silent', '/web/live'].every((path) =>
      center.routes().some(({ route, endpoints }) => route === path && endpoints.length > 0),
    ),
  )
  const giveUp = new AbortController()
  setMaxListeners(0, giveUp.signal)
  const waiting = Array.from({ length: kCallSocketsMax + 100 }, () =>
    caller.call('GET /web/silent', undefined, { signal: giveUp.signal }).catch(() => {}),
  )
  t.is(Reflect.get(Object(await caller.call('GET /web/live')), 'name'), 'live')
  giveUp.abort()
  await Promise.all(waiting)
})

test('beyond the bound instances can be found, and are called as soon as there is room', async (t) => {
  const world = await openWorld(t)
  const { center } = world
  const url = `http://${center.srsrAddress}/register`
  const ids: string[] = []
  for (let at = 0; at < kCallableInstancesMax + 2; at += 50) {
    const ports = Array.from({ length: 50 }, (_, more) => at + more + 1)
    const answers = await Promise.all(
      ports.map((port) => fetch(url, { method: 'POST', body: `{"name":"many","port":${port}}` })),
    )
    for (const answer of answers) ids.push(((await answer.json()) as { id: string }).id)
  }
  const beyond = ids.length - kCallableInstancesMax
  const guestCount = () => center.stations().filter(({ name }) => name === 'many').length
  await until(() => center.counters().registry_uncallable === beyond)
  t.is(guestCount(), kCallableInstancesMax)
  await world.leave(ids[0] ?? '')
  await until(() => center.counters().registry_uncallable === beyond - 1)
  t.is(guestCount(), kCallableInstancesMax)
})

test('what failed its check gets no call until it passes', async (t) => {
  const world = await openWorld(t)
  let isUp = false
  const server = createServer((_request, response) => {
    response.writeHead(isUp ? 200 : 500).end('"ok"')
  })
  const address = await listening(t, server)
  const check = { type: 'http', path: '/up', intervalMs: 100, rise: 1 }
  await world.register({ name: 'a', address: `http://${address}`, check })
  const { center, caller } = world
  await world.until(() => center.routes().some(({ route }) => route === '/web/a'))
  await t.throwsAsync(caller.call('GET /web/a'), { code: 'ERR_PAUSED' })
  isUp = true
  await world.until(() =>
    center.stations().some(({ name, state }) => name === 'a' && state === 'up'),
  )
  await t.notThrowsAsync(caller.request('GET /web/a'))
})

test('a gRPC instance takes unary calls as bytes, and its status becomes the status of the error', async (t) => {
  const world = await openWorld(t)
  const server = createHttp2Server()
  server.on('stream', (stream, headers) => {
    const parts: Buffer[] = []
    stream.on('data', (part: Buffer) => parts.push(part))
    stream.on('end', () => {
      const isFine = headers[':path'] === '/shop.Orders/Get'
      stream.respond(
        { ':status': 200, 'content-type': String(headers['content-type']) },
        { waitForTrailers: true },
      )
      stream.on('wantTrailers', () => {
        stream.sendTrailers(
          isFine
            ? { 'grpc-status': '0' }
            : { 'grpc-status': '5', 'grpc-message': 'no%20such%20order' },
        )
      })
      stream.end(isFine ? Buffer.concat(parts) : '')
    })
  })
  const address = await listening(t, server)
  await world.register({ name: 'orders', address: `grpc://${address}` })
  const { center, caller } = world
  await world.until(() =>
    center.routes().some(({ route }) => route === 'POST /grpc/orders/:service/:method'),
  )
  const bytes = new Uint8Array([1, 2, 255])
  t.deepEqual(
    Buffer.from((await caller.call('POST /grpc/orders/shop.Orders/Get', bytes)) as Uint8Array),
    Buffer.from(bytes),
  )
  t.deepEqual(await caller.call('POST /grpc/orders/shop.Orders/Get', { sku: 'A1' }), { sku: 'A1' })
  await t.throwsAsync(caller.call('POST /grpc/orders/shop.Orders/Find', bytes), {
    code: 'ERR_GRPC',
    message: 'POST /grpc/orders/:service/:method answered with gRPC status 5 no such order',
  })
  const find = { method: 'POST', body: bytes }
  const grpc = `http://${center.httpAddress}/grpc/orders`
  t.is((await fetch(`${grpc}/shop.Orders/Find`, find)).status, 404)
  // What is no name of a method is escaped again, and so there is none.
  t.is((await fetch(`${grpc}/shop%0d%0aX:%20y/F%2Find%C3%A4`, find)).status, 404)
  t.like(
    center.stations().find(({ name }) => name === 'orders'),
    { carrier: 'grpc', calls: 5, errors: 3 },
  )
})

test('after a restart the instances are there, and called, with the same ids', async (t) => {
  const world = await openWorld(t)
  const server = echo('one')
  const address = await listening(t, server)
  const id = await world.register({ name: 'a', address: `http://${address}`, tags: ['x'] })
  await world.center.close()
  const again = await openWorld(t, world.folder)
  const response = await fetch(`http://${again.center.srsrAddress}/v1/instances/${id}`)
  t.like(await response.json(), { id, name: 'a', tags: ['x'] })
  await again.until(() => again.center.routes().some(({ route }) => route === '/web/a'))
  t.is(Reflect.get(Object(await again.caller.call('GET /web/a')), 'name'), 'one')
})
