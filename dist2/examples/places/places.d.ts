/** One populated place. */
export type Place = {
    /** Its position in the data set, 0-based; steady for one version of the data. */
    readonly id: number;
    readonly name: string;
    /** ISO 3166-1 alpha-2 code. */
    readonly country: string;
    /** Degrees, -90 … 90. */
    readonly lat: number;
    /** Degrees, -180 … 180. */
    readonly lon: number;
};
/** Earth's mean radius (IUGG). */
export declare const kEarthRadiusKm = 6371.0088;
/** Reads all places. @throws Error that names the entry which is no place. */
export declare function loadPlaces(): Place[];
