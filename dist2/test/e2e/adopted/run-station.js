// An application in a process of its own, a center here, and real HTTP in front of it.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { loadNative } from '../../../src/ring/native.js';
import { makeFolder, openCenter } from './center-host.js';
/** Without the addon there is no shared memory: then the pipe carries. */
export const kCarrier = loadNative().ok ? 'shm' : 'pipe';
/** Starts a program that joins the address in its first argument; the test's end ends it. */
export async function runStation(t, program, ...args) {
    const folder = makeFolder();
    const center = await openCenter('adopted', folder.path);
    const path = fileURLToPath(new URL(program, import.meta.url));
    const child = fork(path, [`${kCarrier}:${center.pipe}`, ...args], { execArgv: [] });
    const ended = once(child, 'exit');
    t.teardown(async () => {
        if (child.connected)
            child.disconnect();
        await ended;
        await center.close();
        folder.remove();
    });
    const told = await Promise.race([once(child, 'message'), ended]);
    t.deepEqual(told[0], { carrier: kCarrier });
    return { center, origin: `http://${center.httpAddress}` };
}
//# sourceMappingURL=run-station.js.map