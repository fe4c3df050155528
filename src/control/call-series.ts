// Which calls have figures of their own in the metrics, and which are summed. The unit is the pair of service and route.
//
// A pair that has its own figures keeps them as long as anything is known of it, also after its last station is gone:
// whoever reads the metrics takes a counter that goes down for a restart.

import { StatsSum } from '../data/endpoint-stats.js'
import { blocksOf, type Registry } from './registry.js'
import type { StatsBook } from './stats-book.js'

export type CallSeries = {
  readonly service: string
  readonly route: string
  readonly sum: StatsSum
}

/** What one endpoint has counted, or those of a pair that are gone. */
type Part = {
  readonly key: string
  readonly service: string
  readonly route: string
  readonly blocks: readonly number[]
  readonly retired: StatsSum | null
}

export class CallSeriesBook {
  readonly #registry: Registry
  readonly #stats: StatsBook
  readonly #pairsMax: number
  /** Keys of the pairs that have their own figures. */
  readonly #kept = new Set<string>()

  /** @param pairsMax pairs with figures of their own. */
  constructor(registry: Registry, stats: StatsBook, pairsMax: number) {
    this.#registry = registry
    this.#stats = stats
    this.#pairsMax = pairsMax
  }

  /**
   * The figures as they are now: of the pairs that came first, and of all others together.
   *
   * @returns `other` is null while every pair has its own.
   */
  read(): { readonly own: readonly CallSeries[]; readonly other: StatsSum | null } {
    const parts = this.#parts()
    this.#choose(new Set(parts.map(({ key }) => key)))
    const own = new Map<string, CallSeries>()
    let other: StatsSum | null = null
    for (const part of parts) {
      const { key, service, route } = part
      if (!this.#kept.has(key)) {
        other ??= new StatsSum()
        this.#add(part, other)
        continue
      }
      const series = own.get(key) ?? { service, route, sum: new StatsSum() }
      own.set(key, series)
      this.#add(part, series.sum)
    }
    return { own: [...own.values()], other }
  }

  #parts(): Part[] {
    const parts: Part[] = []
    for (const { route, endpoints } of this.#registry.routes.values()) {
      for (const endpoint of endpoints.values()) {
        const service = endpoint.station.name
        const blocks = blocksOf(endpoint)
        parts.push({ key: keyOf(service, route), service, route, blocks, retired: null })
      }
    }
    for (const { service, route, sum } of this.#stats.retired()) {
      parts.push({ key: keyOf(service, route), service, route, blocks: [], retired: sum })
    }
    return parts
  }

  /** A pair of which nothing is known any more makes room; then whoever came first takes it. */
  #choose(known: ReadonlySet<string>): void {
    for (const key of this.#kept) if (!known.has(key)) this.#kept.delete(key)
    for (const key of known) {
      if (this.#kept.size >= this.#pairsMax) return
      this.#kept.add(key)
    }
  }

  #add({ blocks, retired }: Part, sum: StatsSum): void {
    for (const block of blocks) this.#stats.addTo(sum, block)
    if (retired !== null) sum.addSum(retired)
  }
}

function keyOf(service: string, route: string): string {
  return `${route}\n${service}` // a route has no line break
}
