import test from 'ava'
import { CallSeriesBook } from '../../../src/control/call-series.js'
import { countBegin, countEnd } from '../../../src/wire/stats-block.js'
import { makeRegistry, offeredRoute, openStation } from '../../support/registered.js'

function makeBook(pairsMax: number) {
  const { registry, stats } = makeRegistry()
  const book = new CallSeriesBook(registry, stats, pairsMax)
  const call = (route: string) => {
    for (const { statsBlock } of registry.routes.get(route)?.endpoints.values() ?? []) {
      const { words, at } = stats.locate(statsBlock)
      countBegin(words, at)
      countEnd(words, at, 10, false)
    }
  }
  const read = () => {
    const { own, other } = book.read()
    return [
      own.map(({ service, route, sum }) => `${service} ${route} ${sum.totals().calls}`),
      other?.totals().calls ?? null,
    ]
  }
  return { registry, call, read }
}

test('the unit is the pair of service and route', (t) => {
  const { registry, call, read } = makeBook(10)
  registry.register(openStation(registry, 'a', 0), [offeredRoute('GET /x')], [], [])
  registry.register(openStation(registry, 'a', 1), [offeredRoute('GET /x')], [], [])
  registry.register(openStation(registry, 'b', 2), [offeredRoute('GET /x')], [], [])
  call('GET /x')
  t.deepEqual(read(), [['a GET /x 2', 'b GET /x 1'], null])
})

test('figures stay where they were when stations leave and others come', (t) => {
  const { registry, call, read } = makeBook(1)
  const first = openStation(registry, 'a', 0)
  registry.register(first, [offeredRoute('GET /x')], [], [])
  const second = openStation(registry, 'b', 1)
  registry.register(second, [offeredRoute('GET /y')], [], [])
  call('GET /x')
  call('GET /y')
  t.deepEqual(read(), [['a GET /x 1'], 1])
  registry.close(first)
  t.deepEqual(read(), [['a GET /x 1'], 1])
  registry.close(second)
  t.deepEqual(read(), [['a GET /x 1'], 1])
  const third = openStation(registry, 'a', 0)
  registry.register(third, [offeredRoute('GET /x')], [], [])
  call('GET /x')
  t.deepEqual(read(), [['a GET /x 2'], 1])
})

test('a pair that was never called leaves its place when it is gone', (t) => {
  const { registry, read } = makeBook(1)
  const first = openStation(registry, 'a', 0)
  registry.register(first, [offeredRoute('GET /x')], [], [])
  t.deepEqual(read(), [['a GET /x 0'], null])
  registry.close(first)
  registry.register(openStation(registry, 'b', 1), [offeredRoute('GET /y')], [], [])
  t.deepEqual(read(), [['b GET /y 0'], null])
})
