import type { Center } from '../control/center.js';
import type { Station } from '../station/station.js';
/** Adds it to the center's own station. */
export declare function addTap(station: Station, center: Center): void;
