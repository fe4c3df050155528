// Turns the registry's changes into numbered snapshots for the data plane.

import type { RouteState, Snapshot, TopicState } from '../data/snapshot.js'
import { hashKey } from '../wire/key-hash.js'
import type { Registry, RouteRecord } from './registry.js'
import type { StatsBook } from './stats-book.js'

export class RoutePublisher {
  readonly #registry: Registry
  readonly #stats: StatsBook
  readonly #send: (snapshot: Snapshot) => void
  #epoch = 0

  constructor(registry: Registry, stats: StatsBook, send: (snapshot: Snapshot) => void) {
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
      routes: [...changedRoutes].map((route) => this.#routeState(route)),
      topics: [...changedTopics].map((topic) => this.#topicState(topic)),
      statsChunks: this.#stats.takeNewChunks(),
    }
    changedRoutes.clear()
    changedTopics.clear()
    this.#send(snapshot)
    return this.#epoch
  }

  #routeState(record: RouteRecord): RouteState {
    const { id, route, balance, isIdempotent, endpoints } = record
    const isPaused = this.#registry.pausedRoutes.has(route)
    const pickable = [...endpoints.values()].filter(({ station }) => !isPaused && station.state === 'up')
    return {
      id,
      route,
      balance,
      isIdempotent,
      isOffered: endpoints.size > 0,
      endpoints: pickable.map(({ station, offered, weight, statsBlock }) => ({
        link: station.link,
        linkGeneration: station.generation,
        offered,
        weight,
        seed: hashKey(station.id),
        statsBlock,
      })),
    }
  }

  #topicState(topic: string): TopicState {
    return {
      topic,
      subscribers: this.#registry
        .subscribersOf(topic)
        .filter(({ station }) => station.state !== 'leaving')
        .map(({ station, subscription }) => ({
          link: station.link,
          linkGeneration: station.generation,
          subscription: subscription.index,
          group: subscription.group,
        })),
    }
  }
}
