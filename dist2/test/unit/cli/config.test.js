import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { run } from './fake-context.js';
let directory = '';
test.before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'signalbox-cli-'));
});
test.after.always(() => rm(directory, { recursive: true, force: true }));
async function configFile(name, text) {
    const path = join(directory, name);
    await writeFile(path, text);
    return path;
}
test('config print shows every setting and where it comes from, but no secret', async (t) => {
    const file = await configFile('a.json', '{ "token": "hunter2",\n  "name": "east" }');
    const printed = run(['config', 'print', '--origin', '--config', file, '--http-cors', 'micro']);
    t.is(await printed.exitCode, 0);
    const lines = printed
        .stdout()
        .split('\n')
        .map((line) => line.split(/ {2,}/));
    t.deepEqual(lines[0], ['SETTING', 'VALUE', 'ORIGIN']);
    const rows = new Map(lines.map(([key = '', ...cells]) => [key, cells]));
    t.deepEqual(rows.get('name'), ['east', `${file}:2:3`]);
    t.deepEqual(rows.get('token'), ['***', `${file}:1:3`]);
    t.deepEqual(rows.get('http.cors'), ['micro', 'flag --http-cors']);
    t.deepEqual(rows.get('http.workers'), ['1', 'default']);
    t.regex(rows.get('dataDir')?.[0] ?? '', /\/signalbox\/east$/);
    t.regex(rows.get('pipe')?.[0] ?? '', /\/east\.sock$/);
    t.false(printed.stdout().includes('hunter2'));
    t.is(printed.stderr(), '');
});
test('config print -o json is for programs, with and without origins', async (t) => {
    const plain = run([
        'config',
        'print',
        '-o',
        'json',
        '--http-cors',
        'https://a.org',
        '--http-cors',
        'https://b.org',
    ]);
    t.is(await plain.exitCode, 0);
    t.like(JSON.parse(plain.stdout()), {
        name: 'default',
        'http.cors': ['https://a.org', 'https://b.org'],
        'http.compress': true,
        token: null,
    });
    const origins = run(['config', 'print', '--origin', '-o', 'json', '--no-http-compress']);
    t.is(await origins.exitCode, 0);
    t.like(JSON.parse(origins.stdout()), {
        'http.compress': { value: false, origin: 'flag --no-http-compress' },
        log: { value: 'warn', origin: 'default' },
    });
});
test('config print says what is wrong, and prints nothing then', async (t) => {
    const file = await configFile('b.yaml', 'nmae: x\n');
    const printed = run(['config', 'print', '--config', file]);
    t.is(await printed.exitCode, 1);
    t.is(printed.stdout(), '');
    t.is(printed.stderr(), `error: ${file}:1:1: nmae is unknown; name is the nearest setting there is\n`);
});
test('config without a command is a wrong command line', async (t) => {
    const none = run(['config']);
    t.is(await none.exitCode, 1);
    t.is(none.stdout(), '');
    t.regex(none.stderr(), /print/);
});
//# sourceMappingURL=config.test.js.map