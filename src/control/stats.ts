// What people and machines are told about stations, routes and services: the registry's book with the figures of the
// shared counters.

import { systemClock } from '../base/clock.js'
import { type CallStats, StatsSum } from '../data/endpoint-stats.js'
import type { CounterBook } from './counter-book.js'
import {
  blocksOf,
  type EndpointRecord,
  type Registry,
  type RouteRecord,
  type StationCarrier,
  type StationRecord,
  type StationState,
} from './registry.js'
import { fillShare, type RingsReport } from './rings.js'
import type { StatsBook } from './stats-book.js'

export type StationReport = CallStats & {
  /** `NAME.N`. */
  readonly id: string
  readonly name: string
  readonly version: string
  readonly carrier: StationCarrier
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

/** What a route says about itself, for documentation. */
export type RouteOffer = Pick<
  RouteRecord,
  'route' | 'isIdempotent' | 'description' | 'requestSchema' | 'replySchema' | 'docs'
> & {
  /** Names of the services that offer it. */
  readonly services: readonly string[]
}

export type ServiceReport = CallStats & {
  readonly name: string
  readonly stations: number
  readonly versions: readonly string[]
}

/** What figures are about. */
export const kFiguresViews = ['routes', 'services', 'stations'] as const
export type FiguresView = (typeof kFiguresViews)[number]

/** What one route, service or station has counted since it is there. */
export type FiguresRow = {
  readonly name: string
  readonly state: string
  readonly calls: number
  readonly errors: number
  /** Calls among them that went by lanes. */
  readonly byLane: number
  readonly inFlight: number
  /** How full the fullest ring of its stations is, in either direction: 0 … 1. */
  readonly ringShare: number
  /** Calls that ended, by bucket of their latency; see docs/COUNTERS.md. Without the empty buckets at the end. */
  readonly histogram: readonly number[]
}

export type FiguresReport = {
  readonly view: FiguresView
  /** Milliseconds of the center's clock, for differences. */
  readonly atMs: number
  /** The center's counters. */
  readonly counters: Readonly<Record<string, number>>
  /** The busiest first; at most {@link kFiguresRowsMax}. */
  readonly rows: readonly FiguresRow[]
  /** Rows that are left out. */
  readonly omitted: number
}

type FiguresSum = {
  readonly name: string
  readonly state: string
  readonly stations: readonly StationRecord[]
  readonly sum: StatsSum
}

/** Rows of one report of figures: more than anybody looks at, and a message of some hundred kilobytes. */
const kFiguresRowsMax = 500

export class CenterStats {
  readonly #registry: Registry
  readonly #book: StatsBook
  readonly #counters: CounterBook
  readonly #fold: () => void

  /** @param fold adds what was counted elsewhere, before anything is read. */
  constructor(registry: Registry, book: StatsBook, counters: CounterBook, fold: () => void) {
    this.#fold = fold
    this.#registry = registry
    this.#book = book
    this.#counters = counters
  }

  stations(): StationReport[] {
    this.#fold()
    return [...this.#registry.all()].map((station) => {
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
    this.#fold()
    return this.#sortedRoutes().map((record) => ({
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

  offers(): RouteOffer[] {
    return this.#sortedRoutes().map((record) => {
      const { route, isIdempotent, description, requestSchema, replySchema, docs } = record
      const names = [...record.endpoints.keys()].map(({ name }) => name)
      const services = [...new Set(names)].sort()
      return { route, isIdempotent, description, requestSchema, replySchema, docs, services }
    })
  }

  services(): ServiceReport[] {
    this.#fold()
    return [...this.#byName()].map(([name, stations]) => ({
      name,
      stations: stations.length,
      versions: [...new Set(stations.map(({ version }) => version))],
      ...this.#sumOfService(name, stations).read(),
    }))
  }

  /** @param filter only names that contain it. */
  figures(view: FiguresView, filter: string, rings: readonly RingsReport[]): FiguresReport {
    this.#fold()
    const shares = new Map(
      rings.map(({ station, toStation, toCenter }) => [
        station,
        Math.max(fillShare(toStation), fillShare(toCenter)),
      ]),
    )
    const sums = this.#sumsOf(view).filter(({ name }) => name.includes(filter))
    const rows = sums.map((row) => ({ ...row, ...row.sum.read() }))
    rows.sort((a, b) => b.calls - a.calls || (a.name < b.name ? -1 : 1))
    return {
      view,
      atMs: systemClock.nowMs(),
      counters: this.counters(),
      rows: rows.slice(0, kFiguresRowsMax).map((row) => ({
        name: row.name,
        state: row.state,
        calls: row.calls,
        errors: row.errors,
        byLane: row.byLane,
        inFlight: row.inFlight,
        ringShare: row.stations.reduce((most, { id }) => Math.max(most, shares.get(id) ?? 0), 0),
        histogram: row.sum.bucketCounts(),
      })),
      omitted: Math.max(0, rows.length - kFiguresRowsMax),
    }
  }

  /** Calls that a station has not answered. */
  inFlightOf(station: StationRecord): number {
    this.#fold()
    return this.#sumOfStation(station, new StatsSum()).read().inFlight
  }

  #sumsOf(view: FiguresView): FiguresSum[] {
    switch (view) {
      case 'routes':
        return [...this.#registry.routes.values()].map((record) => ({
          name: record.route,
          state: this.#registry.pausedRoutes.has(record.route) ? 'paused' : 'up',
          stations: [...record.endpoints.keys()],
          sum: this.#sumOfRoute(record),
        }))
      case 'stations':
        return [...this.#registry.all()].map((station) => ({
          name: station.id,
          state: station.state,
          stations: [station],
          sum: this.#sumOfStation(station, new StatsSum()),
        }))
      case 'services':
        return [...this.#byName()].map(([name, stations]) => ({
          name,
          state: stations.some(({ state }) => state === 'up') ? 'up' : (stations[0]?.state ?? 'up'),
          stations,
          sum: this.#sumOfService(name, stations),
        }))
    }
  }

  #byName(): Map<string, StationRecord[]> {
    const byName = new Map<string, StationRecord[]>()
    for (const station of this.#registry.all()) {
      const known = byName.get(station.name)
      if (known === undefined) byName.set(station.name, [station])
      else known.push(station)
    }
    return byName
  }

  #sumOfService(name: string, stations: readonly StationRecord[]): StatsSum {
    const sum = this.#book.sumOfService(name)
    for (const station of stations) this.#sumOfStation(station, sum)
    return sum
  }

  counters(): Record<string, number> {
    this.#fold()
    return this.#counters.read()
  }

  #sortedRoutes(): RouteRecord[] {
    return [...this.#registry.routes.values()].sort((a, b) => (a.route < b.route ? -1 : 1))
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
    for (const block of blocksOf(endpoint)) this.#book.addTo(sum, block)
  }
}
