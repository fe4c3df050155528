import type { Center } from '../control/center.js';
import { Station } from '../station/station.js';
/** The station that offers the center's own routes. */
export declare function createSystemStation(center: Center): Station;
