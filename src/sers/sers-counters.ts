// What the thread of Sers counts, where the main thread can read it: one float64 word for each name.

import type { Hub } from './hub.js'
import type { Traces } from './trace.js'

/** In the order of docs/COUNTERS.md. */
export const kSersCounterNames = [
  'sers_connections',
  'sers_stations',
  'sers_calls',
  'sers_calls_refused',
  'sers_calls_not_found',
  'sers_calls_timed_out',
  'sers_calls_lost',
  'sers_calls_translated',
  'sers_replies_late',
  'sers_replies_bad',
  'sers_messages_published',
  'sers_messages_delivered',
  'sers_messages_dropped',
  'sers_messages_refused',
  'sers_traces_dropped',
  'sers_traces_failed',
] as const

export function createSersCounterMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(kSersCounterNames.length * Float64Array.BYTES_PER_ELEMENT)
}

/** Writes all of them; the thread of Sers does. */
export function writeSersCounters(
  memory: SharedArrayBuffer,
  hub: Hub,
  traces: Traces | null,
): void {
  const { counts: calls } = hub.paths
  const { counts: messages } = hub.topics
  new Float64Array(memory).set([
    hub.peers.size,
    hub.stations.peers.size,
    calls.calls,
    calls.refused,
    calls.notFound,
    calls.timeouts,
    calls.lost,
    calls.translated,
    calls.lateReplies,
    calls.badReplies,
    messages.published,
    messages.delivered,
    messages.dropped,
    messages.refused,
    traces?.counts.dropped ?? 0,
    traces?.counts.failed ?? 0,
  ])
}

export function readSersCounters(memory: SharedArrayBuffer): Readonly<Record<string, number>> {
  const words = new Float64Array(memory)
  return Object.fromEntries(kSersCounterNames.map((name, at) => [name, words[at] ?? 0]))
}
