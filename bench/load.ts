// The load that all benches put on: W independent loops, each of which awaits its reply before it calls again.

import { setTimeout as sleep } from 'node:timers/promises'
import { numberOf, type Parameters } from './answer.js'
import { type Figures, quantile } from './figures.js'

/** One call: sends the body, resolves with the reply. */
export type EchoCall = (body: Uint8Array, index: number) => Promise<unknown>

export type Load = {
  readonly windowCount: number
  readonly payloadBytes: number
  readonly runMs: number
  /** Milliseconds of rest between two calls of a loop; 0: none. */
  readonly pauseMs: number
  /** The way of every so many-th call is timed; 1: of every one. */
  readonly timedShare: number
}

/** Where calls take less than a few microseconds: the clock would cost as much as a quarter of a call. */
export const kTimedShare = 16
/** The clock that ends a run is read at every 32nd call, for the same reason. */
const kEndLookShare = 32

/** The load that the conducting process asks for. */
export function loadOf(parameters: Parameters): Load {
  return {
    windowCount: numberOf(parameters, 'windowCount'),
    payloadBytes: numberOf(parameters, 'payloadBytes'),
    runMs: numberOf(parameters, 'runMs'),
    pauseMs: numberOf(parameters, 'pauseMs'),
    timedShare: numberOf(parameters, 'timedShare'),
  }
}

/**
 * Calls until the time is over. Every reply must be the body that was sent; each call's body is another one.
 *
 * @returns count, seconds, p50Us and p99Us. @throws Error for a wrong reply.
 */
export async function runLoad(call: EchoCall, load: Load): Promise<Figures> {
  const { windowCount, payloadBytes, runMs, pauseMs, timedShare } = load
  const endLookShare = pauseMs > 0 ? 1 : kEndLookShare
  const timesUs: number[] = []
  let count = 0
  let isOver = false
  const startMs = performance.now()
  const loop = async (_: unknown, loopIndex: number) => {
    const body = new Uint8Array(payloadBytes).map((_byte, at) => at + loopIndex)
    const number = new DataView(body.buffer)
    while (!isOver) {
      const index = count++
      number.setUint32(0, index)
      const isTimed = index % timedShare === 0
      const sentMs = isTimed ? performance.now() : 0
      const reply = await call(body, index)
      if (isTimed) timesUs.push((performance.now() - sentMs) * 1000)
      if (!(reply instanceof Uint8Array) || Buffer.compare(reply, body) !== 0) {
        throw new Error(`call ${index}: the reply is not what was sent`)
      }
      if (index % endLookShare === 0 && performance.now() - startMs >= runMs) isOver = true
      if (pauseMs > 0) await sleep(pauseMs)
    }
  }
  await Promise.all(Array.from({ length: windowCount }, loop))
  const seconds = (performance.now() - startMs) / 1000
  return { count, seconds, p50Us: quantile(timesUs, 0.5), p99Us: quantile(timesUs, 0.99) }
}
