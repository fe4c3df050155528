// Who is there and what each station offers: the control plane's book. Changes are collected and published as the
// difference between two snapshots (route-publisher.ts).

import { centerError } from '../base/errors.js'
import {
  kRouteCountMax,
  kRoutesPerStationMax,
  kSubscriptionsPerStationMax,
} from '../base/limits.js'
import type { LinkKey, LinkOpened } from '../data/messages.js'
import { type Balance, isBalance, kBalanceDefault } from '../wire/balance.js'
import type { Carrier, OfferedRoute, OfferedSubscription } from '../wire/control.js'
import { isReservedPath } from '../wire/reserved-paths.js'
import { parseRoute } from '../wire/route-key.js'
import type { StatsBook } from './stats-book.js'

/** One station's offer of a route. */
export type EndpointRecord = {
  readonly station: StationRecord
  readonly offered: number
  readonly weight: number
  readonly statsBlock: number
  /**
   * A second block for calls that need no dispatcher, else -1: of an attached station, written by the main thread, and of
   * a connection of Sers, written by its thread.
   */
  readonly localStatsBlock: number
  /** A third one, to which the counts of lanes are added; -1 while there was none. */
  laneStatsBlock: number
}

export type RouteRecord = {
  readonly id: number
  readonly route: string
  balance: Balance
  isIdempotent: boolean
  description: string
  requestSchema: string
  replySchema: string
  docs: string
  readonly endpoints: Map<StationRecord, EndpointRecord>
}

/** The statistics blocks of an endpoint. */
export function blocksOf(endpoint: EndpointRecord): number[] {
  const { statsBlock, localStatsBlock, laneStatsBlock } = endpoint
  return [statsBlock, localStatsBlock, laneStatsBlock].filter((block) => block >= 0)
}

/** up: calls come; paused: none until resumed; failing: none until its checks pass; draining: none any more. */
export type StationState = 'up' | 'paused' | 'failing' | 'draining'

/** How a station is reached: by its own link, or by asking it in another protocol. */
export type StationCarrier = Carrier | GuestCarrier

/** What is asked on behalf of a station that has no link. */
export type GuestCarrier = 'http' | 'grpc'

/** A station without a link of its own: another one, its host, answers for it. */
export type GuestPlan = {
  readonly name: string
  readonly version: string
  readonly carrier: GuestCarrier
  readonly sinceMs: number
  readonly isFailing: boolean
  /** The center wants it to go. */
  readonly onDismissed: () => void
}

export type StationRecord = LinkKey & {
  /** `NAME.N`: the place that it takes among the stations of its name. */
  readonly id: string
  readonly place: number
  readonly name: string
  readonly version: string
  readonly pid: number
  readonly carrier: StationCarrier
  readonly takesLanes: boolean
  readonly sinceMs: number
  state: StationState
  /** Its health checks fail; of guests alone. */
  isFailing: boolean
  /** Set for a guest, whose link is that of its host. */
  readonly onDismissed: (() => void) | null
  readonly routes: Map<number, RouteRecord>
  readonly subscriptions: Map<number, OfferedSubscription>
}

/** What a record begins with. */
type Made = Omit<StationRecord, 'id' | 'place' | 'state' | 'routes' | 'subscriptions'>

/** A station with a link of its own. */
export type LinkedStation = StationRecord & { readonly carrier: Carrier }

export class Registry {
  /** Stations with a link, by it. */
  readonly stations = new Map<number, LinkedStation>()
  readonly #guests = new Set<StationRecord>()
  readonly #places = new Map<string, Set<number>>()
  readonly routes = new Map<string, RouteRecord>()
  readonly pausedRoutes = new Set<string>()
  /** Since the last snapshot. */
  readonly changedRoutes = new Set<RouteRecord>()
  readonly changedTopics = new Set<string>()
  readonly #stats: StatsBook
  readonly #subscribers = new Map<
    string,
    Map<string, { station: StationRecord; subscription: OfferedSubscription }>
  >()
  readonly #pausedStations = new Set<string>()
  readonly #freeIds: number[] = []
  #nextId = 0

  constructor(stats: StatsBook) {
    this.#stats = stats
  }

  /** A link is open; its station offers nothing yet. */
  open(opened: LinkOpened, nowMs: number): LinkedStation {
    const { link, generation, name, version, pid, carrier, takesLanes } = opened
    const about = { link, generation, name, version, pid, carrier, takesLanes, sinceMs: nowMs }
    const station = this.#newStation({ ...about, isFailing: false, onDismissed: null })
    this.stations.set(link, station)
    return station
  }

  /** A guest of a station whose link is open; it offers nothing yet. */
  openGuest(host: StationRecord, guest: GuestPlan): StationRecord {
    const { link, generation, pid } = host
    const station = this.#newStation({ link, generation, pid, takesLanes: false, ...guest })
    this.#guests.add(station)
    return station
  }

  #newStation<Carried extends StationCarrier>(
    about: Omit<Made, 'carrier'> & { readonly carrier: Carried },
  ): StationRecord & { readonly carrier: Carried } {
    const { name } = about
    const taken = this.#places.get(name) ?? new Set()
    let place = 1
    while (taken.has(place)) place++
    this.#places.set(name, taken.add(place))
    const id = `${name}.${place}`
    const station: StationRecord & { readonly carrier: Carried } = {
      ...about,
      id,
      place,
      state: 'up',
      routes: new Map(),
      subscriptions: new Map(),
    }
    station.state = this.#stateOf(station)
    return station
  }

  /** Every station, those without a link last. */
  *all(): Iterable<StationRecord> {
    yield* this.stations.values()
    yield* this.#guests
  }

  /** Whether a station is there still. */
  isThere(station: StationRecord): boolean {
    return this.#guests.has(station) || this.find(station) === station
  }

  /** What health checks say of a guest. */
  setFailing(station: StationRecord, isFailing: boolean): void {
    if (station.isFailing === isFailing) return
    station.isFailing = isFailing
    if (station.state === 'draining') return
    station.state = this.#stateOf(station)
    this.#markChanged(station)
  }

  #stateOf({ id, name, isFailing }: StationRecord): StationState {
    if (this.#isPaused(id, name)) return 'paused'
    return isFailing ? 'failing' : 'up'
  }

  /** The station of a link, or undefined when it is gone. */
  find(key: LinkKey): LinkedStation | undefined {
    const station = this.stations.get(key.link)
    return station?.generation === key.generation ? station : undefined
  }

  /**
   * Takes what a station offers, added to what it offered before.
   *
   * @throws CenterError ERR_BAD_ROUTE, ERR_BAD_ARGUMENT, ERR_OVERLOADED; nothing is taken then.
   */
  register(
    station: StationRecord,
    routes: readonly OfferedRoute[],
    subscriptions: readonly OfferedSubscription[],
    unsubscribed: readonly number[],
  ): void {
    const indices = new Set<number>()
    for (const offered of routes) {
      this.#check(station, offered)
      if (indices.has(offered.index)) {
        const rule = `its index ${offered.index} stands twice in one registration`
        throw centerError('ERR_BAD_ROUTE', { route: offered.route, rule })
      }
      indices.add(offered.index)
    }
    const added = subscriptions.filter(({ index }) => !station.subscriptions.has(index))
    if (station.subscriptions.size + added.length > kSubscriptionsPerStationMax) {
      throw centerError('ERR_OVERLOADED', {
        what: 'the list of subscriptions',
        limit: kSubscriptionsPerStationMax,
      })
    }
    for (const offered of routes) this.#addRoute(station, offered)
    for (const subscription of subscriptions) this.#subscribe(station, subscription)
    for (const index of unsubscribed) this.#unsubscribe(station, index)
  }

  /** No call comes to the station any more; it stays until its link ends, so that its calls in flight are counted. */
  leave(station: StationRecord): void {
    if (station.state === 'draining') return
    station.state = 'draining'
    this.#markChanged(station)
  }

  /** The link is over: its routes and subscriptions are gone from the next snapshot. */
  close(station: StationRecord): void {
    if (!this.#guests.delete(station)) this.stations.delete(station.link)
    this.#freePlace(station)
    for (const route of station.routes.values()) {
      const endpoint = route.endpoints.get(station)
      if (endpoint === undefined) continue
      route.endpoints.delete(station)
      for (const block of blocksOf(endpoint)) this.#stats.retire(block, route.route, station.name)
      this.changedRoutes.add(route)
      if (route.endpoints.size === 0) {
        this.routes.delete(route.route)
        this.#freeIds.push(route.id)
      }
    }
    for (const index of station.subscriptions.keys()) this.#unsubscribe(station, index)
  }

  #freePlace({ name, place }: StationRecord): void {
    const taken = this.#places.get(name)
    taken?.delete(place)
    if (taken?.size === 0) this.#places.delete(name)
  }

  /**
   * Pauses or resumes a station (`orders.1`), every station of a service (`orders`) or a route (`GET /orders`).
   *
   * @returns how many of them there are now; a pause holds for those that join later, too.
   * @throws CenterError ERR_NOT_FOUND when what is resumed is neither there nor paused.
   */
  setPaused(target: string, isPaused: boolean): number {
    const wasPaused = this.#pausedStations.has(target) || this.pausedRoutes.has(target)
    const count = this.#setPaused(target, isPaused)
    if (!isPaused && !wasPaused && count === 0) throw centerError('ERR_NOT_FOUND', { what: target })
    return count
  }

  #setPaused(target: string, isPaused: boolean): number {
    if (target.includes('/')) {
      if (isPaused) this.pausedRoutes.add(target)
      else this.pausedRoutes.delete(target)
      const route = this.routes.get(target)
      if (route !== undefined) this.changedRoutes.add(route)
      return route === undefined ? 0 : 1
    }
    if (isPaused) this.#pausedStations.add(target)
    else this.#pausedStations.delete(target)
    const meant = this.stationsOf(target)
    for (const station of meant) {
      if (station.state === 'draining') continue
      station.state = this.#stateOf(station)
      this.#markChanged(station)
    }
    return meant.length
  }

  /** The station of this id, or every station of a service. */
  stationsOf(target: string): StationRecord[] {
    return [...this.all()].filter(({ id, name }) => id === target || name === target)
  }

  /** Subscribers of a topic, in the order in which they came. */
  subscribersOf(
    topic: string,
  ): readonly { station: StationRecord; subscription: OfferedSubscription }[] {
    return [...(this.#subscribers.get(topic)?.values() ?? [])]
  }

  get topicCount(): number {
    return this.#subscribers.size
  }

  /** A pause of the station itself outlives the resuming of its service. */
  #isPaused(id: string, name: string): boolean {
    return this.#pausedStations.has(id) || this.#pausedStations.has(name)
  }

  #check(station: StationRecord, offered: OfferedRoute): void {
    const { route, index, balance, weight } = offered
    const refuse = (rule: string) => centerError('ERR_BAD_ROUTE', { route, rule })
    const { path } = parseRoute(route)
    if (index < 0 || index >= kRoutesPerStationMax)
      throw refuse(`index ${index} is not below ${kRoutesPerStationMax}`)
    if (balance !== '' && !isBalance(balance)) throw refuse(`balance ${balance} is not known`)
    if (weight < 1 || weight > 1_000) throw refuse(`weight ${weight} is not from 1 to 1000`)
    const known = station.routes.get(index)
    if (known !== undefined && known.route !== route)
      throw refuse(`its index ${index} is that of ${known.route}`)
    if (station.carrier !== 'attached' && isReservedPath(path))
      throw refuse('its path is reserved for the center itself')
    if (!this.routes.has(route) && this.routes.size >= kRouteCountMax) {
      throw centerError('ERR_OVERLOADED', { what: 'the route table', limit: kRouteCountMax })
    }
  }

  #addRoute(station: StationRecord, offered: OfferedRoute): void {
    const balance = isBalance(offered.balance) ? offered.balance : kBalanceDefault
    let record = this.routes.get(offered.route)
    if (record === undefined) {
      record = {
        id: this.#freeIds.shift() ?? this.#nextId++,
        route: offered.route,
        balance,
        isIdempotent: offered.isIdempotent,
        description: offered.description,
        requestSchema: offered.requestSchema,
        replySchema: offered.replySchema,
        docs: offered.docs,
        endpoints: new Map(),
      }
      this.routes.set(offered.route, record)
    }
    // The newest station speaks for the route, so that a new version can change what the old one said.
    record.balance = balance
    record.isIdempotent = offered.isIdempotent
    record.description = offered.description
    record.requestSchema = offered.requestSchema
    record.replySchema = offered.replySchema
    record.docs = offered.docs
    const known = record.endpoints.get(station)
    const hasShortWay = station.carrier === 'attached' || station.carrier === 'sers'
    record.endpoints.set(station, {
      station,
      offered: offered.index,
      weight: offered.weight,
      statsBlock: known?.statsBlock ?? this.#stats.allocate(),
      localStatsBlock: known?.localStatsBlock ?? (hasShortWay ? this.#stats.allocate() : -1),
      laneStatsBlock: known?.laneStatsBlock ?? -1,
    })
    station.routes.set(offered.index, record)
    this.changedRoutes.add(record)
  }

  #subscribe(station: StationRecord, subscription: OfferedSubscription): void {
    this.#unsubscribe(station, subscription.index) // the same number may stand for another topic now
    station.subscriptions.set(subscription.index, subscription)
    const subscribers = this.#subscribers.get(subscription.topic) ?? new Map()
    subscribers.set(`${station.link}.${station.generation}.${subscription.index}`, {
      station,
      subscription,
    })
    this.#subscribers.set(subscription.topic, subscribers)
    this.changedTopics.add(subscription.topic)
  }

  #unsubscribe(station: StationRecord, index: number): void {
    const subscription = station.subscriptions.get(index)
    if (subscription === undefined) return
    station.subscriptions.delete(index)
    const subscribers = this.#subscribers.get(subscription.topic)
    subscribers?.delete(`${station.link}.${station.generation}.${index}`)
    if (subscribers?.size === 0) this.#subscribers.delete(subscription.topic)
    this.changedTopics.add(subscription.topic)
  }

  #markChanged(station: StationRecord): void {
    for (const route of station.routes.values()) this.changedRoutes.add(route)
  }
}
