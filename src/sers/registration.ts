// Reads the value of /_sys_/serviceStation/regist, and says what is wrong with it.

import { membersOf, parseObject, textOf } from '../wire/sers/rpc-data.js'
import { readText } from '../wire/sers/text.js'
import { apiStationName, kSersRouteBytesMax } from './sers-table.js'
import { deviceOf, withoutNulls } from './station-row.js'

type Members = Readonly<Record<string, unknown>>

export type OfferedNode = {
  /** Upper case; '' for every method. */
  readonly method: string
  readonly route: string
  readonly description: Members
}

export type Registration = {
  readonly stationInfo: Members
  readonly deviceInfo: Members
  readonly nodes: readonly OfferedNode[]
}

/** First segments that are the center's own. */
const kOwnStations = new Set(['_sys_', '_gover_'])

/** What a station says of itself later; null: it says nothing of it, and what it said before holds. */
export type StationSelf = {
  readonly stationInfo: Members | null
  readonly deviceInfo: Members | null
}

/** @returns what was said, or a sentence of what is wrong. */
export function readSelf(value: Buffer): StationSelf | string {
  const said = parseObject(readText(value))
  return said === null ? 'the value is no JSON object' : selfOf(said)
}

function selfOf({ serviceStationInfo, deviceInfo }: Members): StationSelf | string {
  const info = membersOf(serviceStationInfo ?? {})
  if (info === undefined) return 'serviceStationInfo is no object'
  const device = membersOf(deviceInfo ?? {})
  if (device === undefined) return 'deviceInfo is no object'
  return {
    stationInfo: isAbsent(serviceStationInfo) ? null : withoutNulls(info),
    deviceInfo: isAbsent(deviceInfo) ? null : deviceOf(device),
  }
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null
}

/**
 * @param nodesMax nodes that one connection may register.
 * @param prefixes of routes that its secret allows; null: all.
 * @returns what was said, or a sentence of what is wrong.
 */
export function readRegistration(
  value: Buffer,
  nodesMax: number,
  prefixes: readonly string[] | null,
): Registration | string {
  const said = parseObject(readText(value))
  if (said === null) return 'the value is no JSON object'
  const self = selfOf(said)
  if (typeof self === 'string') return self
  const { stationInfo, deviceInfo } = self
  if (stationInfo === null) return 'serviceStationInfo is no object'
  const list = said.apiNodes
  if (!Array.isArray(list)) return 'apiNodes is no array'
  if (list.length > nodesMax) return `${list.length} nodes are over ${nodesMax}`
  const nodes: OfferedNode[] = []
  const seen = new Set<string>()
  for (const [index, item] of list.entries()) {
    const description = membersOf(membersOf(item)?.apiDesc)
    if (description === undefined) return `node ${index}: apiDesc is no object`
    const { route } = description
    if (route === undefined || route === null || (typeof route === 'string' && route.trim() === ''))
      continue // the original skips nodes without a route
    if (typeof route !== 'string') return `node ${index}: the route is no text`
    const fault = routeFault(route, prefixes)
    if (fault !== null) return `node ${index}: ${fault}`
    const method = methodOf(description)
    if (method === null) return `node ${index}: httpMethod is no text`
    const key = `${method} ${route}`
    if (seen.has(key)) continue // the same offer twice is one offer
    seen.add(key)
    nodes.push({ method, route, description })
  }
  return { stationInfo, deviceInfo: deviceInfo ?? deviceOf({}), nodes }
}

function routeFault(route: string, prefixes: readonly string[] | null): string | null {
  if (Buffer.byteLength(route) > kSersRouteBytesMax) {
    return `the route is over ${kSersRouteBytesMax} bytes`
  }
  if (route.endsWith('*') && !route.includes('/')) return `${route} is no wildcard: it has no slash`
  if (kOwnStations.has(apiStationName(route))) return `${route} is reserved for the center itself`
  if (prefixes !== null && !prefixes.some((prefix) => route.startsWith(prefix))) {
    return `${route} is not below what its secret allows`
  }
  return null
}

function methodOf(description: Members): string | null {
  const config = membersOf(description.extendConfig)
  const method = config?.httpMethod
  if (method === undefined || method === null) return ''
  return textOf(method)?.toUpperCase() ?? null
}
