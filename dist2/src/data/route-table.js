// The routes of a center as the data plane sees them. Lookup takes one hash probe for an exact path and one step a
// segment otherwise, however many routes there are.
import { assert } from '../base/assert.js';
import { isReservedPath } from '../wire/reserved-paths.js';
import { parseRoute } from '../wire/route-key.js';
import { weightedOrder } from './balancer.js';
export class RouteTable {
    /** Counts up whenever a path may resolve to another route than before; resolved handles older than this are stale. */
    matchEpoch = 1;
    #byId = new Map();
    #exact = new Map();
    #root = newNode();
    #locateStats;
    /** Open taps by route, also of routes that are not offered just now. */
    #taps = new Map();
    constructor(locateStats) {
        this.#locateStats = locateStats;
    }
    /** Puts a route into the state that a snapshot gives it. */
    apply(state) {
        const known = this.#byId.get(state.id);
        if (!state.isOffered) {
            if (known !== undefined)
                this.#remove(known);
            return;
        }
        const entry = known ?? this.#add(state);
        const before = new Map(entry.endpoints.map((endpoint) => [keyOf(endpoint), endpoint]));
        entry.isIdempotent = state.isIdempotent;
        entry.balance = state.balance;
        entry.endpoints = state.endpoints.map((endpoint) => {
            const kept = before.get(keyOf(endpoint));
            if (kept !== undefined && kept.weight === endpoint.weight)
                return kept;
            const { words, at } = this.#locateStats(endpoint.statsBlock);
            return {
                route: entry,
                link: endpoint.link,
                linkGeneration: endpoint.linkGeneration,
                offered: endpoint.offered,
                weight: endpoint.weight,
                seed: endpoint.seed,
                stats: words,
                statsAt: at,
                inFlight: kept?.inFlight ?? 0,
            };
        });
        entry.order = weightedOrder(entry.endpoints, entry.balance);
    }
    /** From now on the calls of its route are shown to a tap, also when the route goes and comes back. */
    openTap(tap) {
        const { route } = tap.spec;
        this.#setTaps(route, [...(this.#taps.get(route) ?? []), tap]);
    }
    closeTap(id) {
        for (const [route, taps] of this.#taps) {
            if (!taps.some(({ spec }) => spec.id === id))
                continue;
            this.#setTaps(route, taps.filter(({ spec }) => spec.id !== id));
        }
    }
    #setTaps(route, taps) {
        if (taps.length === 0)
            this.#taps.delete(route);
        else
            this.#taps.set(route, taps);
        for (const entry of this.#byId.values()) {
            if (entry.route === route)
                entry.taps = this.#taps.get(route) ?? null;
        }
    }
    get(id) {
        return this.#byId.get(id);
    }
    /** Finds the route of a call. @param key "METHOD /path", without a query. */
    match(key) {
        const exact = this.#exact.get(key);
        if (exact !== undefined)
            return exact;
        const space = key.indexOf(' ');
        const method = key.slice(0, space);
        const path = key.slice(space + 1);
        const anyMethod = this.#exact.get(path);
        if (anyMethod !== undefined)
            return anyMethod;
        const search = { method, parts: path === '/' ? [] : path.slice(1).split('/'), sawPath: false };
        const found = find(this.#root, search, 0);
        if (found === null)
            return search.sawPath ? 'wrong-method' : 'no-route';
        return isOpenTo(found, path) ? found : 'no-route';
    }
    /** Methods with which a path is there, in order. A route for every method names none. */
    methodsOf(path) {
        const entries = [];
        collect(this.#root, path === '/' ? [] : path.slice(1).split('/'), 0, entries);
        const methods = entries
            .filter((entry) => entry.pattern.method !== '' && isOpenTo(entry, path))
            .map((entry) => entry.pattern.method);
        return [...new Set(methods)].sort();
    }
    #add(state) {
        const pattern = parseRoute(state.route);
        const entry = {
            id: state.id,
            route: state.route,
            pattern,
            isIdempotent: state.isIdempotent,
            balance: state.balance,
            endpoints: [],
            order: [],
            turn: 0,
            taps: this.#taps.get(state.route) ?? null,
        };
        this.#byId.set(entry.id, entry);
        if (pattern.isExact)
            this.#exact.set(state.route, entry);
        this.#leafOf(pattern).set(pattern.method, entry);
        this.matchEpoch++;
        return entry;
    }
    #remove(entry) {
        this.#byId.delete(entry.id);
        if (entry.pattern.isExact)
            this.#exact.delete(entry.route);
        entry.endpoints = [];
        entry.order = [];
        this.#prune(this.#root, entry.pattern, 0);
        this.matchEpoch++;
    }
    #leafOf(pattern) {
        let node = this.#root;
        for (const segment of pattern.segments) {
            if (segment === '*') {
                node.wildcard ??= new Map();
                return node.wildcard;
            }
            if (segment.startsWith(':')) {
                node.param ??= newNode();
                node = node.param;
                continue;
            }
            node.literals ??= new Map();
            let next = node.literals.get(segment);
            if (next === undefined) {
                next = newNode();
                node.literals.set(segment, next);
            }
            node = next;
        }
        node.here ??= new Map();
        return node.here;
    }
    /** Takes a pattern out of the tree, and every node that is empty after that. @returns true when `node` is empty. */
    #prune(node, pattern, depth) {
        const segment = pattern.segments[depth];
        if (segment === undefined)
            node.here?.delete(pattern.method);
        else if (segment === '*')
            node.wildcard?.delete(pattern.method);
        else if (segment.startsWith(':')) {
            assert(node.param !== null, 'a route that is removed was added');
            if (this.#prune(node.param, pattern, depth + 1))
                node.param = null;
        }
        else {
            const next = node.literals?.get(segment);
            assert(next !== undefined, 'a route that is removed was added');
            if (this.#prune(next, pattern, depth + 1))
                node.literals?.delete(segment);
        }
        return (isEmpty(node.literals) && isEmpty(node.here) && isEmpty(node.wildcard) && node.param === null);
    }
}
function isEmpty(map) {
    return map === null || map.size === 0;
}
function newNode() {
    return { literals: null, param: null, here: null, wildcard: null };
}
function keyOf(endpoint) {
    return `${endpoint.link}.${endpoint.linkGeneration}.${endpoint.offered}`;
}
// Literal before parameter before wildcard, at every segment. A path that is there with other methods only does not
// hide a less exact one that has the method.
function find(node, search, depth) {
    if (depth === search.parts.length)
        return take(node.here, search);
    const part = search.parts[depth];
    const literal = node.literals?.get(part);
    const found = literal === undefined ? null : find(literal, search, depth + 1);
    if (found !== null)
        return found;
    if (node.param !== null && part !== '') {
        const byParam = find(node.param, search, depth + 1);
        if (byParam !== null)
            return byParam;
    }
    const isRest = depth < search.parts.length - 1 || part !== '';
    return isRest ? take(node.wildcard, search) : null;
}
// Every route whose path fits, whatever its method.
function collect(node, parts, depth, into) {
    if (depth === parts.length) {
        into.push(...(node.here?.values() ?? []));
        return;
    }
    const part = parts[depth];
    const literal = node.literals?.get(part);
    if (literal !== undefined)
        collect(literal, parts, depth + 1, into);
    if (node.param !== null && part !== '')
        collect(node.param, parts, depth + 1, into);
    if (depth < parts.length - 1 || part !== '')
        into.push(...(node.wildcard?.values() ?? []));
}
/** A wildcard of some station does not answer for the center's own paths. */
function isOpenTo(entry, path) {
    return entry.pattern.isExact || !isReservedPath(path) || isReservedPath(entry.pattern.path);
}
function take(leaf, search) {
    if (leaf === null || leaf.size === 0)
        return null;
    const found = leaf.get(search.method) ?? leaf.get('');
    if (found === undefined)
        search.sawPath = true;
    return found ?? null;
}
//# sourceMappingURL=route-table.js.map