// Who registered over HTTP, and until when: instances by id and by name, each with a lease of its own. Its owner's thread
// alone; a heartbeat costs one lookup and one write.

import { randomUUID } from 'node:crypto'
import type { Clock } from '../../base/clock.js'
import { DeadlineTimer } from '../../base/deadline-timer.js'
import { centerError } from '../../base/errors.js'
import { kInstanceCountMax } from '../../base/limits.js'
import { Instance, type InstanceSpec } from './instance.js'
import { LeaseHeap } from './lease-heap.js'
import { ServiceEntry } from './service-entry.js'

/**
 * Milliseconds between two looks at leases that end. Lookups see the end of a lease exactly; this is how late those hear
 * of it who watch. A look each millisecond would cost a hundredth of a core for 100,000 leases.
 */
const kLookMs = 20
/** Leases that are ended before others get their turn: 100,000 that end at once would hold requests up for half a second. */
const kEndedPerLookMax = 2_000

/** Why an instance is gone. */
export type GoneReason = 'deregistered' | 'expired' | 'replaced'

export type LeaseEvent =
  | { readonly type: 'added'; readonly instance: Instance }
  /** It passes now, or does not any more. */
  | { readonly type: 'changed'; readonly instance: Instance }
  | { readonly type: 'removed'; readonly instance: Instance; readonly reason: GoneReason }

export type LeaseTableOptions = {
  readonly clock: Clock
  /** Milliseconds since 1970. */
  readonly wallMs: () => number
  /** 0 … 1, for choices. */
  readonly random: () => number
  /** Number of the first change; later than those that any former process gave. */
  readonly firstIndex: number
  /** Most instances; {@link kInstanceCountMax} unless told. */
  readonly instanceCountMax?: number
}

export class LeaseTable {
  readonly #options: LeaseTableOptions
  readonly #byId = new Map<string, Instance>()
  readonly #byName = new Map<string, ServiceEntry>()
  readonly #heap = new LeaseHeap()
  readonly #timer: DeadlineTimer
  readonly #listeners = new Set<(event: LeaseEvent) => void>()
  #index: number
  #goneIndex: number
  #nameChanges = 0

  constructor(options: LeaseTableOptions) {
    this.#options = options
    this.#index = options.firstIndex
    this.#goneIndex = options.firstIndex
    this.#timer = new DeadlineTimer(options.clock, (nowMs) => this.endLeases(nowMs))
  }

  /** Number of the newest change of what can be found. */
  get index(): number {
    return this.#index
  }

  /** Number of the newest change that made a name go. */
  get goneIndex(): number {
    return this.#goneIndex
  }

  /** Grows when a name comes or goes. */
  get nameChanges(): number {
    return this.#nameChanges
  }

  get instanceCount(): number {
    return this.#byId.size
  }

  get serviceCount(): number {
    return this.#byName.size
  }

  /** Tells of every change, in the turn in which it happens. @returns ends that. */
  listen(listener: (event: LeaseEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /**
   * Adds an instance with a full lease.
   *
   * @param id one of its own, or undefined for a new one. An instance of this id is replaced.
   * @param sinceMs when it registered first; now unless told.
   * @throws CenterError ERR_OVERLOADED when there are too many; ERR_BAD_ARGUMENT when the id is that of another name.
   */
  register(spec: InstanceSpec, id: string = randomUUID(), sinceMs?: number): Instance {
    const known = this.#byId.get(id)
    if (known !== undefined && known.name !== spec.name) {
      const rule = `an instance of ${known.name} has it`
      throw centerError('ERR_BAD_ARGUMENT', { name: 'id', value: id, rule })
    }
    const limit = this.#options.instanceCountMax ?? kInstanceCountMax
    if (known === undefined && this.#byId.size >= limit)
      throw centerError('ERR_OVERLOADED', { what: 'the list of instances', limit })
    if (known !== undefined) this.#remove(known, 'replaced')
    const { clock, wallMs } = this.#options
    const deadlineMs = clock.nowMs() + spec.leaseMs
    const instance = new Instance(id, spec, sinceMs ?? wallMs(), deadlineMs)
    this.#byId.set(id, instance)
    const service = this.#byName.get(spec.name) ?? this.#newService(spec.name)
    service.add(instance)
    service.changedIndex = ++this.#index
    if (Number.isFinite(deadlineMs)) {
      this.#heap.add(instance)
      this.#timer.note(deadlineMs)
    }
    this.#tell({ type: 'added', instance })
    return instance
  }

  /** A heartbeat: the lease is whole again. @returns false for an id that is not there, or not any more. */
  renew(id: string): boolean {
    const instance = this.#byId.get(id)
    if (instance === undefined) return false
    instance.deadlineMs = this.#options.clock.nowMs() + instance.leaseMs
    return true
  }

  /** @returns the instance that is gone now; undefined when there was none. */
  deregister(id: string): Instance | undefined {
    const instance = this.#byId.get(id)
    if (instance !== undefined) this.#remove(instance, 'deregistered')
    return instance
  }

  find(id: string): Instance | undefined {
    const instance = this.#byId.get(id)
    return instance === undefined || this.#hasEnded(instance) ? undefined : instance
  }

  /** Every instance of a name, also those that do not pass; those whose lease has ended are gone. */
  instancesOf(name: string): Instance[] {
    const service = this.#byName.get(name)
    if (service === undefined) return []
    return [...service.instances()].filter((instance) => !this.#hasEnded(instance))
  }

  /** Names in the order in which they came. */
  services(): Iterable<ServiceEntry> {
    return this.#byName.values()
  }

  /** Every instance; leases that ended in this moment included. */
  all(): Iterable<Instance> {
    return this.#byId.values()
  }

  /**
   * Number of the newest change of one name. For a name that is not there: of the newest change that made any name go, so
   * that who waits for this one learns of its end.
   */
  indexOf(name: string): number {
    return this.#byName.get(name)?.changedIndex ?? this.#goneIndex
  }

  /** An instance that passes, each address as likely as any other (`random`) or in turn. */
  choose(name: string, policy: 'random' | 'round-robin'): Instance | undefined {
    const service = this.#byName.get(name)
    if (service === undefined) return undefined
    const nowMs = this.#options.clock.nowMs()
    // What has ended is taken out here, so that each round has less to choose from.
    while (service.choiceCount > 0) {
      const random = policy === 'random' ? this.#options.random() : null
      const instances = service.choose(random)
      for (const instance of instances) {
        if (instance.isPassing && instance.deadlineMs > nowMs) return instance
      }
      for (const instance of instances.slice()) this.#hasEnded(instance)
    }
    return undefined
  }

  /** Instances of a name, and addresses that may be chosen. */
  sizeOf(name: string): { readonly instances: number; readonly passing: number } {
    const service = this.#byName.get(name)
    return { instances: service?.instanceCount ?? 0, passing: service?.choiceCount ?? 0 }
  }

  /** At most `countMax` instances of a name that pass: all of them, or some by chance where there are more. */
  sampleOf(name: string, countMax: number): Instance[] {
    const service = this.#byName.get(name)
    if (service === undefined) return []
    const sample = service.sample(countMax, this.#options.random)
    const living = sample.filter((instance) => !this.#hasEnded(instance))
    // What has ended was taken out just now: each round has less to take from.
    return living.length === 0 && sample.length > 0 ? this.sampleOf(name, countMax) : living
  }

  /** Grows by one for each time that it is asked: for those who choose in turn by themselves. */
  turnOf(name: string): number {
    return this.#byName.get(name)?.takeTurn() ?? 0
  }

  /** What health checks have found. @param note why, for people. */
  setPassing(instance: Instance, isPassing: boolean, note: string): void {
    instance.note = note
    const service = this.#byName.get(instance.name)
    if (service === undefined || !service.setPassing(instance, isPassing)) return
    service.changedIndex = ++this.#index
    this.#tell({ type: 'changed', instance })
  }

  /** Takes out what has ended. @returns when to look again: milliseconds of the clock, or infinity. */
  endLeases(nowMs: number): number {
    for (let ended = 0; ended < kEndedPerLookMax; ) {
      const { first } = this.#heap
      if (first === undefined) return Number.POSITIVE_INFINITY
      if (first.dueMs > nowMs) return Math.max(first.dueMs, nowMs + kLookMs)
      if (first.deadlineMs > nowMs) this.#heap.postponeFirst(first.deadlineMs)
      else {
        this.#remove(first, 'expired')
        ended++
      }
    }
    return nowMs
  }

  close(): void {
    this.#timer.close()
    this.#listeners.clear()
  }

  /** @returns true, and the instance is gone, when its lease has ended. */
  #hasEnded(instance: Instance): boolean {
    if (instance.deadlineMs > this.#options.clock.nowMs()) return false
    this.#remove(instance, 'expired')
    return true
  }

  #newService(name: string): ServiceEntry {
    const service = new ServiceEntry(name)
    this.#byName.set(name, service)
    this.#nameChanges++
    return service
  }

  #remove(instance: Instance, reason: GoneReason): void {
    this.#byId.delete(instance.id)
    this.#heap.remove(instance)
    const service = this.#byName.get(instance.name)
    if (service !== undefined) {
      service.remove(instance)
      service.changedIndex = ++this.#index
      if (service.instanceCount === 0) {
        this.#byName.delete(instance.name)
        this.#goneIndex = this.#index
        this.#nameChanges++
      }
    }
    this.#tell({ type: 'removed', instance, reason })
  }

  #tell(event: LeaseEvent): void {
    for (const listener of this.#listeners) listener(event)
  }
}
