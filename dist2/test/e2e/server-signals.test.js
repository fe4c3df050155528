// A server as its supervisor and its owner see it: what it says over NOTIFY_SOCKET, what SIGHUP changes, what the first
// start shows.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { connect } from '../../src/index.js';
import { makeCertificate } from '../support/certificate.js';
import { outcomeOf } from './hostile/outcomes.js';
import { Talker } from './talker.js';
import { kill, kQuiet, until, World } from './world.js';
const kCli = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));
const worlds = [];
const children = [];
test.afterEach.always(async () => {
    for (const child of children.splice(0))
        await kill(child, 'SIGKILL');
    for (const world of worlds.splice(0))
        await world.close();
});
function newWorld() {
    const world = new World();
    worlds.push(world);
    return world;
}
function talker(...args) {
    const made = new Talker(...args);
    children.push(made.child);
    return made;
}
async function startServer(world, flags, env = {}) {
    const args = [kCli, 'server', '--json', ...kQuiet, '--pipe', world.pipe, ...flags];
    const server = talker(process.execPath, args, env);
    await server.saysOut(/"ready":true/);
    return server;
}
// ---- SIGHUP
test.serial('SIGHUP takes another token and another certificate; open links stay', async (t) => {
    const world = newWorld();
    const folders = ['now', 'first', 'second'].map((name) => join(world.folder, name));
    for (const folder of folders)
        mkdirSync(folder);
    const [now = '', first = '', second = ''] = folders;
    const before = makeCertificate(first);
    const after = makeCertificate(second);
    const put = (folder, token) => {
        for (const file of ['certificate.pem', 'key.pem'])
            copyFileSync(join(folder, file), join(now, file));
        writeFileSync(join(now, 'token'), token);
    };
    put(first, 'old');
    const server = await startServer(world, [
        ...'--station-address 127.0.0.1:0 --token-file'.split(' '),
        join(now, 'token'),
        '--tls-cert',
        join(now, 'certificate.pem'),
        '--tls-key',
        join(now, 'key.pem'),
    ]);
    const { station } = JSON.parse(server.out);
    const address = `tls://${station}`;
    const early = await connect(address, { token: 'old', certificates: before.pem });
    put(second, 'new');
    server.child.kill('SIGHUP');
    await server.saysErr(/reloaded: token, tls\n/);
    const joinAs = (token, certificates) => outcomeOf(connect(address, { token, certificates }));
    t.is(await joinAs('new', after.pem), 'done');
    t.is(await joinAs('old', after.pem), 'ERR_TOKEN');
    t.is(await joinAs('new', before.pem), 'ERR_NO_CENTER');
    t.true(Array.isArray(await early.call('GET /_sys_/stations')));
    await early.close();
});
test.serial('SIGHUP with a broken certificate changes nothing', async (t) => {
    const world = newWorld();
    const { certFile, keyFile, pem } = makeCertificate(world.folder);
    const tls = ['--tls-cert', certFile, '--tls-key', keyFile];
    const server = await startServer(world, ['--station-address', '127.0.0.1:0', ...tls]);
    const { station } = JSON.parse(server.out);
    writeFileSync(certFile, 'no certificate');
    server.child.kill('SIGHUP');
    await server.saysErr(/not reloaded; everything is as it was\n/);
    t.regex(server.err, /^ERR_BAD_ARGUMENT: tls is no certificate with its key; /);
    t.is(await outcomeOf(connect(`tls://${station}`, { certificates: pem })), 'done');
});
// ---- accounts
test.serial('the first start shows a secret once, and stores no more than its hash', async (t) => {
    const world = newWorld();
    const dataDir = join(world.folder, 'data');
    const first = await startServer(world, ['--data-dir', dataDir]);
    await first.saysErr(/account admin was made.*\n {2}\S+\n/);
    const [, secret = ''] = /\n {2}(\S+)\n/.exec(first.err) ?? [];
    t.true(secret.length >= 20);
    t.false(first.out.includes(secret));
    t.false(readFileSync(join(dataDir, 'accounts.json'), 'utf8').includes(secret));
    await kill(first.child, 'SIGTERM');
    const second = await startServer(world, ['--data-dir', dataDir]);
    await kill(second.child, 'SIGTERM');
    t.is(second.err, '');
});
test.serial('a center that cannot start makes no account', async (t) => {
    const world = newWorld();
    await startServer(world, []);
    const dataDir = join(world.folder, 'data');
    const args = [kCli, 'server', '--pipe', world.pipe, '--data-dir', dataDir];
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    t.is(status, 127);
    t.regex(stderr, /^ERR_CENTER_RUNS: /);
    t.throws(() => readFileSync(join(dataDir, 'accounts.json')), { code: 'ENOENT' });
});
// ---- the supervisor
/** Prints each datagram as a line of JSON. */
const kReceiver = `
import json, socket, sys
name = sys.argv[1]
box = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
box.bind("\\0" + name[1:] if name.startswith("@") else name)
print(json.dumps("bound"), flush=True)
while True:
    print(json.dumps(box.recv(4096).decode()), flush=True)
`;
const hasPython = spawnSync('python3', ['--version']).status === 0;
const supervised = hasPython ? test.serial : test.serial.skip;
for (const [what, nameOf] of [
    ['a file', (world) => join(world.folder, 'notify.sock')],
    ['an abstract name', (world) => `@signalbox-test-${world.folder}`],
]) {
    supervised(`tells a supervisor behind ${what} that it is ready, lives, reloads and stops`, async (t) => {
        const world = newWorld();
        const name = nameOf(world);
        const told = [];
        const receiver = talker('python3', ['-c', kReceiver, name]);
        createInterface({ input: receiver.child.stdout ?? process.stdin }).on('line', (line) => {
            told.push(JSON.parse(line));
        });
        await until('the receiver is bound', () => told.includes('bound'));
        const env = { NOTIFY_SOCKET: name, WATCHDOG_USEC: '100000' };
        const server = await startServer(world, [], env);
        const count = (text) => told.filter((line) => line === text).length;
        await until('it lives', () => count('WATCHDOG=1') >= 3);
        t.is(told[1], 'READY=1');
        server.child.kill('SIGHUP');
        await until('it has reloaded', () => count('READY=1') === 2);
        t.true(told.some((line) => /^RELOADING=1\nMONOTONIC_USEC=\d+$/.test(line)));
        await kill(server.child, 'SIGTERM');
        await until('it stops', () => count('STOPPING=1') === 1);
        t.is(server.child.exitCode, 0);
    });
}
test.serial('says that no supervisor can be told anything without the addon', async (t) => {
    const world = newWorld();
    const env = { NOTIFY_SOCKET: join(world.folder, 'notify.sock'), SIGNALBOX_NATIVE: 'off' };
    const server = await startServer(world, [], env);
    t.regex(server.err, /^warning: NOTIFY_SOCKET is set, but nothing can be said there: switched off/);
});
//# sourceMappingURL=server-signals.test.js.map