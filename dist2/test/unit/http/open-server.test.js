import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import test from 'ava';
import { chooseEngine } from '../../../src/http/open-server.js';
import { loadUws } from '../../../src/http/uws-load.js';
const kProgram = fileURLToPath(new URL('./engine-program.js', import.meta.url));
const { uws, package: source } = loadUws();
const ifUws = uws === null ? test.skip : test;
async function outcomeOf(...words) {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [kProgram, ...words]);
    if (stderr !== '')
        throw new Error(stderr);
    return JSON.parse(stdout);
}
test('uws is never replaced silently where it cannot be loaded', async (t) => {
    const { error } = await outcomeOf('uws', 'uws|uwebsockets');
    t.is(error?.code, 'ERR_NO_HTTP_ENGINE');
    t.regex(error?.message ?? '', /HTTP engine uws cannot be used: uWebSockets\.js: it is not installed; @trufflesuite.*; @btc-vision/);
});
test('a package that does not fit this machine is a reason, not a crash', async (t) => {
    const { engine, error } = await outcomeOf('uws', 'trufflesuite|^uWebSockets');
    if (engine !== undefined)
        t.is(engine, 'uws');
    else
        t.regex(error?.message ?? '', /@btc-vision\/uwebsockets\.js: ./);
});
test('auto takes Node where uws cannot be loaded, and says why', async (t) => {
    const { engine, why } = await outcomeOf('auto', 'uws|uwebsockets');
    t.is(engine, 'node');
    t.regex(why ?? '', /uws cannot be loaded: .*it is not installed/);
});
ifUws('auto takes uws where it can be loaded, and says from where', async (t) => {
    const { engine, why } = await outcomeOf('auto');
    t.is(engine, 'uws');
    t.is(why, `it is the faster one, and ${source} is there`);
});
test('auto takes node where the server is exposed', (t) => {
    const { engine, why } = chooseEngine('auto', true);
    t.is(engine, 'node');
    t.regex(why, /exposed/);
});
ifUws('uws is loaded in worker threads too', async (t) => {
    const code = await new Promise((resolve, reject) => {
        const worker = new Worker(kProgram, { argv: ['uws'], stdout: true });
        worker.on('error', reject);
        worker.on('exit', resolve);
        let text = '';
        worker.stdout.on('data', (data) => {
            text += data.toString();
        });
        worker.stdout.on('end', () => t.is(JSON.parse(text).engine, 'uws'));
    });
    t.is(code, 0);
});
//# sourceMappingURL=open-server.test.js.map