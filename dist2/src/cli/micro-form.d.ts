import { CliError } from './exit.js';
import type { Item } from './listing.js';
/** No service of this name is there. */
export declare function noServiceError(name: string): CliError;
/**
 * Why a method of a service cannot be called. No station of this version offers methods by name: a service that is there
 * has routes.
 *
 * @param services what the center answers about services.
 */
export declare function methodFailure(service: string, endpoint: string, services: readonly Item[]): CliError;
