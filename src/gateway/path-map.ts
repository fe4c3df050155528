// Which rule answers for a path. The order is fixed:
//
//   reserved paths → exact routes → prefixed rule sets → parameters and wildcards → rule sets without a prefix → files
//
// Native routes are not looked up here: the center does that, once, when it is asked.

import { isReservedPath } from '../wire/reserved-paths.js'
import type { Offered } from './route-directory.js'

/** What the gateway does with a request. */
export type Place =
  /** Answers it itself. */
  | { readonly kind: 'health' | 'ready' | 'socket' }
  /** Asks the center for the path as it is. */
  | { readonly kind: 'native' }
  /** Asks the center for another path. */
  | { readonly kind: 'mapped'; readonly route: string }

/** Rules of a compatible system: says which route a path means there. */
export type RuleSet = {
  readonly name: string
  /** @returns "METHOD /path" with the query, or null when the path is not one of this set. */
  resolve(method: string, path: string, query: string): string | null
}

/** Rule sets in their order: those of a prefix stand before patterns, the others after them. */
export type RuleSets = {
  readonly prefixed: readonly RuleSet[]
  readonly unprefixed: readonly RuleSet[]
}

const kHealth: Place = { kind: 'health' }
const kReady: Place = { kind: 'ready' }
const kSocket: Place = { kind: 'socket' }
const kNative: Place = { kind: 'native' }

/** Path of the gateway's own WebSocket. */
export const kSocketPath = '/_sys_/ws'

export class PathMap {
  readonly #sets: RuleSets
  readonly #hasSets: boolean
  readonly #find: (key: string) => Offered
  /** What was asked for last: requests come in runs of the same, and a text that is known costs less to look up. */
  #lastMethod = ''
  #lastTarget = ''
  #lastRoute = ''

  /** @param find how the directory knows "METHOD /path". */
  constructor(sets: RuleSets, find: (key: string) => Offered) {
    this.#sets = sets
    this.#hasSets = sets.prefixed.length + sets.unprefixed.length > 0
    this.#find = find
  }

  /** @returns "METHOD /path?query", as the center is asked for a target as it is. */
  routeOf(method: string, target: string): string {
    if (target !== this.#lastTarget || method !== this.#lastMethod) {
      this.#lastMethod = method
      this.#lastTarget = target
      this.#lastRoute = `${method} ${target}`
    }
    return this.#lastRoute
  }

  /** @param path as on the wire; @param query without its question mark. */
  resolve(method: string, path: string, query: string): Place {
    if (isReservedPath(path)) return reserved(path)
    if (!this.#hasSets) return kNative
    const offered = this.#find(`${method} ${path}`)
    if (offered === 'exact') return kNative
    const prefixed = firstOf(this.#sets.prefixed, method, path, query)
    if (prefixed !== null) return prefixed
    if (offered === 'pattern') return kNative
    return firstOf(this.#sets.unprefixed, method, path, query) ?? kNative
  }
}

function reserved(path: string): Place {
  if (path === '/healthz') return kHealth
  if (path === '/readyz') return kReady
  return path === kSocketPath ? kSocket : kNative
}

function firstOf(
  sets: readonly RuleSet[],
  method: string,
  path: string,
  query: string,
): Place | null {
  for (const set of sets) {
    const route = set.resolve(method, path, query)
    if (route !== null) return { kind: 'mapped', route }
  }
  return null
}
