import { type Place } from './places.js';
/** A place and how far it is, along the surface. */
export type Neighbour = {
    readonly place: Place;
    readonly distanceKm: number;
};
/** The tree lies in arrays: the middle entry of a range is its root, the halves beside it are its subtrees. */
export declare class NearestIndex {
    #private;
    constructor(places: readonly Place[]);
    /**
     * The places that are nearest, nearest first.
     *
     * @param lat, lon degrees.
     * @param count how many at most, 1 or more.
     */
    nearest(lat: number, lon: number, count: number): Neighbour[];
}
