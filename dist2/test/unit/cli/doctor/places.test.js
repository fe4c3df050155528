import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { centerError } from '../../../../src/base/errors.js';
import { checkCenter, checkDataFolder, checkDisk, checkFolder, checkPort, } from '../../../../src/cli/doctor/places.js';
function newFolder() {
    return mkdtempSync(join(tmpdir(), 'signalbox-test-'));
}
test('a folder that is not there will be made', (t) => {
    const path = join(newFolder(), 'a', 'b');
    t.deepEqual(checkFolder('pipe folder', path), {
        name: 'pipe folder',
        state: 'ok',
        text: `${path} will be made`,
        mend: null,
    });
});
test('a folder that others may enter fails for the pipe and warns for the data', (t) => {
    const path = newFolder();
    t.is(checkFolder('pipe folder', path).state, 'ok');
    t.is(checkDataFolder(path).state, 'ok');
    chmodSync(path, 0o755);
    const finding = checkFolder('pipe folder', path);
    t.is(finding.state, 'fail');
    t.regex(finding.text, /its mode is 0755; 0700 is wanted/);
    t.is(finding.mend, `chmod 700 ${path}, or name another folder`);
    t.is(checkDataFolder(path).state, 'warn');
});
test('a file in the place of a folder fails', (t) => {
    const path = join(newFolder(), 'file');
    writeFileSync(path, '', { mode: 0o700 });
    t.is(checkFolder('pipe folder', path).state, 'fail');
    t.is(checkDataFolder(path).state, 'fail');
});
test('a disk is looked at where the data will be', async (t) => {
    const path = join(newFolder(), 'a');
    t.regex((await checkDisk(path)).text, /[MG]iB free at \/.*/);
    t.is((await checkDisk('off')).text, 'nothing is stored');
    t.is(checkDataFolder('off').state, 'ok');
});
test('a port in use fails, unless the center that runs may hold it', async (t) => {
    const server = createServer();
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    t.teardown(() => server.close());
    const bound = server.address();
    if (bound === null || typeof bound === 'string')
        throw new Error('no address');
    const address = `127.0.0.1:${bound.port}`;
    const taken = await checkPort('http address', address, false);
    t.is(taken.state, 'fail');
    t.regex(taken.text, /EADDRINUSE/);
    t.is((await checkPort('http address', address, true)).state, 'ok');
    t.is((await checkPort('http address', '127.0.0.1:0', false)).state, 'ok');
    t.is((await checkPort('http address', '192.0.2.1:1', true)).state, 'fail');
    t.is((await checkPort('http address', 'off', false)).text, 'off');
    t.is((await checkPort('station address', null, false)).text, 'off');
});
test('a center may run or not, but one that runs has to answer', async (t) => {
    const events = [];
    const client = (call) => ({
        call,
        publish: async () => { },
        subscribe: () => async () => { },
        messagesLostCount: 0,
        close: async () => {
            events.push('close');
        },
    });
    const runs = await checkCenter({ connect: async () => client(async () => [1, 2]) }, '/p');
    t.deepEqual([runs.isRunning, runs.finding.state], [true, 'ok']);
    t.regex(runs.finding.text, /one runs at \/p, with 2 stations/);
    const none = await checkCenter({ connect: () => Promise.reject(centerError('ERR_NO_CENTER', { address: '/p', reason: 'x' })) }, '/p');
    t.deepEqual([none.isRunning, none.finding.state], [false, 'ok']);
    const late = centerError('ERR_DEADLINE', { route: '/a', timeoutMs: 1 });
    const stuck = await checkCenter({ connect: async () => client(() => Promise.reject(late)) }, '/p');
    t.deepEqual([stuck.isRunning, stuck.finding.state], [true, 'fail']);
    t.deepEqual(events, ['close', 'close']);
});
//# sourceMappingURL=places.test.js.map