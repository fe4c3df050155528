import { chmodSync, mkdirSync, mkdtempSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { defaultPipePath, ensurePipeFolder, isLoopback, parseAddress, parseHostPort, } from '../../../src/transport/address.js';
import { refusalBy } from '../../support/refusal.js';
test('reads every kind of address', (t) => {
    t.like(parseAddress('/a/b.sock'), { kind: 'local', path: '/a/b.sock', carrier: 'auto' });
    t.like(parseAddress('shm:/a'), { kind: 'local', path: '/a', carrier: 'shm' });
    t.like(parseAddress('pipe:/a'), { kind: 'local', path: '/a', carrier: 'pipe' });
    t.like(parseAddress('signalbox:x'), {
        kind: 'local',
        path: defaultPipePath('x'),
        carrier: 'auto',
    });
    t.like(parseAddress('tcp://h:1'), { kind: 'remote', host: 'h', port: 1, isTls: false });
    t.like(parseAddress('tls://[::1]:2'), { kind: 'remote', host: '::1', port: 2, isTls: true });
    t.like(parseAddress('worker:'), { kind: 'worker' });
});
test.serial('an address that is not named is that of the environment, else the default', (t) => {
    const before = process.env.SIGNALBOX_CENTER;
    process.env.SIGNALBOX_CENTER = 'pipe:/from-environment';
    t.like(parseAddress(undefined), { path: '/from-environment', carrier: 'pipe' });
    delete process.env.SIGNALBOX_CENTER;
    t.like(parseAddress(undefined), { path: defaultPipePath('default') });
    if (before !== undefined)
        process.env.SIGNALBOX_CENTER = before;
});
for (const text of [
    '',
    'x',
    'http://a:1',
    'shm:a',
    'pipe:',
    'signalbox:',
    'signalbox:../x',
    'tcp://h',
    'tcp://h:',
    'tcp://h:1x',
    'tcp://h:65536',
    'tcp://h:-1',
    `/${'x'.repeat(94)}`,
]) {
    test(`refuses the address ${JSON.stringify(text.slice(0, 20))}`, (t) => {
        t.is(refusalBy(() => parseAddress(text)).code, 'ERR_BAD_ARGUMENT');
    });
}
test('a host that is not named is loopback', (t) => {
    t.deepEqual(parseHostPort(':7', ':7'), { host: '127.0.0.1', port: 7 });
});
test('knows which hosts only this machine reaches', (t) => {
    for (const host of ['localhost', '::1', '127.0.0.1', '127.255.0.9'])
        t.true(isLoopback(host), host);
    for (const host of ['0.0.0.0', '::', '127.0.0.1.evil.org', '128.0.0.1', '']) {
        t.false(isLoopback(host), host);
    }
});
test('makes the folder of a pipe for this user alone', (t) => {
    const folder = join(mkdtempSync(join(tmpdir(), 'signalbox-test-')), 'new');
    ensurePipeFolder(join(folder, 'a.sock'));
    t.is(statSync(folder).mode & 0o777, 0o700);
    t.notThrows(() => ensurePipeFolder(join(folder, 'a.sock')));
});
test('refuses a folder that others may enter, a link and a file', (t) => {
    const base = mkdtempSync(join(tmpdir(), 'signalbox-test-'));
    const open = join(base, 'open');
    mkdirSync(open);
    chmodSync(open, 0o750);
    symlinkSync(base, join(base, 'link'));
    writeFileSync(join(base, 'file'), '');
    for (const name of ['open', 'link']) {
        const error = refusalBy(() => ensurePipeFolder(join(base, name, 'a.sock')));
        t.is(error.code, 'ERR_UNSAFE_DIRECTORY', name);
        t.true(error.message.includes(name));
    }
    t.throws(() => ensurePipeFolder(join(base, 'file', 'a.sock')));
});
//# sourceMappingURL=address.test.js.map