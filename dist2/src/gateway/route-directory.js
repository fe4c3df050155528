// The gateway's copy of the center's route table: tells exact routes from patterns. The center stays the judge of every
// call; a route that the copy does not hold yet is asked for all the same.
import { CenterError } from '../base/errors.js';
import { RouteTable } from '../data/route-table.js';
import { rejoinDelayMs } from '../station/rejoin.js';
const kWatchRoute = 'GET /_sys_/routes/watch';
export class RouteDirectory {
    #station;
    #ids = new Map();
    #table = newTable();
    #nextId = 0;
    #isKnown = false;
    #isClosed = false;
    #stop = null;
    #tellKnown = () => { };
    /** Resolves when the copy is whole for the first time. */
    known = new Promise((resolve) => {
        this.#tellKnown = resolve;
    });
    #timer;
    constructor(station) {
        this.#station = station;
    }
    /** True while the copy is whole and the center is there to keep it so. */
    get isKnown() {
        return this.#isKnown && this.#station.isJoined;
    }
    /** How many routes there are. */
    get size() {
        return this.#ids.size;
    }
    /** @param key "METHOD /path", without a query. */
    find(key) {
        const found = this.#table.match(key);
        if (typeof found === 'string')
            return 'none';
        return found.pattern.isExact ? 'exact' : 'pattern';
    }
    /** Follows the center's routes until {@link close}; begins anew whenever the watch ends. */
    async follow() {
        for (let tries = 0; !this.#isClosed; tries++) {
            try {
                await this.#watch();
                tries = -1;
            }
            catch (error) {
                // The link was lost, or the center has no room for a watcher: the copy is old until the next try.
                if (!(error instanceof CenterError))
                    throw error;
            }
            this.#isKnown = false;
            if (!this.#isClosed)
                await this.#pause(rejoinDelayMs(tries, Math.random()));
        }
    }
    close() {
        this.#isClosed = true;
        clearTimeout(this.#timer);
        this.#stop?.abort(new CenterError(kClosing));
    }
    async #watch() {
        this.#stop = new AbortController();
        const { signal } = this.#stop;
        const items = (await this.#station.call(kWatchRoute, undefined, {
            signal,
        }));
        let isFirst = true;
        for await (const news of items) {
            if (isFirst)
                this.#clear();
            isFirst = false;
            for (const route of news.gone)
                this.#remove(route);
            for (const route of news.offered)
                this.#add(route);
            if (!news.isComplete)
                continue;
            this.#isKnown = true;
            this.#tellKnown();
        }
    }
    #pause(ms) {
        return new Promise((resolve) => {
            this.#timer = setTimeout(resolve, ms);
        });
    }
    #clear() {
        this.#table = newTable();
        this.#ids.clear();
    }
    #add(route) {
        if (this.#ids.has(route))
            return;
        const id = this.#nextId++;
        this.#ids.set(route, id);
        this.#table.apply({ ...kState, id, route, isOffered: true });
    }
    #remove(route) {
        const id = this.#ids.get(route);
        if (id === undefined)
            return;
        this.#ids.delete(route);
        this.#table.apply({ ...kState, id, route, isOffered: false });
    }
}
/** Of a route without endpoints: the copy is for names alone. */
const kState = { balance: 'round-robin', isIdempotent: false, endpoints: [] };
const kClosing = {
    code: 'ERR_CLOSED',
    text: 'the gateway is closed',
    status: 503,
    retryable: false,
};
function newTable() {
    return new RouteTable(() => {
        throw new Error('a route of the directory has no endpoints');
    });
}
//# sourceMappingURL=route-directory.js.map