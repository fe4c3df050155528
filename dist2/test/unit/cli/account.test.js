import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { openAccounts } from '../../../src/control/accounts.js';
import { run } from './fake-context.js';
function newFolder() {
    return mkdtempSync(join(tmpdir(), 'signalbox-test-'));
}
test('account reset prints a new secret, which is good from then on', async (t) => {
    const dataDir = newFolder();
    const accounts = await openAccounts({ dataDir, isDev: false });
    const reset = run(['account', 'reset', 'admin', '--data-dir', dataDir]);
    t.is(await reset.exitCode, 0);
    t.is(reset.stderr(), '');
    t.regex(reset.stdout(), /^\S{20,}\n$/);
    t.true((await accounts.verify('admin', reset.stdout().trim(), '')).ok);
    t.false((await accounts.verify('admin', accounts.madeSecret ?? '', '')).ok);
});
test('account reset refuses what it cannot do, with exit 1', async (t) => {
    const dataDir = newFolder();
    for (const [args, pattern] of [
        [['nobody', '--data-dir', dataDir], /^ERR_BAD_ARGUMENT: account is nobody; there is no such/],
        [['admin', '--data-dir', 'off'], /^error: without a data folder/],
        [['admin', '--data-dir', '/nonexistent/data'], /^error: \/nonexistent\/data is not there/],
        [['admin', '--log-level', 'loud'], /^error: --log-level: /],
        [[], /missing required argument 'id'/],
    ]) {
        const reset = run(['account', 'reset', ...args]);
        t.is(await reset.exitCode, 1);
        t.regex(reset.stderr(), pattern);
        t.is(reset.stdout(), '');
    }
});
//# sourceMappingURL=account.test.js.map