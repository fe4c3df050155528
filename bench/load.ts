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
/** One call without a promise: `onReply` is called with the reply and the index of its loop. */
export type EchoStart = (
  body: Uint8Array,
  onReply: (reply: unknown, loopIndex: number) => void,
  onError: (error: unknown) => void,
  loopIndex: number,
) => void

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
    const { body, number } = bodyOf(payloadBytes, loopIndex)
    while (!isOver) {
      const index = count++
      number.setUint32(0, index)
      const isTimed = index % timedShare === 0
      const sentMs = isTimed ? performance.now() : 0
      const reply = await call(body, index)
      if (isTimed) timesUs.push((performance.now() - sentMs) * 1000)
      checkReply(reply, body, index)
      if (index % endLookShare === 0 && performance.now() - startMs >= runMs) isOver = true
      if (pauseMs > 0) await sleep(pauseMs)
    }
  }
  await Promise.all(Array.from({ length: windowCount }, loop))
  const seconds = (performance.now() - startMs) / 1000
  return { count, seconds, p50Us: quantile(timesUs, 0.5), p99Us: quantile(timesUs, 0.99) }
}

/** The same with callbacks: each loop calls again in the callback of its reply. Rests between calls are not offered. */
export function runCallbackLoad(start: EchoStart, load: Load): Promise<Figures> {
  const { windowCount, payloadBytes, runMs, timedShare } = load
  const timesUs: number[] = []
  const loops = Array.from({ length: windowCount }, (_, loopIndex) => ({
    ...bodyOf(payloadBytes, loopIndex),
    index: 0,
    sentMs: 0,
  }))
  let count = 0
  let openCount = windowCount
  let isOver = false
  const startMs = performance.now()
  return new Promise((resolve, reject) => {
    const next = (loopIndex: number) => {
      const loop = loops[loopIndex]
      if (loop === undefined) throw new Error(`there is no loop ${loopIndex}`)
      loop.index = count++
      loop.number.setUint32(0, loop.index)
      loop.sentMs = loop.index % timedShare === 0 ? performance.now() : 0
      start(loop.body, onReply, reject, loopIndex)
    }
    const onReply = (reply: unknown, loopIndex: number) => {
      const loop = loops[loopIndex]
      if (loop === undefined) throw new Error(`there is no loop ${loopIndex}`)
      const { index, sentMs, body } = loop
      if (sentMs > 0) timesUs.push((performance.now() - sentMs) * 1000)
      checkReply(reply, body, index)
      if (index % kEndLookShare === 0 && performance.now() - startMs >= runMs) isOver = true
      if (!isOver) next(loopIndex)
      else if (--openCount === 0) {
        const seconds = (performance.now() - startMs) / 1000
        resolve({ count, seconds, p50Us: quantile(timesUs, 0.5), p99Us: quantile(timesUs, 0.99) })
      }
    }
    for (let loopIndex = 0; loopIndex < windowCount; loopIndex++) next(loopIndex)
  })
}

/** The body of a loop, and its first word, which is another one for each call. */
function bodyOf(payloadBytes: number, loopIndex: number): { body: Uint8Array; number: DataView } {
  const body = new Uint8Array(payloadBytes).map((_byte, at) => at + loopIndex)
  return { body, number: new DataView(body.buffer) }
}

function checkReply(reply: unknown, body: Uint8Array, index: number): void {
  if (reply instanceof Uint8Array && Buffer.compare(reply, body) === 0) return
  throw new Error(`call ${index}: the reply is not what was sent`)
}
