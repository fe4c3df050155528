// What stations ask of the control plane, and what they are told: registrations, leaving, goodbyes.

import { CenterError, errorBodyOf } from '../base/errors.js'
import type { Logger } from '../base/logger.js'
import type { LinkKey, ToData } from '../data/messages.js'
import {
  type ControlMessage,
  decodeControl,
  encodeControl,
  kGoodbyeForGood,
} from '../wire/control.js'
import type { LimitsBook } from './limits-book.js'
import type { Registry, StationRecord } from './registry.js'
import type { RoutePublisher } from './route-publisher.js'

type Register = Extract<ControlMessage, { type: 'register' }>

export class StationDesk {
  readonly #registry: Registry
  readonly #publisher: RoutePublisher
  readonly #limits: LimitsBook
  readonly #log: Logger
  readonly #post: (message: ToData) => void

  /** @param post sends to the dispatch worker; does nothing when there is none. */
  constructor(
    registry: Registry,
    publisher: RoutePublisher,
    limits: LimitsBook,
    log: Logger,
    post: (message: ToData) => void,
  ) {
    this.#registry = registry
    this.#publisher = publisher
    this.#limits = limits
    this.#log = log
    this.#post = post
  }

  /** A control message of a link; one that breaks the rules ends its link. */
  onControl(key: LinkKey, bytes: Uint8Array): void {
    const station = this.#registry.find(key)
    if (station === undefined) return
    let message: ControlMessage
    try {
      message = decodeControl(bytes)
    } catch (error) {
      this.#closeLink(key, error instanceof CenterError ? error.message : String(error))
      return
    }
    if (message.type === 'register') this.#register(station, message)
    else if (message.type === 'leave') {
      this.leave([station])
      this.#tell(station, { type: 'left', requestId: message.requestId })
    } else this.#closeLink(key, `a station does not send ${message.type}`)
  }

  /** Sends no more calls to these stations. */
  leave(stations: readonly StationRecord[]): void {
    for (const station of stations) this.#registry.leave(station)
    this.#publisher.publish()
  }

  /** Tells a station that its center ends, or wants it no more. @param retryAfterMs see `goodbye` in schema/control.fbs. */
  goodbye(station: StationRecord, reason: string, retryAfterMs: number): void {
    this.#tell(station, { type: 'goodbye', reason, retryAfterMs })
  }

  /** Takes a station out of service for good. */
  dismiss(station: StationRecord): void {
    if (station.onDismissed !== null) station.onDismissed()
    else this.goodbye(station, 'it is taken out of service', kGoodbyeForGood)
  }

  #register(station: StationRecord, message: Register): void {
    const { requestId, routes, subscriptions, unsubscribed } = message
    try {
      this.#registry.register(station, routes, subscriptions, unsubscribed)
      for (const { route } of routes) this.#limits.applyTo(route)
      // The snapshot goes first on the same port: when the station hears the answer, its routes are in force.
      const epoch = this.#publisher.publish()
      this.#tell(station, { type: 'registered', requestId, epoch })
    } catch (error) {
      this.#log.warn({ station: station.id, error: String(error) }, 'registration refused')
      this.#tell(station, { type: 'failed', requestId, error: errorBodyOf(error, 'register') })
    }
  }

  #tell({ link, generation }: StationRecord, message: ControlMessage): void {
    this.#post({ type: 'control', link, generation, bytes: encodeControl(message) })
  }

  #closeLink({ link, generation }: LinkKey, reason: string): void {
    this.#post({ type: 'close-link', link, generation, reason })
  }
}
