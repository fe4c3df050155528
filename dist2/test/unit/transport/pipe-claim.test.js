import { chmodSync, linkSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, {} from 'ava';
import { claimPipe, freshNameOf } from '../../../src/transport/pipe-claim.js';
import { refusalOf } from '../../support/refusal.js';
function makeFolder(t) {
    const folder = mkdtempSync(join(tmpdir(), 'signalbox-claim-'));
    chmodSync(folder, 0o700);
    t.teardown(() => rmSync(folder, { recursive: true, force: true }));
    return { folder, path: join(folder, 'c.sock') };
}
async function listenAt(name) {
    const server = createServer((socket) => socket.destroy());
    await new Promise((resolve) => server.listen(name, resolve));
    return server;
}
function closed(server) {
    return new Promise((resolve) => server.close(() => resolve()));
}
/** A center's start, up to its claim. */
async function start(path) {
    const fresh = freshNameOf(path);
    const server = await listenAt(fresh);
    try {
        return { claim: await claimPipe(path, fresh), server };
    }
    catch (error) {
        await closed(server);
        throw error;
    }
}
/** A socket's name whose owner is dead. */
async function leaveDead(name) {
    const server = await listenAt(`${name}.x`);
    linkSync(`${name}.x`, name);
    await closed(server);
}
test('the first one has no predecessor, and is answered at the path', async (t) => {
    const { folder, path } = makeFolder(t);
    const { claim, server } = await start(path);
    t.false(claim.isSuccessor);
    t.deepEqual(readdirSync(folder).sort(), ['c.sock', 'c.sock.lock.1']);
    t.is((await refusalOf(start(path))).code, 'ERR_CENTER_RUNS');
    claim.release();
    await closed(server);
    t.deepEqual(readdirSync(folder), ['c.sock.lock.1']);
});
test('the path stays claimed until its owner is gone, not only until it has released it', async (t) => {
    const { path } = makeFolder(t);
    const { claim, server } = await start(path);
    claim.release();
    t.is((await refusalOf(start(path))).code, 'ERR_CENTER_RUNS');
    await closed(server);
    const next = await start(path);
    t.true(next.claim.isSuccessor);
    await closed(next.server);
});
test('what a killed center left behind is replaced and removed', async (t) => {
    const { folder, path } = makeFolder(t);
    for (const name of ['', '.lock.9', '.lock.12', '.new.00000000'])
        await leaveDead(`${path}${name}`);
    const { claim, server } = await start(path);
    t.true(claim.isSuccessor);
    t.deepEqual(readdirSync(folder).sort(), ['c.sock', 'c.sock.lock.13']);
    await closed(server);
});
test('only the highest claim decides', async (t) => {
    const { path } = makeFolder(t);
    await leaveDead(`${path}.lock.3`);
    const owner = await listenAt(`${path}.lock.4`);
    t.is((await refusalOf(start(path))).code, 'ERR_CENTER_RUNS');
    await leaveDead(`${path}.lock.5`);
    const { server } = await start(path); // whoever had 4 lost it to 5
    await closed(server);
    await closed(owner);
});
test('a socket that knows nothing of claims keeps the path', async (t) => {
    const { path } = makeFolder(t);
    const stranger = await listenAt(path);
    t.is((await refusalOf(start(path))).code, 'ERR_CENTER_RUNS');
    await closed(stranger);
});
test('a file that is no socket keeps the path', async (t) => {
    const { folder, path } = makeFolder(t);
    writeFileSync(path, 'precious');
    t.is((await refusalOf(start(path))).code, 'ERR_BAD_ARGUMENT');
    t.true(readdirSync(folder).includes('c.sock'));
});
test('names that only look like claims are neither counted nor removed', async (t) => {
    const { folder, path } = makeFolder(t);
    const names = [
        'c.sock.lock.',
        'c.sock.lock.0',
        'c.sock.lock.01',
        'c.sock.lock.x',
        'c.sock.lock.123456789',
    ];
    for (const name of names)
        writeFileSync(join(folder, name), '');
    const { claim, server } = await start(path);
    t.false(claim.isSuccessor);
    t.deepEqual(names.filter((name) => !readdirSync(folder).includes(name)), []);
    claim.release();
    await closed(server);
});
test('a path that somebody else has meanwhile is not removed at the end', async (t) => {
    const { folder, path } = makeFolder(t);
    const { claim, server } = await start(path);
    rmSync(path);
    writeFileSync(path, 'of somebody else');
    claim.release();
    t.true(readdirSync(folder).includes('c.sock'));
    await closed(server);
});
//# sourceMappingURL=pipe-claim.test.js.map