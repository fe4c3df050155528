// What people and machines are told about stations, routes and services: the registry's book with the figures of the
// shared counters.
import { systemClock } from '../base/clock.js';
import { kCounterNames } from '../base/counter-names.js';
import { StatsSum } from '../data/endpoint-stats.js';
import { blocksOf, } from './registry.js';
import { fillShare } from './rings.js';
/** What figures are about. */
export const kFiguresViews = ['routes', 'services', 'stations'];
/** Rows of one report of figures: more than anybody looks at, and a message of some hundred kilobytes. */
const kFiguresRowsMax = 500;
export class CenterStats {
    #registry;
    #book;
    #counters;
    #fold;
    /** @param fold adds what was counted elsewhere, before anything is read. */
    constructor(registry, book, counters, fold) {
        this.#fold = fold;
        this.#registry = registry;
        this.#book = book;
        this.#counters = counters;
    }
    stations() {
        this.#fold();
        return [...this.#registry.stations.values()].map((station) => {
            const { id, name, version, carrier, pid, state, sinceMs } = station;
            return {
                id,
                name,
                version,
                carrier,
                pid,
                state,
                routes: station.routes.size,
                subscriptions: station.subscriptions.size,
                sinceMs,
                ...this.#sumOfStation(station, new StatsSum()).read(),
            };
        });
    }
    routes() {
        this.#fold();
        return this.#sortedRoutes().map((record) => ({
            route: record.route,
            balance: record.balance,
            isIdempotent: record.isIdempotent,
            isPaused: this.#registry.pausedRoutes.has(record.route),
            description: record.description,
            requestSchema: record.requestSchema,
            replySchema: record.replySchema,
            endpoints: [...record.endpoints.values()].map(({ station, weight }) => ({
                id: station.id,
                station: station.name,
                weight,
                state: station.state,
            })),
            ...this.#sumOfRoute(record).read(),
        }));
    }
    offers() {
        return this.#sortedRoutes().map((record) => {
            const { route, isIdempotent, description, requestSchema, replySchema, docs } = record;
            const names = [...record.endpoints.keys()].map(({ name }) => name);
            const services = [...new Set(names)].sort();
            return { route, isIdempotent, description, requestSchema, replySchema, docs, services };
        });
    }
    services() {
        this.#fold();
        return [...this.#byName()].map(([name, stations]) => ({
            name,
            stations: stations.length,
            versions: [...new Set(stations.map(({ version }) => version))],
            ...this.#sumOfService(name, stations).read(),
        }));
    }
    /** @param filter only names that contain it. */
    figures(view, filter, rings) {
        this.#fold();
        const shares = new Map(rings.map(({ station, toStation, toCenter }) => [
            station,
            Math.max(fillShare(toStation), fillShare(toCenter)),
        ]));
        const sums = this.#sumsOf(view).filter(({ name }) => name.includes(filter));
        const rows = sums.map((row) => ({ ...row, ...row.sum.read() }));
        rows.sort((a, b) => b.calls - a.calls || (a.name < b.name ? -1 : 1));
        return {
            view,
            atMs: systemClock.nowMs(),
            counters: this.counters(),
            rows: rows.slice(0, kFiguresRowsMax).map((row) => ({
                name: row.name,
                state: row.state,
                calls: row.calls,
                errors: row.errors,
                byLane: row.byLane,
                inFlight: row.inFlight,
                ringShare: row.stations.reduce((most, { id }) => Math.max(most, shares.get(id) ?? 0), 0),
                histogram: row.sum.bucketCounts(),
            })),
            omitted: Math.max(0, rows.length - kFiguresRowsMax),
        };
    }
    /** Calls that a station has not answered. */
    inFlightOf(station) {
        this.#fold();
        return this.#sumOfStation(station, new StatsSum()).read().inFlight;
    }
    #sumsOf(view) {
        switch (view) {
            case 'routes':
                return [...this.#registry.routes.values()].map((record) => ({
                    name: record.route,
                    state: this.#registry.pausedRoutes.has(record.route) ? 'paused' : 'up',
                    stations: [...record.endpoints.keys()],
                    sum: this.#sumOfRoute(record),
                }));
            case 'stations':
                return [...this.#registry.stations.values()].map((station) => ({
                    name: station.id,
                    state: station.state,
                    stations: [station],
                    sum: this.#sumOfStation(station, new StatsSum()),
                }));
            case 'services':
                return [...this.#byName()].map(([name, stations]) => ({
                    name,
                    state: stations.some(({ state }) => state === 'up') ? 'up' : (stations[0]?.state ?? 'up'),
                    stations,
                    sum: this.#sumOfService(name, stations),
                }));
        }
    }
    #byName() {
        const byName = new Map();
        for (const station of this.#registry.stations.values()) {
            const known = byName.get(station.name);
            if (known === undefined)
                byName.set(station.name, [station]);
            else
                known.push(station);
        }
        return byName;
    }
    #sumOfService(name, stations) {
        const sum = this.#book.sumOfService(name);
        for (const station of stations)
            this.#sumOfStation(station, sum);
        return sum;
    }
    counters() {
        this.#fold();
        return Object.fromEntries(kCounterNames.map((name, index) => [name, this.#counters[index]]));
    }
    #sortedRoutes() {
        return [...this.#registry.routes.values()].sort((a, b) => (a.route < b.route ? -1 : 1));
    }
    #sumOfRoute(record) {
        const sum = this.#book.sumOfRoute(record.route);
        for (const endpoint of record.endpoints.values())
            this.#addEndpoint(sum, endpoint);
        return sum;
    }
    #sumOfStation(station, sum) {
        for (const route of station.routes.values()) {
            const endpoint = route.endpoints.get(station);
            if (endpoint !== undefined)
                this.#addEndpoint(sum, endpoint);
        }
        return sum;
    }
    #addEndpoint(sum, endpoint) {
        for (const block of blocksOf(endpoint)) {
            const { words, at } = this.#book.locate(block);
            sum.add(words, at);
        }
    }
}
//# sourceMappingURL=stats.js.map