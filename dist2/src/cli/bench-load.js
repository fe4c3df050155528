// A load on one route: a fixed number of calls on the way at once, each followed by the next one.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { CenterError } from '../base/errors.js';
import { LatencyHistogram } from './latency-histogram.js';
import { isStream } from './reply.js';
import { pause } from './stop.js';
/** Milliseconds for the calls on the way to end once the load is over by a signal. */
const kEndMs = 1_000;
/**
 * Makes the load, and waits until its calls have ended; when a signal ends it, a second at most.
 *
 * @returns the figures of the calls that have ended.
 */
export async function makeLoad(plan, signal) {
    const latencies = new LatencyHistogram();
    const errors = new Map();
    const startMs = performance.now();
    const endMs = startMs + plan.spanMs;
    let isOver = false;
    const lane = async (client) => {
        const options = { timeoutMs: plan.timeoutMs };
        for (;;) {
            const beginMs = performance.now();
            if (isOver || beginMs >= endMs || signal.aborted)
                return;
            try {
                const reply = await client.call(plan.route, plan.body, options);
                if (isStream(reply))
                    await readAll(reply);
                if (!isOver)
                    latencies.add(performance.now() - beginMs);
            }
            catch (error) {
                if (isOver)
                    return;
                const code = error instanceof CenterError ? error.code : 'ERR_UNKNOWN';
                errors.set(code, (errors.get(code) ?? 0) + 1);
                // A call that fails at once must leave room for timers and signals.
                await nextTurn();
            }
        }
    };
    const lanes = plan.clients.flatMap((client) => Array.from({ length: plan.window }, () => lane(client)));
    const settled = new AbortController();
    const all = Promise.all(lanes).finally(() => settled.abort());
    await Promise.race([all, stopped(signal, settled.signal)]);
    isOver = true;
    return { window: plan.window, seconds: (performance.now() - startMs) / 1_000, latencies, errors };
}
/** Resolves a while after the signal; at once when everything has settled before. */
async function stopped(signal, settled) {
    const either = AbortSignal.any([signal, settled]);
    await new Promise((resolve) => {
        if (either.aborted)
            resolve();
        else
            either.addEventListener('abort', () => resolve(), { once: true });
    });
    await pause(kEndMs, settled);
}
async function readAll(items) {
    for await (const _ of items)
        ;
}
//# sourceMappingURL=bench-load.js.map