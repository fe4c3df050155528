// A load of calls that runs on while processes die, and a tally of how each call ended.

import { CenterError, type Client } from '../../src/index.js'
import { kMarkedBytesMin, markedBody } from './marked-body.js'

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
/** A refused call is made again a little later, as who is told to try again would. */
const kAgainMs = 1
/** Bytes of most bodies, and of some that travel in parts. */
const kSmallBytes = kMarkedBytesMin + 16
const kLargeBytes = 80_000
const kLargeOneIn = 64
/** Faults that are told: a hundred tell as much as a million. */
const kFaultsMax = 100
/** A lane that is further behind its pace does not catch up. */
const kBehindMsMax = 500
/** A process that was stopped for a while sees the time jump between two of these. */
const kTickMs = 20

export type LoadOptions = {
  /** Under which the client joined. */
  readonly name?: string
  /** Somebody stops stations or the center: a deadline that passed is no fault, one that was ignored is. */
  readonly mayBeLate?: boolean
  /** False: all bodies fit into one frame. */
  readonly hasLarge?: boolean
  /** Calls a second, as long as they are answered in time; absent: as many as are answered. */
  readonly perSecond?: number
}

/**
 * Calls `route` in `window` loops, each with a body of its own, marked, whose echo is compared.
 *
 * @param timeoutMs deadline of each call; a call that takes longer is a fault, unless this process was stopped meanwhile.
 */
export function startLoad(
  client: Client,
  route: string,
  window: number,
  timeoutMs: number,
  { name = 'client', mayBeLate = false, hasLarge = true, perSecond }: LoadOptions = {},
): Load {
  const tally: Tally = { answers: 0, refusals: new Map(), faults: [], slowestMs: 0 }
  const stops = watchStops()
  let isOver = false
  const loop = async (lane: number) => {
    const paceMs = perSecond === undefined ? 0 : (window * 1_000) / perSecond
    let dueMs = performance.now() + (lane * paceMs) / window
    for (let turn = 0; !isOver; turn++) {
      dueMs = Math.max(dueMs + paceMs, performance.now() - kBehindMsMax)
      if (paceMs > 0) await sleep(dueMs - performance.now())
      const isLarge = hasLarge && turn % kLargeOneIn === kLargeOneIn - 1
      const bytes = isLarge ? kLargeBytes : kSmallBytes + (turn % 9)
      const body = markedBody(name, lane * 1_000_003 + turn, bytes)
      const startMs = performance.now()
      const stoppedMs = stops.sumMs()
      try {
        const reply: unknown = await client.call(route, body, { timeoutMs })
        if (!(reply instanceof Uint8Array) || Buffer.compare(reply, body) !== 0)
          tally.faults.push('wrong bytes')
        tally.answers++
      } catch (error) {
        note(tally, error, mayBeLate)
        await sleep(kAgainMs)
      }
      const tookMs = performance.now() - startMs - (stops.sumMs() - stoppedMs)
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
      stops.end()
    },
  }
}

/** Adds up the milliseconds for which this process was stopped, as far as its timers tell. */
function watchStops(): { sumMs: () => number; end: () => void } {
  let sumMs = 0
  let lastMs = performance.now()
  const look = () => {
    const nowMs = performance.now()
    if (nowMs - lastMs > 5 * kTickMs) sumMs += nowMs - lastMs
    lastMs = nowMs
  }
  const timer = setInterval(look, kTickMs)
  return {
    sumMs: () => {
      look()
      return sumMs
    },
    end: () => clearInterval(timer),
  }
}

function note(tally: Tally, error: unknown, mayBeLate: boolean): void {
  const isExpected =
    error instanceof CenterError &&
    (error.retryable || (mayBeLate && error.code === 'ERR_DEADLINE'))
  if (isExpected) tally.refusals.set(error.code, (tally.refusals.get(error.code) ?? 0) + 1)
  else if (tally.faults.length < kFaultsMax)
    tally.faults.push(error instanceof Error ? `${error.name}: ${error.message}` : String(error))
}

async function sleep(ms: number): Promise<void> {
  if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms))
}
