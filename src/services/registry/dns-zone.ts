// What DNS answers for what is registered: records of names below `signalbox`. Knows no sockets.

import { isIPv4, isIPv6 } from 'node:net'
import type { Answer, Question, SoaAnswer } from 'dns-packet'
import ipaddr from 'ipaddr.js'
import type { Instance } from '../../control/leases/instance.js'
import type { LeaseTable } from '../../control/leases/lease-table.js'
import { readTarget } from './call-target.js'

/** Everything here ends with it. */
const kZone = 'signalbox'
const kServices = '.service.signalbox'
/** `7f000001.addr.signalbox` is 127.0.0.1: where SRV records lead whose instances have no name. */
const kAddresses = '.addr.signalbox'
/** Records of one answer; of more instances some are told, others each time. */
const kRecordsMax = 256

/** Codes of RFC 1035 §4.1.1. */
export const kNoError = 0
export const kFormatError = 1
export const kNoName = 3
export const kNotImplemented = 4
export const kRefused = 5

/** What is answered. */
export type ZoneAnswer = {
  readonly code: number
  readonly answers: Answer[]
  readonly authorities: Answer[]
  readonly additionals: Answer[]
}

export class DnsZone {
  readonly #table: LeaseTable
  readonly #ttlSeconds: number
  readonly #nowMs: () => number
  /** Names of DNS know no case: registered names by what they are in lower case. */
  readonly #names = new Map<string, Set<string>>()

  constructor(table: LeaseTable, ttlSeconds: number, nowMs: () => number) {
    this.#table = table
    this.#ttlSeconds = ttlSeconds
    this.#nowMs = nowMs
    for (const { name } of table.services()) this.#add(name)
    table.listen(({ type, instance: { name } }) => {
      if (type === 'added') this.#add(name)
      else if (type === 'removed' && table.sizeOf(name).instances === 0) this.#remove(name)
    })
  }

  /** Answers one question. */
  answer({ name, type, class: kind }: Question): ZoneAnswer {
    const lower = name.toLowerCase()
    const isHere = lower === kZone || lower.endsWith(`.${kZone}`)
    if (!isHere || (kind ?? 'IN') !== 'IN') return { ...this.#nothing(kRefused), authorities: [] }
    if (lower === kZone) {
      return {
        ...this.#nothing(kNoError),
        ...(type === 'SOA' && { answers: [soa()], authorities: [] }),
      }
    }
    if (lower.endsWith(kAddresses)) return this.#answerAddress(name, lower, type)
    if (!lower.endsWith(kServices))
      return this.#nothing(`.${lower}` === kServices ? kNoError : kNoName)
    const passing = this.#find(lower.slice(0, -kServices.length))
    if (passing === null) return this.#nothing(kNoName)
    const told = shuffled(passing).slice(0, kRecordsMax)
    const ttl = this.#ttlOf(told)
    const places = told.flatMap((instance) => placeOf(instance))
    return this.#filled(
      type === 'SRV' ? srvAnswer(name, places, ttl) : hostAnswer(name, type, places, ttl),
    )
  }

  #answerAddress(name: string, lower: string, type: string): ZoneAnswer {
    const hex = lower.slice(0, -kAddresses.length)
    if (!/^(?:[0-9a-f]{8}|[0-9a-f]{32})$/.test(hex)) return this.#nothing(kNoName)
    const host = ipaddr.fromByteArray([...Buffer.from(hex, 'hex')]).toString()
    const record = addressRecord(name, host, this.#ttlSeconds)
    return this.#filled({ answers: record?.type === type ? [record] : [], additionals: [] })
  }

  /** What passes of a name, `TAG.NAME`, or `_NAME._tcp`. @returns null where nothing is registered. */
  #find(text: string): Instance[] | null {
    const name = /^_(.+)\._(?:tcp|udp)$/.exec(text)?.[1] ?? text
    const names = this.#names.get(name)
    if (names !== undefined) return this.#someOf(names)
    const dot = name.indexOf('.')
    if (dot < 0) return null
    const tag = name.slice(0, dot)
    const found = [...(this.#names.get(name.slice(dot + 1)) ?? [])]
      .flatMap((one) => this.#table.instancesOf(one))
      .filter(({ tags }) => tags.some((one) => one.toLowerCase() === tag))
    return found.length === 0 ? null : found.filter(({ isPassing }) => isPassing)
  }

  /** A question must not cost more because many are registered. */
  #someOf(names: ReadonlySet<string>): Instance[] {
    const some: Instance[] = []
    for (const name of names) {
      if (some.length >= kRecordsMax) break
      some.push(...this.#table.sampleOf(name, kRecordsMax - some.length))
    }
    return some
  }

  /** No cache keeps an answer longer than the shortest lease in it has left. */
  #ttlOf(instances: readonly Instance[]): number {
    const nowMs = this.#nowMs()
    const leftMs = instances.map(({ deadlineMs }) => deadlineMs - nowMs)
    return Math.max(0, Math.min(this.#ttlSeconds, ...leftMs.map((ms) => Math.floor(ms / 1_000))))
  }

  #filled({ answers, additionals }: Pick<ZoneAnswer, 'answers' | 'additionals'>): ZoneAnswer {
    if (answers.length === 0) return this.#nothing(kNoError)
    return { code: kNoError, answers, additionals, authorities: [] }
  }

  #nothing(code: number): ZoneAnswer {
    return { code, answers: [], additionals: [], authorities: [soa()] }
  }

  #add(name: string): void {
    const lower = name.toLowerCase()
    const names = this.#names.get(lower) ?? new Set()
    this.#names.set(lower, names.add(name))
  }

  #remove(name: string): void {
    const lower = name.toLowerCase()
    const names = this.#names.get(lower)
    names?.delete(name)
    if (names?.size === 0) this.#names.delete(lower)
  }
}

type Place = { readonly host: string; readonly port: number; readonly weight: number }

/** None for an address that has no host and port. */
function placeOf({ address, weight }: Instance): Place[] {
  const reading = readTarget(address)
  if (!reading.ok) return []
  const { host, port } = reading.target
  return [{ host: host === 'localhost' ? '127.0.0.1' : host, port, weight }]
}

function hostAnswer(
  name: string,
  type: string,
  places: readonly Place[],
  ttl: number,
): Pick<ZoneAnswer, 'answers' | 'additionals'> {
  const hosts = [...new Set(places.map(({ host }) => host))]
  const records = hosts.flatMap((host) => addressRecord(name, host, ttl) ?? [])
  const answers: Answer[] = records.filter((record) => record.type === type || type === 'ANY')
  const other = hosts.find((host) => !isIPv4(host) && !isIPv6(host))
  // A CNAME stands alone; the resolver goes on from there.
  const isAlone = records.length === 0 && other !== undefined
  if (isAlone && ['A', 'AAAA', 'CNAME', 'ANY'].includes(type)) {
    return { answers: [{ type: 'CNAME', name, ttl, data: other }], additionals: [] }
  }
  return { answers, additionals: [] }
}

function srvAnswer(
  name: string,
  places: readonly Place[],
  ttl: number,
): Pick<ZoneAnswer, 'answers' | 'additionals'> {
  const additionals = new Map<string, Answer>()
  const answers = places.map(({ host, port, weight }): Answer => {
    const target = targetOf(host)
    const record = target === host ? null : addressRecord(target, host, ttl)
    if (record !== null) additionals.set(target, record)
    return { type: 'SRV', name, ttl, data: { priority: 1, weight, port, target } }
  })
  return { answers, additionals: [...additionals.values()] }
}

/** A host name as it is; a name of ours for an address. */
function targetOf(host: string): string {
  if (!isIPv4(host) && !isIPv6(host)) return host
  return Buffer.from(ipaddr.parse(host).toByteArray()).toString('hex') + kAddresses
}

/** @returns null for a host that is no address. */
function addressRecord(
  name: string,
  host: string,
  ttl: number,
): {
  readonly type: 'A' | 'AAAA'
  readonly name: string
  readonly ttl: number
  readonly data: string
} | null {
  if (isIPv4(host)) return { type: 'A', name, ttl, data: host }
  return isIPv6(host) ? { type: 'AAAA', name, ttl, data: host } : null
}

/** Nobody may keep that there is nothing. */
function soa(): SoaAnswer {
  const data = {
    mname: kZone,
    rname: `hostmaster.${kZone}`,
    serial: 1,
    refresh: 60,
    retry: 60,
    expire: 60,
    minimum: 0,
  }
  return { type: 'SOA', name: kZone, ttl: 0, data }
}

function shuffled<Item>(items: Item[]): Item[] {
  for (let at = items.length - 1; at > 0; at--) {
    const other = Math.floor(Math.random() * (at + 1))
    const item = items[at]
    items[at] = items[other]
    items[other] = item
  }
  return items
}
