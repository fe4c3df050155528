import test from 'ava'
import { kLaneAskMs, kLaneHotMs } from '../../../src/base/limits.js'
import type { Handle } from '../../../src/data/center-link.js'
import { HotPaths } from '../../../src/data/hot-paths.js'

const kHotCount = 10

function makePaths(hotCount = kHotCount, takesLanes = true) {
  const hot: string[] = []
  const paths = new HotPaths(hotCount, (_link, path) => hot.push(path))
  const link = { takesLanes } as Parameters<HotPaths['begin']>[0] // nothing else of it is looked at
  const handle: Handle = {
    isTopic: false,
    name: 'GET /a',
    pathField: new Uint8Array(0),
    route: 'no-route',
    matchEpoch: 0,
    ...paths.begin(link, 0),
  }
  /** Calls one after the other, all at one moment. */
  const call = (count: number, nowMs: number) => {
    for (let index = 0; index < count; index++) {
      if (--handle.callsUntilHot === 0) paths.onCounted(link, handle, nowMs)
    }
  }
  return { hot, call }
}

test('a path that is called often enough within the time is hot', (t) => {
  const { hot, call } = makePaths()
  call(kHotCount - 1, 0)
  t.deepEqual(hot, [])
  call(1, kLaneHotMs)
  t.deepEqual(hot, ['GET /a'])
})

test('as many calls in a longer time are not', (t) => {
  const { hot, call } = makePaths()
  for (let round = 1; round < 10; round++) call(kHotCount, round * (kLaneHotMs + 1))
  t.deepEqual(hot, [])
  call(kHotCount, 9 * (kLaneHotMs + 1) + 1)
  t.is(hot.length, 1, 'it became hot later')
})

test('who got no lane is not asked for again at once', (t) => {
  const { hot, call } = makePaths()
  call(100 * kHotCount, 0)
  t.is(hot.length, 1)
  call(kHotCount, kLaneAskMs)
  t.is(hot.length, 2)
})

test('nothing is hot where lanes are off or the link takes none', (t) => {
  for (const { hot, call } of [makePaths(0), makePaths(kHotCount, false)]) {
    call(1_000 * kHotCount, 0)
    t.deepEqual(hot, [])
  }
})
