// The Gover API: what runs where, pausing and stopping, rate limits, health. Every call is JSON in and out.

import { errorReply, kSersErrors, outcomeReply, successReply } from '../wire/sers/answers.js'
import { numberOf, parseObject, textOf } from '../wire/sers/rpc-data.js'
import { type RateLimits, readRateLimit } from './rate-limits.js'
import { argumentOf, type SersCall, sourceOf } from './sers-call.js'
import { isActive, type SersTable } from './sers-table.js'
import type { StationBook } from './station-book.js'
import { kStatusNormal, kStatusPaused, rowOf, type StationRow } from './station-row.js'

type Members = Readonly<Record<string, unknown>>

export type GoverParts = {
  readonly access: 'admin' | 'internal'
  readonly table: SersTable
  readonly stations: StationBook
  readonly limits: RateLimits
  /** Row of the center itself. */
  readonly own: () => StationRow
  readonly health: () => Members
  /** Who did what: for the audit log. */
  readonly audit: (line: Members) => void
  /** Limits have changed. */
  readonly onLimits: () => void
}

type GoverRoute = {
  readonly name: string
  readonly description: string
  readonly changes: boolean
  run(argument: Members, call: SersCall): Buffer
}

/** Items of one page, where a page is asked for. */
const kTakeMax = 100_000

export class Gover {
  readonly routes: ReadonlyMap<string, GoverRoute>
  readonly #parts: GoverParts

  constructor(parts: GoverParts) {
    this.#parts = parts
    this.routes = new Map(Object.entries(this.#all()))
  }

  /** Answers a call of one of {@link routes}. */
  answer(call: SersCall): Buffer {
    const { mode } = call.asker
    const route = this.routes.get(call.route)
    if (route === undefined) return errorReply(kSersErrors.notFound, mode)
    if (!this.mayGovern(call)) return errorReply(kSersErrors.notAllowed, mode)
    const value = argumentOf(call)
    const argument = value.length === 0 ? {} : parseObject(value.toString())
    if (argument === null) return errorReply(kSersErrors.badRequest, mode)
    const reply = route.run(argument, call)
    if (route.changes) {
      this.#parts.audit({
        route: call.route,
        argument,
        from: call.origin.address,
        connKey: call.asker.peer?.id,
        user: call.data.user,
      })
    }
    return reply
  }

  mayGovern(call: SersCall): boolean {
    if (sourceOf(call.data) !== 'Internal') return call.isAdmin
    if (call.isAdmin || call.origin.isAdmin) return true
    return this.#parts.access === 'internal' && call.origin.isLocal && call.origin.isTrusted
  }

  #all(): Readonly<Record<string, GoverRoute>> {
    const { table, stations, limits, health } = this.#parts
    const route = (
      name: string,
      description: string,
      changes: boolean,
      run: GoverRoute['run'],
    ): GoverRoute => ({ name, description, changes, run })
    const byKey = (isPaused: boolean) => (argument: Members) =>
      outcomeReply(stations.setPaused(Number(argument.connKey), isPaused))
    const byName = (isPaused: boolean) => (argument: Members) =>
      outcomeReply(stations.setApiStationPaused(textOf(argument.stationName) ?? '', isPaused))
    return {
      '/_gover_/apiDesc/getActive': route('getActive', 'routes that can be called', false, (a) =>
        successReply(page(this.#descriptions(a, true), a)),
      ),
      '/_gover_/apiDesc/getAll': route('getAll', 'all known routes', false, (a) =>
        successReply(page(this.#descriptions(a, false), a)),
      ),
      '/_gover_/apiDesc/removeOffline': route(
        'removeOffline',
        'forgets routes without a station',
        true,
        () => successReply(stations.removeOffline()),
      ),
      '/_gover_/apiStation/getAll': route('getAll', 'api stations', false, (a) =>
        successReply(page(this.#apiStations(), a)),
      ),
      '/_gover_/apiStation/pause': route('pause', 'pauses an api station', true, byName(true)),
      '/_gover_/apiStation/start': route('start', 'starts an api station', true, byName(false)),
      '/_gover_/serviceCenter/healthInfo': route('healthInfo', 'health of the center', false, () =>
        successReply(health()),
      ),
      '/_gover_/serviceCenter/statistics': route('statistics', 'calls a second', false, () =>
        successReply({ qps: totalQps(table) }),
      ),
      '/_gover_/serviceStation/getAll': route('getAll', 'connections that registered', false, (a) =>
        successReply(page(this.#serviceStations(), a)),
      ),
      '/_gover_/serviceStation/pause': route('pause', 'pauses a connection', true, byKey(true)),
      '/_gover_/serviceStation/start': route('start', 'starts a connection', true, byKey(false)),
      '/_gover_/serviceStation/stop': route('stop', 'closes a connection', true, (a) =>
        outcomeReply(this.#stop(Number(a.connKey))),
      ),
      '/_gover_/rateLimit/getAll': route('getAll', 'rate limits', false, (a) =>
        successReply(page(limits.all(), a)),
      ),
      '/_gover_/rateLimit/add': route('add', 'adds or replaces a rate limit', true, (a) => {
        const rule = readRateLimit(a)
        const isTaken = typeof rule !== 'string' && limits.add(rule)
        if (isTaken) this.#parts.onLimits()
        return outcomeReply(isTaken)
      }),
      '/_gover_/rateLimit/remove': route('remove', 'removes a rate limit', true, (a) => {
        limits.remove(textOf(a.rateLimitKey) ?? '')
        this.#parts.onLimits()
        return successReply()
      }),
    }
  }

  // Its nodes go and the event comes before the answer, as with the original. The connection ends after this turn, in which
  // the answer is sent: whoever stops itself is answered first.
  #stop(connKey: number): boolean {
    const peer = this.#parts.stations.peers.get(connKey)
    if (peer === undefined) return false
    this.#parts.stations.forget(peer)
    setImmediate(() => peer.end('the Gover API stopped it'))
    return true
  }

  #descriptions(argument: Members, isActive: boolean): Members[] {
    const prefix = prefixOf(textOf(argument.r) ?? '')
    return [...this.#parts.table.services.values()]
      .filter((service) => service.route.startsWith(prefix))
      .filter((service) => !isActive || service.active.length > 0)
      .filter(({ description }) => Object.keys(description).length > 0)
      .map(({ description, counts }) =>
        isActive ? description : { ...description, ext: { counter: counts } },
      )
  }

  #apiStations(): Members[] {
    return [...this.#parts.table.apiStations.values()]
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map(({ name, services, isPaused, counts, qps }) => {
        const all = [...services]
        const status = isPaused ? kStatusPaused : kStatusNormal
        return {
          stationName: name,
          apiServiceCount: all.length,
          apiNodeCount: all.reduce((sum, { nodes }) => sum + nodes.length, 0),
          activeApiNodeCount: all.reduce((sum, { active }) => sum + active.length, 0),
          eStatus: status,
          status,
          counter: counts,
          qps,
        }
      })
  }

  #serviceStations(): Members[] {
    const { own, stations } = this.#parts
    const rows = [...stations.peers.values()].flatMap((peer) =>
      peer.row === null ? [] : [{ row: peer.row, isPaused: peer.isPaused }],
    )
    const ordered = [{ row: own(), isPaused: false }, ...rows].sort(
      (a, b) => order(nameOf(a.row), nameOf(b.row)) || order(a.row.startTime, b.row.startTime),
    )
    return ordered.map(({ row, isPaused }) => {
      return rowOf(row, isPaused, row.nodes.filter(isActive).length)
    })
  }
}

function nameOf(row: StationRow): string {
  return textOf(row.stationInfo.serviceStationName) ?? ''
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** What routes begin with that a listing is asked for. */
export function prefixOf(said: string): string {
  if (said.trim() === '') return ''
  return said.startsWith('/') ? said : `/${said}`
}

/** Calls a second of all api stations together. */
export function totalQps(table: SersTable): number {
  const sum = [...table.apiStations.values()].reduce((total, { qps }) => total + qps, 0)
  return Math.round(sum * 100) / 100
}

/** `skip` and `take`, where they are said; else the whole list. */
function page<Item>(items: readonly Item[], argument: Members): readonly Item[] {
  const skip = numberOf(argument.skip)
  const take = numberOf(argument.take)
  if (skip === null && take === null) return items
  const from = Math.max(0, Math.floor(skip ?? 0))
  return items.slice(from, from + Math.max(0, Math.floor(take ?? kTakeMax)))
}
