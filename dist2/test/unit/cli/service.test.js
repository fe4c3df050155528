import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { unitText } from '../../../src/cli/service/unit.js';
import { run } from './fake-context.js';
function newFolder() {
    return mkdtempSync(join(tmpdir(), 'signalbox-test-'));
}
/** Lines of a unit by their key; the last one of a key. */
async function unitOf(...args) {
    const printed = run(['service', 'print', ...args]);
    if ((await printed.exitCode) !== 0)
        throw new Error(printed.stderr());
    return valuesOf(printed.stdout());
}
function valuesOf(text) {
    const pairs = text.split('\n').map((line) => {
        const at = line.indexOf('=');
        return [line.slice(0, at), line.slice(at + 1)];
    });
    return new Map(pairs);
}
const kPlan = {
    name: 'default',
    isUser: false,
    runAs: 'signalbox',
    program: ['/usr/bin/node', '/opt/main.js'],
    flags: new Map(),
    config: undefined,
    writable: [],
    canNotify: true,
    hasLowPort: false,
};
test('a unit of the machine has its own user, folders and walls, and what Node needs', async (t) => {
    const unit = await unitOf('--name', 'east');
    t.is(unit.get('User'), 'signalbox');
    t.is(unit.get('RuntimeDirectory'), 'signalbox/east');
    t.is(unit.get('StateDirectory'), 'signalbox/east');
    t.is(unit.get('Restart'), 'on-failure');
    t.is(unit.get('CapabilityBoundingSet'), '');
    t.is(unit.get('WantedBy'), 'multi-user.target');
    const command = unit.get('ExecStart') ?? '';
    t.true(command.includes('server --json'));
    t.true(command.includes('--name east'));
    t.true(command.includes('--pipe /run/signalbox/east/center.sock'));
    t.true(command.includes('--data-dir /var/lib/signalbox/east'));
    for (const breaking of ['MemoryDenyWriteExecute', 'PrivateUsers', 'PrivateNetwork', 'PrivateTmp'])
        t.false(unit.has(breaking), breaking);
});
test('a unit of a user leaves folders to what the server does by itself', async (t) => {
    const unit = await unitOf('--user');
    for (const key of ['User', 'RuntimeDirectory', 'ProtectSystem'])
        t.false(unit.has(key), key);
    t.is(unit.get('WantedBy'), 'default.target');
    t.true(unit.get('ExecStart')?.endsWith('main.js server --json'));
});
test('flags go into the unit, with absolute paths; variables of the shell do not', async (t) => {
    process.env.SIGNALBOX_LOG_LEVEL = 'debug';
    t.teardown(() => {
        delete process.env.SIGNALBOX_LOG_LEVEL;
    });
    const folder = newFolder();
    const config = join(folder, 'center.yaml');
    writeFileSync(config, 'name: west\npipe: /srv/west/c.sock\n');
    const flags = '--dev --no-http-compress --http-cors https://a.org --token-file token';
    const unit = await unitOf('--config', config, ...flags.split(' '), ...'--data-dir off --run-as me'.split(' '));
    const command = unit.get('ExecStart') ?? '';
    t.true(command.includes(`--config ${config}`));
    for (const flag of ['--dev', '--no-http-compress', '--http-cors https://a.org'])
        t.true(command.includes(flag), flag);
    t.true(command.includes(`--token-file ${join(process.cwd(), 'token')}`));
    t.true(command.includes('--data-dir off'));
    t.false(command.includes('--pipe'), 'the file names the pipe');
    t.false(command.includes('--log-level'));
    t.is(unit.get('ReadWritePaths'), '/srv/west');
    t.is(unit.get('User'), 'me');
});
test('a low port gets its capability, and no other', async (t) => {
    for (const flag of ['--http-address', '--station-address']) {
        const unit = await unitOf(flag, '127.0.0.1:443');
        t.is(unit.get('AmbientCapabilities'), 'CAP_NET_BIND_SERVICE');
        t.is(unit.get('CapabilityBoundingSet'), 'CAP_NET_BIND_SERVICE');
    }
    t.false((await unitOf('--http-address', '127.0.0.1:0')).has('AmbientCapabilities'));
});
test('words of the command are quoted as systemd wants it', (t) => {
    const flags = new Map([['--http-access-log', '/var/log/a b"c\\d$e%f']]);
    const unit = valuesOf(unitText({ ...kPlan, flags }));
    t.is(unit.get('ExecStart'), '/usr/bin/node /opt/main.js server --json --http-access-log "/var/log/a b\\"c\\\\d$$e%%f"');
});
test('without the addon systemd is promised no word of the server', (t) => {
    const unit = valuesOf(unitText({ ...kPlan, canNotify: false }));
    t.is(unit.get('Type'), 'exec');
    t.false(unit.has('WatchdogSec'));
    const able = valuesOf(unitText(kPlan));
    t.is(able.get('Type'), 'notify');
    t.is(able.get('WatchdogSec'), '30');
});
test('install writes the unit, uninstall removes it, and both say what to do next', async (t) => {
    const folder = join(newFolder(), 'units');
    const flags = ['--user', '--unit-dir', folder, '--name', 'east'];
    const path = join(folder, 'signalbox-east.service');
    const dry = run(['service', 'install', ...flags, '--dry-run']);
    t.is(await dry.exitCode, 0);
    t.true(dry.stdout().startsWith(`would write ${path}:\n`));
    t.false(existsSync(path));
    for (const _ of ['once', 'again']) {
        const installed = run(['service', 'install', ...flags]);
        t.is(await installed.exitCode, 0);
        t.regex(installed.stdout(), /systemctl --user enable --now signalbox-east\n$/);
    }
    t.true(readFileSync(path, 'utf8').startsWith('# Written by `signalbox service install`'));
    t.is(statSync(path).mode & 0o777, 0o644 & ~process.umask());
    const kept = run(['service', 'uninstall', ...flags, '--dry-run']);
    t.is(await kept.exitCode, 0);
    t.true(existsSync(path));
    const removed = run(['service', 'uninstall', ...flags]);
    t.is(await removed.exitCode, 0);
    t.false(existsSync(path));
    const none = run(['service', 'uninstall', ...flags]);
    t.is(await none.exitCode, 0);
    t.is(none.stdout(), `there is no ${path}\n`);
});
test('a unit that somebody else wrote is left alone', async (t) => {
    const folder = newFolder();
    const path = join(folder, 'signalbox.service');
    writeFileSync(path, '[Unit]\n');
    for (const command of ['install', 'uninstall']) {
        const refused = run(['service', command, '--user', '--unit-dir', folder]);
        t.is(await refused.exitCode, 1);
        t.is(refused.stderr(), `error: ${path} was not written by signalbox; move it away first\n`);
    }
    t.is(readFileSync(path, 'utf8'), '[Unit]\n');
});
test('faulty settings make no unit', async (t) => {
    const folder = newFolder();
    const faulty = run(['service', 'install', '--user', '--unit-dir', folder, '--http-workers', '0']);
    t.is(await faulty.exitCode, 1);
    t.regex(faulty.stderr(), /^error: --http-workers: /);
    t.false(existsSync(join(folder, 'signalbox.service')));
});
const hasAnalyze = spawnSync('systemd-analyze', ['--version']).status === 0;
const analyzed = hasAnalyze ? test : test.skip;
for (const [what, flags] of [
    ['the machine', []],
    ['a user', ['--user']],
]) {
    analyzed(`systemd-analyze finds nothing wrong with a unit of ${what}`, async (t) => {
        const folder = newFolder();
        const printed = run(['service', 'print', ...flags, '--http-address', '127.0.0.1:80']);
        t.is(await printed.exitCode, 0);
        const path = join(folder, 'signalbox.service');
        // The user of a unit has to be there for the analysis; root always is.
        writeFileSync(path, printed.stdout().replace('User=signalbox', 'User=root'));
        const { status, stderr } = spawnSync('systemd-analyze', ['verify', path], { encoding: 'utf8' });
        t.is(status, 0, stderr);
        t.false(stderr.includes('signalbox.service:'), stderr);
    });
}
//# sourceMappingURL=service.test.js.map