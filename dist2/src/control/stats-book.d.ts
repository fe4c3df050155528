import { StatsSum } from '../data/endpoint-stats.js';
export declare class StatsBook {
    #private;
    /** @returns index of a zeroed block. */
    allocate(): number;
    /** Keeps the sums of an endpoint that is gone, and takes its block back. */
    retire(block: number, route: string, service: string): void;
    /** Chunks that the data plane does not know yet. */
    takeNewChunks(): SharedArrayBuffer[];
    locate(block: number): {
        words: Float64Array;
        at: number;
    };
    /** A sum that begins with what endpoints of the route that are gone had counted. */
    sumOfRoute(route: string): StatsSum;
    /** What endpoints that are gone had counted, for each route and service. */
    retired(): Iterable<{
        route: string;
        service: string;
        sum: StatsSum;
    }>;
    /** The same for a service. */
    sumOfService(service: string): StatsSum;
}
