// The registry beside a center: its instances are stations of the center, its counters among the center's.

import type { Center } from '../../control/center.js'
import type { ResolvedRegistryOptions } from '../../control/leases/registry-options.js'
import { Station } from '../../station/station.js'
import { CallableInstances } from './callable.js'
import { openRegistry } from './registry.js'

/**
 * Opens the registry of a center that runs.
 *
 * Rejects with ERR_LISTEN, ERR_BAD_ARGUMENT.
 */
export async function openCenterRegistry(
  center: Center,
  options: ResolvedRegistryOptions,
): Promise<void> {
  const registry = await openRegistry(options, (level, text) => center.say(level, text))
  const station = new Station({ name: 'signalbox.registry', onEvent: () => {} })
  let callable: CallableInstances | null = null
  center.addPart({
    counters: () => ({ ...registry.counts, registry_uncallable: callable?.waitingCount ?? 0 }),
    close: async () => {
      callable?.close()
      await registry.close()
    },
  })
  await center.attach(station)
  callable = new CallableInstances(center, station, registry.table, registry.health)
  center.srsrAddress = registry.httpAddress
  center.dnsAddress = registry.dnsAddress
}
