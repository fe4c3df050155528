// A whole center: the control plane with the services that it offers itself.

import type { Center } from '../control/center.js'
import type { CenterOptions } from '../control/options.js'
import { startCenterCore } from '../control/start-center-core.js'
import { createSystemStation } from './system.js'

/**
 * Starts a center in this process.
 *
 * @returns when it listens and its own routes are in force.
 * Rejects with ERR_BAD_ARGUMENT, ERR_UNSAFE_ADDRESS, ERR_UNSAFE_DIRECTORY, ERR_CENTER_RUNS, and of the
 * gateway's ERR_LISTEN, ERR_NO_HTTP_ENGINE.
 */
export async function startCenter(options: CenterOptions = {}): Promise<Center> {
  const center = await startCenterCore(options)
  try {
    await center.attach(createSystemStation(center))
    const { registry } = center.options
    if (registry !== null) {
      // Loaded when it is wanted: most centers have none.
      const { openCenterRegistry } = await import('./registry/center-registry.js')
      await openCenterRegistry(center, registry)
    }
    await center.openGateway()
  } catch (error) {
    await center.close()
    throw error
  }
  return center
}
