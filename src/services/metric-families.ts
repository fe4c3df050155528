// Every family of metrics: name, type, unit and labels. docs/METRICS.md explains them; a test keeps the two equal.
//
// Names and units follow OpenTelemetry's conventions where it has one (https://opentelemetry.io/docs/specs/semconv/),
// and Prometheus' rules for them: base units, the unit in the name, dots as underscores.

import { kCounterNames } from '../base/counter-names.js'

export type MetricFamily = {
  readonly type: 'counter' | 'gauge' | 'histogram'
  /** Stands in the name, too. */
  readonly unit?: 'seconds' | 'bytes' | 'ratio'
  readonly help: string
  readonly labels: readonly string[]
}

const kCallLabels = ['rpc_system', 'rpc_service', 'rpc_method'] as const

/** What docs/COUNTERS.md says of each, in a few words. */
const kCounterHelp: Readonly<Record<(typeof kCounterNames)[number], string>> = {
  requests: 'Requests that came to the dispatch worker.',
  replies: 'Replies that came from stations.',
  replies_late: 'Replies, or parts of them, to calls that were over.',
  requests_refused: 'Requests that no station got.',
  requests_retried: 'Idempotent calls that were sent to another station.',
  one_way_lost: 'One-way requests that were refused.',
  deadlines_missed: 'Calls that the center ended at their deadline.',
  calls_cancelled: 'Calls that their callers gave up.',
  messages_published: 'Messages that came from publishers.',
  messages_delivered: 'Copies of messages that were written to subscribers.',
  messages_lost: 'Copies of messages that found no room.',
  frames_deferred: 'Frames that waited in memory for room in a ring.',
  links_opened: 'Links that were opened.',
  links_ended: 'Links that ended.',
  links_refused: 'Connections that got no link.',
  protocol_errors: 'Links that were closed because the peer broke the protocol or was too slow.',
  links_too_slow: 'Links that were closed because they left too much lying.',
  turns: 'Duty cycles of the dispatch worker.',
  lanes_opened: 'Lanes that were opened.',
  lanes_ended: 'Lanes that ended.',
  lane_calls: 'Calls that went by lanes, past the dispatch worker.',
}

type CounterFamilyName = `signalbox_${(typeof kCounterNames)[number]}`

/** Families of the center's own counters, by name. */
const kCounterFamilies = Object.fromEntries(
  kCounterNames.map((name) => [
    `signalbox_${name}`,
    { type: 'counter', help: kCounterHelp[name], labels: [] },
  ]),
) as unknown as Record<CounterFamilyName, MetricFamily> // one key for each name of the list

const kOwnFamilies = {
  rpc_server_duration_seconds: {
    type: 'histogram',
    unit: 'seconds',
    help: 'Ended calls, from the request at the dispatcher to the end of the reply.',
    labels: kCallLabels,
  },
  signalbox_calls: {
    type: 'counter',
    help: 'Calls that were given to stations.',
    labels: kCallLabels,
  },
  signalbox_call_errors: {
    type: 'counter',
    help: 'Calls that failed: errors of handlers, missed deadlines, cancels, lost stations.',
    labels: kCallLabels,
  },
  signalbox_call_retries: {
    type: 'counter',
    help: 'Calls that went to another station because theirs died.',
    labels: kCallLabels,
  },
  signalbox_calls_in_flight: {
    type: 'gauge',
    help: 'Calls that are not answered yet.',
    labels: kCallLabels,
  },
  signalbox_stations: {
    type: 'gauge',
    help: 'Stations that are there, clients included.',
    labels: ['service', 'state'],
  },
  signalbox_links: { type: 'gauge', help: 'Links that are open.', labels: ['carrier'] },
  signalbox_routes: { type: 'gauge', help: 'Routes that are offered.', labels: [] },
  signalbox_topics: { type: 'gauge', help: 'Topics that have subscribers.', labels: [] },
  signalbox_ring_fill_ratio: {
    type: 'gauge',
    unit: 'ratio',
    help: 'Fill of the fullest ring.',
    labels: ['carrier', 'direction'],
  },
  signalbox_deferred_bytes: {
    type: 'gauge',
    unit: 'bytes',
    help: 'Bytes that wait in memory for room in a ring.',
    labels: ['carrier'],
  },
  signalbox_dispatch_up: {
    type: 'gauge',
    help: 'Whether the dispatch worker answered this scrape in time: 1 or 0.',
    labels: [],
  },
  signalbox_build_info: {
    type: 'gauge',
    help: 'Always 1; the labels tell.',
    labels: ['center', 'version', 'node_version'],
  },
  process_cpu_seconds: {
    type: 'counter',
    unit: 'seconds',
    help: 'Processor time of the process, user and system.',
    labels: [],
  },
  process_start_time_seconds: {
    type: 'gauge',
    unit: 'seconds',
    help: 'When the process began, in seconds since 1970.',
    labels: [],
  },
  process_resident_memory_bytes: {
    type: 'gauge',
    unit: 'bytes',
    help: 'Memory of the process that is in use.',
    labels: [],
  },
  process_open_fds: { type: 'gauge', help: 'Open descriptors. Linux only.', labels: [] },
  process_max_fds: {
    type: 'gauge',
    help: 'Most open descriptors; left out when there is no bound. Linux only.',
    labels: [],
  },
  nodejs_heap_size_used_bytes: {
    type: 'gauge',
    unit: 'bytes',
    help: "Used bytes of the main thread's heap.",
    labels: [],
  },
  nodejs_heap_size_total_bytes: {
    type: 'gauge',
    unit: 'bytes',
    help: "Bytes of the main thread's heap.",
    labels: [],
  },
  nodejs_external_memory_bytes: {
    type: 'gauge',
    unit: 'bytes',
    help: 'Memory outside the heap that its objects hold, buffers included.',
    labels: [],
  },
  nodejs_eventloop_delay_p50_seconds: {
    type: 'gauge',
    unit: 'seconds',
    help: 'How late half of the timers of the main thread were at most since the scrape before.',
    labels: [],
  },
  nodejs_eventloop_delay_p99_seconds: {
    type: 'gauge',
    unit: 'seconds',
    help: 'How late 99 of 100 timers of the main thread were at most since the scrape before.',
    labels: [],
  },
  nodejs_eventloop_delay_max_seconds: {
    type: 'gauge',
    unit: 'seconds',
    help: 'How late the latest timer of the main thread was since the scrape before.',
    labels: [],
  },
  nodejs_eventloop_time_seconds: {
    type: 'counter',
    unit: 'seconds',
    help: "Time in which a thread's event loop worked (active) and waited (idle).",
    labels: ['thread', 'state'],
  },
} as const satisfies Readonly<Record<string, MetricFamily>>

export type FamilyName = keyof typeof kOwnFamilies | CounterFamilyName

/** All families. */
export const kFamilies: Readonly<Record<FamilyName, MetricFamily>> = {
  ...kCounterFamilies,
  ...kOwnFamilies,
}
