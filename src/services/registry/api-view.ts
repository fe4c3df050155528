// What the registry's API tells: instances and services as JSON, filtered, and one chosen among many.

import { centerError } from '../../base/errors.js'
import { kServicesPerPageMax } from '../../base/limits.js'
import type { Instance } from '../../control/leases/instance.js'
import type { LeaseTable } from '../../control/leases/lease-table.js'
import { hashKey, mixHash } from '../../wire/key-hash.js'

const kPerPage = 1_000

/** Which instances are wanted. */
export type Filter = {
  /** All of them. */
  readonly tags: readonly string[]
  readonly version: string | null
  readonly state: 'passing' | 'any'
}

export const kPolicies = ['random', 'round-robin', 'weighted', 'hash'] as const
export type Policy = (typeof kPolicies)[number]

/** An instance as JSON tells it. */
export function instanceView(instance: Instance, nowMs: number): object {
  const { id, name, address, version, tags, weight, metadata, leaseMs, check, note, sinceMs } =
    instance
  const isKept = Number.isFinite(leaseMs)
  return {
    id,
    name,
    address,
    version,
    tags,
    weight,
    metadata,
    leaseMs: isKept ? leaseMs : null,
    check,
    state: instance.isPassing ? 'passing' : 'failing',
    note,
    sinceMs,
    remainingMs: isKept ? Math.max(0, Math.round(instance.deadlineMs - nowMs)) : null,
  }
}

/** A name with its instances. */
export function serviceView(
  table: LeaseTable,
  name: string,
  filter: Filter,
  nowMs: number,
): object {
  const instances = wanted(table, name, filter)
  return {
    index: table.indexOf(name),
    name,
    instances: instances.map((instance) => instanceView(instance, nowMs)),
  }
}

/** Reads `tag`, `version` and `state`. @throws CenterError ERR_BAD_ARGUMENT. */
export function filterOf(query: URLSearchParams): Filter {
  const state = query.get('state') ?? 'passing'
  if (state !== 'passing' && state !== 'any') {
    throw refusal('state', state, 'passing or any is wanted')
  }
  return { tags: query.getAll('tag'), version: query.get('version'), state }
}

function wanted(table: LeaseTable, name: string, { tags, version, state }: Filter): Instance[] {
  return table
    .instancesOf(name)
    .filter(
      (instance) =>
        (state === 'any' || instance.isPassing) &&
        (version === null || instance.version === version) &&
        tags.every((tag) => instance.tags.includes(tag)),
    )
}

/** @throws CenterError ERR_NOT_FOUND, ERR_BAD_ARGUMENT. */
export function chooseView(
  table: LeaseTable,
  name: string,
  query: URLSearchParams,
  nowMs: number,
): object {
  const given = query.get('policy') ?? 'random'
  const policy = kPolicies.find((one) => one === given)
  if (policy === undefined) {
    throw refusal('policy', given, `one of ${kPolicies.join(', ')} is wanted`)
  }
  const key = query.get('key')
  if (policy === 'hash' && key === null) throw refusal('key', 'absent', 'policy hash wants one')
  const filter = { ...filterOf(query), state: 'passing' as const }
  const instance = choose(table, name, filter, policy, key ?? '')
  if (instance === undefined)
    throw centerError('ERR_NOT_FOUND', { what: `an instance of ${name} that passes` })
  return { index: table.indexOf(name), instance: instanceView(instance, nowMs) }
}

function choose(
  table: LeaseTable,
  name: string,
  filter: Filter,
  policy: Policy,
  key: string,
): Instance | undefined {
  const isPlain = filter.tags.length === 0 && filter.version === null
  if (isPlain && (policy === 'random' || policy === 'round-robin'))
    return table.choose(name, policy)
  const instances = wanted(table, name, filter)
  switch (policy) {
    case 'round-robin':
      return instances[table.turnOf(name) % Math.max(1, instances.length)]
    case 'weighted':
      return byWeight(instances)
    case 'hash':
      return byScore(instances, hashKey(key))
    case 'random':
      return instances[Math.floor(Math.random() * instances.length)]
  }
}

function byWeight(instances: readonly Instance[]): Instance | undefined {
  const total = instances.reduce((sum, { weight }) => sum + weight, 0)
  let rest = Math.random() * total
  return instances.find(({ weight }) => {
    rest -= weight
    return rest < 0
  })
}

/** Rendezvous hashing: an instance that goes moves its own keys alone. */
function byScore(instances: readonly Instance[], keyHash: number): Instance | undefined {
  let best: Instance | undefined
  let bestScore = -1
  for (const instance of instances) {
    const score = mixHash(keyHash ^ hashKey(instance.id)) >>> 0
    if (score <= bestScore) continue
    best = instance
    bestScore = score
  }
  return best
}

/** Lists of names are long and change seldom, so that their order is kept. */
export class ServiceList {
  readonly #table: LeaseTable
  #names: readonly string[] = []
  #nameChanges = -1

  constructor(table: LeaseTable) {
    this.#table = table
  }

  /** Names in order that begin with a prefix. */
  names(prefix: string): readonly string[] {
    if (this.#nameChanges !== this.#table.nameChanges) {
      this.#names = Array.from(this.#table.services(), ({ name }) => name).sort()
      this.#nameChanges = this.#table.nameChanges
    }
    return prefix === '' ? this.#names : this.#names.filter((name) => name.startsWith(prefix))
  }

  /** One page. @throws CenterError ERR_BAD_ARGUMENT. */
  view(query: URLSearchParams): object {
    const limit = wholeOf(query, 'limit', kPerPage, 1, kServicesPerPageMax)
    const after = query.get('after')
    const names = this.names(query.get('prefix') ?? '')
    const first = after === null ? 0 : names.findIndex((name) => name > after)
    const page = first < 0 ? [] : names.slice(first, first + limit)
    const isLast = first < 0 || first + limit >= names.length
    return {
      index: this.#table.index,
      services: page.map((name) => ({ name, ...this.#table.sizeOf(name) })),
      next: isLast ? null : (page.at(-1) ?? null),
    }
  }
}

/** A whole number of a query. @throws CenterError ERR_BAD_ARGUMENT. */
export function wholeOf(
  query: URLSearchParams,
  name: string,
  otherwise: number,
  min: number,
  max: number,
): number {
  const text = query.get(name)
  if (text === null) return otherwise
  const value = Number(text)
  if (/^\d{1,16}$/.test(text) && value >= min && value <= max) return value
  throw refusal(name, text, `a whole number from ${min} to ${max} is wanted`)
}

function refusal(name: string, value: string, rule: string): Error {
  return centerError('ERR_BAD_ARGUMENT', { name, value, rule })
}
