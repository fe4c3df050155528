// A nats-server on a free port of loopback, for as long as its world lives.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
const kStartTimeoutMs = 10_000;
/** @returns its URL, or null when nats-server is not installed. */
export async function startNatsServer(world) {
    // Port -1 takes a free one; which one it is stands in a file.
    const args = ['-a', '127.0.0.1', '-p', '-1', '--ports_file_dir', world.folder];
    const server = await world.spawn('nats-server', args, { stdio: 'ignore' });
    if (server === null)
        return null;
    const deadlineMs = performance.now() + kStartTimeoutMs;
    for (;;) {
        const name = readdirSync(world.folder).find((file) => file.endsWith('.ports'));
        const text = name === undefined ? '' : readFileSync(join(world.folder, name), 'utf8');
        const url = /nats:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0];
        if (url !== undefined)
            return url;
        if (performance.now() > deadlineMs)
            throw new Error('nats-server does not say its port');
        await sleep(10);
    }
}
//# sourceMappingURL=nats-server.js.map