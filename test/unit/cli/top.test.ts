import test from 'ava'
import { colorsFor, kPlain } from '../../../src/cli/colors.js'
import { widthOf } from '../../../src/cli/text-width.js'
import { rateText, type TopContent, topFrame } from '../../../src/cli/top-frame.js'
import { sortRows, topRows, topSummary } from '../../../src/cli/top-model.js'
import { keysOf, stateAfter, type TopState } from '../../../src/cli/top-state.js'
import type { FiguresReport, FiguresRow } from '../../../src/control/stats.js'
import { run } from './fake-context.js'

const kState: TopState = {
  view: 'routes',
  sort: 'calls',
  filter: '',
  isTyping: false,
  isPaused: false,
  offset: 0,
}

function row(name: string, more: Partial<FiguresRow> = {}): FiguresRow {
  return {
    name,
    state: 'up',
    calls: 0,
    errors: 0,
    byLane: 0,
    inFlight: 0,
    ringShare: 0,
    histogram: [],
    ...more,
  }
}

function report(atMs: number, rows: readonly FiguresRow[], requests = 0): FiguresReport {
  const counters = { requests, links_opened: 5, links_ended: 2 }
  return { view: 'routes', atMs, counters, rows, omitted: 0 }
}

function contentOf(before: FiguresReport | null, now: FiguresReport): TopContent {
  return {
    rows: topRows(before, now),
    summary: topSummary(before, now),
    omitted: now.omitted,
    time: '10:22:01',
    intervalMs: 1_000,
    failure: '',
  }
}

// Bucket 8 begins at 8 us, bucket 40 at 2,048 us.
const kBefore = report(
  1_000,
  [row('GET /a', { calls: 100, errors: 1, histogram: [0, 100] }), row('GET /b', { calls: 50 })],
  100,
)
const kNow = report(
  3_000,
  [
    row('GET /a', {
      calls: 200,
      errors: 2,
      inFlight: 3,
      ringShare: 0.955,
      histogram: [0, 100, 0, 0, 0, 0, 0, 0, 99, ...Array<number>(31).fill(0), 1],
    }),
    row('GET /b', { calls: 50 }),
    row('GET /c', { calls: 7, state: 'paused', histogram: [7] }),
  ],
  300,
)

test('rates are differences, and percentiles are of the calls between two looks', (t) => {
  const [a, b, c] = topRows(kBefore, kNow)
  t.like(a, { callsPerSecond: 50, errorsPerSecond: 0.5, p50Us: 9, p99Us: 9, inFlight: 3 })
  t.like(b, { callsPerSecond: 0, p50Us: undefined, p99Us: undefined })
  t.like(c, { callsPerSecond: 3.5, p50Us: 0.5 })
  const summary = topSummary(kBefore, kNow)
  t.like(summary, { callsPerSecond: 100, links: 3, inFlight: 3, p50Us: 9 })
})

test('without a look before there is no rate, and percentiles are of all calls', (t) => {
  const [a] = topRows(null, kNow)
  t.like(a, { callsPerSecond: undefined, errorsPerSecond: undefined, p50Us: 1.5 })
  t.is(topRows(kNow, kNow)[0]?.callsPerSecond, undefined)
})

test('a figure that went down began anew', (t) => {
  const [a] = topRows(kNow, report(4_000, [row('GET /a', { calls: 8, histogram: [8] })]))
  t.like(a, { callsPerSecond: 8, p50Us: 0.5 })
})

test('sorts by every column, the most first, and like ones by name', (t) => {
  const rows = topRows(kBefore, kNow)
  const order = (key: Parameters<typeof sortRows>[1]) =>
    sortRows(rows, key)
      .map(({ name }) => name.slice(-1))
      .join('')
  t.is(order('calls'), 'acb')
  t.is(order('errors'), 'abc')
  t.is(order('p50'), 'acb')
  t.is(order('ring'), 'abc')
  t.is(order('name'), 'abc')
})

test('the center’s own routes stand behind others that are alike', (t) => {
  const names = ['GET /_sys_/rings', 'GET /metrics', 'GET /a', '/z']
  const rows = topRows(
    null,
    report(
      1_000,
      names.map((name) => row(name)),
    ),
  )
  const order = (key: Parameters<typeof sortRows>[1]) => sortRows(rows, key).map(({ name }) => name)
  t.deepEqual(order('calls'), ['/z', 'GET /a', 'GET /_sys_/rings', 'GET /metrics'])
  t.deepEqual(order('name'), ['/z', 'GET /_sys_/rings', 'GET /a', 'GET /metrics'])
})

test('a frame of 80 x 24', (t) => {
  const lines = topFrame(contentOf(kBefore, kNow), kState, { columns: 80, rows: 24 }, kPlain, true)
  t.deepEqual(lines, [
    'signalbox top  routes  10:22:01  every 1 s  by calls/s',
    '100 calls/s  p50 9 us  p99 9 us  3 in flight  0 refused/s  0 late/s',
    '',
    'ROUTE   STATE   CALLS/S*  ERR/S   P50   P99  IN FLIGHT  RING  TOTAL',
    'GET /a  up            50    0.5  9 us  9 us          3   96%    200',
    'GET /c  paused       3.5      0  1 us  1 us          0    0%      7',
    'GET /b  up             0      0     -     -          0    0%     50',
    '1 routes  2 services  3 stations  s sort  / filter  space pause  q quit',
  ])
})

test('a frame fits terminals of every size, also with hostile names', (t) => {
  const rows = Array.from({ length: 50 }, (_, index) =>
    row(`GET /${'注\u001b[2J\u202e'.repeat(index)}`, { calls: index, ringShare: 1 }),
  )
  const content = contentOf(null, report(1_000, rows))
  const colors = colorsFor({ args: [], env: { FORCE_COLOR: '1' }, isTerminal: true })
  const paint = new RegExp(`${'\u001b'}\\[\\d+m`, 'g')
  for (const columns of [1, 10, 40, 59, 60, 80, 200]) {
    for (const height of [1, 4, 5, 6, 24]) {
      const lines = topFrame(content, kState, { columns, rows: height }, colors, true)
      t.true(lines.length <= height)
      for (const line of lines) {
        const plain = line.replaceAll(paint, '')
        t.false(/[\p{Cc}\u202e]/u.test(plain))
        t.true(widthOf(plain) <= columns, `${columns}x${height}: ${plain}`)
      }
    }
  }
})

test('scrolls to the end and no further, and tells what is below', (t) => {
  const rows = Array.from({ length: 30 }, (_, index) =>
    row(`GET /${index}`, { calls: 100 - index }),
  )
  const content = contentOf(null, report(1_000, rows))
  const size = { columns: 100, rows: 15 }
  const first = topFrame(content, kState, size, kPlain, true)
  t.regex(first[4] ?? '', /^GET \/0 /)
  t.regex(first.at(-1) ?? '', /^20 more {2}1 routes/)
  const last = topFrame(content, { ...kState, offset: 999 }, size, kPlain, true)
  t.regex(last[4] ?? '', /^GET \/20 /)
  t.regex(last.at(-1) ?? '', /^1 routes/)
})

test('shows the filter, the pause and a failure', (t) => {
  const size = { columns: 100, rows: 24 }
  const content = contentOf(null, kNow)
  const typing = { ...kState, filter: 'or', isTyping: true }
  const typed = topFrame(content, typing, size, kPlain, true)
  t.true(typed[0]?.endsWith('filter: or_'))
  t.regex(typed.at(-1) ?? '', /^type a part of a name/)
  t.regex(topFrame(content, { ...kState, isPaused: true }, size, kPlain, true)[0] ?? '', / paused /)
  const failed = topFrame({ ...content, failure: 'ERR_LINK_LOST: x' }, kState, size, kPlain, true)
  t.is(failed.at(-1), 'ERR_LINK_LOST: x')
})

test('what stdin brings is split into keys', (t) => {
  t.deepEqual(keysOf('q\u001b[A1\u001bOB\u001b[5~ä'), [
    'q',
    '\u001b[A',
    '1',
    '\u001bOB',
    '\u001b[5~',
    'ä',
  ])
  t.deepEqual(keysOf('\u001b'), ['\u001b'])
  t.deepEqual(keysOf(''), [])
})

function after(keys: string, state = kState): TopState | null {
  let current: TopState | null = state
  for (const key of keysOf(keys)) if (current !== null) current = stateAfter(current, key)
  return current
}

test('keys choose the view, the column, the row, the pause, and quit', (t) => {
  t.like(after('2'), { view: 'services' })
  t.like(after('231'), { view: 'routes' })
  t.like(after('s'), { sort: 'errors' })
  t.like(after('\u001b[D'), { sort: 'name' })
  t.like(after('sssssss'), { sort: 'calls' })
  t.like(after('\u001b[B\u001b[B\u001b[A'), { offset: 1 })
  t.like(after('\u001b[A'), { offset: 0 })
  t.like(after('\u001b[6~s'), { offset: 0, sort: 'errors' })
  t.like(after(' '), { isPaused: true })
  t.like(after('  '), { isPaused: false })
  t.deepEqual(after('xyz\u001b[99x'), kState)
  for (const key of ['q', 'Q', '\u0003', '/q\u0003']) t.is(after(key), null)
})

test('a filter is typed, kept by Enter and cleared by Escape', (t) => {
  t.like(after('/orq'), { filter: 'orq', isTyping: true })
  t.like(after('/or\u007f\r'), { filter: 'o', isTyping: false })
  t.like(after('/or\u001b'), { filter: '', isTyping: false })
  t.like(after('/or\r\u001b'), { filter: '' })
  t.is(after(`/${'x'.repeat(500)}`)?.filter.length, 100)
  t.like(after('/\u0001\u001b[A'), { filter: '' })
})

test('rates are short', (t) => {
  t.deepEqual([undefined, 0, 0.04, 9.94, 10, 123_456.7].map(rateText), [
    '-',
    '0',
    '0.0',
    '9.9',
    '10',
    '123457',
  ])
})

test('top --once prints one frame as text, with rates', async (t) => {
  let atMs = 0
  const { exitCode, stdout, asked } = run(
    ['top', '--once', '--interval', '200ms', '--view', 'services'],
    {
      answer: () => {
        atMs += 1_000
        return report(atMs, [row('orders', { calls: atMs / 10 })], atMs)
      },
    },
  )
  t.is(await exitCode, 0)
  const lines = stdout().split('\n')
  t.regex(lines[1] ?? '', /^1000 calls\/s /)
  t.regex(lines[3] ?? '', /^SERVICE /)
  t.regex(lines[4] ?? '', /^orders +up +100 /)
  t.deepEqual(
    asked.calls.map(([route]) => route),
    Array(2).fill('GET /_sys_/figures?view=services&filter='),
  )
})

test('top --once -o json prints one frame as a line of JSON', async (t) => {
  const answers = [kBefore, kNow]
  const { exitCode, stdout } = run(['top', '--once', '--interval', '200ms', '-o', 'json'], {
    answer: () => answers.shift(),
  })
  t.is(await exitCode, 0)
  t.regex(stdout(), /^[^\n]+\n$/)
  const frame = JSON.parse(stdout()) as { readonly rows: readonly object[] }
  t.like(frame, { view: 'routes', omitted: 0, summary: { callsPerSecond: 100, p50Us: 9 } })
  t.like(frame.rows[0], { name: 'GET /a', callsPerSecond: 50, ringShare: 0.955, calls: 200 })
  t.like(frame.rows[1], { name: 'GET /c', state: 'paused' })
  t.like(frame.rows[2], { name: 'GET /b', callsPerSecond: 0, p50Us: null, p99Us: null })
})

test('top -o json prints frame after frame and draws nothing, also in a terminal', async (t) => {
  let atMs = 0
  const command = run(['top', '--interval', '200ms', '-o', 'json'], {
    isTerminal: true,
    screen: {
      columns: () => 80,
      rows: () => 24,
      onResize: () => () => {},
      take: () => {
        throw new Error('the terminal was taken')
      },
    },
    answer: () => {
      atMs += 1_000
      if (atMs === 4_000) command.stop()
      return report(atMs, [row('GET /a', { calls: atMs / 10 })], atMs)
    },
  })
  t.is(await command.exitCode, 0)
  const lines = command.stdout().trimEnd().split('\n')
  t.true(lines.length >= 2)
  for (const line of lines) t.like(JSON.parse(line), { rows: [{ callsPerSecond: 100 }] })
  t.is(command.stderr(), '')
})

test('top: an answer that is none is a failure', async (t) => {
  for (const answer of [undefined, {}, { atMs: 1, counters: {}, rows: [{}] }]) {
    const { exitCode, stderr } = run(['top', '--once'], { answer: () => answer })
    t.not(await exitCode, 0)
    t.regex(stderr(), /^ERR_BAD_REPLY: /)
  }
})
