// A load of calls that runs on while processes die, and a tally of how each call ended.

import { CenterError, type Client } from '../../src/index.js'

export type Tally = {
  answers: number
  /** Retryable errors by code. */
  readonly refusals: Map<string, number>
  /** What must not happen: wrong bytes, errors that are not retryable, calls past their deadline. */
  readonly faults: string[]
  /** Milliseconds of the slowest call. */
  slowestMs: number
}

export type Load = { readonly tally: Tally; stop(): Promise<void> }

/** Slack for the event loop of a busy machine; the deadline itself is exact to a few milliseconds. */
const kSlackMs = 1_000

/**
 * Calls `route` in `window` loops, each with a body of its own whose echo is compared.
 *
 * @param timeoutMs deadline of each call; a call that takes longer is a fault.
 */
export function startLoad(client: Client, route: string, window: number, timeoutMs: number): Load {
  const tally: Tally = { answers: 0, refusals: new Map(), faults: [], slowestMs: 0 }
  let isOver = false
  const loop = async (lane: number) => {
    for (let turn = 0; !isOver; turn++) {
      const body = new Uint8Array(32).fill((lane * 31 + turn) & 0xff)
      const startMs = performance.now()
      try {
        const reply: unknown = await client.call(route, body, { timeoutMs })
        if (!(reply instanceof Uint8Array) || Buffer.compare(reply, body) !== 0)
          tally.faults.push('wrong bytes')
        tally.answers++
      } catch (error) {
        note(tally, error)
        await new Promise((resolve) => setImmediate(resolve))
      }
      const tookMs = performance.now() - startMs
      tally.slowestMs = Math.max(tally.slowestMs, tookMs)
      if (tookMs > timeoutMs + kSlackMs) tally.faults.push(`a call took ${Math.round(tookMs)} ms`)
    }
  }
  const loops = Promise.all(Array.from({ length: window }, (_, lane) => loop(lane)))
  return {
    tally,
    stop: async () => {
      isOver = true
      await loops
    },
  }
}

function note(tally: Tally, error: unknown): void {
  if (error instanceof CenterError && error.retryable)
    tally.refusals.set(error.code, (tally.refusals.get(error.code) ?? 0) + 1)
  else tally.faults.push(error instanceof Error ? `${error.name}: ${error.message}` : String(error))
}
