// Checks of the places that a server uses: folders, disk, ports, and the center that may run there already.
import { accessSync, constants, existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import { CenterError } from '../../base/errors.js';
import { brokenFolderRule, parseHostPort } from '../../transport/address.js';
import { bytesText, fail, ok, reasonOf, warn } from './finding.js';
const kDiskBytesGood = 1024 ** 3;
const kDiskBytesMin = 50 * 1024 ** 2;
const kCallTimeoutMs = 2_000;
/** The folder of the data, or of the pipe: for this user alone, or to be made where that is allowed. */
export function checkFolder(name, path) {
    const there = nearestFolder(path);
    try {
        accessSync(there, constants.W_OK | constants.X_OK);
    }
    catch (error) {
        return fail(name, reasonOf(error), `let this user write into ${there}, or name another folder`);
    }
    if (there !== path)
        return ok(name, `${path} will be made`);
    const rule = brokenFolderRule(path);
    return rule === null
        ? ok(name, path)
        : fail(name, `${path}: ${rule}`, `chmod 700 ${path}, or name another folder`);
}
/** The data folder is made private at the start, so that its mode is not looked at. */
export function checkDataFolder(path) {
    const name = 'data folder';
    if (path === 'off')
        return ok(name, 'off: nothing outlives the server');
    const finding = checkFolder(name, path);
    return finding.state === 'fail' && /its mode is/.test(finding.text)
        ? warn(name, finding.text, `the start sets it to 0700; or chmod 700 ${path}`)
        : finding;
}
export async function checkDisk(path) {
    if (path === 'off')
        return ok('disk', 'nothing is stored');
    const folder = nearestFolder(path);
    try {
        const { bavail, bsize } = await statfs(folder);
        const free = bavail * bsize;
        const text = `${bytesText(free)} free at ${folder}`;
        if (free >= kDiskBytesGood)
            return ok('disk', text);
        const mend = 'make room, or name another --data-dir';
        return free < kDiskBytesMin ? fail('disk', text, mend) : warn('disk', text, mend);
    }
    catch (error) {
        return warn('disk', `its room is not known: ${reasonOf(error)}`, `look at df ${folder}`);
    }
}
/** A folder that is there: the path, or the nearest one above it. */
function nearestFolder(path) {
    const parent = dirname(path);
    return existsSync(path) || parent === path ? path : nearestFolder(parent);
}
/**
 * Whether an address is free, by listening there for a moment.
 *
 * @param address null and `off`: none is wanted.
 * @param isRunning a center runs that may hold it.
 */
export async function checkPort(name, address, isRunning) {
    if (address === null || address === 'off')
        return ok(name, 'off');
    const { host, port } = parseHostPort(address, address);
    const reason = await listenReason(host, port);
    if (reason === null)
        return ok(name, `${address} is free`);
    if (reason.includes('EADDRINUSE') && isRunning) {
        return ok(name, `${address} is in use, and a center runs`);
    }
    return fail(name, `${address}: ${reason}`, 'end the program that listens there, or name another');
}
function listenReason(host, port) {
    return new Promise((resolve) => {
        const server = createServer();
        server.once('error', (error) => resolve(error.message));
        server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(null)));
    });
}
/** Whether a center answers at the pipe. That none does is fine: it may be about to start. */
export async function checkCenter(context, pipe) {
    try {
        const client = await context.connect(`pipe:${pipe}`, { name: 'signalbox-doctor' });
        try {
            const stations = await client.call('GET /_sys_/stations', undefined, {
                timeoutMs: kCallTimeoutMs,
            });
            const count = Array.isArray(stations) ? stations.length : 0;
            const text = `one runs at ${pipe}, with ${count} stations`;
            return { finding: ok('center', text), isRunning: true };
        }
        finally {
            await client.close();
        }
    }
    catch (error) {
        if (error instanceof CenterError && error.code === 'ERR_NO_CENTER') {
            return { finding: ok('center', `none runs at ${pipe}`), isRunning: false };
        }
        const text = `${pipe}: ${reasonOf(error)}`;
        const mend = "look at the center's log; end it and start it again";
        return { finding: fail('center', text, mend), isRunning: true };
    }
}
//# sourceMappingURL=places.js.map