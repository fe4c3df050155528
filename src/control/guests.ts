// Stations without a link: an attached station, their host, answers for them. To everybody else they are stations like
// any other, with endpoints that are picked, paused and measured one by one.

import { centerError } from '../base/errors.js'
import type { OfferedRoute } from '../wire/control.js'
import type { LimitsBook } from './limits-book.js'
import type { GuestPlan, Registry, StationRecord } from './registry.js'
import type { RoutePublisher } from './route-publisher.js'

/** One guest. Its routes are in force soon after it was opened: one snapshot tells of all that came in a turn. */
export type Guest = {
  /** `NAME.N`. */
  readonly id: string
  setFailing(isFailing: boolean): void
  /** It is gone. */
  close(): void
}

export class Guests {
  readonly #registry: Registry
  readonly #publisher: RoutePublisher
  readonly #limits: LimitsBook
  #isPublishing = false

  constructor(registry: Registry, publisher: RoutePublisher, limits: LimitsBook) {
    this.#registry = registry
    this.#publisher = publisher
    this.#limits = limits
  }

  /**
   * Opens one.
   *
   * @param host name of the attached station that answers.
   * @param routes with the host's own indices.
   * @throws CenterError ERR_NOT_FOUND for a host that is not attached; ERR_BAD_ROUTE, ERR_OVERLOADED.
   */
  open(host: string, plan: GuestPlan, routes: readonly OfferedRoute[]): Guest {
    const at = [...this.#registry.stations.values()].find(
      ({ name, carrier }) => name === host && carrier === 'attached',
    )
    if (at === undefined) throw centerError('ERR_NOT_FOUND', { what: host })
    const station = this.#registry.openGuest(at, plan)
    try {
      this.#registry.register(station, routes, [], [])
    } catch (error) {
      this.#close(station)
      throw error
    }
    for (const { route } of routes) this.#limits.applyTo(route)
    this.#publishSoon()
    return {
      id: station.id,
      setFailing: (isFailing) => {
        this.#registry.setFailing(station, isFailing)
        this.#publishSoon()
      },
      close: () => this.#close(station),
    }
  }

  #close(station: StationRecord): void {
    this.#registry.close(station)
    this.#publishSoon()
  }

  #publishSoon(): void {
    if (this.#isPublishing) return
    this.#isPublishing = true
    setImmediate(() => {
      this.#isPublishing = false
      this.#publisher.publish()
    })
  }
}
