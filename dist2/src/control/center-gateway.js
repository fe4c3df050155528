// The HTTP gateway beside its center: threads of the center's process, each with a private link.
import { GatewayThreads } from '../gateway/gateway-threads.js';
import { startStationThread } from './worker-pool.js';
const kModule = new URL('../gateway/gateway-worker.js', import.meta.url);
/** Makes the gateway of a center that may start meanwhile. */
export function centerGateway(options, dispatch, ringBytes, log) {
    const spawn = async (data) => {
        let failure = null;
        const thread = await startStationThread(kModule, dispatch, ringBytes, {
            extra: data,
            transferList: [data.port],
            onError: (error) => {
                failure = error;
            },
        });
        return { ended: thread.ended.then(() => failure), terminate: () => thread.terminate() };
    };
    const plan = {
        center: 'worker:',
        token: null,
        certificates: null,
        options,
        mayBeAway: false,
    };
    return new GatewayThreads(plan, spawn, ({ isTrouble, text }) => {
        if (isTrouble)
            log.error({ gateway: text }, 'trouble of the gateway');
        else
            log.info({ engine: text }, 'the gateway listens');
    });
}
//# sourceMappingURL=center-gateway.js.map