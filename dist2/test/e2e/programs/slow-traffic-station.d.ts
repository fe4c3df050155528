/** What the station has done so far. */
export type SlowTraffic = {
    readonly uploads: number;
    readonly streams: number;
    readonly givenBytes: number;
};
