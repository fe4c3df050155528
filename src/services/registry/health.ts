// The health of instances that are checked: when each is looked at, and what becomes of the outcome. Instances that live by
// their heartbeats alone are looked at when calls cannot reach them.

import type { Clock } from '../../base/clock.js'
import { kChecksUnderWayMax } from '../../base/limits.js'
import type { HealthCheck, Instance } from '../../control/leases/instance.js'
import type { LeaseEvent, LeaseTable } from '../../control/leases/lease-table.js'
import { type CallTarget, readTarget } from './call-target.js'
import { HealthState } from './health-state.js'
import type { ProbeOutcome, probe } from './probes.js'

type ActiveCheck = Exclude<HealthCheck, { type: 'heartbeat' }>

/** Calls in a row that could not reach an instance, before it is looked at. */
const kUnreachableCount = 3
/** How an instance is looked at that calls could not reach, until it can be again. */
const kReachCheck: ActiveCheck = {
  type: 'tcp',
  path: '/',
  service: '',
  intervalMs: 1_000,
  timeoutMs: 1_000,
  rise: 1,
  fall: 1,
}
/** Share of an interval by which checks come earlier or later. */
const kSpread = 0.1
/** Milliseconds after which an instance without a lease that fails is taken out. */
const kFailingMsMax = 3_600_000

type Watched = {
  readonly instance: Instance
  readonly check: ActiveCheck
  readonly target: CallTarget
  readonly state: HealthState
  /** Only until it can be reached again. */
  readonly isPassive: boolean
  timer: NodeJS.Timeout | undefined
  failingSinceMs: number
}

/** What tests put in its place. */
export type HealthMeans = {
  readonly clock: Clock
  readonly random: () => number
  readonly probe: typeof probe
}

export class HealthChecks {
  readonly #table: LeaseTable
  readonly #means: HealthMeans
  readonly #watched = new Map<Instance, Watched>()
  /** Those whose time has come, while too many checks are on the way; in this order. */
  readonly #waiting = new Set<Watched>()
  readonly #unreachable = new Map<Instance, number>()
  readonly #stopListening: () => void
  readonly #ending = new AbortController()
  #underWay = 0

  constructor(table: LeaseTable, means: HealthMeans) {
    this.#table = table
    this.#means = means
    this.#stopListening = table.listen((event) => this.#onEvent(event))
  }

  close(): void {
    this.#stopListening()
    this.#ending.abort()
    for (const { timer } of this.#watched.values()) clearTimeout(timer)
    this.#watched.clear()
    this.#waiting.clear()
  }

  /** A call has reached an instance. */
  onReached(instance: Instance): void {
    if (this.#unreachable.size > 0) this.#unreachable.delete(instance)
  }

  /** A call could not make a connection: after some of them it is looked at, and not chosen meanwhile. */
  onUnreachable(instance: Instance, reason: string): void {
    if (this.#watched.has(instance) || this.#table.find(instance.id) !== instance) return
    const count = (this.#unreachable.get(instance) ?? 0) + 1
    this.#unreachable.set(instance, count)
    if (count < kUnreachableCount) return
    this.#unreachable.delete(instance)
    this.#table.setPassing(instance, false, reason)
    this.#watch(instance, kReachCheck, true)
  }

  #onEvent({ type, instance }: LeaseEvent): void {
    if (type === 'added' && instance.check.type !== 'heartbeat')
      this.#watch(instance, instance.check, false)
    if (type !== 'removed') return
    const watched = this.#watched.get(instance)
    if (watched !== undefined) {
      clearTimeout(watched.timer)
      this.#watched.delete(instance)
      this.#waiting.delete(watched)
    }
    this.#unreachable.delete(instance)
  }

  #watch(instance: Instance, check: ActiveCheck, isPassive: boolean): void {
    const reading = readTarget(instance.address)
    if (!reading.ok) {
      this.#table.setPassing(instance, false, `it cannot be checked: ${reading.reason}`)
      return
    }
    const watched: Watched = {
      instance,
      check,
      target: reading.target,
      state: new HealthState(check, false),
      isPassive,
      timer: undefined,
      failingSinceMs: this.#means.clock.nowMs(),
    }
    this.#watched.set(instance, watched)
    if (!isPassive) this.#table.setPassing(instance, false, 'it was not checked yet')
    this.#lookAfter(watched, isPassive ? check.intervalMs : 0)
  }

  #lookAfter(watched: Watched, delayMs: number): void {
    watched.timer = setTimeout(() => {
      this.#waiting.add(watched)
      this.#lookNext()
    }, delayMs)
    watched.timer.unref()
  }

  #lookNext(): void {
    const [watched] = this.#waiting
    if (watched === undefined || this.#underWay >= kChecksUnderWayMax) return
    this.#waiting.delete(watched)
    this.#underWay++
    void this.#look(watched)
  }

  async #look(watched: Watched): Promise<void> {
    const { instance, check, target, state } = watched
    const signal = AbortSignal.any([AbortSignal.timeout(check.timeoutMs), this.#ending.signal])
    const outcome = await this.#means.probe(check, target, signal)
    this.#underWay--
    this.#lookNext()
    if (this.#watched.get(instance) !== watched) return
    const nowMs = this.#means.clock.nowMs()
    state.note(outcome === null, nowMs)
    this.#table.setPassing(instance, state.isPassing, noteOf(state, outcome))
    if (state.isPassing) watched.failingSinceMs = nowMs
    if (watched.isPassive && state.isPassing) {
      this.#watched.delete(instance)
    } else if (
      instance.leaseMs === Number.POSITIVE_INFINITY &&
      nowMs - watched.failingSinceMs >= kFailingMsMax
    ) {
      this.#table.deregister(instance.id)
    } else {
      const spread = 1 + kSpread * (2 * this.#means.random() - 1)
      this.#lookAfter(watched, check.intervalMs * spread)
    }
  }
}

function noteOf(state: HealthState, outcome: ProbeOutcome): string {
  if (outcome !== null) return outcome
  return state.isHeld ? 'it fails and recovers too often, and is held out for a while' : ''
}
