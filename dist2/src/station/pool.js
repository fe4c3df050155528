// CPU-heavy handlers run in a pool of threads (piscina), chosen per route: the station's own thread stays free.
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { CenterError, centerError } from '../base/errors.js';
const kWaitingCountMaxDefault = 1_000;
/**
 * Makes a handler that runs in a pool of threads.
 *
 * The call's signal ends the waiting, and ends the thread when the handler runs already. A stream body is not taken.
 *
 * @param module URL of a module whose default export takes a {@link PooledCall} and returns the reply.
 * @returns the handler; its threads start with the first call and do not keep the process alive.
 */
export function pooled(module, options = {}) {
    const waitingCountMax = options.waitingCountMax ?? kWaitingCountMaxDefault;
    let opening;
    return async (call) => {
        opening ??= openPool(options.threads, waitingCountMax);
        const pool = await opening;
        const pooledCall = {
            route: call.route,
            path: call.path,
            params: call.params,
            query: call.query.toString(),
            body: alone(call.body),
            caller: call.caller,
        };
        let outcome;
        try {
            const task = { module: module.href, call: pooledCall };
            outcome = (await pool.run(task, { signal: call.signal }));
        }
        catch (error) {
            if (error instanceof Error && error.message.startsWith('Task queue is at limit')) {
                throw centerError('ERR_OVERLOADED', {
                    what: `the pool of ${call.route}`,
                    limit: waitingCountMax,
                });
            }
            throw error;
        }
        if ('error' in outcome)
            throw new CenterError(outcome.error);
        return outcome.value;
    };
}
/** The library is loaded with the first call: most stations have no pool. */
async function openPool(threads, maxQueue) {
    const piscina = await import('piscina');
    return new piscina.Piscina({
        filename: fileURLToPath(new URL('./pool-worker.js', import.meta.url)),
        name: 'answer',
        maxThreads: threads ?? Math.max(1, availableParallelism() - 1),
        minThreads: 0,
        maxQueue,
        idleTimeout: 10_000,
    });
}
/** Bytes that share their memory with others would be copied with all of it. */
function alone(body) {
    const isPart = body instanceof Uint8Array && body.length < body.buffer.byteLength;
    return isPart ? body.slice() : body;
}
//# sourceMappingURL=pool.js.map