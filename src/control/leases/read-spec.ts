// What a registration may say, held against its rules: the same for requests and for the journal.

import { centerError } from '../../base/errors.js'
import {
  kAddressBytesMax,
  kInstanceLeaseMsMax,
  kInstanceMetadataBytesMax,
  kInstanceTagCountMax,
  kNameBytesMax,
} from '../../base/limits.js'
import { nearestName } from '../../base/nearest.js'
import { type HealthCheck, type InstanceSpec, kHeartbeatCheck, kPlainSpec } from './instance.js'

const kKeys = ['name', 'address', 'version', 'tags', 'weight', 'metadata', 'leaseMs', 'check']
const kCheckKeys = ['type', 'path', 'service', 'intervalMs', 'timeoutMs', 'rise', 'fall']
const kTagCharactersMax = 128
const kVersionCharactersMax = 128
const kPathCharactersMax = 1_024
const kWeightMax = 1_000
const kInRowMax = 100
const kIntervalMsMin = 100
const kIntervalMsMax = 3_600_000
/** A check that waits takes a place from others. */
const kTimeoutMsMax = 10_000

/** What holds for a check that says no more than its type. */
export const kCheckDefaults = {
  path: '/',
  service: '',
  intervalMs: 5_000,
  timeoutMs: 2_000,
  rise: 2,
  fall: 3,
} as const

type Fields = Readonly<Record<string, unknown>>

/**
 * Reads a registration.
 *
 * @param leaseMs for one that names none; Infinity: it needs none.
 * @throws CenterError ERR_BAD_ARGUMENT that names the field, its value and the rule.
 */
export function readInstanceSpec(value: unknown, leaseMs: number): InstanceSpec {
  const fields = fieldsOf('body', value, kKeys)
  const check = readCheck(fields.check)
  return {
    name: readName(fields.name),
    address: readText('address', fields.address, 1, kAddressBytesMax),
    version:
      fields.version === undefined
        ? kPlainSpec.version
        : readText('version', fields.version, 0, kVersionCharactersMax),
    tags: fields.tags === undefined ? kPlainSpec.tags : readTags(fields.tags),
    weight:
      fields.weight === undefined
        ? kPlainSpec.weight
        : readWhole('weight', fields.weight, 1, kWeightMax),
    metadata: fields.metadata === undefined ? kPlainSpec.metadata : readMetadata(fields.metadata),
    leaseMs: readLease(fields.leaseMs, leaseMs, check),
    check,
  }
}

/** @throws CenterError ERR_BAD_ARGUMENT. */
export function readName(value: unknown): string {
  return readText('name', value, 1, kNameBytesMax)
}

function readLease(value: unknown, otherwise: number, check: HealthCheck): number {
  if (value === undefined) return otherwise
  if (value === null && check.type !== 'heartbeat') return Number.POSITIVE_INFINITY
  if (typeof value === 'number' && value > 0 && value <= kInstanceLeaseMsMax) return value
  const rule =
    value === null
      ? 'an instance without a lease needs a check of type http, tcp or grpc'
      : `milliseconds above 0 and up to ${kInstanceLeaseMsMax}, or null, are wanted`
  throw refusal('leaseMs', value, rule)
}

function readCheck(value: unknown): HealthCheck {
  if (value === undefined) return kHeartbeatCheck
  const fields = fieldsOf('check', value, kCheckKeys)
  const { type } = fields
  if (type === 'heartbeat') return kHeartbeatCheck
  if (type !== 'http' && type !== 'tcp' && type !== 'grpc') {
    throw refusal('check.type', type, 'one of heartbeat, http, tcp, grpc is wanted')
  }
  const { path, service, intervalMs, timeoutMs, rise, fall } = { ...kCheckDefaults, ...fields }
  if (
    typeof path !== 'string' ||
    !/^\/[\u0021-\u007e]*$/.test(path) ||
    path.length > kPathCharactersMax
  ) {
    throw refusal(
      'check.path',
      path,
      `a path of at most ${kPathCharactersMax} characters is wanted`,
    )
  }
  return {
    type,
    path,
    service: readText('check.service', service, 0, kNameBytesMax),
    intervalMs: readWhole('check.intervalMs', intervalMs, kIntervalMsMin, kIntervalMsMax),
    timeoutMs: readWhole('check.timeoutMs', timeoutMs, 1, kTimeoutMsMax),
    rise: readWhole('check.rise', rise, 1, kInRowMax),
    fall: readWhole('check.fall', fall, 1, kInRowMax),
  }
}

function readTags(value: unknown): readonly string[] {
  const tags: readonly unknown[] | null = Array.isArray(value) ? value : null
  if (tags === null || tags.length > kInstanceTagCountMax)
    throw refusal('tags', value, `a list of at most ${kInstanceTagCountMax} texts is wanted`)
  return [...new Set(tags.map((tag) => readText('tags', tag, 1, kTagCharactersMax)))]
}

function readMetadata(value: unknown): Readonly<Record<string, string>> {
  const rule = `an object of texts with at most ${kInstanceMetadataBytesMax} bytes is wanted`
  if (!isFields(value)) throw refusal('metadata', value, rule)
  const entries = Object.entries(value).map(([key, text]): [string, string] => {
    if (typeof text !== 'string') throw refusal(`metadata.${key}`, text, 'a text is wanted')
    return [key, text]
  })
  const bytes = entries.reduce((sum, pair) => sum + Buffer.byteLength(pair.join('')), 0)
  if (bytes > kInstanceMetadataBytesMax) throw refusal('metadata', `${bytes} bytes`, rule)
  return Object.fromEntries(entries)
}

function readText(name: string, value: unknown, bytesMin: number, bytesMax: number): string {
  const rule = `a text of ${bytesMin} to ${bytesMax} bytes is wanted`
  if (typeof value !== 'string') throw refusal(name, value, rule)
  const bytes = Buffer.byteLength(value)
  if (bytes >= bytesMin && bytes <= bytesMax) return value
  throw refusal(name, value, rule)
}

function readWhole(name: string, value: unknown, min: number, max: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max)
    return value
  throw refusal(name, value, `a whole number from ${min} to ${max} is wanted`)
}

function fieldsOf(what: string, value: unknown, known: readonly string[]): Fields {
  if (!isFields(value)) throw refusal(what, value, 'a JSON object is wanted')
  const unknown = Object.keys(value).find((key) => !known.includes(key))
  if (unknown === undefined) return value
  const near = nearestName(unknown, known)
  const hint = near === undefined ? `one of ${known.join(', ')} is wanted` : `did you mean ${near}?`
  throw refusal('field', what === 'body' ? unknown : `${what}.${unknown}`, hint)
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Values are shown in short: they may be anything. */
function refusal(name: string, value: unknown, rule: string): Error {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'absent')
  return centerError('ERR_BAD_ARGUMENT', { name, value: text.slice(0, 80), rule })
}
