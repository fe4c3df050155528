// Instances as stations of the center: each one that can be called is a guest of the registry's own station, which asks it
// over HTTP or gRPC. The center picks, limits and measures; what happens on the way is here.

import { CenterError, centerError } from '../../base/errors.js'
import { kBodyBytesMax, kCallableInstancesMax, kRoutesPerStationMax } from '../../base/limits.js'
import type { Center } from '../../control/center.js'
import type { Guest } from '../../control/guests.js'
import { type Instance, kPlainSpec } from '../../control/leases/instance.js'
import type { LeaseEvent, LeaseTable } from '../../control/leases/lease-table.js'
import { appRequestOf } from '../../station/adapters/app-request.js'
import { below } from '../../station/adapters/path-pattern.js'
import { RawBody } from '../../station/body.js'
import type { Call } from '../../station/call.js'
import { describeOffer, type Handler, type Offer } from '../../station/offers.js'
import { type Reply, reply } from '../../station/reply.js'
import type { Station } from '../../station/station.js'
import { GrpcSessions } from './ask-grpc.js'
import { HttpConnections } from './ask-http.js'
import { type CallTarget, readTarget } from './call-target.js'

/** Instances that one call tries. */
const kTriesMax = 3
/** Milliseconds until the place of a route is used again: a call that was on its way has arrived by then. */
const kRestMs = 10_000
/** Names that are the center's own. */
const kOwnName = /^signalbox(?:\.|$)/

type Callable = { readonly guest: Guest; readonly offers: readonly Offer[] }

/** Told what calls have found out about an instance. */
export type Outcomes = {
  onReached(instance: Instance): void
  onUnreachable(instance: Instance, reason: string): void
}

export class CallableInstances {
  readonly #center: Center
  readonly #station: Station
  readonly #table: LeaseTable
  readonly #outcomes: Outcomes
  readonly #callable = new Map<Instance, Callable>()
  /** Those for which there was no room, in the order in which they came. */
  readonly #waiting = new Set<Instance>()
  /** Instances of a name whose weight is not the usual one. */
  readonly #weighted = new Map<string, number>()
  readonly #free: { readonly index: number; readonly fromMs: number }[] = []
  readonly #http = new HttpConnections()
  readonly #grpc = new GrpcSessions()
  readonly #stopListening: () => void

  /** @param station attached already. */
  constructor(center: Center, station: Station, table: LeaseTable, outcomes: Outcomes) {
    this.#center = center
    this.#station = station
    this.#table = table
    this.#outcomes = outcomes
    this.#stopListening = table.listen((event) => this.#onEvent(event))
    for (const instance of table.all()) this.#add(instance)
  }

  /** Instances that can be found but not called, for want of room. */
  get waitingCount(): number {
    return this.#waiting.size
  }

  close(): void {
    this.#stopListening()
    this.#http.close()
    this.#grpc.close()
  }

  #onEvent(event: LeaseEvent): void {
    const { instance } = event
    if (event.type === 'added') this.#add(instance)
    else if (event.type === 'removed') this.#remove(instance)
    else this.#callable.get(instance)?.guest.setFailing(!instance.isPassing)
  }

  #add(instance: Instance): void {
    const reading = readTarget(instance.address)
    if (!reading.ok || kOwnName.test(instance.name)) return
    const routes = routesOf(instance.name, reading.target.kind)
    if (routes === null) return
    if (this.#callable.size >= kCallableInstancesMax) {
      this.#waiting.add(instance)
      return
    }
    const handler = this.#handlerOf(instance, reading.target)
    const { weight, name, version, sinceMs } = instance
    const options = { bodyAs: 'raw', balance: this.#balanceOf(instance), weight } as const
    const offers: Offer[] = []
    try {
      for (const route of routes) {
        offers.push(this.#station.offers.hold(route, options, handler, this.#takePlace()))
      }
      const plan = {
        name,
        version,
        carrier: reading.target.kind,
        sinceMs,
        isFailing: !instance.isPassing,
        onDismissed: () => void this.#table.deregister(instance.id),
      } as const
      const guest = this.#center.openGuest(this.#station.name, plan, offers.map(describeOffer))
      this.#callable.set(instance, { guest, offers })
      this.#countWeight(instance, 1)
    } catch (error) {
      if (!(error instanceof CenterError)) throw error
      this.#restPlaces(offers)
      this.#center.say(
        'warn',
        `instance ${instance.id} of ${name} cannot be called: ${error.message}`,
      )
    }
  }

  #remove(instance: Instance): void {
    this.#waiting.delete(instance)
    const callable = this.#callable.get(instance)
    if (callable === undefined) return
    this.#callable.delete(instance)
    this.#countWeight(instance, -1)
    callable.guest.close()
    this.#restPlaces(callable.offers)
    const [next] = this.#waiting
    if (next === undefined) return
    this.#waiting.delete(next)
    this.#add(next)
  }

  /** In turn as long as all weigh the same: the order of weights is made anew for each instance that comes or goes. */
  #balanceOf({ name, weight }: Instance): 'weighted' | 'round-robin' {
    return weight !== kPlainSpec.weight || this.#weighted.has(name) ? 'weighted' : 'round-robin'
  }

  #countWeight({ name, weight }: Instance, by: 1 | -1): void {
    if (weight === kPlainSpec.weight) return
    const count = (this.#weighted.get(name) ?? 0) + by
    if (count > 0) this.#weighted.set(name, count)
    else this.#weighted.delete(name)
  }

  /** @returns the index of a place that has rested, or undefined for a new one. */
  #takePlace(): number | undefined {
    const [oldest] = this.#free
    const isFull = this.#station.offers.routes.length >= kRoutesPerStationMax
    if (oldest === undefined || (oldest.fromMs > performance.now() && !isFull)) return undefined
    this.#free.shift()
    return oldest.index
  }

  #restPlaces(offers: readonly Offer[]): void {
    const fromMs = performance.now() + kRestMs
    for (const { index } of offers) this.#free.push({ index, fromMs })
  }

  #handlerOf(instance: Instance, target: CallTarget): Handler {
    const prefix = `/web/${pathNameOf(instance.name)}`
    const mount = { prefix, stripPrefix: true, bodyBytesMax: Number.POSITIVE_INFINITY }
    if (target.kind === 'grpc') {
      return (call) =>
        this.#tryEach(instance, target, true, (to) => this.#askGrpc(instance, to, call))
    }
    return (call) => {
      const request = appRequestOf(call, mount)
      const isWhole = request.body.form !== 'parts'
      return this.#tryEach(instance, target, isWhole, (to) => {
        if (to.kind === 'http') return this.#http.ask(instance.name, to, request)
        throw centerError('ERR_UNREACHABLE', { name: instance.name, reason: 'it speaks gRPC' })
      })
    }
  }

  /** Asks the instance that was picked and, where no connection can be made, others of its name. */
  async #tryEach(
    picked: Instance,
    target: CallTarget,
    mayRepeat: boolean,
    ask: (target: CallTarget) => Promise<Reply>,
  ): Promise<Reply> {
    let instance = picked
    let to = target
    const tried = new Set<string>()
    for (;;) {
      try {
        const answer = await ask(to)
        this.#outcomes.onReached(instance)
        return answer
      } catch (error) {
        if (!(error instanceof CenterError) || error.code !== 'ERR_UNREACHABLE') throw error
        tried.add(instance.address)
        const wasSent = Reflect.get(Object(error.details), 'wasSent') !== false
        if (wasSent) throw error
        this.#outcomes.onUnreachable(instance, error.message)
        const other = mayRepeat && tried.size < kTriesMax ? this.#otherThan(instance, tried) : null
        if (other === null) throw error
        instance = other.instance
        to = other.target
      }
    }
  }

  #otherThan(
    { name }: Instance,
    tried: ReadonlySet<string>,
  ): { readonly instance: Instance; readonly target: CallTarget } | null {
    const others = this.#table
      .instancesOf(name)
      .filter(({ address, isPassing }) => isPassing && !tried.has(address))
    const instance = others[Math.floor(Math.random() * others.length)]
    if (instance === undefined) return null
    const reading = readTarget(instance.address)
    return reading.ok ? { instance, target: reading.target } : null
  }

  async #askGrpc({ name }: Instance, target: CallTarget, call: Call): Promise<Reply> {
    const { route, params, signal, remainingMs: timeoutMs, trace } = call
    if (target.kind !== 'grpc')
      throw centerError('ERR_UNREACHABLE', { name, reason: 'it speaks HTTP' })
    const body = await wholeOf(call.body, route)
    const { message, contentType } = await this.#grpc.call(name, target, {
      route,
      path: `/${encodeURIComponent(params.service ?? '')}/${encodeURIComponent(params.method ?? '')}`,
      message: body.bytes,
      contentType: body.isJson ? 'application/grpc+json' : 'application/grpc',
      metadata: trace === undefined ? {} : { traceparent: trace.traceparent },
      timeoutMs,
      signal,
    })
    return reply(new RawBody(message, contentType.endsWith('+json') ? 'json' : 'bytes'))
  }
}

async function wholeOf(
  body: unknown,
  route: string,
): Promise<{ readonly bytes: Uint8Array; readonly isJson: boolean }> {
  if (!(body instanceof RawBody)) {
    const rule = 'a unary call takes one message, not a stream of items'
    throw centerError('ERR_BAD_BODY', { route, rule })
  }
  const isJson = body.kind === 'json'
  if (body.source instanceof Uint8Array) return { bytes: body.source, isJson }
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of body.source) {
    bytes += part.length
    if (bytes > kBodyBytesMax)
      throw centerError('ERR_BODY_TOO_LARGE', { bytes, limit: kBodyBytesMax })
    parts.push(part)
  }
  return { bytes: Buffer.concat(parts), isJson }
}

/** @returns null for a name that no path can say. */
function routesOf(name: string, kind: CallTarget['kind']): readonly string[] | null {
  const inPath = pathNameOf(name)
  if (inPath === null) return null
  return kind === 'grpc' ? [`POST /grpc/${inPath}/:service/:method`] : below(`/web/${inPath}`)
}

/** A name as one segment of a path that a station can offer; null where there is none. */
export function pathNameOf(name: string): string | null {
  let text: string
  try {
    text = encodeURIComponent(name)
  } catch {
    return null // half of a surrogate pair: no UTF-8 says it
  }
  if (text === '.' || text === '..') return text.replaceAll('.', '%2E')
  return text === '*' ? '%2A' : text
}
