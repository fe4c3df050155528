// The API services of Sers: which nodes answer which route, by the rules of Sers. See docs/SERS.md for the precedence.

import type { SsError } from '../wire/sers/answers.js'
import type { RpcData } from '../wire/sers/rpc-data.js'
import type { Peer } from './peer.js'

export type Counts = { sumCount: number; errorCount: number }

/** One route that one connection offers. */
export type Node = {
  readonly service: Service
  readonly station: Peer
  /** Route as it was registered; what a hit through a wildcard is rewritten to. */
  readonly route: string
  /** apiDesc as this connection said it. */
  readonly description: Readonly<Record<string, unknown>>
  /** Says what stands against a call; null where nothing does. */
  readonly refuses: ((data: RpcData) => SsError | null) | null
  readonly counts: Counts
  /** Shared by the registrations of one connection that offer it. */
  readonly load: { inFlight: number }
  /** Where calls between connections of Sers are counted for signalbox, beside what its dispatcher counts. */
  stats: NodeStats | null
}

/** Statistics and gate that a node shares with the rest of the center. */
export type NodeStats = {
  /** @returns false when a limit or a breaker of the route is against the call. */
  admit(): boolean
  begin(): void
  end(us: number, isError: boolean): void
  /** False while the center has paused the station or the route. */
  readonly isActive: boolean
}

/** All nodes of one method and route. */
export type Service = {
  readonly key: string
  readonly method: string
  route: string
  readonly isWildcard: boolean
  readonly apiStation: ApiStation
  /** As the newest registration said it. */
  description: Readonly<Record<string, unknown>>
  /** The newest first. */
  nodes: Node[]
  active: Node[]
  /** Endpoints of the same route that are no connections of Sers. */
  foreignCount: number
  turn: number
  readonly counts: Counts
}

/** All services whose routes have the same first segment. */
export type ApiStation = {
  readonly name: string
  isPaused: boolean
  readonly services: Set<Service>
  readonly counts: Counts
  qps: number
  qpsCount: number
}

/** What a route is found by; a wildcard by what stands before its last slash. */
function keyOf(method: string, route: string, isWildcard: boolean): string {
  return isWildcard
    ? `${method} ${route.slice(0, route.lastIndexOf('/') + 1)}*`
    : `${method} ${route}`
}

/** Longest route in bytes that is looked up; also of one that is registered. */
export const kSersRouteBytesMax = 2_048
/** Lookups that are remembered, and characters of one: callers choose them, so they must not become the center's memory. */
const kFoundCountMax = 32_768
const kFoundTextMax = 300

export class SersTable {
  readonly services = new Map<string, Service>()
  readonly apiStations = new Map<string, ApiStation>()
  /** Services with an endpoint that may be picked. */
  readonly #open = new Map<string, Service>()
  readonly #ignoresMethod: boolean
  readonly #found = new Map<string, Service | null>()

  constructor(ignoresMethod: boolean) {
    this.#ignoresMethod = ignoresMethod
  }

  /** The service of a description; made when it is new. */
  serviceOf(method: string, route: string): Service {
    const wanted = this.#ignoresMethod ? '' : method
    const isWildcard = route.endsWith('*')
    const key = keyOf(wanted, route, isWildcard)
    const known = this.services.get(key)
    if (known !== undefined) {
      known.route = route
      return known
    }
    const apiStation = this.#apiStationOf(route)
    const service: Service = {
      key,
      method: wanted,
      route,
      isWildcard,
      apiStation,
      description: {},
      nodes: [],
      active: [],
      foreignCount: 0,
      turn: 0,
      counts: { sumCount: 0, errorCount: 0 },
    }
    this.services.set(key, service)
    apiStation.services.add(service)
    return service
  }

  add(node: Node): void {
    node.service.nodes.unshift(node)
  }

  remove(node: Node): void {
    const { service } = node
    service.nodes = service.nodes.filter((other) => other !== node)
  }

  /** Works out anew which nodes of a service may be picked. */
  refresh(service: Service): void {
    const { apiStation } = service
    service.active = apiStation.isPaused ? [] : service.nodes.filter(isActive)
    const isOpen = service.active.length > 0 || (service.foreignCount > 0 && !apiStation.isPaused)
    if (isOpen === this.#open.has(service.key)) return
    if (isOpen) this.#open.set(service.key, service)
    else this.#open.delete(service.key)
    this.#found.clear()
  }

  /** Forgets a service that nobody offers. */
  forget(service: Service): void {
    this.services.delete(service.key)
    this.#open.delete(service.key)
    this.#found.clear()
    const { apiStation } = service
    apiStation.services.delete(service)
    if (apiStation.services.size === 0) this.apiStations.delete(apiStation.name)
  }

  isOpen(service: Service): boolean {
    return this.#open.has(service.key)
  }

  /** Finds who answers a call. @param method as it was said; '' for none. */
  find(method: string, route: string): Service | null {
    const asked = this.#ignoresMethod ? '' : method
    const call = `${asked} ${route}`
    const known = this.#found.get(call)
    if (known !== undefined) return known
    if (Buffer.byteLength(route) > kSersRouteBytesMax) return null
    const upper = asked.toUpperCase()
    const found = (upper === '' ? null : this.#findOne(upper, route)) ?? this.#findOne('', route)
    if (call.length > kFoundTextMax) return found
    if (this.#found.size >= kFoundCountMax) this.#found.clear()
    this.#found.set(call, found)
    return found
  }

  #findOne(method: string, route: string): Service | null {
    const exact = this.#open.get(`${method} ${route}`)
    if (exact !== undefined && !exact.isWildcard) return exact
    let end = route.lastIndexOf('/')
    while (end >= 0) {
      const wildcard = this.#open.get(`${method} ${route.slice(0, end + 1)}*`)
      if (wildcard !== undefined) return wildcard
      end = end === 0 ? -1 : route.lastIndexOf('/', end - 1)
    }
    return null
  }

  #apiStationOf(route: string): ApiStation {
    const name = apiStationName(route)
    const known = this.apiStations.get(name)
    if (known !== undefined) return known
    const made: ApiStation = {
      name,
      isPaused: false,
      services: new Set(),
      counts: { sumCount: 0, errorCount: 0 },
      qps: 0,
      qpsCount: 0,
    }
    this.apiStations.set(name, made)
    return made
  }
}

/** True for a node that may be picked, as far as nobody has paused it. */
export function isActive({ service, station, stats }: Node): boolean {
  return !service.apiStation.isPaused && !station.isPaused && stats?.isActive !== false
}

/** First segment of a route. */
export function apiStationName(route: string): string {
  return route.split('/').find((segment) => segment !== '') ?? ''
}
