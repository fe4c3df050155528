// Everything that the metrics tell about the center at one moment.
import { kCounterNames } from '../base/counter-names.js';
import { kMetricPairsMax, kMetricServicesMax } from '../base/limits.js';
import { CallSeriesBook } from './call-series.js';
import { ringsByCarrier } from './rings.js';
/** Stands for all that have no figures of their own; a service of this name counts among them. */
export const kOther = 'other';
export class MeasureBook {
    #center;
    #registry;
    #counters;
    #series;
    constructor(center, registry, stats, counters) {
        this.#center = center;
        this.#registry = registry;
        this.#counters = counters;
        this.#series = new CallSeriesBook(registry, stats, kMetricPairsMax);
    }
    read(dispatch) {
        const { own, other } = this.#series.read();
        const linkCounts = new Map();
        for (const { carrier } of this.#registry.stations.values()) {
            linkCounts.set(carrier, (linkCounts.get(carrier) ?? 0) + 1);
        }
        return {
            center: this.#center,
            counters: Object.fromEntries(kCounterNames.map((name, at) => [name, this.#counters[at]])),
            series: own,
            otherCalls: other,
            stations: countStations(this.#registry.stations.values()),
            linkCounts,
            routeCount: this.#registry.routes.size,
            topicCount: this.#registry.topicCount,
            rings: ringsByCarrier(this.#registry, dispatch?.rings ?? []),
            dispatch,
        };
    }
}
/** By service and state; of the services that come after the bound, the sum under {@link kOther}. */
export function countStations(stations) {
    const byService = new Map();
    for (const { name, state } of stations) {
        const isKept = byService.has(name) || byService.size < kMetricServicesMax;
        const service = isKept ? name : kOther;
        const states = byService.get(service) ?? new Map();
        states.set(state, (states.get(state) ?? 0) + 1);
        byService.set(service, states);
    }
    return [...byService].flatMap(([service, states]) => [...states].map(([state, count]) => ({ service, state, count })));
}
//# sourceMappingURL=measures.js.map