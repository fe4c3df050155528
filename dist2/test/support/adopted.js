// A center with an adopted application in it, and a station that calls.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createStation, startCenter, } from '../../src/index.js';
/** Opens a center and attaches an application to it. */
export async function adopt(app, options = {}) {
    const folder = mkdtempSync(join(tmpdir(), 'signalbox-adopt-'));
    const center = await startCenter({
        name: 'adopt',
        pipe: join(folder, 'center.sock'),
        log: 'silent',
    });
    const failures = [];
    const onEvent = (event) => {
        if (event.type === 'handler-failed')
            failures.push(event.error);
    };
    await center.attach(createStation.fromHttp(app, { name: 'app', onEvent, ...options }));
    const caller = createStation({ name: 'caller', onEvent: () => { } });
    await center.attach(caller);
    const close = async () => {
        await center.close();
        rmSync(folder, { recursive: true, force: true });
    };
    return { center, caller, failures, close };
}
//# sourceMappingURL=adopted.js.map