// Which rule answers for a path. The order is fixed:
//
//   reserved paths → exact routes → prefixed rule sets → parameters and wildcards → rule sets without a prefix → files
//
// Native routes are not looked up here: the center does that, once, when it is asked.
import { isReservedPath } from '../wire/reserved-paths.js';
const kHealth = { kind: 'health' };
const kReady = { kind: 'ready' };
const kSocket = { kind: 'socket' };
const kNative = { kind: 'native' };
/** Path of the gateway's own WebSocket. */
export const kSocketPath = '/_sys_/ws';
export class PathMap {
    #sets;
    #hasSets;
    #find;
    /** @param find how the directory knows "METHOD /path". */
    constructor(sets, find) {
        this.#sets = sets;
        this.#hasSets = sets.prefixed.length + sets.unprefixed.length > 0;
        this.#find = find;
    }
    /** @param path as on the wire; @param query without its question mark. */
    resolve(method, path, query) {
        if (isReservedPath(path))
            return reserved(path);
        if (!this.#hasSets)
            return kNative;
        const offered = this.#find(`${method} ${path}`);
        if (offered === 'exact')
            return kNative;
        const prefixed = firstOf(this.#sets.prefixed, method, path, query);
        if (prefixed !== null)
            return prefixed;
        if (offered === 'pattern')
            return kNative;
        return firstOf(this.#sets.unprefixed, method, path, query) ?? kNative;
    }
}
function reserved(path) {
    if (path === '/healthz')
        return kHealth;
    if (path === '/readyz')
        return kReady;
    return path === kSocketPath ? kSocket : kNative;
}
function firstOf(sets, method, path, query) {
    for (const set of sets) {
        const route = set.resolve(method, path, query);
        if (route !== null)
            return { kind: 'mapped', route };
    }
    return null;
}
//# sourceMappingURL=path-map.js.map