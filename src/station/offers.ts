// What a station offers: its routes, each with its handler wrapped once in middleware and schemas, and its
// subscriptions. Lives as long as the station; the links come and go.

import type { StandardSchemaV1 } from '@standard-schema/spec'
import { centerError } from '../base/errors.js'
import { kRoutesPerStationMax, kSubscriptionsPerStationMax } from '../base/limits.js'
import { type Balance, isBalance, kBalanceDefault, kBalances } from '../wire/balance.js'
import type { OfferedRoute, OfferedSubscription } from '../wire/control.js'
import { parseRoute, type RoutePattern } from '../wire/route-key.js'
import type { Call } from './call.js'
import { checkTopic } from './names.js'
import { Reply } from './reply.js'
import { checkDocs, docsText, type RouteDocs } from './route-docs.js'
import { describeSchema, validate } from './schema.js'

/** What a route may say about itself. */
export type RouteOptions = {
  /** Schema of the request's body (https://standardschema.dev); a body that does not fit is refused with ERR_BAD_BODY. */
  readonly request?: StandardSchemaV1
  /** Schema of the reply; one that does not fit is the station's bug and becomes ERR_BAD_REPLY. */
  readonly reply?: StandardSchemaV1
  /** True when the same call may be made twice: it is tried elsewhere when its station dies. Default false. */
  readonly idempotent?: boolean
  /** How calls are spread over the stations of the route. Default round-robin. */
  readonly balance?: Balance
  /** Share of this station under weighted balancing, 1 … 1,000. Default 1. */
  readonly weight?: number
  /**
   * How the handler takes a body: `value` (default) is the whole, decoded; `stream` is an async iterable of bytes as they
   * come, of any length; `raw` is a RawBody, bytes that nobody has decoded, whole or as they come, with what they are. A
   * caller that streams items gives an iterable of items in all three, of RawItems with `raw`.
   */
  readonly bodyAs?: 'value' | 'stream' | 'raw'
  /** A sentence for people. */
  readonly description?: string
  /** What schemas cannot tell the documentation; checks nothing. See docs/OPENAPI.md. */
  readonly docs?: RouteDocs
}

/** Answers a call. */
export type Handler = (call: Call) => unknown

/** Wraps every handler of a station: does something before and after `next`, or answers instead of it. */
export type Middleware = (call: Call, next: () => Promise<unknown>) => unknown

/** Takes a message of a topic. */
export type MessageHandler = (message: unknown, topic: string) => unknown

/** A route with the handler as it runs. */
export type Offer = {
  readonly index: number
  readonly route: string
  readonly pattern: RoutePattern
  readonly options: RouteOptions
  readonly handler: Handler
  run: Handler
}

export type Subscription = {
  readonly index: number
  readonly topic: string
  readonly group: string
  readonly handler: MessageHandler
}

const kOptionNames = [
  'request',
  'reply',
  'idempotent',
  'balance',
  'weight',
  'bodyAs',
  'description',
  'docs',
]
const kBodyForms: readonly unknown[] = ['value', 'stream', 'raw']
const kWeightMax = 1_000

export class Offers {
  readonly routes: Offer[] = []
  readonly subscriptions = new Map<number, Subscription>()
  readonly #byRoute = new Map<string, Offer>()
  readonly #middleware: Middleware[] = []
  #nextSubscription = 0

  /** @throws CenterError ERR_BAD_ROUTE, ERR_BAD_ARGUMENT. */
  addRoute(route: string, options: RouteOptions, handler: Handler): Offer {
    const pattern = parseRoute(route)
    if (this.#byRoute.has(route))
      throw centerError('ERR_BAD_ROUTE', { route, rule: 'it is offered already' })
    if (this.routes.length >= kRoutesPerStationMax) {
      throw centerError('ERR_BAD_ROUTE', {
        route,
        rule: `a station offers at most ${kRoutesPerStationMax} routes`,
      })
    }
    checkOptions(route, options)
    const index = this.routes.length
    const offer: Offer = { index, route, pattern, options, handler, run: handler }
    offer.run = this.#wrap(offer)
    this.routes.push(offer)
    this.#byRoute.set(route, offer)
    return offer
  }

  /**
   * Holds a place for a route that somebody else registers in this station's name; see control/guests.ts.
   *
   * @param index of a place that nobody uses any more, or undefined for a new one.
   * @throws CenterError ERR_BAD_ROUTE; ERR_OVERLOADED when there is no place.
   */
  hold(route: string, options: RouteOptions, handler: Handler, index?: number): Offer {
    const pattern = parseRoute(route)
    checkOptions(route, options)
    const at = index ?? this.routes.length
    if (at >= kRoutesPerStationMax)
      throw centerError('ERR_OVERLOADED', {
        what: 'the list of routes',
        limit: kRoutesPerStationMax,
      })
    const offer: Offer = { index: at, route, pattern, options, handler, run: handler }
    offer.run = this.#wrap(offer)
    this.routes[at] = offer
    return offer
  }

  /** Middleware wraps the routes that were there before it, too. */
  addMiddleware(middleware: Middleware): void {
    this.#middleware.push(middleware)
    for (const offer of this.routes) offer.run = this.#wrap(offer)
  }

  /** @throws CenterError ERR_BAD_ARGUMENT. */
  addSubscription(topic: string, group: string, handler: MessageHandler): Subscription {
    checkTopic(topic)
    if (this.subscriptions.size >= kSubscriptionsPerStationMax) {
      const rule = `a station holds at most ${kSubscriptionsPerStationMax} subscriptions`
      throw centerError('ERR_BAD_ARGUMENT', { name: 'topic', value: topic, rule })
    }
    const subscription = { index: this.#nextSubscription++, topic, group, handler }
    this.subscriptions.set(subscription.index, subscription)
    return subscription
  }

  find(route: string): Offer | undefined {
    return this.#byRoute.get(route)
  }

  /** The routes and subscriptions as a registration says them. */
  describeRoutes(from: number): OfferedRoute[] {
    return this.routes.slice(from).map(describeOffer)
  }

  describeSubscriptions(): OfferedSubscription[] {
    return [...this.subscriptions.values()].map(({ index, topic, group }) => ({
      index,
      topic,
      group,
    }))
  }

  // Schemas stand next to the handler, inside all middleware, so that authentication comes before parsing.
  #wrap(offer: Offer): Handler {
    let run = offer.handler
    const { request, reply } = offer.options
    if (request !== undefined || reply !== undefined) {
      const inner = run
      run = async (call) => {
        if (request !== undefined)
          call.body = await validate(request, call.body, 'ERR_BAD_BODY', offer.route)
        const value = await inner(call)
        if (reply === undefined) return value
        if (!(value instanceof Reply)) return validate(reply, value, 'ERR_BAD_REPLY', offer.route)
        value.body = await validate(reply, value.body, 'ERR_BAD_REPLY', offer.route)
        return value
      }
    }
    for (const middleware of [...this.#middleware].reverse()) {
      const inner = run
      run = (call) => middleware(call, async () => inner(call))
    }
    return run
  }
}

/** One route as a registration says it. */
export function describeOffer({ index, route, options, handler }: Offer): OfferedRoute {
  return {
    index,
    route,
    isIdempotent: options.idempotent ?? false,
    balance: options.balance ?? kBalanceDefault,
    weight: options.weight ?? 1,
    description: options.description ?? '',
    requestSchema: describeSchema(options.request, 'input', options.docs?.request),
    replySchema: describeSchema(options.reply, 'output', options.docs?.reply),
    docs: docsText(options, handler),
  }
}

function checkOptions(route: string, options: RouteOptions): void {
  for (const name of Object.keys(options)) {
    if (!kOptionNames.includes(name)) {
      throw centerError('ERR_BAD_ROUTE', {
        route,
        rule: `option ${name} is none of ${kOptionNames.join(', ')}`,
      })
    }
  }
  const { balance, weight = 1, bodyAs = 'value', request, docs } = options
  if (!kBodyForms.includes(bodyAs)) {
    throw centerError('ERR_BAD_ROUTE', {
      route,
      rule: `bodyAs ${String(bodyAs)} is none of ${kBodyForms.join(', ')}`,
    })
  }
  if (bodyAs !== 'value' && request !== undefined) {
    throw centerError('ERR_BAD_ROUTE', { route, rule: 'a schema wants bodyAs value' })
  }
  if (docs !== undefined) checkDocs(route, docs)
  if (balance !== undefined && !isBalance(balance)) {
    throw centerError('ERR_BAD_ROUTE', {
      route,
      rule: `balance ${String(balance)} is none of ${kBalances.join(', ')}`,
    })
  }
  if (!(Number.isInteger(weight) && weight >= 1 && weight <= kWeightMax)) {
    throw centerError('ERR_BAD_ROUTE', {
      route,
      rule: `weight ${weight} is no whole number from 1 to ${kWeightMax}`,
    })
  }
}
