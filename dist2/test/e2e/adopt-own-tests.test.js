// Fastify's own tests, as its package publishes them: their servers listen nowhere, but are stations over shared memory,
// and what the tests ask goes through a gateway and its center.
import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { loadNative } from '../../src/ring/native.js';
import { hostCenters, makeFolder } from './adopted/center-host.js';
/**
 * Files of fastify/test that pass unchanged, and how many tests each has. Others want packages which are not installed, are
 * about sockets (addresses, pipelining, HTTP/2, when a connection closes, missing Host fields), or about what a gateway in
 * front owns: X-Forwarded fields, methods like TRACE. docs/ADOPT.md lists the differences.
 */
const kFiles = {
    '500s': 13,
    als: 1,
    'body-limit': 10,
    buffer: 4,
    'case-insensitive': 4,
    'content-length': 6,
    'custom-parser-async': 3,
    'custom-parser.2': 3,
    delete: 17,
    'header-overflow': 2,
    'hooks-async': 34,
    'nullable-validation': 4,
    'output-validation': 11,
    'post-empty-body': 1,
    promises: 6,
    'proto-poisoning': 6,
    register: 7,
    'route.1': 12,
    throw: 19,
    'use-semicolon-delimiter': 8,
};
const kWatchdogMs = 50_000;
const kTests = join(dirname(createRequire(import.meta.url).resolve('fastify')), 'test');
const kPreload = new URL('./adopted/listen-elsewhere.js', import.meta.url).href;
const run = loadNative().ok ? test.serial : test.serial.skip;
for (const [name, count] of Object.entries(kFiles)) {
    run(`fastify/test/${name}.test.js passes through a station`, async (t) => {
        const { passed, failed, output } = await runFile(join(kTests, `${name}.test.js`));
        t.is(failed, 0, output);
        t.is(passed, count, output);
    });
}
async function runFile(path) {
    const folder = makeFolder();
    const child = fork(path, [], {
        execArgv: ['--import', kPreload, '--test-reporter=tap'],
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        cwd: fileURLToPath(new URL('.', import.meta.url)),
    });
    const closeCenters = hostCenters(child, folder.path);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
        stream?.on('data', (part) => {
            output += part.toString();
        });
    }
    const watchdog = setTimeout(() => child.kill('SIGKILL'), kWatchdogMs);
    await new Promise((resolve) => child.once('close', resolve));
    clearTimeout(watchdog);
    await closeCenters();
    folder.remove();
    const count = (what) => Number(new RegExp(`^# ${what} (\\d+)$`, 'm').exec(output)?.[1]);
    return { passed: count('pass'), failed: count('fail'), output };
}
//# sourceMappingURL=adopt-own-tests.test.js.map