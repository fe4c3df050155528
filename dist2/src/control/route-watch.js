// Tells watchers which routes there are: everything first, then what changed. A slow watcher is told less often, not late:
// what it was not told yet is kept as one name a route.
import { once } from 'node:events';
import { centerError } from '../base/errors.js';
import { kRouteNewsCountMax, kRouteWatchersMax } from '../base/limits.js';
export class RouteWatchers {
    #registry;
    #watchers = new Map();
    constructor(registry) {
        this.#registry = registry;
    }
    /** Routes have changed. */
    note(routes) {
        for (const [waiting, bell] of this.#watchers) {
            for (const { route } of routes)
                waiting.set(route, this.#registry.routes.has(route));
            bell.dispatchEvent(new Event('change'));
        }
    }
    /**
     * Watches until the signal is aborted.
     *
     * @throws CenterError ERR_OVERLOADED.
     */
    watch(signal) {
        if (this.#watchers.size >= kRouteWatchersMax) {
            const what = 'the list of those who watch the routes';
            throw centerError('ERR_OVERLOADED', { what, limit: kRouteWatchersMax });
        }
        const waiting = new Map([...this.#registry.routes.keys()].map((name) => [name, true]));
        const bell = new EventTarget();
        if (!signal.aborted)
            this.#watchers.set(waiting, bell);
        signal.addEventListener('abort', () => this.#watchers.delete(waiting), { once: true });
        return tell(waiting, bell, signal);
    }
}
async function* tell(waiting, bell, signal) {
    let isComplete = false;
    while (!signal.aborted) {
        if (isComplete && waiting.size === 0)
            await changed(bell, signal);
        const names = [...waiting.keys()].slice(0, kRouteNewsCountMax);
        const offered = names.filter((name) => waiting.get(name) === true);
        const gone = names.filter((name) => waiting.get(name) === false);
        for (const name of names)
            waiting.delete(name);
        isComplete ||= waiting.size === 0;
        if (!signal.aborted)
            yield { offered, gone, isComplete };
    }
}
/** Resolves at the next change, or when nobody watches any more. */
async function changed(bell, signal) {
    try {
        await once(bell, 'change', { signal });
    }
    catch (error) {
        if (!signal.aborted)
            throw error;
    }
}
//# sourceMappingURL=route-watch.js.map