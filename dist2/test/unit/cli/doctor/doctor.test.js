import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { noCenter, run } from '../fake-context.js';
const folder = mkdtempSync(join(tmpdir(), 'signalbox-test-'));
const kHere = ['--pipe', join(folder, 'a.sock'), '--data-dir', 'off', '--http-address', ':0'];
test('looks at everything, a line each', async (t) => {
    const doctor = run(['doctor', ...kHere], { refuse: noCenter });
    t.is(await doctor.exitCode, 0, doctor.stdout());
    const lines = doctor.stdout().trimEnd().split('\n');
    t.true(lines.every((line) => /^(ok {2}|warn|fail) {2}\S| +→ /.test(line)));
    for (const name of ['node', 'addon', 'shared memory', 'http engine', 'clock', 'center'])
        t.true(lines.some((line) => line.slice(6).startsWith(name)), name);
});
test('what fails says how to mend it, and makes the exit code 1', async (t) => {
    const open = join(mkdtempSync(join(tmpdir(), 'signalbox-test-')));
    chmodSync(open, 0o755);
    const flags = ['--pipe', join(open, 'a.sock'), '--http-address', '0.0.0.0:0', '-o', 'json'];
    const doctor = run(['doctor', ...kHere, ...flags], { refuse: noCenter });
    t.is(await doctor.exitCode, 1);
    t.is(doctor.stderr(), 'error: 2 checks failed\n');
    const findings = JSON.parse(doctor.stdout());
    const failed = findings.filter(({ state }) => state === 'fail');
    t.deepEqual(failed.map(({ name }) => name), ['settings', 'pipe folder']);
    t.true(failed.every(({ mend }) => mend !== null));
});
test('every fault of the settings is a check that fails', async (t) => {
    const doctor = run(['doctor', ...kHere, '--log-level', 'x', '--http-workers', '0', '-o', 'json'], {
        refuse: noCenter,
    });
    t.is(await doctor.exitCode, 1);
    const findings = JSON.parse(doctor.stdout());
    t.is(findings.filter(({ name }) => name === 'settings').length, 2);
});
//# sourceMappingURL=doctor.test.js.map