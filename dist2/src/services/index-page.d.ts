import type { Center } from '../control/center.js';
import type { Station } from '../station/station.js';
type Entry = {
    readonly route: string;
    readonly description: string;
};
/** Adds `/_sys_` and `/_sys_/` to the center's own station. */
export declare function offerIndex(station: Station, center: Center, version: string): void;
/** The page. A GET route without parameters is a link. */
export declare function pageOf(name: string, version: string, entries: readonly Entry[]): string;
export {};
