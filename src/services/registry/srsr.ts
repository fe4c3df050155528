// The four calls of srsr ("really simple service registry"): each takes a body and answers with one line of JSON. Knows
// nothing of HTTP but its status codes.

import { CenterError } from '../../base/errors.js'
import { kNameBytesMax } from '../../base/limits.js'
import { kPlainSpec } from '../../control/leases/instance.js'
import type { LeaseTable } from '../../control/leases/lease-table.js'
import { type LooseFields, readLooseJson } from './loose-json.js'
import type { RegistryCounts } from './registry-counts.js'
import { composeAddress } from './srsr-address.js'

/** Version of everything that registered by srsr, which knows none. */
export const kSrsrVersion = 'srsr'

export type SrsrOptions = {
  /** Milliseconds without a heartbeat after which an entry goes. */
  readonly leaseMs: number
  /** Refuses `host:port` without a scheme, as the original does. */
  readonly isStrict: boolean
  readonly policy: 'random' | 'round-robin'
}

/** An answer: status, and JSON in one line. */
export type SrsrAnswer = { readonly status: number; readonly body: string }

/** One of the calls. @param client address of whoever calls; asked for when it is wanted. */
export type SrsrCall = (body: Uint8Array, client: () => string) => SrsrAnswer

const kTrue: SrsrAnswer = { status: 200, body: '{"success":true}' }
const kFalse: SrsrAnswer = { status: 200, body: '{"success":false}' }
const kNowhere: SrsrAnswer = { status: 200, body: '{"success":false,"address":""}' }

/** The answer to a body that is too long. */
export const kTooLarge: SrsrAnswer = refusal(413, 'body too large')

/** The calls by their paths. */
export function srsrCalls(
  table: LeaseTable,
  counts: RegistryCounts,
  options: SrsrOptions,
): ReadonlyMap<string, SrsrCall> {
  const register: SrsrCall = (body, client) =>
    withText(body, 'RegisterRequest', 'Name', (name, fields) =>
      registerAt(table, options, name, fields, client),
    )
  const deregister: SrsrCall = (body) =>
    withText(body, 'DeregisterRequest', 'ID', (id) =>
      table.deregister(id) === undefined ? kFalse : kTrue,
    )
  const lookup: SrsrCall = (body) =>
    withText(body, 'LookupRequest', 'Name', (name) => {
      counts.registry_lookups++
      const instance = table.choose(name, options.policy)
      if (instance !== undefined) return foundAt(instance.address)
      counts.registry_lookups_empty++
      return kNowhere
    })
  const heartbeat: SrsrCall = (body) =>
    withText(body, 'HeartbeatRequest', 'ID', (id) => {
      counts.registry_heartbeats++
      if (table.renew(id)) return kTrue
      counts.registry_heartbeats_unknown++
      return kFalse
    })
  return new Map([
    ['/register', register],
    ['/deregister', deregister],
    ['/lookup', lookup],
    ['/heartbeat', heartbeat],
  ])
}

function foundAt(address: string): SrsrAnswer {
  return { status: 200, body: `{"success":true,"address":${JSON.stringify(address)}}` }
}

function registerAt(
  table: LeaseTable,
  { leaseMs, isStrict }: SrsrOptions,
  name: string,
  fields: LooseFields,
  client: () => string,
): SrsrAnswer {
  const { address = '', port: given = '' } = fields
  const port = typeof given === 'number' ? String(given) : given
  if (typeof address !== 'string') return wrongType('address')
  if (typeof port !== 'string') return wrongType('port')
  if (Buffer.byteLength(name) > kNameBytesMax)
    return refusal(400, `name must have at most ${kNameBytesMax} bytes`)
  const composed = composeAddress(address, port, client, isStrict)
  if (!composed.ok) return refusal(400, composed.error)
  const spec = { ...kPlainSpec, name, address: composed.address, version: kSrsrVersion, leaseMs }
  try {
    return { status: 200, body: `{"id":"${table.register(spec).id}","success":true}` }
  } catch (error) {
    if (error instanceof CenterError) return refusal(error.status, error.message)
    throw error
  }
}

/** Answers with `work`, once the one field that is required is there. */
function withText(
  body: Uint8Array,
  request: string,
  field: string,
  work: (text: string, fields: LooseFields) => SrsrAnswer,
): SrsrAnswer {
  const reading = readLooseJson(body)
  if (!reading.ok) return refusal(400, reading.error)
  const key = field.toLowerCase()
  const text = reading.fields[key] ?? ''
  if (typeof text !== 'string') return wrongType(key)
  if (text !== '') return work(text, reading.fields)
  const rule = `Field validation for '${field}' failed on the 'required' tag`
  return refusal(400, `Key: '${request}.${field}' Error:${rule}`)
}

function wrongType(field: string): SrsrAnswer {
  return refusal(400, `${field} must be a string`)
}

function refusal(status: number, error: string): SrsrAnswer {
  return { status, body: JSON.stringify({ error }) }
}
