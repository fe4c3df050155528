// Everything that the metrics tell about the center at one moment.

import { kMetricPairsMax, kMetricServicesMax } from '../base/limits.js'
import type { StatsSum } from '../data/endpoint-stats.js'
import type { DispatchMeasure } from '../data/messages.js'
import type { Carrier } from '../wire/control.js'
import { type CallSeries, CallSeriesBook } from './call-series.js'
import type { CounterBook } from './counter-book.js'
import type { Registry, StationState } from './registry.js'
import { type CarrierRings, ringsByCarrier } from './rings.js'
import type { StatsBook } from './stats-book.js'

/** Stands for all that have no figures of their own; a service of this name counts among them. */
export const kOther = 'other'

export type Measures = {
  readonly center: string
  /** By the names of docs/COUNTERS.md. */
  readonly counters: Readonly<Record<string, number>>
  readonly series: readonly CallSeries[]
  /** Sum of the pairs that have no series; null while there are none. */
  readonly otherCalls: StatsSum | null
  /** How many stations of a service are in which state. */
  readonly stations: readonly { service: string; state: StationState; count: number }[]
  readonly linkCounts: ReadonlyMap<Carrier, number>
  readonly routeCount: number
  readonly topicCount: number
  /** By carrier; none when the dispatch worker did not answer in time. */
  readonly rings: readonly CarrierRings[]
  /** Null when the dispatch worker did not answer in time. */
  readonly dispatch: DispatchMeasure | null
}

export class MeasureBook {
  readonly #center: string
  readonly #registry: Registry
  readonly #counters: CounterBook
  readonly #series: CallSeriesBook

  constructor(center: string, registry: Registry, stats: StatsBook, counters: CounterBook) {
    this.#center = center
    this.#registry = registry
    this.#counters = counters
    this.#series = new CallSeriesBook(registry, stats, kMetricPairsMax)
  }

  read(dispatch: DispatchMeasure | null): Measures {
    const { own, other } = this.#series.read()
    const linkCounts = new Map<Carrier, number>()
    for (const { carrier } of this.#registry.stations.values()) {
      linkCounts.set(carrier, (linkCounts.get(carrier) ?? 0) + 1)
    }
    return {
      center: this.#center,
      counters: this.#counters.read(),
      series: own,
      otherCalls: other,
      stations: countStations(this.#registry.all()),
      linkCounts,
      routeCount: this.#registry.routes.size,
      topicCount: this.#registry.topicCount,
      rings: ringsByCarrier(this.#registry, dispatch?.rings ?? []),
      dispatch,
    }
  }
}

/** By service and state; of the services that come after the bound, the sum under {@link kOther}. */
export function countStations(
  stations: Iterable<{ readonly name: string; readonly state: StationState }>,
): Measures['stations'] {
  const byService = new Map<string, Map<StationState, number>>()
  for (const { name, state } of stations) {
    const isKept = byService.has(name) || byService.size < kMetricServicesMax
    const service = isKept ? name : kOther
    const states = byService.get(service) ?? new Map<StationState, number>()
    states.set(state, (states.get(state) ?? 0) + 1)
    byService.set(service, states)
  }
  return [...byService].flatMap(([service, states]) =>
    [...states].map(([state, count]) => ({ service, state, count })),
  )
}
