import { createServer } from 'node:http'
import { createServer as createHttp2Server, type ServerHttp2Stream } from 'node:http2'
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net'
import test from 'ava'
import { kChecksUnderWayMax } from '../../../../src/base/limits.js'
import type { HealthCheck } from '../../../../src/control/leases/instance.js'
import { readTarget } from '../../../../src/services/registry/call-target.js'
import { HealthChecks } from '../../../../src/services/registry/health.js'
import { type ProbeOutcome, probe } from '../../../../src/services/registry/probes.js'
import { newLeases, specOf } from '../../../support/lease-world.js'
import { until } from '../../../support/until.js'

type Active = Exclude<HealthCheck, { type: 'heartbeat' }>

const kCheck: Active = {
  type: 'tcp',
  path: '/',
  service: '',
  intervalMs: 100,
  timeoutMs: 20_000,
  rise: 2,
  fall: 2,
}

function worldWith(outcomes: ProbeOutcome[]) {
  const { clock, table } = newLeases()
  let probed = 0
  const health = new HealthChecks(table, {
    clock,
    random: () => 0.5,
    probe: async () => outcomes[Math.min(probed++, outcomes.length - 1)],
  })
  return { clock, table, health, probed: () => probed }
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function probed(check: Partial<Active>, address: string): Promise<ProbeOutcome> {
  const reading = readTarget(address)
  if (!reading.ok) throw new Error(reading.reason)
  const whole = { ...kCheck, ...check }
  return probe(whole, reading.target, AbortSignal.timeout(whole.timeoutMs))
}

test('an instance with checks fails until the first one, and then follows them', async (t) => {
  const { table, health, probed: count } = worldWith([null, 'no', 'no', null, null])
  const states: string[] = []
  table.listen(({ type, instance }) => {
    if (type !== 'removed') states.push(`${instance.isPassing} ${instance.note}`)
  })
  table.register(specOf('s', 'http://h:1', { check: kCheck }))
  await until(() => count() >= 5 && states.length >= 4)
  t.deepEqual(states.slice(0, 4), ['false it was not checked yet', 'true ', 'false no', 'true '])
  health.close()
})

test('checks that do not end hold a bounded number of places, and the rest goes on in its order', async (t) => {
  const { clock, table } = newLeases()
  const asked: string[] = []
  const endings: (() => void)[] = []
  const health = new HealthChecks(table, {
    clock,
    random: () => 0.5,
    probe: (_check, { host }) => {
      asked.push(host)
      return new Promise((resolve) => endings.push(() => resolve(null)))
    },
  })
  const check = { ...kCheck, intervalMs: 3_600_000 }
  const register = (host: string) => table.register(specOf(host, `http://${host}:1`, { check }))
  for (let at = 0; at < kChecksUnderWayMax; at++) register('slow')
  await until(() => asked.length === kChecksUnderWayMax)
  const gone = register('gone')
  register('next')
  register('last')
  await new Promise((resolve) => setTimeout(resolve, 5))
  t.is(asked.length, kChecksUnderWayMax)
  table.deregister(gone.id)
  endings[0]?.()
  await until(() => asked.length > kChecksUnderWayMax)
  endings[1]?.()
  await until(() => asked.length > kChecksUnderWayMax + 1)
  t.deepEqual(asked.slice(kChecksUnderWayMax), ['next', 'last'])
  health.close()
})

test('an instance that is gone is checked no more; an address that cannot be checked says so', async (t) => {
  const { table, health, probed: count } = worldWith([null])
  const { id } = table.register(specOf('s', 'http://h:1', { check: kCheck }))
  await until(() => count() === 2)
  table.deregister(id)
  const odd = table.register(specOf('s', '/x', { check: kCheck }))
  t.regex(odd.note, /^it cannot be checked: /)
  const before = count()
  await new Promise((resolve) => setTimeout(resolve, 300))
  t.is(count(), before)
  health.close()
})

test('an instance without a lease that fails for an hour is taken out', async (t) => {
  const { clock, table, health, probed: count } = worldWith(['no'])
  table.register(specOf('s', 'http://h:1', { check: kCheck, leaseMs: Number.POSITIVE_INFINITY }))
  await until(() => count() > 1)
  t.is(table.instanceCount, 1)
  clock.advance(3_600_000)
  await until(() => table.instanceCount === 0)
  health.close()
  t.pass()
})

test('an instance that calls cannot reach is held out until a connection can be made', async (t) => {
  const { table, health, probed: count } = worldWith(['no', null])
  const instance = table.register(specOf('s', 'http://h:1'))
  health.onUnreachable(instance, 'refused')
  health.onReached(instance)
  health.onUnreachable(instance, 'refused')
  health.onUnreachable(instance, 'refused')
  t.true(instance.isPassing)
  health.onUnreachable(instance, 'refused')
  t.false(instance.isPassing)
  t.is(instance.note, 'refused')
  await until(() => instance.isPassing)
  t.is(count(), 2)
  health.close()
})

test('tcp: a port that listens is well, a closed one is not', async (t) => {
  const server = createTcpServer()
  const address = await listening(server)
  t.is(await probed({}, address), null)
  server.close()
  t.regex((await probed({}, 'http://127.0.0.1:1')) ?? '', /ECONNREFUSED/)
})

test('http: 200 to 399 is well; another status, silence or no server is not', async (t) => {
  const server = createServer((request, response) => {
    if (request.url === '/base/up') response.writeHead(302).end()
    else if (request.url === '/base/down') response.writeHead(503).end()
  })
  const address = `http://${await listening(server)}/base`
  t.is(await probed({ type: 'http', path: '/up' }, address), null)
  t.is(await probed({ type: 'http', path: '/down' }, address), 'status 503 of /down')
  t.is(
    await probed({ type: 'http', path: '/silent', timeoutMs: 50 }, address),
    'no answer within 50 ms',
  )
  server.closeAllConnections()
  server.close()
  t.regex((await probed({ type: 'http' }, 'http://127.0.0.1:1')) ?? '', /ECONNREFUSED/)
})

test('grpc: SERVING is well; another status, or no health service, is not', async (t) => {
  const server = createHttp2Server()
  server.on('stream', (stream: ServerHttp2Stream, headers) => {
    const parts: Buffer[] = []
    stream.on('data', (part: Buffer) => parts.push(part))
    stream.on('end', () => {
      const service = Buffer.concat(parts).subarray(7).toString()
      const isThere = service !== 'gone' && headers[':path'] === '/grpc.health.v1.Health/Check'
      stream.respond(
        { ':status': 200, 'content-type': 'application/grpc' },
        { waitForTrailers: true },
      )
      stream.on('wantTrailers', () => {
        stream.sendTrailers({
          'grpc-status': isThere ? '0' : '5',
          'grpc-message': isThere ? '' : 'not%20here',
        })
      })
      stream.end(isThere ? Buffer.from([0, 0, 0, 0, 2, 8, service === 'down' ? 2 : 1]) : '')
    })
  })
  const address = `grpc://${await listening(server)}`
  t.is(await probed({ type: 'grpc' }, address), null)
  t.is(await probed({ type: 'grpc', service: 'up' }, address), null)
  t.is(await probed({ type: 'grpc', service: 'down' }, address), 'health status 2')
  t.regex(
    (await probed({ type: 'grpc', service: 'gone' }, address)) ?? '',
    /gRPC status 5 not here/,
  )
  server.close()
  t.regex((await probed({ type: 'grpc' }, 'grpc://127.0.0.1:1')) ?? '', /ECONNREFUSED/)
})
