// The routes of stations that live in the center's main thread, for calls that need no ring. A twin of the dispatcher's
// table, fed by the same snapshots, in which only attached endpoints can be picked.

import { centerError, type ErrorCode } from '../base/errors.js'
import { kSeenOnceCountMax } from '../base/limits.js'
import type { Gates } from '../data/admission.js'
import { pick } from '../data/balancer.js'
import { type Endpoint, type RouteEntry, RouteTable } from '../data/route-table.js'
import type { RouteState } from '../data/snapshot.js'
import type { Tap } from '../data/tap.js'
import type { Answerer } from '../station/answerer.js'
import type { LocalRoutes, LocalTap, LocalTarget } from '../station/local-caller.js'
import { hashKey } from '../wire/key-hash.js'
import { parseCallPath } from '../wire/route-key.js'
import { countBegin, countEnd } from '../wire/stats-block.js'
import type { LocalTaps } from './local-taps.js'
import type { StatsBook } from './stats-book.js'

/** One endpoint as a local call meets it. */
class Target implements LocalTarget {
  readonly offer: LocalTarget['offer']
  readonly answerer: Answerer
  readonly method: string
  readonly path: string
  readonly query: string
  readonly #endpoint: Endpoint
  readonly #taps: LocalTaps

  constructor(
    endpoint: Endpoint,
    answerer: Answerer,
    { method, path, query }: Resolved,
    taps: LocalTaps,
  ) {
    this.#endpoint = endpoint
    this.#taps = taps
    this.answerer = answerer
    this.offer = answerer.offers.routes[endpoint.offered]
    this.method = method
    this.path = path
    this.query = query
  }

  tap(caller: string, body: unknown): LocalTap | null {
    const { route, link, linkGeneration } = this.#endpoint
    if (route.taps === null) return null
    return this.#taps.begin(
      route.taps,
      caller,
      { link, generation: linkGeneration },
      this.path,
      body,
    )
  }

  begin(): void {
    this.#endpoint.inFlight++
    countBegin(this.#endpoint.stats, this.#endpoint.statsAt)
  }

  end(us: number, isError: boolean): void {
    this.#endpoint.inFlight--
    countEnd(this.#endpoint.stats, this.#endpoint.statsAt, us, isError)
  }
}

type Resolved = {
  readonly route: RouteEntry | null
  readonly matchEpoch: number
  readonly method: string
  readonly path: string
  readonly query: string
  /** The target of a route with one local endpoint; made once, used by every call. */
  target: Target | null
  endpoints: readonly Endpoint[]
}

export class LocalTable implements LocalRoutes {
  readonly #table: RouteTable
  readonly #gates: Gates
  readonly #answerers = new Map<number, Answerer>()
  readonly #withBody = new Map<string, Resolved>()
  readonly #withoutBody = new Map<string, Resolved>()
  readonly #taps: LocalTaps
  #refusal: ErrorCode | null = null

  constructor(gates: Gates, stats: StatsBook, taps: LocalTaps) {
    this.#gates = gates
    this.#taps = taps
    this.#table = new RouteTable((block) => stats.locate(block))
  }

  /** A station of this thread: its link, and the half that answers. */
  addStation(link: number, answerer: Answerer): void {
    this.#answerers.set(link, answerer)
  }

  removeStation(link: number): void {
    this.#answerers.delete(link)
  }

  /** Puts a route into its new state; `state.endpoints` are the local ones. */
  apply(state: RouteState): void {
    this.#table.apply(state)
  }

  openTap(tap: Tap): void {
    this.#table.openTap(tap)
  }

  closeTap(id: number): void {
    this.#table.closeTap(id)
  }

  /** From now on every call is refused. */
  refuse(code: ErrorCode): void {
    this.#refusal = code
  }

  find(
    route: string,
    hasBody: boolean,
    key: string | undefined,
    caller: string,
  ): LocalTarget | null {
    const known = (hasBody ? this.#withBody : this.#withoutBody).get(route)
    const resolved =
      known !== undefined && known.matchEpoch === this.#table.matchEpoch
        ? known
        : this.#resolve(route, hasBody)
    const entry = resolved.route
    if (entry === null || entry.endpoints.length === 0) return null
    const refusal = this.#refusal ?? this.#gates.admit(entry.id)
    if (refusal !== null) {
      const error = centerError(refusal, { route: entry.route })
      if (entry.taps !== null) this.#taps.refused(entry.taps, caller, resolved.path, error)
      throw error
    }
    if (resolved.target !== null && resolved.endpoints === entry.endpoints) return resolved.target
    return this.#target(resolved, entry, key)
  }

  #target(resolved: Resolved, entry: RouteEntry, key: string | undefined): Target | null {
    const endpoint = pick(entry, key === undefined ? 0 : hashKey(key))
    const answerer = endpoint === null ? undefined : this.#answerers.get(endpoint.link)
    if (endpoint === null || answerer === undefined) return null
    const target = new Target(endpoint, answerer, resolved, this.#taps)
    resolved.endpoints = entry.endpoints
    resolved.target = entry.endpoints.length === 1 ? target : null
    return target
  }

  #resolve(route: string, hasBody: boolean): Resolved {
    const { key, method, query } = parseCallPath(route, hasBody)
    const found = this.#table.match(key)
    const resolved: Resolved = {
      route: typeof found === 'string' ? null : found,
      matchEpoch: this.#table.matchEpoch,
      method,
      path: key.slice(method.length + 1),
      query,
      target: null,
      endpoints: [],
    }
    const cache = hasBody ? this.#withBody : this.#withoutBody
    if (cache.size >= kSeenOnceCountMax) cache.clear()
    cache.set(route, resolved)
    return resolved
  }
}
