// A lease table on a clock that stands still, and registrations that say little.

import { type InstanceSpec, kPlainSpec } from '../../src/control/leases/instance.js'
import { LeaseTable } from '../../src/control/leases/lease-table.js'
import { ManualClock } from './manual-clock.js'

export const kLeaseMs = 30_000

export function newLeases(random: () => number = Math.random, instanceCountMax?: number) {
  const clock = new ManualClock()
  const count = instanceCountMax === undefined ? {} : { instanceCountMax }
  const table = new LeaseTable({ clock, wallMs: () => 0, random, firstIndex: 100, ...count })
  return { clock, table }
}

export function specOf(
  name: string,
  address: string,
  more: Partial<InstanceSpec> = {},
): InstanceSpec {
  return { ...kPlainSpec, name, address, leaseMs: kLeaseMs, ...more }
}
