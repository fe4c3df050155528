// What is known of a registered connection, and how the Gover API and the events say it.

import type { Counts, Node } from './sers-table.js'

type Members = Readonly<Record<string, unknown>>

/** A registered connection. */
export type StationRow = {
  readonly connKey: number
  readonly connectionIp: string
  readonly startTime: string
  readonly counts: Counts
  stationInfo: Members
  deviceInfo: Members
  nodes: Node[]
  qps: number
  qpsCount: number
  usage: Members | null
  process: Members | null
}

/** The words are Chinese on the wire; pages compare them. */
export const kStatusNormal = '正常'
export const kStatusPaused = '暂停'

/** `yyyy-MM-dd HH:mm:ss` in the time zone of this machine. */
export function sersTime(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
}

/** What the original fills in where a station says nothing. */
const kDeviceDefaults = { Is64BitOperatingSystem: false, ProcessorCount: 0, WorkingSet: 0 }

/** deviceInfo with the original's defaults, and without null members. */
export function deviceOf(said: Members): Members {
  return withoutNulls({ ...kDeviceDefaults, ...said })
}

export function withoutNulls(members: Members): Members {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null))
}

/** Body of the events Add, Remove, Pause and Start. */
export function eventBody(row: StationRow): Buffer {
  const { startTime, connectionIp, deviceInfo, stationInfo, nodes, connKey, qps } = row
  const apiNodes = nodes.map(({ description }) => ({ apiDesc: description }))
  return Buffer.from(
    JSON.stringify({
      startTime,
      ...(connectionIp === '' ? {} : { connectionIp }),
      deviceInfo,
      serviceStationInfo: stationInfo,
      apiNodes,
      connKey,
      qps,
    }),
  )
}

/** A row of serviceStation/getAll. */
export function rowOf(row: StationRow, isPaused: boolean, activeCount: number): Members {
  const { startTime, connectionIp, deviceInfo, stationInfo, nodes, connKey, qps, counts } = row
  const names = new Set(nodes.map(({ service }) => service.apiStation.name))
  return {
    ...(connectionIp === '' ? {} : { connectionIp }),
    startTime,
    status: isPaused ? kStatusPaused : kStatusNormal,
    deviceInfo,
    serviceStationInfo: stationInfo,
    ...(row.process === null ? {} : { Process: row.process }),
    ...(row.usage === null ? {} : { usageStatus: row.usage }),
    counter: counts,
    qps,
    apiNodeCount: nodes.length,
    activeApiNodeCount: activeCount,
    apiStationNames: [...names],
    connKey: String(connKey),
  }
}
