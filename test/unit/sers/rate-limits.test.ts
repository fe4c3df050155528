import test from 'ava'
import { RateLimits, readRateLimit } from '../../../src/sers/rate-limits.js'
import { ManualClock } from '../../support/manual-clock.js'

function limited(said: Record<string, unknown>) {
  const clock = new ManualClock()
  const limits = new RateLimits(clock)
  const rule = readRateLimit({
    rateLimitKey: 'k',
    rateLimitType: 'FixedWindow',
    reqLimit: 2,
    msInterval: 1_000,
    ...said,
  })
  if (typeof rule === 'string') throw new Error(rule)
  limits.add(rule)
  const origin = { address: '1', isTrusted: true, isAdmin: false, isLocal: true, isCounted: true }
  const passes = (route = '/a/b', address = '1', data = {}) =>
    limits.judge({ route, origin: { ...origin, address }, data }) === null
  return { clock, passes }
}

test('a fixed window opens with its first request', (t) => {
  const { clock, passes } = limited({})
  t.deepEqual([passes(), passes(), passes()], [true, true, false])
  clock.advance(999)
  t.false(passes())
  clock.advance(1)
  t.deepEqual([passes(), passes(), passes()], [true, true, false])
})

test('a sliding window remembers the one before', (t) => {
  const { clock, passes } = limited({ rateLimitType: 'SlidingWindow', reqLimit: 4 })
  for (let count = 0; count < 4; count++) t.true(passes())
  clock.advance(1_000)
  t.false(passes())
  clock.advance(500)
  t.deepEqual([passes(), passes(), passes()], [true, true, false])
})

test('a bucket fills again little by little', (t) => {
  const { clock, passes } = limited({ rateLimitType: 'TokenBucket', reqLimit: 2 })
  t.deepEqual([passes(), passes(), passes()], [true, true, false])
  clock.advance(500)
  t.deepEqual([passes(), passes()], [true, false])
})

test('a limit may mean one route, one api station, or each caller', (t) => {
  const route = limited({ reqLimit: 0, route: '/a/*' })
  t.deepEqual(
    [route.passes('/a/b'), route.passes('/b/a'), route.passes('/_gover_/x')],
    [false, true, true],
  )
  const station = limited({ reqLimit: 0, stationName: 'a' })
  t.deepEqual([station.passes('/a/b'), station.passes('/b')], [false, true])
  const ip = limited({ reqLimit: 1, caller: 'ip' })
  t.deepEqual(
    [ip.passes('/a', '1'), ip.passes('/a', '1'), ip.passes('/a', '2')],
    [true, false, true],
  )
  const root = limited({ reqLimit: 1, caller: 'rid-root' })
  const of = (callStack: string[], rid: string) => ({ caller: { rid, callStack } })
  t.deepEqual(
    [
      root.passes('/a', '', of(['x'], '1')),
      root.passes('/a', '', of(['x'], '2')),
      root.passes('/a', '', of([], '3')),
    ],
    [true, false, true],
  )
})

test('what is no limit is told', (t) => {
  const good = { rateLimitKey: 'k', rateLimitType: 'FixedWindow', reqLimit: 2, msInterval: 1_000 }
  const bad = [
    null,
    { ...good, rateLimitType: 'x' },
    { ...good, rateLimitKey: '' },
    { ...good, reqLimit: -1 },
    { ...good, reqLimit: 1.5 },
    { ...good, msInterval: 0 },
    { ...good, caller: 'x' },
  ]
  for (const said of bad) t.is(typeof readRateLimit(said), 'string')
  t.is(typeof readRateLimit(good), 'object')
})
