// A gateway away from its center: in another process of the machine, or on another machine.
import { Worker } from 'node:worker_threads';
import { centerError } from '../base/errors.js';
import { inOrder } from '../base/in-order.js';
import { kDrainTimeoutMs, kGatewayReloadsMax } from '../base/limits.js';
import { GatewayThreads } from '../gateway/gateway-threads.js';
import { kAddressDefault, parseAddress } from '../transport/address.js';
import { resolveHttpOptions } from './options.js';
import { mergeHttpOptions } from './reload.js';
/**
 * Starts a gateway. The center need not be there yet, and may go and come: requests are answered with 503 meanwhile.
 *
 * @returns when it listens.
 * Rejects with ERR_BAD_ARGUMENT, ERR_UNSAFE_ADDRESS, ERR_LISTEN, ERR_NO_HTTP_ENGINE.
 */
export async function startGateway(options = {}) {
    const { center, token = null, certificates = null, onNews = writeNews, ...http } = options;
    const address = center ?? process.env.SIGNALBOX_CENTER ?? kAddressDefault;
    if (parseAddress(address).kind === 'worker') {
        const rule = 'a gateway of its own needs the address of a center';
        throw centerError('ERR_BAD_ARGUMENT', { name: 'center', value: address, rule });
    }
    let inForce = resolveHttpOptions(http);
    const plan = { center: address, token, certificates, options: inForce, mayBeAway: true };
    const reloads = inOrder('the list of reloads', kGatewayReloadsMax);
    const threads = new GatewayThreads(plan, spawn, onNews);
    await threads.start();
    const { engine, engineReason } = threads;
    if (engine === null)
        throw centerError('ERR_CLOSED', { what: 'the gateway' });
    return {
        address: threads.address,
        engine,
        engineReason,
        counters: () => threads.counters(),
        // In order here, too: what a reload changes is what the one before it has left.
        reload: (changed) => reloads(async () => {
            const merged = mergeHttpOptions(inForce, resolveHttpOptions({ ...http, ...changed }));
            await threads.reload(merged.options);
            inForce = merged.options;
            return merged.reload;
        }),
        reopenLog: () => threads.reopenLog(),
        close: () => threads.close(kDrainTimeoutMs),
    };
}
function spawn(data) {
    const worker = new Worker(new URL('../gateway/gateway-worker.js', import.meta.url), {
        workerData: { extra: data },
        transferList: [data.port],
    });
    let failure = null;
    worker.on('error', (error) => {
        failure = error instanceof Error ? error : new Error(String(error));
    });
    const ended = new Promise((resolve) => worker.once('exit', () => resolve(failure)));
    const terminate = async () => {
        await worker.terminate();
    };
    return Promise.resolve({ ended, terminate });
}
function writeNews({ isTrouble, text }) {
    if (isTrouble)
        process.stderr.write(`signalbox: ${text}\n`);
}
//# sourceMappingURL=start-gateway.js.map