// Time as a value that tests can inject. Nothing in data/ or control/ asks the system by itself.
import { performance } from 'node:perf_hooks';
// timeOrigin differs from worker to worker; adding it gives every thread one common origin. It and the global `performance`
// are getters, which cost a quarter of what the clock does.
const originMs = performance.timeOrigin;
/** The clock of the process: monotonic, the same origin in every thread of it. */
export const systemClock = {
    nowMs: () => originMs + performance.now(),
};
//# sourceMappingURL=clock.js.map