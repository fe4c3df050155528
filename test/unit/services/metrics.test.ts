import test from 'ava'
import { kCounterNames } from '../../../src/base/counter-names.js'
import { kMetricPairsMax } from '../../../src/base/limits.js'
import { CounterBook } from '../../../src/control/counter-book.js'
import { MeasureBook } from '../../../src/control/measures.js'
import type { DispatchMeasure } from '../../../src/data/messages.js'
import { kFamilies } from '../../../src/services/metric-families.js'
import { formOf, metricsText } from '../../../src/services/metrics.js'
import { ProcessBook } from '../../../src/services/process-figures.js'
import { countBegin, countEnd } from '../../../src/wire/stats-block.js'
import { parseMetrics } from '../../support/metrics-parser.js'
import { makeRegistry, offeredRoute, openStation } from '../../support/registered.js'

const kDispatch: DispatchMeasure = {
  rings: [
    {
      link: 0,
      generation: 1,
      toStation: { capacityBytes: 100, usedBytes: 50, fullCount: 0 },
      toCenter: { capacityBytes: 100, usedBytes: 0, fullCount: 0 },
      waitingBytes: 17,
    },
  ],
  activeMs: 250,
  idleMs: 750,
}

function makeBook() {
  const { registry, stats } = makeRegistry()
  const counters = new CounterBook(1)
  counters.own.set(Float64Array.from(kCounterNames, (_name, at) => at))
  return { registry, stats, book: new MeasureBook('one', registry, stats, counters) }
}

/** Counts calls of the first endpoint of a route. */
function count(made: ReturnType<typeof makeBook>, route: string, latenciesUs: readonly number[]) {
  const [endpoint] = made.registry.routes.get(route)?.endpoints.values() ?? []
  const { words, at } = made.stats.locate(endpoint.statsBlock)
  for (const us of latenciesUs) {
    countBegin(words, at)
    countEnd(words, at, us, us > 1_000)
  }
}

async function textOf(made: ReturnType<typeof makeBook>, form: 'prometheus' | 'openmetrics') {
  return metricsText(form, made.book.read(kDispatch), await new ProcessBook().read(), '1.2.3')
}

for (const form of ['prometheus', 'openmetrics'] as const) {
  test(`a strict reader takes every line of ${form}`, async (t) => {
    const made = makeBook()
    const station = openStation(made.registry, 'orders', 0)
    made.registry.register(station, [offeredRoute('GET /orders/:id')], [], [])
    count(made, 'GET /orders/:id', [0, 15, 16, 100, 5_000, 40_000_000])
    const families = parseMetrics(await textOf(made, form), form)
    const labels = { rpc_system: 'signalbox', rpc_service: 'orders', rpc_method: 'GET /orders/:id' }
    const duration = families.get('rpc_server_duration_seconds')?.samples ?? []
    const valueAt = (le: string) => duration.find((sample) => sample.labels.le === le)?.value
    t.deepEqual(
      ['0.000016', '0.000064', '0.000256', '16.777216', '+Inf'].map(valueAt),
      [2, 3, 4, 5, 6],
    )
    t.deepEqual(duration.at(-2), {
      name: 'rpc_server_duration_seconds_sum',
      labels,
      value: 40.005131,
    })
    t.true(duration.filter(({ name }) => name.endsWith('_bucket')).length <= 16)
    const total = form === 'prometheus' ? '_total' : ''
    t.deepEqual(families.get(`signalbox_call_errors${total}`)?.samples, [
      { name: 'signalbox_call_errors_total', labels, value: 2 },
    ])
    t.is(families.get(`signalbox_turns${total}`)?.samples[0].value, kCounterNames.indexOf('turns'))
    t.deepEqual(
      families
        .get('signalbox_ring_fill_ratio')
        ?.samples.map(({ labels: l, value }) => [l.direction, value]),
      [
        ['to_station', 0.5],
        ['to_center', 0],
      ],
    )
  })
}

test('every family carries the labels that it says, and no other', async (t) => {
  const made = makeBook()
  const station = openStation(made.registry, 'orders', 0)
  made.registry.register(station, [offeredRoute('GET /x')], [], [])
  const families = parseMetrics(await textOf(made, 'openmetrics'), 'openmetrics')
  for (const [name, family] of families) {
    const said = (kFamilies as Readonly<Record<string, { labels: readonly string[] }>>)[name].labels
    for (const { labels } of family.samples) {
      t.deepEqual(
        Object.keys(labels).filter((label) => label !== 'le'),
        [...said],
        name,
      )
    }
  }
})

test('names of services and routes are escaped', async (t) => {
  const made = makeBook()
  const name = 'a"b\\c\nd{e="f"} 1'
  made.registry.register(openStation(made.registry, name, 0), [offeredRoute('GET /"\\n')], [], [])
  for (const form of ['prometheus', 'openmetrics'] as const) {
    const families = parseMetrics(await textOf(made, form), form)
    const [sample] = families.get('signalbox_calls_in_flight')?.samples ?? []
    t.like(sample.labels, { rpc_service: name, rpc_method: 'GET /"\\n' })
    t.is(families.get('signalbox_stations')?.samples[0].labels.service, name)
  }
})

test('10,000 routes render in 1,000 series and a sum, and no call is lost from sight', async (t) => {
  const made = makeBook()
  const station = openStation(made.registry, 'many', 0)
  const routes = Array.from({ length: 10_000 }, (_, index) => offeredRoute(`GET /r${index}`, index))
  made.registry.register(station, routes, [], [])
  for (const { route } of routes) count(made, route, [100])
  const startMs = performance.now()
  const text = await textOf(made, 'prometheus')
  const tookMs = performance.now() - startMs
  t.log(`${tookMs.toFixed(1)} ms, ${text.length} characters`)
  t.true(tookMs < 1_000, `${tookMs} ms`)
  const calls = parseMetrics(text, 'prometheus').get('signalbox_calls_total')?.samples ?? []
  t.is(calls.length, kMetricPairsMax + 1)
  t.deepEqual(calls.at(-1)?.labels, {
    rpc_system: 'signalbox',
    rpc_service: 'other',
    rpc_method: 'other',
  })
  t.is(
    calls.reduce((sum, { value }) => sum + value, 0),
    10_000,
  )
})

test('services beyond the bound are one series, and one that is called other is among them', (t) => {
  const made = makeBook()
  openStation(made.registry, 'other', 0)
  for (let link = 1; link <= 300; link++) openStation(made.registry, `s${link}`, link)
  const { stations } = made.book.read(null)
  t.is(stations.length, 200)
  t.is(new Set(stations.map(({ service }) => service)).size, 200)
  t.deepEqual(stations[0], { service: 'other', state: 'up', count: 102 })
})

test('without the dispatch worker the rest is told', async (t) => {
  const made = makeBook()
  const text = metricsText('openmetrics', made.book.read(null), await new ProcessBook().read(), '1')
  const families = parseMetrics(text, 'openmetrics')
  t.is(families.get('signalbox_dispatch_up')?.samples[0].value, 0)
  t.deepEqual(families.get('signalbox_ring_fill_ratio')?.samples, [])
})

test('the delay of the event loop is told from the second look on', async (t) => {
  const book = new ProcessBook()
  t.is((await book.read()).delay, null)
  let delay = null
  while (delay === null) {
    await new Promise((resolve) => setTimeout(resolve, 25))
    delay = (await book.read()).delay
  }
  t.true(delay.p50 >= 0 && delay.p50 <= delay.p99 && delay.p99 <= delay.max)
  book.close()
  t.is((await book.read()).delay, null)
})

test('the form follows the Accept field', (t) => {
  const prometheus3 =
    'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,text/plain;version=0.0.4;q=0.2,*/*;q=0.1'
  t.is(formOf(prometheus3), 'openmetrics')
  t.is(formOf('text/plain, application/openmetrics-text;q=0.5'), 'prometheus')
  t.is(formOf('application/openmetrics-text;q=0, */*'), 'prometheus')
  for (const accept of [undefined, '', '*/*', 'text/html', 'nonsense', 'image/png'])
    t.is(formOf(accept), 'prometheus')
})
