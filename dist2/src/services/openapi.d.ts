import type { Center } from '../control/center.js';
import type { Station } from '../station/station.js';
/** Adds the route to the center's own station. */
export declare function offerOpenApi(station: Station, center: Center, version: string): void;
