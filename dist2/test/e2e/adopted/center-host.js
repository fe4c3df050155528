// Centers with their HTTP gateways, for a program whose servers are to be reached through stations.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCenter } from '../../../src/index.js';
/** A center with its gateway. */
export function openCenter(name, folder) {
    const pipe = join(folder, `${name}.sock`);
    return startCenter({
        name,
        pipe,
        log: 'silent',
        http: { address: '127.0.0.1:0' },
    });
}
/** A folder for pipes that is gone when `remove` was called. */
export function makeFolder() {
    const path = mkdtempSync(join(tmpdir(), 'signalbox-adopted-'));
    return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
/** Answers what a child asks, until it ends. @returns closes what it left open. */
export function hostCenters(child, folder) {
    const open = new Map();
    const close = async (id) => {
        const center = open.get(id);
        open.delete(id);
        await center?.close();
    };
    const tell = (answer) => {
        if (child.connected)
            child.send(answer);
    };
    const answer = async ({ type, id }) => {
        if (type === 'close') {
            await close(id);
            tell({ type: 'closed', id });
            return;
        }
        const center = await openCenter(`c${id}`, folder);
        open.set(id, center);
        const port = Number(new URL(`http://${center.httpAddress}`).port);
        tell({ type: 'opened', id, pipe: center.pipe, port });
    };
    child.on('message', (request) => void answer(request));
    return async () => {
        for (const id of open.keys())
            await close(id);
    };
}
//# sourceMappingURL=center-host.js.map