// Pages of the registry's port for people and monitors: what is registered, whether it is well, its figures.

import type { LeaseTable } from '../../control/leases/lease-table.js'
import { kRegistryCounterNames, type RegistryCounts } from './registry-counts.js'
import type { Page } from './registry-http.js'

const kJson = 'application/json; charset=utf-8'
/** Names that one page tells; the API has pages of them. */
const kNamesMax = 10_000

/** The pages by their paths. */
export function registryPages(
  table: LeaseTable,
  counts: RegistryCounts,
): ReadonlyMap<string, Page> {
  return new Map<string, Page>([
    ['/health', () => ({ type: kJson, body: '{"status":"ok"}' })],
    ['/services', () => ({ type: kJson, body: servicesText(table) })],
    [
      '/metrics',
      () => ({
        type: 'text/plain; version=0.0.4; charset=utf-8',
        body: metricsText(table, counts),
      }),
    ],
  ])
}

function servicesText(table: LeaseTable): string {
  const services: { name: string; instances: number; addresses: number }[] = []
  for (const { name, instanceCount, choiceCount } of table.services()) {
    if (services.length === kNamesMax) break
    services.push({ name, instances: instanceCount, addresses: choiceCount })
  }
  return JSON.stringify({ services, omitted: table.serviceCount - services.length })
}

function metricsText(table: LeaseTable, counts: RegistryCounts): string {
  const family = (name: string, type: string, value: number) =>
    `# TYPE signalbox_${name} ${type}\nsignalbox_${name} ${value}\n`
  return [
    family('registry_instances', 'gauge', table.instanceCount),
    family('registry_services', 'gauge', table.serviceCount),
    ...kRegistryCounterNames.map((name) => family(`${name}_total`, 'counter', counts[name])),
  ].join('')
}
