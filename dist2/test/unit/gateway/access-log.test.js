import { mkdtempSync, readFileSync, renameSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { kAccessLogBytesMax } from '../../../src/base/limits.js';
import { AccessLog } from '../../../src/gateway/access-log.js';
import { refusalBy } from '../../support/refusal.js';
import { until } from '../../support/until.js';
const folder = mkdtempSync(join(tmpdir(), 'signalbox-log-'));
const entry = {
    time: '2026-01-01T00:00:00.000Z',
    id: 'r-1',
    client: '127.0.0.1',
    method: 'GET',
    target: '/x',
    status: 200,
    bytes: 3,
    ms: 0.5,
};
function linesOf(path) {
    return readFileSync(path, 'utf8').split('\n').slice(0, -1);
}
test('writes one JSON line a request, for this user alone', async (t) => {
    const path = join(folder, 'lines.log');
    const log = new AccessLog(path);
    log.add(entry);
    log.add({ ...entry, id: 'r-2' });
    await log.close();
    t.deepEqual(linesOf(path).map((line) => JSON.parse(line)), [entry, { ...entry, id: 'r-2' }]);
    t.is(statSync(path).mode & 0o777, 0o600);
});
test('what a client puts into a path stays one line', async (t) => {
    const path = join(folder, 'escape.log');
    const log = new AccessLog(path);
    const target = '/x?\n{"id":"forged"}\r\u0000\u001b[31m"\\';
    log.add({ ...entry, target });
    await log.close();
    const lines = linesOf(path);
    t.is(lines.length, 1);
    t.true((lines[0] ?? '\n').split('').every((character) => character >= ' '));
    t.is(JSON.parse(lines[0] ?? '').target, target);
});
test('after a rename the next lines are in a new file, and none is lost', async (t) => {
    const path = join(folder, 'rotate.log');
    const log = new AccessLog(path);
    log.add({ ...entry, id: 'before' });
    renameSync(path, `${path}.1`);
    log.reopen();
    log.add({ ...entry, id: 'after' });
    await log.close();
    const all = [...linesOf(`${path}.1`), ...linesOf(path)];
    t.deepEqual(all.map((line) => JSON.parse(line).id).sort(), ['after', 'before']);
    t.true(readFileSync(path, 'utf8').includes('after'));
});
test('lines that find no room are lost and counted', async (t) => {
    const path = join(folder, 'full.log');
    const log = new AccessLog(path);
    const target = `/${'x'.repeat(100_000)}`;
    for (let n = 0; n < 20; n++)
        log.add({ ...entry, target });
    t.true(log.lostCount > 0 && log.lostCount < 20);
    await log.close();
    t.is(linesOf(path).length + log.lostCount, 20);
    t.true(statSync(path).size <= kAccessLogBytesMax);
});
test('lines that are being written still count', async (t) => {
    const path = join(folder, 'writing.log');
    const log = new AccessLog(path);
    const target = `/${'x'.repeat(100_000)}`;
    for (let n = 0; n < 20; n++)
        log.add({ ...entry, target });
    const lostBefore = log.lostCount;
    await new Promise((resolve) => setImmediate(resolve)); // the write has begun
    t.false(log.add({ ...entry, target }));
    t.is(log.lostCount, lostBefore + 1);
    await log.close();
});
test('there is room again when lines were written', async (t) => {
    const path = join(folder, 'again.log');
    const log = new AccessLog(path);
    const target = `/${'x'.repeat(600_000)}`;
    t.true(log.add({ ...entry, target }));
    t.false(log.add({ ...entry, target }));
    await until(() => log.add({ ...entry, target }));
    await log.close();
    t.true(linesOf(path).length >= 2);
});
test('the token of a login link is not written down', async (t) => {
    const path = join(folder, 'token.log');
    const log = new AccessLog(path);
    const targets = [
        ['/_sys_/login?token=c2VjcmV0', '/_sys_/login?token=***'],
        ['/_sys_/login?next=%2F&token=c2VjcmV0&x=1', '/_sys_/login?next=%2F&token=***&x=1'],
        ['/_sys_/login?token=c2VjcmV0&token=c2VjcmV0', '/_sys_/login?token=***&token=***'],
        ['/_sys_/login?%74oken=c2VjcmV0', '/_sys_/login?%74oken=***'],
        ['/_sys_/%6cogin?token=c2VjcmV0', '/_sys_/%6cogin?token=***'],
        ['/_sys_/login?tokens=1&next', '/_sys_/login?tokens=1&next'],
        ['/orders?token=theirs', '/orders?token=theirs'],
    ];
    for (const [target = ''] of targets)
        log.add({ ...entry, target });
    await log.close();
    t.deepEqual(linesOf(path).map((line) => JSON.parse(line).target), targets.map(([, logged = '']) => logged));
});
test('a file that cannot be had is refused', (t) => {
    const error = refusalBy(() => new AccessLog(join(folder, 'nothing', 'x.log')));
    t.is(error.code, 'ERR_BAD_ARGUMENT');
    t.true(error.message.includes('x.log'));
});
//# sourceMappingURL=access-log.test.js.map