// `npm start` as a person meets it: real processes, the printed command lines run as they stand.
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import test, {} from 'ava';
const kRoot = fileURLToPath(new URL('../../../', import.meta.url));
const kStartPath = join('dist', 'examples', 'places', 'start.js');
const kPage = '/nearest?city=vienna';
/** Starting takes under a second; the rest is for a busy machine. */
const kWatchdogMs = 40_000;
const runFile = promisify(execFile);
test('comes up, answers the printed command, passes the queries, and leaves nothing behind', async (t) => {
    const started = await start(t);
    t.regex(started.stdout(), /station places joined by (shm|pipe)/);
    const [callLine, queryLine] = commandLines(started.stdout());
    const near = JSON.parse((await shell(callLine, started.env)).stdout);
    t.true(Array.isArray(near) && near.length === 3);
    t.like(near, { 0: { name: 'Vienna', country: 'AT' } });
    for (const line of started.stdout().match(/^ {2}curl .*$/gm) ?? []) {
        const [, url = ''] = /'(http:[^']*)'/.exec(line) ?? [];
        const accept = line.includes('accept:') ? { accept: 'application/json' } : undefined;
        const answer = await fetch(url, accept === undefined ? {} : { headers: accept });
        t.is(answer.status, 200, line);
        t.regex(await answer.text(), /Vienna/);
    }
    t.is(started.stdout().match(/^ {2}curl /gm)?.length, 2);
    const around = JSON.parse((await call(`GET ${kPage}`, started.env)).stdout);
    t.like(around, { place: { name: 'Vienna' }, neighbours: { length: 10 } });
    const refused = await t.throwsAsync(call('GET /nearest?city=%3F', started.env));
    t.regex(refused?.stderr ?? '', /ERR_STATUS/);
    const queried = await shell(`${queryLine} --count 2000`, started.env);
    t.regex(queried.stdout, /2,000 queries in .* over (shm|pipe), 256 at a time/);
    t.regex(queried.stdout, /200 of them compared with .* all right/);
    const stationPids = await childrenOf(started.child.pid ?? 0);
    t.is(stationPids.length, 2);
    started.child.kill('SIGTERM');
    t.is(await exitOf(started.child), 0);
    const left = await filesBelow(started.folder);
    t.is(left.length, 1, left.join());
    t.true(left[0].endsWith('.sock.lock.1'), 'the next center knows by it that it is not the first');
    for (const pid of stationPids)
        await untilGone(pid);
});
test('refuses bad queries with the rule', async (t) => {
    const { env } = await start(t);
    const refusals = [
        ['lat=91&lon=0', /^ERR_BAD_QUERY: lat is '91'; a number from -90 to 90 is wanted\n$/],
        ['lat=&lon=0', /^ERR_BAD_QUERY: lat is ''; a number from -90 to 90 is wanted\n$/],
        ['lat=1', /^ERR_BAD_QUERY: lon is missing; a number from -180 to 180 is wanted\n$/],
        ['lat=1&lon=x', /^ERR_BAD_QUERY: lon is 'x'; a number from -180 to 180 is wanted\n$/],
        ['lat=1&lon=1&n=0', /^ERR_BAD_QUERY: n is '0'; a whole number from 1 to 100 is wanted\n$/],
        ['lat=1&lon=1&n=101', /^ERR_BAD_QUERY: n is '101'; a whole number from 1 to 100 is wanted\n$/],
    ];
    for (const [query, wanted] of refusals) {
        const refused = await t.throwsAsync(call(`GET /places/near?${query}`, env));
        t.regex(refused?.stderr ?? '', wanted);
    }
    const unknown = await t.throwsAsync(call('GET /places/999999999', env));
    t.regex(unknown?.stderr ?? '', /^ERR_NO_PLACE: /);
    t.like(JSON.parse((await call('GET /places/0', env)).stdout), { id: 0 });
});
test('a second start says that one runs already', async (t) => {
    const { env } = await start(t);
    const second = await t.throwsAsync(runNode([kStartPath], env));
    t.is(second?.code, 1);
    t.regex(second?.stderr ?? '', /a center already answers at .*\nIt runs already: /);
});
test('ends with exit code 1 when a station dies', async (t) => {
    const { child } = await start(t);
    const [pid] = await childrenOf(child.pid ?? 0);
    if (pid === undefined)
        return t.fail('there is no station');
    process.kill(pid, 'SIGKILL');
    t.is(await exitOf(child), 1);
});
/** Starts center and station in a runtime folder of their own, and waits until the help is printed. */
async function start(t) {
    t.timeout(2 * kWatchdogMs);
    const folder = await mkdtemp(join(tmpdir(), 'signalbox-places-'));
    t.teardown(() => rm(folder, { recursive: true, force: true }));
    const env = { ...process.env, XDG_RUNTIME_DIR: folder, INIT_CWD: kRoot };
    delete env.SIGNALBOX_CENTER;
    const child = spawn(process.execPath, [kStartPath, '--http-address', '127.0.0.1:0'], {
        cwd: kRoot,
        env,
        stdio: ['ignore', 'pipe', 'inherit'],
    });
    let stdout = '';
    child.stdout.on('data', (chunk) => {
        stdout += chunk.toString();
    });
    t.teardown(async () => {
        if (child.exitCode !== null || child.signalCode !== null)
            return;
        const exited = exitOf(child);
        child.kill('SIGTERM');
        await exited;
    });
    await until(() => stdout.includes('Ctrl-C ends'), 'the help is printed');
    return { child, env, folder, stdout: () => stdout };
}
function exitOf(child) {
    return new Promise((resolve) => child.once('exit', (code) => resolve(code)));
}
function commandLines(stdout) {
    const [callLine, queryLine] = stdout.match(/^ {2}node .*$/gm) ?? [];
    if (callLine === undefined || queryLine === undefined)
        throw new Error(`no commands in: ${stdout}`);
    return [callLine, queryLine];
}
function shell(line, env) {
    return runFile('/bin/sh', ['-c', line], { cwd: kRoot, env, timeout: kWatchdogMs });
}
function runNode(args, env) {
    return runFile(process.execPath, args, { cwd: kRoot, env, timeout: kWatchdogMs });
}
function call(route, env) {
    return runNode([join('dist', 'src', 'cli', 'main.js'), 'call', route], env);
}
async function until(isDone, what) {
    const deadlineMs = performance.now() + kWatchdogMs;
    while (!(await isDone())) {
        if (performance.now() > deadlineMs)
            throw new Error(`waited in vain until ${what}`);
        await sleep(10);
    }
}
async function childrenOf(pid) {
    const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
    return text.split(' ').filter(Boolean).map(Number);
}
function untilGone(pid) {
    return until(() => {
        try {
            process.kill(pid, 0);
            return false;
        }
        catch {
            return true; // no process has this id any more
        }
    }, `process ${pid} is gone`);
}
/** Everything below a folder but folders. */
async function filesBelow(folder) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => !entry.isDirectory()).map((entry) => entry.name);
}
//# sourceMappingURL=places.test.js.map