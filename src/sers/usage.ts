// What stations say of their machines, in messages of their own: shown in their rows.

import { membersOf, parseObject } from '../wire/sers/rpc-data.js'
import type { Peer } from './peer.js'

/** Bytes of a report: it has seven numbers and two keys. */
const kReportBytesMax = 4_096

export function onUsage(body: Buffer, peers: Iterable<Peer>): void {
  if (body.length > kReportBytesMax) return
  const report = parseObject(body.toString())
  const key = report?.serviceStationKey
  if (report === null || typeof key !== 'string' || key === '') return
  for (const { row } of peers) {
    if (row === null || row.stationInfo.serviceStationKey !== key) continue
    row.usage = membersOf(report.usageStatus) ?? null
    row.process = membersOf(report.Process) ?? null
  }
}
