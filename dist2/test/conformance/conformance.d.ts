import { type Bench } from './bench.js';
import type { CallerKind, Placement } from './world.js';
/**
 * Shows every behaviour with stations in one placement.
 *
 * @param kinds how its callers reach the center; what needs several stations is shown with the first.
 * @returns the first bench.
 */
export declare function conformance(placement: Placement, kinds: readonly CallerKind[]): Bench;
