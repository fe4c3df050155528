import type { Center } from '../control/center.js';
import type { Station } from '../station/station.js';
/** Adds them to the center's own station. */
export declare function addFigures(station: Station, center: Center): void;
