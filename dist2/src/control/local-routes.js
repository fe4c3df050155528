// The routes of stations that live in the center's main thread, for calls that need no ring. A twin of the dispatcher's
// table, fed by the same snapshots, in which only attached endpoints can be picked.
import { centerError } from '../base/errors.js';
import { kSeenOnceCountMax } from '../base/limits.js';
import { pick } from '../data/balancer.js';
import { RouteTable } from '../data/route-table.js';
import { hashKey } from '../wire/key-hash.js';
import { parseCallPath } from '../wire/route-key.js';
import { countBegin, countEnd } from '../wire/stats-block.js';
/** One endpoint as a local call meets it. */
class Target {
    offer;
    answerer;
    method;
    path;
    query;
    #endpoint;
    #taps;
    constructor(endpoint, answerer, { method, path, query }, taps) {
        this.#endpoint = endpoint;
        this.#taps = taps;
        this.answerer = answerer;
        this.offer = answerer.offers.routes[endpoint.offered];
        this.method = method;
        this.path = path;
        this.query = query;
    }
    tap(caller, body) {
        const { route, link, linkGeneration } = this.#endpoint;
        if (route.taps === null)
            return null;
        return this.#taps.begin(route.taps, caller, { link, generation: linkGeneration }, this.path, body);
    }
    begin() {
        this.#endpoint.inFlight++;
        countBegin(this.#endpoint.stats, this.#endpoint.statsAt);
    }
    end(us, isError) {
        this.#endpoint.inFlight--;
        countEnd(this.#endpoint.stats, this.#endpoint.statsAt, us, isError);
    }
}
export class LocalTable {
    #table;
    #gates;
    #answerers = new Map();
    #withBody = new Map();
    #withoutBody = new Map();
    #taps;
    #refusal = null;
    constructor(gates, stats, taps) {
        this.#gates = gates;
        this.#taps = taps;
        this.#table = new RouteTable((block) => stats.locate(block));
    }
    /** A station of this thread: its link, and the half that answers. */
    addStation(link, answerer) {
        this.#answerers.set(link, answerer);
    }
    removeStation(link) {
        this.#answerers.delete(link);
    }
    /** Puts a route into its new state; `state.endpoints` are the local ones. */
    apply(state) {
        this.#table.apply(state);
    }
    openTap(tap) {
        this.#table.openTap(tap);
    }
    closeTap(id) {
        this.#table.closeTap(id);
    }
    /** From now on every call is refused. */
    refuse(code) {
        this.#refusal = code;
    }
    find(route, hasBody, key, caller) {
        const known = (hasBody ? this.#withBody : this.#withoutBody).get(route);
        const resolved = known !== undefined && known.matchEpoch === this.#table.matchEpoch
            ? known
            : this.#resolve(route, hasBody);
        const entry = resolved.route;
        if (entry === null || entry.endpoints.length === 0)
            return null;
        const refusal = this.#refusal ?? this.#gates.admit(entry.id);
        if (refusal !== null) {
            const error = centerError(refusal, { route: entry.route });
            if (entry.taps !== null)
                this.#taps.refused(entry.taps, caller, resolved.path, error);
            throw error;
        }
        if (resolved.target !== null && resolved.endpoints === entry.endpoints)
            return resolved.target;
        return this.#target(resolved, entry, key);
    }
    #target(resolved, entry, key) {
        const endpoint = pick(entry, key === undefined ? 0 : hashKey(key));
        const answerer = endpoint === null ? undefined : this.#answerers.get(endpoint.link);
        if (endpoint === null || answerer === undefined)
            return null;
        const target = new Target(endpoint, answerer, resolved, this.#taps);
        resolved.endpoints = entry.endpoints;
        resolved.target = entry.endpoints.length === 1 ? target : null;
        return target;
    }
    #resolve(route, hasBody) {
        const { key, method, query } = parseCallPath(route, hasBody);
        const found = this.#table.match(key);
        const resolved = {
            route: typeof found === 'string' ? null : found,
            matchEpoch: this.#table.matchEpoch,
            method,
            path: key.slice(method.length + 1),
            query,
            target: null,
            endpoints: [],
        };
        const cache = hasBody ? this.#withBody : this.#withoutBody;
        if (cache.size >= kSeenOnceCountMax)
            cache.clear();
        cache.set(route, resolved);
        return resolved;
    }
}
//# sourceMappingURL=local-routes.js.map