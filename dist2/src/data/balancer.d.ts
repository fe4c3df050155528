import type { Balance } from '../wire/balance.js';
import type { Endpoint, RouteEntry } from './route-table.js';
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
export declare function pick(route: RouteEntry, keyHash: number): Endpoint | null;
/** The order in which weighted balancing goes round: smooth weighted round robin, as nginx does it. */
export declare function weightedOrder(endpoints: readonly Endpoint[], balance: Balance): Endpoint[];
