import type { Place } from './places.js';
/** HTML of a place and what lies around it. */
export declare function pageOf(place: Place, neighbours: readonly (Place & {
    readonly distanceKm: number;
})[]): string;
