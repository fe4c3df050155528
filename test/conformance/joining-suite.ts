// Joining, leaving and being refused: what happens at the door of a center.

import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { connect as connectSocket } from 'node:net'
import { dirname, join } from 'node:path'
import test from 'ava'
import {
  type CenterOptions,
  connect,
  createStation,
  reply,
  type StationEvent,
  startCenter,
} from '../../src/index.js'
import { controlFrame, readControlFrame } from '../../src/transport/handshake.js'
import { kProtocolVersion } from '../../src/wire/control.js'
import { refusalBy, refusalOf } from '../support/refusal.js'
import { until } from '../support/until.js'
import { openWorld, type World } from './world.js'

const kQuiet = { onEvent: () => {} }
const hello = {
  type: 'hello',
  protocol: kProtocolVersion,
  name: 'knocker',
  version: '1.0.0',
  pid: 1,
  carrier: 'pipe',
  token: '',
  takesLanes: false,
  takesBranches: true,
} as const

/** @param options of each center. */
export function joiningSuite(options: CenterOptions): void {
  /** Opens a world that closes with the test. */
  async function worldOf(t: { teardown(close: () => Promise<void>): void }): Promise<World> {
    const world = await openWorld(false, options)
    t.teardown(() => world.close())
    return world
  }

  test('the carrier is the one that the address names', async (t) => {
    const world = await worldOf(t)
    for (const carrier of ['shm', 'pipe', 'tcp'] as const) {
      t.is((await world.connect(carrier)).carrier, carrier)
    }
    const station = createStation({ name: 'auto', ...kQuiet })
    await station.join(world.center.pipe)
    t.is(station.carrier, 'shm')
    await station.leave()
    t.is(station.carrier, null)
  })

  test('a wrong token is refused with ERR_TOKEN over TCP and not asked for over the pipe', async (t) => {
    const world = await worldOf(t)
    const options = { token: 'wrong', ...kQuiet }
    const error = await refusalOf(connect(world.addressOf('tcp'), options))
    t.is(error.code, 'ERR_TOKEN')
    t.is(error.status, 401)
    t.is((await refusalOf(connect(world.addressOf('tcp'), kQuiet))).code, 'ERR_TOKEN')
    const client = await connect(world.addressOf('pipe'), options)
    t.true(client.isJoined)
    await client.close()
    t.is(world.center.counters().links_refused, 2)
  })

  test('a certificate that nobody signed is refused', async (t) => {
    const world = await openWorld(true, options)
    t.teardown(() => world.close())
    const error = await refusalOf(connect(world.addressOf('tls'), { token: 'any', ...kQuiet }))
    t.is(error.code, 'ERR_NO_CENTER')
    t.regex(error.message, /certificate/)
  })

  for (const [what, message, code] of [
    ['another protocol version', { ...hello, protocol: kProtocolVersion + 1 }, 'ERR_VERSION'],
    ['a first message other than hello', { type: 'leave', requestId: 1 }, 'ERR_PROTOCOL'],
  ] as const) {
    test(`${what} is refused with ${code}`, async (t) => {
      const world = await worldOf(t)
      const socket = connectSocket(world.center.pipe)
      socket.write(controlFrame(message))
      const chunks: unknown[] = await once(socket, 'data')
      const answer = chunks[0]
      const refused = Buffer.isBuffer(answer) ? readControlFrame(answer)?.message : undefined
      t.like(refused, { type: 'refused', error: { code } })
      socket.destroy()
    })
  }

  test('what is no hello at all ends the connection, and only that', async (t) => {
    const world = await worldOf(t)
    const socket = connectSocket(world.center.pipe)
    socket.on('error', () => {})
    socket.resume()
    socket.write('GET / HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n')
    await once(socket, 'close')
    t.true((await world.connect('shm')).isJoined)
  })

  test('where no center is, joining fails with ERR_NO_CENTER, retryable', async (t) => {
    const world = await worldOf(t)
    for (const scheme of ['shm', 'pipe']) {
      const error = await refusalOf(connect(`${scheme}:${world.center.pipe}.other`, kQuiet))
      t.is(error.code, 'ERR_NO_CENTER')
      t.true(error.retryable)
    }
    t.is((await refusalOf(connect('tcp://127.0.0.1:1', kQuiet))).code, 'ERR_NO_CENTER')
    t.is((await refusalOf(connect('worker:', kQuiet))).code, 'ERR_NO_CENTER')
    t.is((await refusalOf(connect('nonsense', kQuiet))).code, 'ERR_BAD_ARGUMENT')
  })

  test('a second center on the same pipe is refused with ERR_CENTER_RUNS, the first goes on', async (t) => {
    const world = await worldOf(t)
    const { pipe } = world.center
    const error = await refusalOf(startCenter({ ...options, pipe, log: 'silent' }))
    t.is(error.code, 'ERR_CENTER_RUNS')
    t.true(existsSync(pipe))
    t.true((await world.connect('shm')).isJoined)
  })

  test('a module that cannot be loaded is refused with ERR_REFUSED', async (t) => {
    const world = await worldOf(t)
    const missing = new URL('./stations/missing.js', import.meta.url)
    const error = await refusalOf(world.center.startWorker(missing))
    t.is(error.code, 'ERR_REFUSED')
    t.regex(error.message, /missing\.js/)
  })

  test('before joining and after leaving, calls fail with ERR_NOT_JOINED', async (t) => {
    const world = await worldOf(t)
    const station = createStation({ name: 'fresh', ...kQuiet })
    t.is((await refusalOf(station.call('GET /x'))).code, 'ERR_NOT_JOINED')
    t.is((await refusalOf(station.send('GET /x'))).code, 'ERR_NOT_JOINED')
    t.is((await refusalOf(station.publish('x'))).code, 'ERR_NOT_JOINED')
    await station.join(world.addressOf('shm'))
    t.is((await refusalOf(station.call('GET /x'))).code, 'ERR_NO_ROUTE')
    await station.leave()
    t.is((await refusalOf(station.call('GET /x'))).code, 'ERR_NOT_JOINED')
    await station.join(world.addressOf('pipe'))
    t.is((await refusalOf(station.call('GET /x'))).code, 'ERR_NO_ROUTE')
    await station.leave()
  })

  test('joining twice is refused', async (t) => {
    const world = await worldOf(t)
    const station = createStation({ name: 'twice', ...kQuiet })
    await station.join(world.addressOf('shm'))
    t.is((await refusalOf(station.join(world.addressOf('shm')))).code, 'ERR_BAD_ARGUMENT')
    t.is((await refusalOf(world.center.attach(station))).code, 'ERR_BAD_ARGUMENT')
    await station.leave()
  })

  test('a station without a name, or with a name that is too long, is refused', (t) => {
    for (const name of ['', 'x'.repeat(1_025), 'ü'.repeat(513)]) {
      t.is(refusalBy(() => createStation({ name })).code, 'ERR_BAD_ARGUMENT')
    }
  })

  test('a reserved route is refused with the whole registration', async (t) => {
    const world = await worldOf(t)
    const station = createStation({ name: 'greedy', ...kQuiet })
    station.route('GET /_sys_/mine', () => 1)
    t.is((await refusalOf(station.join(world.addressOf('shm')))).code, 'ERR_BAD_ROUTE')
    t.false(station.isJoined)
  })

  test('leaving fails the calls on the way with ERR_CLOSED', async (t) => {
    const world = await worldOf(t)
    await world.start('worker', { kind: 'suite', name: 'suite' })
    for (const carrier of ['shm', 'pipe', 'tcp'] as const) {
      const client = await connect(world.addressOf(carrier), {
        token: 'a token of the tests',
        ...kQuiet,
      })
      const calling = refusalOf(client.call(`POST /hang/${carrier}`, 1))
      await client.call(`GET /note/${encodeURIComponent(`${carrier} began`)}`)
      await client.close()
      t.is((await calling).code, 'ERR_CLOSED')
    }
  })

  test('a center that ends fails the calls on the way, retryable', async (t) => {
    for (const carrier of ['shm', 'pipe', 'tcp', 'attached'] as const) {
      const world = await worldOf(t)
      await world.start('worker', { kind: 'suite', name: 'suite' })
      const client = await world.connect(carrier)
      const calling = refusalOf(client.call('POST /hang/end', 1))
      await client.call(`GET /note/${encodeURIComponent('end began')}`)
      await world.center.close()
      const error = await calling
      // The station's link may end before the caller's.
      t.true(
        ['ERR_LINK_LOST', 'ERR_STATION_LOST'].includes(error.code),
        `${carrier}: ${error.code}`,
      )
      t.true(error.retryable)
    }
  })

  test('a station joins again by itself when its center comes back', async (t) => {
    const world = await worldOf(t)
    const { pipe } = world.center
    const events: StationEvent['type'][] = []
    const station = createStation({ name: 'loyal', onEvent: ({ type }) => events.push(type) })
    station.route('GET /loyal', () => 'here')
    await station.join(`shm:${pipe}`)
    await world.center.close()
    await until(() => events.includes('lost'))
    t.is((await refusalOf(station.call('GET /loyal'))).code, 'ERR_LINK_LOST')
    const successor = await startCenter({ ...options, pipe, log: 'silent' })
    await until(() => events.filter((type) => type === 'joined').length === 2)
    t.is(await successor.call('GET /loyal'), 'here')
    await station.leave()
    await successor.close()
  })

  test('a reply that cannot travel is reported where its handler runs', async (t) => {
    const { center } = await worldOf(t)
    const failures: string[] = []
    const station = createStation({
      name: 'careless',
      onEvent: (event) => {
        if (event.type === 'handler-failed') failures.push(`${event.where}: ${String(event.error)}`)
      },
    })
    station.route('GET /careless', () => reply('x', { status: 99 }))
    await station.join(`shm:${center.pipe}`)
    await refusalOf(center.call('GET /careless'))
    t.is(failures.length, 1)
    t.regex(failures[0] ?? '', /^GET \/careless: CenterError: reply of .*status is 99/)
    await station.leave()
  })

  test('a center that drains refuses new calls with ERR_DRAINING and ends the others', async (t) => {
    const world = await worldOf(t)
    await world.start('worker', { kind: 'suite', name: 'suite' })
    const client = await world.connect('shm')
    const own = await world.connect('attached')
    const running = client.call('POST /gate/d/wait', 'whole')
    await until(async () => (await client.call('GET /gate/d')) === 1)
    const stream = (await client.call('GET /forever/d')) as AsyncIterable<unknown>
    const reader = stream[Symbol.asyncIterator]()
    await reader.next()
    await client.call('POST /gate/d/open')
    t.is(await running, 'whole')
    const draining = world.center.drain()
    await until(async () => {
      const codes = await Promise.all(
        [client, own].map((caller) => codeOf(caller.call('GET /caller'))),
      )
      return codes.every((code) => code === 'ERR_DRAINING')
    })
    t.is((await reader.next()).done, false, 'a stream that runs goes on')
    await reader.return?.()
    t.is(await draining, 0)
  })

  test('after its end a center takes no more stations', async (t) => {
    const world = await worldOf(t)
    await world.center.close()
    const station = createStation({ name: 'late', ...kQuiet })
    t.is((await refusalOf(world.center.attach(station))).code, 'ERR_CLOSED')
    t.is((await refusalOf(world.center.startWorker(new URL('file:///x')))).code, 'ERR_CLOSED')
    await t.notThrowsAsync(world.center.close())
    await t.notThrowsAsync(world.center.ended)
  })

  test('an unsafe folder is refused with ERR_UNSAFE_DIRECTORY', async (t) => {
    const world = await worldOf(t)
    const pipe = join(dirname(dirname(world.center.pipe)), 'center.sock')
    t.is(
      (await refusalOf(startCenter({ ...options, pipe, log: 'silent' }))).code,
      'ERR_UNSAFE_DIRECTORY',
    )
  })

  test('large registrations arrive whole', async (t) => {
    t.timeout(30_000)
    const world = await worldOf(t)
    const station = createStation({ name: 'large', ...kQuiet })
    for (let index = 0; index < 5_000; index++) {
      station.route(`GET /large/r${index}/:id`, { description: 'd'.repeat(100) }, () => index)
    }
    await station.join(world.addressOf('shm'))
    const client = await world.connect('pipe')
    for (const index of [0, 2_500, 4_999]) t.is(await client.call(`GET /large/r${index}/x`), index)
    await station.leave()
  })

  async function codeOf(calling: Promise<unknown>): Promise<string> {
    return calling.then(
      () => 'ok',
      (error: unknown) =>
        error instanceof Error && 'code' in error ? String(error.code) : String(error),
    )
  }
}
