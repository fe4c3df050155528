export declare const kCounterNames: readonly ['requests', 'replies', 'replies_late', 'requests_refused', 'requests_retried', 'one_way_lost', 'deadlines_missed', 'calls_cancelled', 'messages_published', 'messages_delivered', 'messages_lost', 'frames_deferred', 'links_opened', 'links_ended', 'links_refused', 'protocol_errors', 'links_too_slow', 'turns', 'lanes_opened', 'lanes_ended', 'lane_calls'];
/** Name of a counter of the center. */
export type CounterName = (typeof kCounterNames)[number];
/** Index of each counter's word. */
export declare const kCounterIndex: Readonly<Record<CounterName, number>>;
