// Texts and exit codes of the form `SERVICE ENDPOINT`, which scripts of go-micro users read.

import { CliError } from './exit.js'
import type { Item } from './listing.js'

/** The endpoint is not written `Service.Method`. */
const kExitMethodName = 3
/** No service of this name is there. */
export const kExitNoService = 4
/** The service has no such method. */
const kExitNoMethod = 5

export function noServiceText(name: string): string {
  return `Service "${name}" not found`
}

/**
 * Why a method of a service cannot be called. No station of this version offers methods by name: a service that is there
 * has routes.
 *
 * @param services what the center answers about services.
 */
export function methodFailure(
  service: string,
  endpoint: string,
  services: readonly Item[],
): CliError {
  if (!services.some(({ name }) => name === service)) {
    return new CliError(kExitNoService, noServiceText(service))
  }
  if (!/^[^.]+\.[^.]+$/.test(endpoint)) {
    const text = `Method name "${endpoint}" invalid format. Expecting service.endpoint`
    return new CliError(kExitMethodName, text)
  }
  return new CliError(kExitNoMethod, `Service method "${endpoint}" not found`)
}
