import type { StatsSum } from '../data/endpoint-stats.js';
import type { DispatchMeasure } from '../data/messages.js';
import type { Carrier } from '../wire/control.js';
import { type CallSeries } from './call-series.js';
import type { Registry, StationState } from './registry.js';
import { type CarrierRings } from './rings.js';
import type { StatsBook } from './stats-book.js';
/** Stands for all that have no figures of their own; a service of this name counts among them. */
export declare const kOther = "other";
export type Measures = {
    readonly center: string;
    /** By the names of docs/COUNTERS.md. */
    readonly counters: Readonly<Record<string, number>>;
    readonly series: readonly CallSeries[];
    /** Sum of the pairs that have no series; null while there are none. */
    readonly otherCalls: StatsSum | null;
    /** How many stations of a service are in which state. */
    readonly stations: readonly {
        service: string;
        state: StationState;
        count: number;
    }[];
    readonly linkCounts: ReadonlyMap<Carrier, number>;
    readonly routeCount: number;
    readonly topicCount: number;
    /** By carrier; none when the dispatch worker did not answer in time. */
    readonly rings: readonly CarrierRings[];
    /** Null when the dispatch worker did not answer in time. */
    readonly dispatch: DispatchMeasure | null;
};
export declare class MeasureBook {
    #private;
    constructor(center: string, registry: Registry, stats: StatsBook, counters: Float64Array);
    read(dispatch: DispatchMeasure | null): Measures;
}
/** By service and state; of the services that come after the bound, the sum under {@link kOther}. */
export declare function countStations(stations: Iterable<{
    readonly name: string;
    readonly state: StationState;
}>): Measures['stations'];
