// GET /metrics: the center's figures for Prometheus and whatever reads its format.

import Negotiator from 'negotiator'
import { kCounterNames } from '../base/counter-names.js'
import type { Center } from '../control/center.js'
import { kOther, type Measures } from '../control/measures.js'
import type { StatsSum } from '../data/endpoint-stats.js'
import { type Reply, reply } from '../station/reply.js'
import type { Station } from '../station/station.js'
import type { Carrier } from '../wire/control.js'
import { bucketStartUs } from '../wire/stats-block.js'
import { kContentTypes, type Labels, type MetricsForm, MetricsText } from './metrics-text.js'
import { ProcessBook, type ProcessFigures } from './process-figures.js'

const kCarriers: readonly Carrier[] = ['shm', 'pipe', 'tcp', 'worker', 'attached', 'sers']

/**
 * Buckets of the statistics at which those of the histogram end: 16 µs to 17 s in steps of four, of two where most
 * services live.
 */
const kBounds = [12, 20, 28, 36, 40, 44, 48, 52, 60, 64, 68, 72, 76, 84, 92]
const kBoundTexts = kBounds.map((bucket) => String(bucketStartUs(bucket) / 1e6))

/** Adds the route to the center's own station. */
export function offerMetrics(station: Station, center: Center, version: string): void {
  const processBook = new ProcessBook()
  const close = () => processBook.close()
  center.ended.then(close, close)
  const docs = { replyType: 'text/plain' }
  station.route(
    'GET /metrics',
    { description: 'Figures for Prometheus and OpenMetrics', docs },
    async ({ headers }): Promise<Reply> => {
      const form = formOf(headers.accept)
      const [measures, figures] = await Promise.all([center.measures(), processBook.read()])
      const text = metricsText(form, measures, figures, version)
      return reply(Buffer.from(text), { headers: { 'content-type': kContentTypes[form] } })
    },
  )
}

/** The form that a reader likes best; the older one for readers that do not say. */
export function formOf(accept: string | undefined): MetricsForm {
  const types = new Negotiator({ headers: accept === undefined ? {} : { accept } }).mediaTypes()
  const known = types.find((type) => /^(application\/openmetrics-text|text\/.*|\*\/\*)$/.test(type))
  return known === 'application/openmetrics-text' ? 'openmetrics' : 'prometheus'
}

/** All families. @param version the center's own. */
export function metricsText(
  form: MetricsForm,
  measures: Measures,
  figures: ProcessFigures,
  version: string,
): string {
  const text = new MetricsText(form)
  writeCalls(text, measures)
  for (const name of kCounterNames) {
    text.family(`signalbox_${name}`).sample(measures.counters[name])
  }
  writeCenter(text, measures, version)
  writeProcess(text, figures, measures)
  return text.end()
}

function writeCalls(text: MetricsText, { series, otherCalls }: Measures): void {
  const all: { labels: Labels; sum: StatsSum }[] = series.map(({ service, route, sum }) => ({
    labels: callLabels(service, route),
    sum,
  }))
  if (otherCalls !== null) all.push({ labels: callLabels(kOther, kOther), sum: otherCalls })
  text.family('rpc_server_duration_seconds')
  for (const { labels, sum } of all) {
    const { below, count, sumUs } = sum.histogram(kBounds)
    text.histogram(kBoundTexts, { below, count, sum: sumUs / 1e6 }, labels)
  }
  const totals = all.map(({ labels, sum }) => ({ labels, ...sum.totals() }))
  text.family('signalbox_calls')
  for (const { labels, calls } of totals) text.sample(calls, labels)
  text.family('signalbox_call_errors')
  for (const { labels, errors } of totals) text.sample(errors, labels)
  text.family('signalbox_call_retries')
  for (const { labels, retries } of totals) text.sample(retries, labels)
  text.family('signalbox_calls_in_flight')
  for (const { labels, inFlight } of totals) text.sample(inFlight, labels)
}

function callLabels(service: string, route: string): Labels {
  return { rpc_system: 'signalbox', rpc_service: service, rpc_method: route }
}

function writeCenter(text: MetricsText, measures: Measures, version: string): void {
  text.family('signalbox_stations')
  for (const { service, state, count } of measures.stations) text.sample(count, { service, state })
  text.family('signalbox_links')
  for (const carrier of kCarriers) text.sample(measures.linkCounts.get(carrier) ?? 0, { carrier })
  text.family('signalbox_routes').sample(measures.routeCount)
  text.family('signalbox_topics').sample(measures.topicCount)
  const { dispatch, rings } = measures
  text.family('signalbox_dispatch_up').sample(dispatch === null ? 0 : 1)
  text.family('signalbox_ring_fill_ratio')
  for (const { carrier, toStationFill, toCenterFill } of rings) {
    text.sample(toStationFill, { carrier, direction: 'to_station' })
    text.sample(toCenterFill, { carrier, direction: 'to_center' })
  }
  text.family('signalbox_deferred_bytes')
  for (const { carrier, deferredBytes } of rings) text.sample(deferredBytes, { carrier })
  const labels = { center: measures.center, version, node_version: process.version }
  text.family('signalbox_build_info').sample(1, labels)
}

function writeProcess(text: MetricsText, figures: ProcessFigures, { dispatch }: Measures): void {
  text.family('process_cpu_seconds').sample(figures.cpuSeconds)
  text.family('process_start_time_seconds').sample(figures.startSeconds)
  text.family('process_resident_memory_bytes').sample(figures.residentBytes)
  if (figures.openFds !== null) text.family('process_open_fds').sample(figures.openFds)
  if (figures.maxFds !== null) text.family('process_max_fds').sample(figures.maxFds)
  text.family('nodejs_heap_size_used_bytes').sample(figures.heapUsedBytes)
  text.family('nodejs_heap_size_total_bytes').sample(figures.heapTotalBytes)
  text.family('nodejs_external_memory_bytes').sample(figures.externalBytes)
  const { delay } = figures
  if (delay !== null) {
    text.family('nodejs_eventloop_delay_p50_seconds').sample(delay.p50)
    text.family('nodejs_eventloop_delay_p99_seconds').sample(delay.p99)
    text.family('nodejs_eventloop_delay_max_seconds').sample(delay.max)
  }
  text.family('nodejs_eventloop_time_seconds')
  text.sample(figures.activeMs / 1e3, { thread: 'main', state: 'active' })
  text.sample(figures.idleMs / 1e3, { thread: 'main', state: 'idle' })
  if (dispatch === null) return
  text.sample(dispatch.activeMs / 1e3, { thread: 'dispatch', state: 'active' })
  text.sample(dispatch.idleMs / 1e3, { thread: 'dispatch', state: 'idle' })
}
