// Figures of the process and of the main thread's event loop.

import { readdir, readFile } from 'node:fs/promises'
import { type IntervalHistogram, monitorEventLoopDelay, performance } from 'node:perf_hooks'

export type ProcessFigures = {
  readonly cpuSeconds: number
  readonly startSeconds: number
  readonly residentBytes: number
  readonly heapUsedBytes: number
  readonly heapTotalBytes: number
  readonly externalBytes: number
  /** Null where the system does not tell. */
  readonly openFds: number | null
  /** Null where the system does not tell, or sets no bound. */
  readonly maxFds: number | null
  readonly activeMs: number
  readonly idleMs: number
  /** Null at the first look, and when nothing was measured since the last. */
  readonly delay: Delay | null
}

/** How late timers were, in seconds. */
export type Delay = { readonly p50: number; readonly p99: number; readonly max: number }

/** Milliseconds between two looks at the event loop: 50 wake-ups a second are 0.1 % of a core. */
const kDelayResolutionMs = 20

/** Measures the event loop from the first look on, so that whoever never looks pays nothing. */
export class ProcessBook {
  #histogram: IntervalHistogram | null = null
  #isClosed = false

  async read(): Promise<ProcessFigures> {
    const { user, system } = process.cpuUsage()
    const { rss, heapUsed, heapTotal, external } = process.memoryUsage()
    const { active, idle } = performance.eventLoopUtilization()
    const [openFds, maxFds] = await Promise.all([countOpenFds(), readMaxFds()])
    return {
      cpuSeconds: (user + system) / 1e6,
      startSeconds: performance.timeOrigin / 1e3,
      residentBytes: rss,
      heapUsedBytes: heapUsed,
      heapTotalBytes: heapTotal,
      externalBytes: external,
      openFds,
      maxFds,
      activeMs: active,
      idleMs: idle,
      delay: this.#delay(),
    }
  }

  /** Measures no longer. */
  close(): void {
    this.#isClosed = true
    this.#histogram?.disable()
    this.#histogram = null
  }

  #delay(): Delay | null {
    if (this.#isClosed) return null
    const histogram = this.#histogram
    if (histogram === null) {
      this.#histogram = monitorEventLoopDelay({ resolution: kDelayResolutionMs })
      this.#histogram.enable()
      return null
    }
    if (histogram.count === 0) return null
    // Node measures the whole span between two looks.
    const late = (ns: number) => Math.max(0, ns / 1e9 - kDelayResolutionMs / 1e3)
    const [p50, p99] = [histogram.percentile(50), histogram.percentile(99)].map(late)
    const delay = { p50, p99, max: late(histogram.max) }
    histogram.reset()
    return delay
  }
}

async function countOpenFds(): Promise<number | null> {
  try {
    return (await readdir('/proc/self/fd')).length
  } catch {
    return null // only Linux has it
  }
}

async function readMaxFds(): Promise<number | null> {
  try {
    const limits = await readFile('/proc/self/limits', 'utf8')
    const soft = /^Max open files +(\d+)/m.exec(limits)?.[1]
    return soft === undefined ? null : Number(soft)
  } catch {
    return null // only Linux has it
  }
}
