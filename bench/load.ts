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

type CallbackLoop = {
  readonly body: Uint8Array
  readonly number: DataView
  index: number
  /** When its call was made, where it is timed; else 0. */
  sentMs: number
}

/**
 * The same with callbacks: each loop calls again in the callback of its reply. Rests between calls are not offered.
 *
 * One for all runs of a process: with functions of its own each run would begin with code that is not compiled.
 */
export class CallbackLoad {
  readonly #start: EchoStart
  #loops: readonly CallbackLoop[] = []
  #timedShare = 1
  #timesUs: number[] = []
  #count = 0
  #openCount = 0
  #startMs = 0
  #endMs = 0
  #isOver = false
  #resolve: (figures: Figures) => void = () => {}
  #reject: (error: unknown) => void = () => {}

  constructor(start: EchoStart) {
    this.#start = start
  }

  /** One run at a time. */
  run({ windowCount, payloadBytes, runMs, timedShare }: Load): Promise<Figures> {
    // Member by member: V8 gives what a spread makes fields that cost three times as much to write.
    this.#loops = Array.from({ length: windowCount }, (_, loopIndex) => {
      const { body, number } = bodyOf(payloadBytes, loopIndex)
      return { body, number, index: 0, sentMs: 0 }
    })
    this.#timedShare = timedShare
    this.#timesUs = []
    this.#count = 0
    this.#openCount = windowCount
    this.#isOver = false
    this.#startMs = performance.now()
    this.#endMs = this.#startMs + runMs
    return new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
      for (const loop of this.#loops.keys()) this.#next(loop)
    })
  }

  #next(loopIndex: number): void {
    const loop = this.#loops[loopIndex]
    if (loop === undefined) throw new Error(`there is no loop ${loopIndex}`)
    loop.index = this.#count++
    loop.number.setUint32(0, loop.index)
    loop.sentMs = loop.index % this.#timedShare === 0 ? performance.now() : 0
    this.#start(loop.body, this.#onReply, this.#onError, loopIndex)
  }

  readonly #onError = (error: unknown): void => this.#reject(error)

  readonly #onReply = (reply: unknown, loopIndex: number): void => {
    const loop = this.#loops[loopIndex]
    if (loop === undefined) throw new Error(`there is no loop ${loopIndex}`)
    const { index, sentMs, body } = loop
    if (sentMs > 0) this.#timesUs.push((performance.now() - sentMs) * 1000)
    checkReply(reply, body, index)
    if (index % kEndLookShare === 0 && performance.now() >= this.#endMs) this.#isOver = true
    if (!this.#isOver) this.#next(loopIndex)
    else if (--this.#openCount === 0) this.#resolve(this.#figures())
  }

  #figures(): Figures {
    const seconds = (performance.now() - this.#startMs) / 1000
    const times = this.#timesUs
    return {
      count: this.#count,
      seconds,
      p50Us: quantile(times, 0.5),
      p99Us: quantile(times, 0.99),
    }
  }
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
