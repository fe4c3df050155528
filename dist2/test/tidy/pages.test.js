// The pages that browsers get are plain JavaScript; the compiler reads their types from comments.
import { spawnSync } from 'node:child_process';
import test from 'ava';
import { filesBelow, kRoot, read } from './sources.js';
test('the scripts of the pages have no type errors, and all of them are checked', (t) => {
    const scripts = filesBelow('ui', '.js');
    t.true(scripts.length > 0);
    for (const path of scripts)
        t.true(read(path).startsWith('// @ts-check\n'), path);
    const args = ['node_modules/typescript/bin/tsc', '-p', 'ui/tsconfig.json'];
    const { status, stdout } = spawnSync(process.execPath, args, { cwd: kRoot, encoding: 'utf8' });
    t.is(stdout, '');
    t.is(status, 0);
});
//# sourceMappingURL=pages.test.js.map