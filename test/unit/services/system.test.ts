import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { type Center, createStation, type Station, startCenter } from '../../../src/index.js'
import { inForce } from '../../../src/services/system-steering.js'
import { refusalOf } from '../../support/refusal.js'
import { until } from '../../support/until.js'

let folder = ''
let center: Center

test.before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'signalbox-system-'))
  center = await startCenter({ pipe: join(folder, 'center.sock'), log: 'silent' })
})

test.after.always(async () => {
  await center.close()
  rmSync(folder, { recursive: true, force: true })
})

async function attach(name: string, onEvent = (_type: string) => {}): Promise<Station> {
  const station = createStation({ name, onEvent: ({ type }) => onEvent(type) })
  station.route(`POST /${name}`, (call) => call.body)
  await center.attach(station)
  return station
}

test('figures: what was counted, the busiest first, by name', async (t) => {
  await attach('figured')
  await attach('figured-less')
  for (let turn = 0; turn < 3; turn++) await center.call('POST /figured', turn)
  await center.call('POST /figured-less', 1)
  const report = await center.call('GET /_sys_/figures?view=services&filter=figured')
  const { rows, omitted } = report as {
    rows: { name: string; calls: number; histogram: number[] }[]
    omitted: number
  }
  t.deepEqual(
    rows.map(({ name, calls }) => [name, calls]),
    [
      ['figured', 3],
      ['figured-less', 1],
    ],
  )
  t.is(
    rows[0]?.histogram.reduce((sum, count) => sum + count, 0),
    3,
  )
  t.is(omitted, 0)
  for (const view of ['routes', 'stations'] as const) {
    const [first] = (await center.figures(view, 'figured')).rows
    t.is(first?.calls, 3)
    t.is(first?.state, 'up')
  }
})

test('figures: refuses a view that there is not', async (t) => {
  const error = await refusalOf(center.call('GET /_sys_/figures?view=all'))
  t.is(error.code, 'ERR_BAD_ARGUMENT')
  t.regex(error.message, /routes, services, stations/)
})

test('rings: one row for each station, empty while nothing is sent', async (t) => {
  await attach('ringed')
  const rows = await center.rings()
  const row = rows.find(({ station }) => station === 'ringed.1')
  t.is(row?.toStation.capacityBytes, 1 << 20)
  t.deepEqual([row?.toStation.usedBytes, row?.toStation.fullCount, row?.waitingBytes], [0, 0, 0])
  const [one, two] = await Promise.all([center.rings(), center.rings()])
  t.deepEqual(one, two)
})

test('drain: waits for calls on the way, then the station leaves for good', async (t) => {
  const events: string[] = []
  const station = await attach('drained', (type) => events.push(type))
  let finish: (value: string) => void = () => {}
  station.route(
    'GET /drained/held',
    () =>
      new Promise<string>((resolve) => {
        finish = resolve
      }),
  )
  await station.registered()
  const held = center.call('GET /drained/held')
  const drained = center.call('POST /_sys_/drain', { target: 'drained' })
  await until(() =>
    center.stations().some(({ id, state }) => id === 'drained.1' && state === 'draining'),
  )
  await inForce(center)
  t.is((await refusalOf(center.call('POST /drained', 1))).code, 'ERR_PAUSED')
  t.true(station.isJoined)
  finish('done')
  t.is(await held, 'done')
  t.deepEqual(await drained, { stations: 1, inFlight: 0, gone: 1 })
  t.deepEqual(events, ['dismissed'])
  t.false(station.isJoined)
  t.is(
    (await refusalOf(center.call('POST /_sys_/drain', { target: 'drained' }))).code,
    'ERR_NOT_FOUND',
  )
})

test('drain: tells what was still on the way when the wait was over', async (t) => {
  const station = await attach('stuck')
  station.route(
    'GET /stuck/held',
    (call) =>
      new Promise((resolve) => {
        call.signal.addEventListener('abort', resolve)
      }),
  )
  await station.registered()
  const giveUp = new AbortController()
  const call = center.call('GET /stuck/held', undefined, { signal: giveUp.signal })
  const held = t.throwsAsync(call)
  await until(() =>
    center.stations().some(({ id, inFlight }) => id === 'stuck.1' && inFlight === 1),
  )
  const drained = center.call('POST /_sys_/drain', { target: 'stuck', timeoutMs: 1 })
  await until(() => !station.isJoined)
  giveUp.abort(new Error('enough'))
  t.like(await drained, { stations: 1, inFlight: 1 })
  await held
})

test("pause, resume and drain refuse the center's own, and nonsense", async (t) => {
  for (const verb of ['pause', 'resume', 'drain']) {
    for (const target of [
      'signalbox',
      'signalbox.1',
      'signalbox.center',
      'signalbox.gateway',
      'signalbox.gateway.1',
      'POST /_sys_/resume',
      'GET /metrics',
      '/openapi.json',
      '/_sys_',
      '',
      7,
    ]) {
      const error = await refusalOf(center.call(`POST /_sys_/${verb}`, { target }))
      t.is(error.code, 'ERR_BAD_ARGUMENT', `${verb} ${target}`)
    }
  }
  for (const timeoutMs of [-1, '1', 86_400_001]) {
    const error = await refusalOf(center.call('POST /_sys_/drain', { target: 'x', timeoutMs }))
    t.is(error.code, 'ERR_BAD_ARGUMENT')
  }
})

test('pause: counts 0 for what is not there and holds; resume of what was never there is not found', async (t) => {
  t.deepEqual(await center.call('POST /_sys_/pause', { target: 'later' }), { paused: 0 })
  t.deepEqual(await center.call('POST /_sys_/pause', { target: 'later' }), { paused: 0 })
  await attach('later')
  t.is((await refusalOf(center.call('POST /later', 1))).code, 'ERR_PAUSED')
  t.deepEqual(await center.call('POST /_sys_/resume', { target: 'later' }), { resumed: 1 })
  t.deepEqual(await center.call('POST /_sys_/resume', { target: 'later' }), { resumed: 1 })
  t.is(await center.call('POST /later', 1), 1)
  const error = await refusalOf(center.call('POST /_sys_/resume', { target: 'nobody' }))
  t.is(error.code, 'ERR_NOT_FOUND')
  t.is(error.message, 'nobody not found')
})
