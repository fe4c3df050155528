// Picks the endpoint of a call. Pure over the route's own state; no allocation.
import { mixHash } from '../wire/key-hash.js';
/** Most places that one endpoint takes in the order of weighted balancing. */
const kWeightedSlotsMax = 1_024;
/**
 * Picks an endpoint.
 *
 * round-robin: each in turn. random: any. least-outstanding: of two random ones the one with fewer calls in flight
 * (Mitzenmacher, "The power of two choices"). weighted: in turn, in proportion to the weights, interleaved.
 * hash: the same key reaches the same endpoint as long as it is there (rendezvous hashing, Thaler and Ravishankar);
 * its cost grows with the route's endpoints. Without a key hash falls to round-robin.
 *
 * @param keyHash hash of the caller's balancing key, 0 for none.
 * @returns an endpoint, or null when the route has none that may be picked.
 */
export function pick(route, keyHash) {
    const endpoints = route.endpoints;
    const count = endpoints.length;
    if (count === 0)
        return null;
    if (count === 1)
        return endpoints[0];
    switch (route.balance) {
        case 'random':
            return endpoints[(Math.random() * count) | 0];
        case 'least-outstanding':
            return leastOutstanding(endpoints);
        case 'weighted':
            return route.order[turnOf(route, route.order.length)];
        case 'hash':
            return keyHash === 0 ? endpoints[turnOf(route, count)] : highestScore(endpoints, keyHash);
        default:
            return endpoints[turnOf(route, count)];
    }
}
/** The order in which weighted balancing goes round: smooth weighted round robin, as nginx does it. */
export function weightedOrder(endpoints, balance) {
    if (balance !== 'weighted' || endpoints.length < 2)
        return [];
    const total = endpoints.reduce((sum, endpoint) => sum + endpoint.weight, 0);
    const scale = Math.min(1, kWeightedSlotsMax / total);
    const weights = endpoints.map((endpoint) => Math.max(1, Math.round(endpoint.weight * scale)));
    const slots = weights.reduce((sum, weight) => sum + weight, 0);
    const current = weights.map(() => 0);
    const order = [];
    for (let slot = 0; slot < slots; slot++) {
        let best = 0;
        for (let index = 0; index < weights.length; index++) {
            current[index] += weights[index];
            if (current[index] > current[best])
                best = index;
        }
        current[best] -= slots;
        order.push(endpoints[best]);
    }
    return order;
}
function turnOf(route, count) {
    const turn = route.turn >= count ? 0 : route.turn;
    route.turn = turn + 1;
    return turn;
}
function leastOutstanding(endpoints) {
    const count = endpoints.length;
    const first = (Math.random() * count) | 0;
    const step = 1 + ((Math.random() * (count - 1)) | 0);
    const a = endpoints[first];
    const b = endpoints[(first + step) % count];
    return b.inFlight < a.inFlight ? b : a;
}
function highestScore(endpoints, keyHash) {
    let best = endpoints[0];
    let bestScore = -1;
    for (const endpoint of endpoints) {
        const score = mixHash(keyHash ^ endpoint.seed) >>> 0;
        if (score > bestScore) {
            bestScore = score;
            best = endpoint;
        }
    }
    return best;
}
//# sourceMappingURL=balancer.js.map