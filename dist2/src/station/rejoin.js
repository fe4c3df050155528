// How long to wait before the next try to join: exponential with full jitter, so that a hundred stations of a center
// that comes back do not knock at one moment.
import { kRejoinMaxMs, kRejoinMinMs } from '../base/limits.js';
/**
 * Milliseconds until the next try.
 *
 * @param tries tries so far, 0 or more.
 * @param random 0 … 1.
 * @returns between kRejoinMinMs and kRejoinMaxMs.
 */
export function rejoinDelayMs(tries, random) {
    const ceiling = Math.min(kRejoinMaxMs, kRejoinMinMs * 2 ** Math.min(tries, 10));
    return kRejoinMinMs + (ceiling - kRejoinMinMs) * random;
}
//# sourceMappingURL=rejoin.js.map