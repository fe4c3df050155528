import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { run } from './fake-context.js';
const folder = mkdtempSync(join(tmpdir(), 'signalbox-test-'));
async function scriptOf(shell) {
    const completion = run(['completion', shell]);
    if ((await completion.exitCode) !== 0)
        throw new Error(completion.stderr());
    return completion.stdout();
}
function isInstalled(shell) {
    return spawnSync(shell, ['--version']).status === 0;
}
/** A test that needs a shell: skipped, by its name, where the shell is not installed. */
function withShell(shell) {
    return isInstalled(shell) ? test : test.skip;
}
/** What bash offers behind words; the last one is being written. */
async function offered(...words) {
    const path = join(folder, `bash-${Math.random()}`);
    writeFileSync(path, await scriptOf('bash'));
    const script = `source "$1"; shift; COMP_WORDS=(signalbox "$@"); COMP_CWORD=$#
    _signalbox; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr, status } = spawnSync('bash', ['-c', script, 'bash', path, ...words], {
        encoding: 'utf8',
    });
    if (status !== 0 || stderr !== '')
        throw new Error(`bash: ${status} ${stderr}`);
    return stdout.split('\n').filter((line) => line !== '');
}
test('knows bash, zsh and fish, and no other shell', async (t) => {
    for (const shell of ['bash', 'zsh', 'fish']) {
        const script = await scriptOf(shell);
        for (const word of ['doctor', 'log-level', 'check-config', 'silent error warn info debug'])
            t.true(script.includes(word), `${shell}: ${word}`);
    }
    const other = run(['completion', 'tcsh']);
    t.is(await other.exitCode, 1);
    t.regex(other.stderr(), /Allowed choices are bash, zsh, fish/);
});
withShell('bash')('bash knows the script as the completion of signalbox', async (t) => {
    const path = join(folder, 'known');
    writeFileSync(path, await scriptOf('bash'));
    const { stdout } = spawnSync('bash', ['-c', 'source "$1"; complete -p signalbox', 'bash', path], {
        encoding: 'utf8',
    });
    t.is(stdout, 'complete -F _signalbox signalbox\n');
});
withShell('bash')('bash completes commands, also those below others', async (t) => {
    const all = await offered('');
    for (const name of ['server', 'config', 'doctor', 'call', 'help'])
        t.true(all.includes(name), name);
    t.deepEqual(await offered('ser'), all.filter((name) => name.startsWith('ser')));
    t.true((await offered('config', '')).includes('print'));
    t.true((await offered('help', 'doc')).includes('doctor'));
    t.deepEqual(await offered('completion', ''), ['bash', 'zsh', 'fish']);
    t.deepEqual(await offered('server', ''), []);
});
withShell('bash')('bash completes flags, choices and files', async (t) => {
    t.deepEqual(await offered('server', '--log'), ['--log-level']);
    t.deepEqual(await offered('server', '--no-h'), ['--no-http-compress']);
    t.deepEqual(await offered('server', '--log-level', 'w'), ['warn']);
    t.deepEqual(await offered('server', '--log-level', '=', 'e'), ['error']);
    t.deepEqual(await offered('server', '--log-level', '='), [
        'silent',
        'error',
        'warn',
        'info',
        'debug',
    ]);
    t.deepEqual(await offered('config', 'print', '-o', ''), ['table', 'json']);
    t.deepEqual(await offered('config', 'print', '--ori'), ['--origin']);
    const file = join(folder, 'center.yaml');
    writeFileSync(file, '');
    t.deepEqual(await offered('server', '--config', file.slice(0, -3)), [file]);
});
withShell('bash')('bash is not led astray by values that are named like commands', async (t) => {
    t.deepEqual(await offered('--name', 'x', 'server', '--log'), ['--log-level']);
    t.deepEqual(await offered('server', '--name', 'config', '--check'), ['--check-config']);
    t.deepEqual(await offered('server', '--name=config', '--check'), ['--check-config']);
});
withShell('zsh')('zsh takes the script', async (t) => {
    const path = join(folder, '_signalbox');
    writeFileSync(path, await scriptOf('zsh'));
    const script = `autoload -U compinit && compinit -u -D; source "$1"; print $_comps[signalbox]
    _signalbox_where server --name config; _signalbox_values server --log-level`;
    const { stdout, stderr, status } = spawnSync('zsh', ['-f', '-c', script, 'zsh', path], {
        encoding: 'utf8',
    });
    t.is(status, 0, stderr);
    t.is(stdout, '_signalbox\nserversilent error warn info debug\n');
});
withShell('fish')('fish takes the script and completes with it', async (t) => {
    const path = join(folder, 'signalbox.fish');
    writeFileSync(path, await scriptOf('fish'));
    const complete = (line) => spawnSync('fish', ['--no-config', '-c', `source ${path}; complete -C '${line}'`], {
        encoding: 'utf8',
    }).stdout;
    t.regex(complete('signalbox ser'), /^server\t/m);
    t.regex(complete('signalbox server --log-l'), /^--log-level\t/m);
    t.regex(complete('signalbox server --log-level w'), /^warn(\t|$)/m);
});
//# sourceMappingURL=completion.test.js.map