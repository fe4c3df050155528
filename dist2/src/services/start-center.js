// A whole center: the control plane with the services that it offers itself.
import { startCenterCore } from '../control/center.js';
import { createSystemStation } from './system.js';
/**
 * Starts a center in this process.
 *
 * @returns when it listens and its own routes are in force.
 * Rejects with ERR_BAD_ARGUMENT, ERR_UNSAFE_ADDRESS, ERR_UNSAFE_DIRECTORY, ERR_CENTER_RUNS, and of the
 * gateway's ERR_LISTEN, ERR_NO_HTTP_ENGINE.
 */
export async function startCenter(options = {}) {
    const center = await startCenterCore(options);
    try {
        await center.attach(createSystemStation(center));
        await center.openGateway();
    }
    catch (error) {
        await center.close();
        throw error;
    }
    return center;
}
//# sourceMappingURL=start-center.js.map