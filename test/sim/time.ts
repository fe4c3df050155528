// Simulated time: one queue of events, one of them at a time, in an order that a seed decides. Programs under test run
// unchanged: their timers, clocks and random numbers are the queue's while a simulation is installed.
//
// Each event belongs to a process. A process that is killed takes no further event; one that is stopped takes them later.

import { performance } from 'node:perf_hooks'
import { FakeProcess } from '../support/fake-kernel.js'

/** Something that will happen. Also what the simulated setTimeout, setInterval and setImmediate return. */
class SimEvent {
  readonly process: SimProcess | null
  readonly run: () => void
  readonly repeatMs: number
  atMs: number
  order: number
  isCancelled = false

  constructor(
    process: SimProcess | null,
    atMs: number,
    order: number,
    run: () => void,
    repeatMs: number,
  ) {
    this.process = process
    this.atMs = atMs
    this.order = order
    this.run = run
    this.repeatMs = repeatMs
  }

  ref(): this {
    return this
  }

  unref(): this {
    return this
  }

  hasRef(): boolean {
    return true
  }
}

/** A program that may be killed and stopped. */
export class SimProcess {
  readonly name: string
  /** Its memory files, mappings and descriptors. */
  readonly kernel = new FakeProcess(false)
  isAlive = true
  isStopped = false
  /** The bells that it rings from now on are lost: it is killed between publishing and ringing. */
  isMute = false
  /** When it was stopped, and until when; the last one may go on. */
  readonly stops: { fromMs: number; toMs: number }[] = []
  readonly held: SimEvent[] = []
  readonly onKilled = new Set<() => void>()

  constructor(name: string) {
    this.name = name
  }

  /** True when it was stopped at any moment of a span. */
  wasStopped(fromMs: number, toMs: number): boolean {
    return this.stops.some((stop) => stop.fromMs <= toMs && stop.toMs >= fromMs)
  }
}

const kGlobals = [
  'setTimeout',
  'setInterval',
  'setImmediate',
  'clearTimeout',
  'clearInterval',
  'clearImmediate',
] as const
const realImmediate = globalThis.setImmediate

/** A timer fires up to so many milliseconds late. */
const kTimerLateMs = 1
/** A turn of an event loop takes up to so many milliseconds. */
const kTurnMs = 0.02

export class SimTime {
  readonly random: () => number
  nowMs = 10_000
  current: SimProcess | null = null
  /** What broke a rule of the simulation itself. */
  readonly faults: string[] = []
  eventCount = 0
  readonly #heap: SimEvent[] = []
  #order = 0
  #restore: (() => void)[] = []

  constructor(random: () => number) {
    this.random = random
  }

  /** A number from `least` to `most`, fractions and all. */
  between(least: number, most: number): number {
    return least + (most - least) * this.random()
  }

  /** A whole number below `count`. */
  pick(count: number): number {
    return Math.floor(this.random() * count)
  }

  /** Happens later, in a process; null: in the world around them. */
  after(process: SimProcess | null, delayMs: number, run: () => void): SimEvent {
    return this.#add(process, delayMs, run, 0)
  }

  kill(process: SimProcess): void {
    if (!process.isAlive) return
    process.isAlive = false
    process.held.length = 0
    process.kernel.end()
    for (const listener of process.onKilled) listener()
    process.onKilled.clear()
  }

  stop(process: SimProcess): void {
    if (!process.isAlive || process.isStopped) return
    process.isStopped = true
    process.stops.push({ fromMs: this.nowMs, toMs: Number.POSITIVE_INFINITY })
  }

  resume(process: SimProcess): void {
    const stop = process.stops.at(-1)
    if (!process.isStopped || stop === undefined) return
    process.isStopped = false
    stop.toMs = this.nowMs
    for (const event of process.held.splice(0)) {
      event.atMs = this.nowMs
      event.order = this.#order++
      this.#push(event)
    }
  }

  /** Lets time pass, event by event. */
  async runUntil(untilMs: number): Promise<void> {
    for (;;) {
      const event = this.#heap[0]
      if (event === undefined || event.atMs > untilMs) break
      this.#pop()
      const { process } = event
      if (event.isCancelled || process?.isAlive === false) continue
      this.nowMs = Math.max(this.nowMs, event.atMs)
      if (process?.isStopped === true) {
        process.held.push(event)
        continue
      }
      this.current = process
      this.eventCount++
      try {
        event.run()
      } catch (error) {
        this.faults.push(
          `${process?.name}: ${error instanceof Error ? error.stack : String(error)}`,
        )
      }
      // All promises that follow from it are settled in the same process before anything else happens.
      await new Promise<void>((resolve) => realImmediate(resolve))
      this.current = null
      if (event.repeatMs > 0 && !event.isCancelled) {
        event.atMs = this.nowMs + event.repeatMs + this.random() * kTimerLateMs
        event.order = this.#order++
        this.#push(event)
      }
    }
    this.nowMs = Math.max(this.nowMs, untilMs)
  }

  /** Puts this time in the place of the system's, until {@link uninstall}. */
  install(): void {
    const replace = <Name extends keyof typeof globalThis>(name: Name, value: unknown) => {
      const real = globalThis[name]
      Reflect.set(globalThis, name, value)
      this.#restore.push(() => Reflect.set(globalThis, name, real))
    }
    const timer = (
      run: (...args: unknown[]) => void,
      ms: number,
      args: unknown[],
      isRepeated: boolean,
    ) => {
      const delayMs = Math.max(1, ms)
      const lateMs = this.random() * kTimerLateMs
      return this.#add(this.current, delayMs + lateMs, () => run(...args), isRepeated ? delayMs : 0)
    }
    type Run = (...args: unknown[]) => void
    const clear = (event: unknown) => {
      if (event instanceof SimEvent) event.isCancelled = true
    }
    const kinds: Record<(typeof kGlobals)[number], unknown> = {
      setTimeout: (run: Run, ms = 1, ...args: unknown[]) => timer(run, ms, args, false),
      setInterval: (run: Run, ms = 1, ...args: unknown[]) => timer(run, ms, args, true),
      setImmediate: (run: Run, ...args: unknown[]) =>
        this.#add(this.current, this.random() * kTurnMs, () => run(...args), 0),
      clearTimeout: clear,
      clearInterval: clear,
      clearImmediate: clear,
    }
    for (const name of kGlobals) replace(name, kinds[name])
    const { random } = Math
    Math.random = this.random
    const { now } = Date
    Date.now = () => 1_800_000_000_000 + Math.floor(this.nowMs)
    Object.defineProperty(performance, 'now', { value: () => this.nowMs, configurable: true })
    this.#restore.push(() => {
      Math.random = random
      Date.now = now
      Reflect.deleteProperty(performance, 'now')
    })
  }

  uninstall(): void {
    for (const restore of this.#restore.splice(0)) restore()
    this.#heap.length = 0
  }

  #add(process: SimProcess | null, delayMs: number, run: () => void, repeatMs: number): SimEvent {
    const event = new SimEvent(
      process,
      this.nowMs + Math.max(0, delayMs),
      this.#order++,
      run,
      repeatMs,
    )
    if (process?.isAlive !== false) this.#push(event)
    return event
  }

  #push(event: SimEvent): void {
    const heap = this.#heap
    let at = heap.length
    heap.push(event)
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!isBefore(event, heap[parent])) break
      heap[at] = heap[parent]
      at = parent
    }
    heap[at] = event
  }

  #pop(): void {
    const heap = this.#heap
    const last = heap.pop()
    if (last === undefined || heap.length === 0) return
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && isBefore(heap[child + 1], heap[child])) child++
      if (!isBefore(heap[child], last)) break
      heap[at] = heap[child]
      at = child
    }
    heap[at] = last
  }
}

function isBefore(a: SimEvent, b: SimEvent): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order)
}
