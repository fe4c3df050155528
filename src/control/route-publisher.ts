// Turns the registry's changes into numbered snapshots for the data plane.

import type { RouteState, Snapshot, TopicState } from '../data/snapshot.js'
import { hashKey } from '../wire/key-hash.js'
import type { LocalTable } from './local-routes.js'
import type { Registry, RouteRecord } from './registry.js'
import type { RouteWatchers } from './route-watch.js'
import type { StatsBook } from './stats-book.js'

/** Follows all routes, with the statistics memory of their endpoints. */
export type RouteFollower = {
  note(routes: Iterable<RouteRecord>, statsChunks: readonly SharedArrayBuffer[]): void
}

export class RoutePublisher {
  readonly #registry: Registry
  readonly #stats: StatsBook
  readonly #send: (snapshot: Snapshot) => void
  readonly #local: LocalTable
  readonly #watchers: RouteWatchers
  readonly #sers: RouteFollower | null
  #epoch = 0

  constructor(
    registry: Registry,
    stats: StatsBook,
    local: LocalTable,
    watchers: RouteWatchers,
    send: (snapshot: Snapshot) => void,
    sers: RouteFollower | null = null,
  ) {
    this.#sers = sers
    this.#local = local
    this.#watchers = watchers
    this.#registry = registry
    this.#stats = stats
    this.#send = send
  }

  /** Number of the newest snapshot. */
  get epoch(): number {
    return this.#epoch
  }

  /** Publishes what has changed since the last time. @returns the epoch that holds now. */
  publish(): number {
    const { changedRoutes, changedTopics } = this.#registry
    if (changedRoutes.size + changedTopics.size === 0) return this.#epoch
    const snapshot: Snapshot = {
      epoch: ++this.#epoch,
      routes: [...changedRoutes].map((route) => this.#routeState(route, false)),
      topics: [...changedTopics].map((topic) => this.#topicState(topic)),
      statsChunks: this.#stats.takeNewChunks(),
    }
    for (const route of changedRoutes) this.#local.apply(this.#routeState(route, true))
    this.#watchers.note(changedRoutes)
    this.#sers?.note(changedRoutes, snapshot.statsChunks)
    changedRoutes.clear()
    changedTopics.clear()
    this.#send(snapshot)
    return this.#epoch
  }

  /** @param isLocal as the main thread's own table sees the route: with attached endpoints only. */
  #routeState(record: RouteRecord, isLocal: boolean): RouteState {
    const { id, route, balance, isIdempotent, endpoints } = record
    const isPaused = this.#registry.pausedRoutes.has(route)
    const pickable = [...endpoints.values()].filter(
      ({ station }) =>
        !isPaused && station.state === 'up' && (!isLocal || station.carrier === 'attached'),
    )
    return {
      id,
      route,
      balance,
      isIdempotent,
      isOffered: endpoints.size > 0,
      endpoints: pickable.map(({ station, offered, weight, statsBlock, localStatsBlock }) => ({
        link: station.link,
        linkGeneration: station.generation,
        offered,
        weight,
        seed: hashKey(station.id),
        statsBlock: isLocal ? localStatsBlock : statsBlock,
      })),
    }
  }

  #topicState(topic: string): TopicState {
    return {
      topic,
      subscribers: this.#registry
        .subscribersOf(topic)
        .filter(({ station }) => station.state !== 'draining')
        .map(({ station, subscription }) => ({
          link: station.link,
          linkGeneration: station.generation,
          subscription: subscription.index,
          group: subscription.group,
        })),
    }
  }
}
