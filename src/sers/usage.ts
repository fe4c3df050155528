// What stations say of their machines, in messages of their own: shown in their rows.

import { membersOf, parseObject } from '../wire/sers/rpc-data.js'
import { healthInfo } from './health.js'
import type { Hub } from './hub.js'
import type { Peer } from './peer.js'
import { kUsageTitle } from './topics.js'

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

/** Says how the center itself is, as stations do. */
export class UsageReporter {
  readonly #timer: NodeJS.Timeout | undefined

  /** @param intervalMs 0: it says nothing. */
  constructor({ topics, options }: Hub, intervalMs: number) {
    if (intervalMs === 0) return
    this.#timer = setInterval(() => {
      const { deviceKey = '', serviceStationKey = '' } = options.stationInfo
      const report = { deviceKey, serviceStationKey, ...healthInfo() }
      topics.publish(kUsageTitle, Buffer.from(JSON.stringify(report)))
    }, intervalMs)
    this.#timer.unref()
  }

  close(): void {
    clearInterval(this.#timer)
  }
}
