// Names of the center's own counters, in the order of their words in shared memory. docs/COUNTERS.md explains each;
// a test keeps the two equal. The dispatch worker writes, everybody else reads;
// those of lanes are written by the main thread.

export const kCounterNames = [
  'requests',
  'replies',
  'replies_late',
  'requests_refused',
  'requests_retried',
  'one_way_lost',
  'deadlines_missed',
  'calls_cancelled',
  'messages_published',
  'messages_delivered',
  'messages_lost',
  'frames_deferred',
  'links_opened',
  'links_ended',
  'links_refused',
  'protocol_errors',
  'links_too_slow',
  'turns',
  'lanes_opened',
  'lanes_ended',
  'lane_calls',
] as const

/** Name of a counter of the center. */
export type CounterName = (typeof kCounterNames)[number]

/** Index of each counter's word. */
export const kCounterIndex: Readonly<Record<CounterName, number>> = Object.fromEntries(
  kCounterNames.map((name, index) => [name, index]),
) as Record<CounterName, number>
