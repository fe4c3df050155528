// Counters of one gateway thread: words that this thread writes and everybody may read; see docs/COUNTERS.md.

export const kGatewayCounterNames = [
  'http_requests',
  'http_answers_ok',
  'http_answers_client_error',
  'http_answers_server_error',
  'http_aborted',
  'http_requests_refused',
  'http_log_lines_lost',
  'sockets_opened',
  'sockets_closed',
  'socket_calls',
  'socket_messages',
  'socket_messages_lost',
] as const

export type GatewayCounterName = (typeof kGatewayCounterNames)[number]

const kIndex = Object.fromEntries(
  kGatewayCounterNames.map((name, index) => [name, index]),
) as Readonly<Record<GatewayCounterName, number>>

/** Memory for the counters of one thread. */
export function createGatewayCounterMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(kGatewayCounterNames.length * Float64Array.BYTES_PER_ELEMENT)
}

export class GatewayCounters {
  readonly #words: Float64Array

  constructor(memory: SharedArrayBuffer) {
    this.#words = new Float64Array(memory)
  }

  count(name: GatewayCounterName, by = 1): void {
    this.#words[kIndex[name]] += by
  }

  /** An answer is complete. */
  countAnswer(status: number): void {
    // Not by count(): one that is called with many names looks each of them up.
    if (status < 400) this.#words[kIndex.http_answers_ok]++
    else if (status === 499) this.#words[kIndex.http_aborted]++
    else if (status < 500) this.#words[kIndex.http_answers_client_error]++
    else this.#words[kIndex.http_answers_server_error]++
  }

  /** @returns every counter by its name. */
  all(): Readonly<Record<string, number>> {
    return Object.fromEntries(kGatewayCounterNames.map((name, index) => [name, this.#words[index]]))
  }
}
