// A registry with stations that joined.
import { Registry } from '../../src/control/registry.js';
import { StatsBook } from '../../src/control/stats-book.js';
export function makeRegistry() {
    const stats = new StatsBook();
    return { registry: new Registry(stats), stats };
}
export function openStation(registry, name, link, carrier = 'shm', takesLanes = false) {
    const opened = {
        link,
        generation: 1,
        name,
        version: '1.0.0',
        pid: 1,
        carrier,
        takesLanes,
        ticket: 0,
    };
    return registry.open(opened, 0);
}
export function offeredRoute(route, index = 0, more = {}) {
    return {
        index,
        route,
        isIdempotent: false,
        balance: '',
        weight: 1,
        description: '',
        requestSchema: '',
        replySchema: '',
        docs: '',
        ...more,
    };
}
export function offeredSubscription(topic, index = 0, group = '') {
    return { index, topic, group };
}
//# sourceMappingURL=registered.js.map