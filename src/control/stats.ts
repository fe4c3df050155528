// What people and machines are told about stations, routes and services: the registry's book with the figures of the
// shared counters.

import { kCounterNames } from '../base/counter-names.js'
import { type CallStats, StatsSum } from '../data/endpoint-stats.js'
import type { Carrier } from '../wire/control.js'
import {
  blocksOf,
  type EndpointRecord,
  type Registry,
  type RouteRecord,
  type StationRecord,
  type StationState,
} from './registry.js'
import type { StatsBook } from './stats-book.js'

export type StationReport = CallStats & {
  /** `NAME.N`. */
  readonly id: string
  readonly name: string
  readonly version: string
  readonly carrier: Carrier
  readonly pid: number
  readonly state: StationState
  /** Routes that it offers. */
  readonly routes: number
  /** Subscriptions that it holds. */
  readonly subscriptions: number
  /** Milliseconds since 1970 at which it joined. */
  readonly sinceMs: number
}

export type RouteReport = CallStats & {
  readonly route: string
  readonly balance: string
  readonly isIdempotent: boolean
  readonly isPaused: boolean
  readonly description: string
  /** JSON Schema texts; '' where the station has told none. */
  readonly requestSchema: string
  readonly replySchema: string
  readonly endpoints: readonly {
    readonly id: string
    readonly station: string
    readonly weight: number
    readonly state: StationState
  }[]
}

export type ServiceReport = CallStats & {
  readonly name: string
  readonly stations: number
  readonly versions: readonly string[]
}

export class CenterStats {
  readonly #registry: Registry
  readonly #book: StatsBook
  readonly #counters: Float64Array

  constructor(registry: Registry, book: StatsBook, counters: Float64Array) {
    this.#registry = registry
    this.#book = book
    this.#counters = counters
  }

  stations(): StationReport[] {
    return [...this.#registry.stations.values()].map((station) => {
      const { id, name, version, carrier, pid, state, sinceMs } = station
      return {
        id,
        name,
        version,
        carrier,
        pid,
        state,
        routes: station.routes.size,
        subscriptions: station.subscriptions.size,
        sinceMs,
        ...this.#sumOfStation(station, new StatsSum()).read(),
      }
    })
  }

  routes(): RouteReport[] {
    const routes = [...this.#registry.routes.values()].sort((a, b) => (a.route < b.route ? -1 : 1))
    return routes.map((record) => ({
      route: record.route,
      balance: record.balance,
      isIdempotent: record.isIdempotent,
      isPaused: this.#registry.pausedRoutes.has(record.route),
      description: record.description,
      requestSchema: record.requestSchema,
      replySchema: record.replySchema,
      endpoints: [...record.endpoints.values()].map(({ station, weight }) => ({
        id: station.id,
        station: station.name,
        weight,
        state: station.state,
      })),
      ...this.#sumOfRoute(record).read(),
    }))
  }

  services(): ServiceReport[] {
    const byName = new Map<string, StationRecord[]>()
    for (const station of this.#registry.stations.values()) {
      byName.set(station.name, [...(byName.get(station.name) ?? []), station])
    }
    return [...byName].map(([name, stations]) => {
      const sum = this.#book.sumOfService(name)
      for (const station of stations) this.#sumOfStation(station, sum)
      return {
        name,
        stations: stations.length,
        versions: [...new Set(stations.map(({ version }) => version))],
        ...sum.read(),
      }
    })
  }

  counters(): Record<string, number> {
    return Object.fromEntries(kCounterNames.map((name, index) => [name, this.#counters[index]]))
  }

  #sumOfRoute(record: RouteRecord): StatsSum {
    const sum = this.#book.sumOfRoute(record.route)
    for (const endpoint of record.endpoints.values()) this.#addEndpoint(sum, endpoint)
    return sum
  }

  #sumOfStation(station: StationRecord, sum: StatsSum): StatsSum {
    for (const route of station.routes.values()) {
      const endpoint = route.endpoints.get(station)
      if (endpoint !== undefined) this.#addEndpoint(sum, endpoint)
    }
    return sum
  }

  #addEndpoint(sum: StatsSum, endpoint: EndpointRecord): void {
    for (const block of blocksOf(endpoint)) {
      const { words, at } = this.#book.locate(block)
      sum.add(words, at)
    }
  }
}
