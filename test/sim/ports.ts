// Simulated message ports: between the threads of a center, and as the doorbells of rings in memory.
//
// What is posted arrives in order, sometimes late. A bell without a message may arrive twice. A process that is killed
// closes its ports, and what it had posted still arrives.

import type { MessagePort } from 'node:worker_threads'
import type { SimProcess, SimTime } from './time.js'

type Listener = (value: unknown) => void

/** One way in so many is slow for good: threads and processes do not get their turns alike. */
const kSlowOneIn = 6
const kSlowFactor = 30
/** One post in so many takes long, and one bell in so many rings twice. */
const kLateOneIn = 200
const kLateFactor = 100
const kTwiceOneIn = 50

export class SimPort {
  readonly #time: SimTime
  readonly #delayMs: number
  #isSlow = false
  readonly #process: SimProcess
  #other: SimPort | null = null
  readonly #listeners = new Map<string, Listener[]>()
  #lastMs = 0
  #isClosed = false
  /** The end of the other port came before anybody listened. */
  #wasTold = false
  readonly #onKilled = () => this.close()

  /** @param process that holds it. @param delayMs that a message takes at most, unless it is late. */
  constructor(time: SimTime, process: SimProcess, delayMs: number) {
    this.#time = time
    this.#process = process
    this.#delayMs = delayMs
    process.onKilled.add(this.#onKilled)
  }

  /** Makes both ends of a channel. */
  static pair(
    time: SimTime,
    first: SimProcess,
    second: SimProcess,
    delayMs: number,
  ): { port1: MessagePort; port2: MessagePort } {
    const port1 = new SimPort(time, first, delayMs)
    const port2 = new SimPort(time, second, delayMs)
    for (const port of [port1, port2]) port.#isSlow = time.pick(kSlowOneIn) === 0
    port1.#other = port2
    port2.#other = port1
    // All of a MessagePort that the center and its stations use is there.
    return { port1: port1 as unknown as MessagePort, port2: port2 as unknown as MessagePort }
  }

  postMessage(value: unknown): void {
    const other = this.#other
    const isBell = value === null
    if (other === null || this.#isClosed || (isBell && this.#process.isMute)) return
    other.arrive(() => other.tell('message', value))
    if (isBell && this.#time.pick(kTwiceOneIn) === 0)
      other.arrive(() => other.tell('message', value))
  }

  on(name: string, listener: Listener): this {
    this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), listener])
    if (name === 'close' && this.#wasTold) this.arrive(() => this.tell('close', undefined))
    return this
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#process.onKilled.delete(this.#onKilled)
    const other = this.#other
    other?.arrive(() => {
      other.#wasTold = true
      other.tell('close', undefined)
    })
  }

  ref(): void {}

  unref(): void {}

  arrive(run: () => void): void {
    const isLate = this.#time.pick(kLateOneIn) === 0
    const factor = isLate ? kLateFactor : this.#isSlow ? kSlowFactor : 1
    const delayMs = this.#time.between(0, this.#delayMs * factor)
    this.#lastMs = Math.max(this.#lastMs, this.#time.nowMs + delayMs)
    this.#time.after(this.#process, this.#lastMs - this.#time.nowMs, run)
  }

  tell(name: string, value: unknown): void {
    if (this.#isClosed) return
    for (const listener of this.#listeners.get(name) ?? []) listener(value)
  }
}
