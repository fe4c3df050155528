// Rate limits of the Gover API and of gateways: over all traffic, or narrowed to a route, a station or each caller.

import type { Clock } from '../base/clock.js'
import { kSersErrors, type SsError } from '../wire/sers/answers.js'
import { membersOf, numberOf, textOf } from '../wire/sers/rpc-data.js'
import { errorOf } from './rules.js'
import type { SersCall } from './sers-call.js'
import { apiStationName } from './sers-table.js'

const kTypes = ['FixedWindow', 'SlidingWindow', 'TokenBucket'] as const
const kCallers = ['ip', 'user', 'rid-root'] as const

export type RateLimitRule = {
  readonly rateLimitType: (typeof kTypes)[number]
  readonly rateLimitKey: string
  readonly reqLimit: number
  readonly msInterval: number
  readonly error: SsError
  /** Exact, or a wildcard; absent: every route. */
  readonly route?: string
  readonly stationName?: string
  /** One window for each of them; absent: one for all. */
  readonly caller?: (typeof kCallers)[number]
}

/** Limits, and callers that one of them counts apart: both are said by others, and must not become the center's memory. */
const kRulesMax = 1_000
const kWindowsMax = 10_000
const kIntervalMsMax = 24 * 3_600_000

/** What a limit looks at. */
export type LimitedCall = Pick<SersCall, 'route' | 'origin' | 'data'>

type Window = { startMs: number; count: number; before: number; tokens: number }

/** Reads a limit. @returns why it is none. */
export function readRateLimit(said: unknown): RateLimitRule | string {
  const members = membersOf(said)
  if (members === undefined) return 'a rate limit is no object'
  const type = kTypes.find((known) => known === members.rateLimitType)
  if (type === undefined) return `rateLimitType ${String(members.rateLimitType)} is not known`
  const key = textOf(members.rateLimitKey)
  if (key === undefined || key === '') return 'rateLimitKey is missing'
  const reqLimit = numberOf(members.reqLimit)
  const msInterval = numberOf(members.msInterval)
  if (!isWhole(reqLimit, 0, Number.MAX_SAFE_INTEGER))
    return `reqLimit ${String(members.reqLimit)} is no count`
  if (!isWhole(msInterval, 1, kIntervalMsMax))
    return `msInterval ${String(members.msInterval)} is no span`
  const caller = kCallers.find((known) => known === members.caller)
  if (caller === undefined && !isAbsent(members.caller))
    return `caller ${String(members.caller)} is not known`
  const route = textOf(members.route)
  const stationName = textOf(members.stationName)
  return {
    rateLimitType: type,
    rateLimitKey: key,
    reqLimit,
    msInterval,
    error: isAbsent(members.error) ? kSersErrors.tooMany : errorOf(members.error),
    ...(route === undefined ? {} : { route }),
    ...(stationName === undefined ? {} : { stationName }),
    ...(caller === undefined ? {} : { caller }),
  }
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null
}

function isWhole(value: unknown, min: number, max: number): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max
}

export class RateLimits {
  readonly #rules = new Map<string, { rule: RateLimitRule; windows: Map<string, Window> }>()
  readonly #clock: Clock

  constructor(clock: Clock) {
    this.#clock = clock
  }

  all(): RateLimitRule[] {
    return [...this.#rules.values()].map(({ rule }) => rule)
  }

  /** A limit with the same key is replaced. @returns false when there are too many. */
  add(rule: RateLimitRule): boolean {
    if (!this.#rules.has(rule.rateLimitKey) && this.#rules.size >= kRulesMax) return false
    this.#rules.set(rule.rateLimitKey, { rule, windows: new Map() })
    return true
  }

  remove(key: string): void {
    this.#rules.delete(key)
  }

  /** The error of the first limit that is against a call, or null. What begins with `_` is never limited. */
  judge(call: LimitedCall): SsError | null {
    if (this.#rules.size === 0) return null
    const station = apiStationName(call.route)
    if (station.startsWith('_')) return null
    for (const { rule, windows } of this.#rules.values()) {
      if (!isMeant(rule, call.route, station)) continue
      if (!this.#passes(rule, windows, callerKey(rule, call))) return rule.error
    }
    return null
  }

  #passes(rule: RateLimitRule, windows: Map<string, Window>, key: string): boolean {
    const nowMs = this.#clock.nowMs()
    const { reqLimit, msInterval } = rule
    let window = windows.get(key)
    if (window === undefined) {
      const [oldest] = windows.keys()
      if (windows.size >= kWindowsMax && oldest !== undefined) windows.delete(oldest)
      window = { startMs: nowMs, count: 0, before: 0, tokens: reqLimit }
      windows.set(key, window)
    }
    const passedMs = nowMs - window.startMs
    if (rule.rateLimitType === 'TokenBucket') {
      window.tokens = Math.min(reqLimit, window.tokens + (passedMs * reqLimit) / msInterval)
      window.startMs = nowMs
      if (window.tokens < 1) return false
      window.tokens--
      return true
    }
    if (passedMs >= msInterval) {
      window.before = passedMs < 2 * msInterval ? window.count : 0
      // A fixed window opens with its first request; a sliding one follows the clock.
      window.startMs =
        rule.rateLimitType === 'FixedWindow' ? nowMs : nowMs - (passedMs % msInterval)
      window.count = 0
    }
    const share = 1 - (nowMs - window.startMs) / msInterval
    const former = rule.rateLimitType === 'SlidingWindow' ? window.before * share : 0
    if (window.count + former >= reqLimit) return false
    window.count++
    return true
  }
}

function isMeant({ route, stationName }: RateLimitRule, path: string, station: string): boolean {
  if (stationName !== undefined && stationName !== station) return false
  if (route === undefined) return true
  return route.endsWith('*') ? path.startsWith(route.slice(0, -1)) : path === route
}

function callerKey({ caller }: RateLimitRule, { origin, data }: LimitedCall): string {
  if (caller === undefined) return ''
  if (caller === 'ip') return origin.address
  if (caller === 'user') return JSON.stringify(membersOf(data.user)?.userInfo ?? null)
  const said = membersOf(data.caller)
  const stack: unknown = said?.callStack
  const root: unknown = Array.isArray(stack) && stack.length > 0 ? stack[0] : said?.rid
  return String(root)
}
