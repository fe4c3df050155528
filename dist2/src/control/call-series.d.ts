import { StatsSum } from '../data/endpoint-stats.js';
import { type Registry } from './registry.js';
import type { StatsBook } from './stats-book.js';
export type CallSeries = {
    readonly service: string;
    readonly route: string;
    readonly sum: StatsSum;
};
export declare class CallSeriesBook {
    #private;
    /** @param pairsMax pairs with figures of their own. */
    constructor(registry: Registry, stats: StatsBook, pairsMax: number);
    /**
     * The figures as they are now: of the pairs that came first, and of all others together.
     *
     * @returns `other` is null while every pair has its own.
     */
    read(): {
        readonly own: readonly CallSeries[];
        readonly other: StatsSum | null;
    };
}
