import { setImmediate } from 'node:timers/promises'
import test from 'ava'
import { centerError } from '../../../src/base/errors.js'
import { run } from './fake-context.js'

const kFigures = {
  calls: 10,
  errors: 1,
  byLane: 4,
  inFlight: 0,
  p50Us: 5,
  p90Us: 6,
  p99Us: 7,
  p999Us: 8,
}
const kAnswers: Readonly<Record<string, unknown>> = {
  'GET /_sys_/counters': { requests: 12, replies: 11 },
  'GET /_sys_/routes': [{ route: 'POST /orders', ...kFigures }],
  'GET /_sys_/services': [{ name: 'orders', ...kFigures, calls: 30 }],
  'GET /_sys_/stations': [
    { id: 'orders.1', name: 'orders', ...kFigures },
    { id: 'orders.2', name: 'orders', ...kFigures, calls: 20 },
  ],
}
const answer = (route: string) => kAnswers[route]

test('stats: counters and routes', async (t) => {
  const { exitCode, stdout } = run(['stats'], { answer })
  t.is(await exitCode, 0)
  t.is(
    stdout(),
    'COUNTER   VALUE\nrequests     12\nreplies      11\n\n' +
      'ROUTE         CALLS  ERRORS  BY LANE  IN FLIGHT   P50   P90   P99  P99.9\n' +
      'POST /orders     10       1        4          0  5 us  6 us  7 us   8 us\n',
  )
})

test('stats: one route, one service with its stations, or one station', async (t) => {
  for (const [target, names] of [
    ['POST /orders', ['ROUTE', 'POST']],
    ['orders', ['SERVICE', 'orders', 'STATION', 'orders.1', 'orders.2']],
    ['orders.2', ['STATION', 'orders.2']],
  ] as const) {
    const { exitCode, stdout } = run(['stats', target], { answer })
    t.is(await exitCode, 0)
    const lines = stdout().split('\n').filter(Boolean)
    t.deepEqual(
      lines.map((line) => line.split(' ')[0]),
      names,
    )
  }
  const json = run(['stats', 'orders', '-o', 'json'], { answer })
  t.is(await json.exitCode, 0)
  t.deepEqual(Object.keys(JSON.parse(json.stdout()) as object), ['services', 'stations'])
})

test('stats: what is not there is not found', async (t) => {
  for (const target of ['nobody', 'orders.3', 'GET /orders']) {
    const { exitCode, stdout, stderr } = run(['stats', target], { answer })
    t.not(await exitCode, 0)
    t.is(stdout(), '')
    t.true(stderr().includes(`${target} not found`))
  }
})

test('stats --interval: again and again, until a signal', async (t) => {
  const command = run(['stats', 'orders.1', '--interval', '100ms', '-o', 'json'], { answer })
  while (command.stdout().split('\n').length < 3) await setImmediate()
  command.stop()
  t.is(await command.exitCode, 0)
  const lines = command.stdout().trim().split('\n')
  t.true(lines.length >= 2)
  for (const line of lines) t.true(line.startsWith('{"stations":[{'))
})

test('pause and resume: how many there are, and what 0 means', async (t) => {
  const counted = (count: number) => (route: string) =>
    route.endsWith('pause') ? { paused: count } : { resumed: count }
  for (const [args, count, text] of [
    [['pause', 'orders'], 2, 'paused orders: 2 stations\n'],
    [['pause', 'orders.1'], 1, 'paused orders.1: 1 station\n'],
    [['resume', 'GET /orders'], 1, 'resumed GET /orders: 1 route\n'],
    [
      ['pause', 'x'],
      0,
      'paused x: 0 (nothing of this name is here; the pause holds for what joins later)\n',
    ],
  ] as const) {
    const { exitCode, stdout, asked } = run(args, { answer: counted(count) })
    t.is(await exitCode, 0)
    t.is(stdout(), text)
    t.deepEqual(asked.calls, [[`POST /_sys_/${args[0]}`, { target: args[1] }, undefined]])
  }
  const json = run(['pause', 'orders', '-o', 'json'], { answer: counted(2) })
  t.is(await json.exitCode, 0)
  t.is(json.stdout(), '{"paused":2}\n')
})

test('drain: says who has left; what is left behind is a failure', async (t) => {
  for (const [reply, isOk, error] of [
    [{ stations: 2, inFlight: 0, gone: 2 }, true, /^$/],
    [{ stations: 2, inFlight: 3, gone: 2 }, false, /^3 calls were still on the way/],
    [{ stations: 2, inFlight: 0, gone: 1 }, false, /^1 stations were told to leave/],
  ] as const) {
    const { exitCode, stdout, stderr, asked } = run(['drain', 'orders', '--timeout', '2s'], {
      answer: () => reply,
    })
    t.is((await exitCode) === 0, isOk)
    t.is(stdout(), `drained orders: ${reply.gone} of 2 stations have left\n`)
    t.regex(stderr(), error)
    t.deepEqual(asked.calls[0]?.slice(0, 2), [
      'POST /_sys_/drain',
      { target: 'orders', timeoutMs: 2_000 },
    ])
  }
})

test('drain: an unknown target is not found', async (t) => {
  const { exitCode, stderr } = run(['drain', 'x'], {
    answer: () => {
      throw centerError('ERR_NOT_FOUND', { what: 'x' })
    },
  })
  t.not(await exitCode, 0)
  t.true(stderr().includes('x not found'))
})

test('drain: a signal ends the wait, not the drain', async (t) => {
  const command = run(['drain', 'orders'], {
    answer: (_route, options) =>
      new Promise((_, reject) => {
        options?.signal?.addEventListener('abort', () => reject(new Error('given up')))
      }),
  })
  while (command.asked.calls.length === 0) await setImmediate()
  command.stop()
  t.not(await command.exitCode, 0)
  t.is(command.stderr(), 'the center goes on to drain orders\n')
  t.deepEqual(command.asked.events, ['disconnect'])
})
