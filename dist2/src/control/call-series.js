// Which calls have figures of their own in the metrics, and which are summed. The unit is the pair of service and route.
//
// A pair that has its own figures keeps them as long as anything is known of it, also after its last station is gone:
// whoever reads the metrics takes a counter that goes down for a restart.
import { StatsSum } from '../data/endpoint-stats.js';
import { blocksOf } from './registry.js';
export class CallSeriesBook {
    #registry;
    #stats;
    #pairsMax;
    /** Keys of the pairs that have their own figures. */
    #kept = new Set();
    /** @param pairsMax pairs with figures of their own. */
    constructor(registry, stats, pairsMax) {
        this.#registry = registry;
        this.#stats = stats;
        this.#pairsMax = pairsMax;
    }
    /**
     * The figures as they are now: of the pairs that came first, and of all others together.
     *
     * @returns `other` is null while every pair has its own.
     */
    read() {
        const parts = this.#parts();
        this.#choose(new Set(parts.map(({ key }) => key)));
        const own = new Map();
        let other = null;
        for (const part of parts) {
            const { key, service, route } = part;
            if (!this.#kept.has(key)) {
                other ??= new StatsSum();
                this.#add(part, other);
                continue;
            }
            const series = own.get(key) ?? { service, route, sum: new StatsSum() };
            own.set(key, series);
            this.#add(part, series.sum);
        }
        return { own: [...own.values()], other };
    }
    #parts() {
        const parts = [];
        for (const { route, endpoints } of this.#registry.routes.values()) {
            for (const endpoint of endpoints.values()) {
                const service = endpoint.station.name;
                const blocks = blocksOf(endpoint);
                parts.push({ key: keyOf(service, route), service, route, blocks, retired: null });
            }
        }
        for (const { service, route, sum } of this.#stats.retired()) {
            parts.push({ key: keyOf(service, route), service, route, blocks: [], retired: sum });
        }
        return parts;
    }
    /** A pair of which nothing is known any more makes room; then whoever came first takes it. */
    #choose(known) {
        for (const key of this.#kept)
            if (!known.has(key))
                this.#kept.delete(key);
        for (const key of known) {
            if (this.#kept.size >= this.#pairsMax)
                return;
            this.#kept.add(key);
        }
    }
    #add({ blocks, retired }, sum) {
        for (const block of blocks) {
            const { words, at } = this.#stats.locate(block);
            sum.add(words, at);
        }
        if (retired !== null)
            sum.addSum(retired);
    }
}
function keyOf(service, route) {
    return `${route}\n${service}`; // a route has no line break
}
//# sourceMappingURL=call-series.js.map