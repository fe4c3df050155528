// Turns the registry's changes into numbered snapshots for the data plane.
import { hashKey } from '../wire/key-hash.js';
export class RoutePublisher {
    #registry;
    #stats;
    #send;
    #local;
    #watchers;
    #epoch = 0;
    constructor(registry, stats, local, watchers, send) {
        this.#local = local;
        this.#watchers = watchers;
        this.#registry = registry;
        this.#stats = stats;
        this.#send = send;
    }
    /** Number of the newest snapshot. */
    get epoch() {
        return this.#epoch;
    }
    /** Publishes what has changed since the last time. @returns the epoch that holds now. */
    publish() {
        const { changedRoutes, changedTopics } = this.#registry;
        if (changedRoutes.size + changedTopics.size === 0)
            return this.#epoch;
        const snapshot = {
            epoch: ++this.#epoch,
            routes: [...changedRoutes].map((route) => this.#routeState(route, false)),
            topics: [...changedTopics].map((topic) => this.#topicState(topic)),
            statsChunks: this.#stats.takeNewChunks(),
        };
        for (const route of changedRoutes)
            this.#local.apply(this.#routeState(route, true));
        this.#watchers.note(changedRoutes);
        changedRoutes.clear();
        changedTopics.clear();
        this.#send(snapshot);
        return this.#epoch;
    }
    /** @param isLocal as the main thread's own table sees the route: with attached endpoints only. */
    #routeState(record, isLocal) {
        const { id, route, balance, isIdempotent, endpoints } = record;
        const isPaused = this.#registry.pausedRoutes.has(route);
        const pickable = [...endpoints.values()].filter(({ station, localStatsBlock }) => !isPaused && station.state === 'up' && (!isLocal || localStatsBlock >= 0));
        return {
            id,
            route,
            balance,
            isIdempotent,
            isOffered: endpoints.size > 0,
            endpoints: pickable.map(({ station, offered, weight, statsBlock, localStatsBlock }) => ({
                link: station.link,
                linkGeneration: station.generation,
                offered,
                weight,
                seed: hashKey(station.id),
                statsBlock: isLocal ? localStatsBlock : statsBlock,
            })),
        };
    }
    #topicState(topic) {
        return {
            topic,
            subscribers: this.#registry
                .subscribersOf(topic)
                .filter(({ station }) => station.state !== 'draining')
                .map(({ station, subscription }) => ({
                link: station.link,
                linkGeneration: station.generation,
                subscription: subscription.index,
                group: subscription.group,
            })),
        };
    }
}
//# sourceMappingURL=route-publisher.js.map