import test from 'ava';
import { connect } from '../../src/index.js';
import { printed, runCli, startCli, startCliWith } from './cli.js';
import { kill, until, World, within } from './world.js';
let world;
test.before(async () => {
    world = new World();
    await world.startCenter();
    await world.startStation('echo');
});
test.after.always(() => world.close());
test('stations, services, routes and get service show who is there', async (t) => {
    const stations = await runCli(world, 'stations');
    t.is(stations.code, 0);
    t.regex(stations.stdout, /^STATION .*\n(?:.*\n)*echo\.1 .* up /);
    const services = await runCli(world, 'services');
    t.is(services.code, 0);
    t.true(services.stdout.split('\n').includes('echo'));
    const routes = await runCli(world, 'routes', '-o', 'json');
    t.is(routes.code, 0);
    const list = JSON.parse(routes.stdout);
    t.true(list.some(({ route }) => route === 'POST /echo'));
    const service = await runCli(world, 'get', 'service', 'echo');
    t.is(service.code, 0);
    t.regex(service.stdout, /^service {2}echo\n\nversion 0\.0\.0\n\nID\tAddress\tMetadata\necho\.1\tshm:/);
    const nobody = await runCli(world, 'get', 'service', 'nobody');
    t.is(nobody.code, 4);
});
test('colours only where they are wanted', async (t) => {
    const isColored = async (env, ...args) => (await startCliWith(world, env, 'stations', ...args).ended).stdout.includes('\u001b[1mSTATION');
    t.false(await isColored({}));
    t.false(await isColored({ CI: 'true' }));
    t.true(await isColored({ FORCE_COLOR: '1' }));
    t.false(await isColored({ FORCE_COLOR: '1' }, '--no-color'));
});
test('call prints JSON with tabs, and ends with 4 for a service that is not there', async (t) => {
    const call = await runCli(world, 'call', '/echo', '{"a":[1]}');
    t.deepEqual(call, { code: 0, stdout: '{\n\t"a": [\n\t\t1\n\t]\n}\n', stderr: '' });
    const nobody = await runCli(world, 'call', 'nosuch', 'Foo.Bar', '{}');
    t.deepEqual(nobody, { code: 4, stdout: '', stderr: 'Service "nosuch" not found\n' });
});
test('subscribe gets what publish sends, and ends at SIGINT', async (t) => {
    const subscriber = startCli(world, 'subscribe', 'news');
    await until('the subscription is in force', async () => {
        await runCli(world, 'publish', 'news', '{"n":1}');
        return subscriber.stdout().includes('{"n":1}\n');
    });
    subscriber.child.kill('SIGINT');
    const { code, stderr } = await subscriber.ended;
    t.is(code, 0);
    t.is(stderr, '');
});
test('pause refuses calls until resume, and both may be said twice', async (t) => {
    await world.startStation('paused');
    const call = () => runCli(world, 'call', '/paused/only', '1');
    for (const count of ['1 station\n', '1 station\n']) {
        t.is((await runCli(world, 'pause', 'paused')).stdout, `paused paused: ${count}`);
    }
    const refused = await call();
    t.not(refused.code, 0);
    t.true(refused.stderr.includes('every station of POST /paused/only is paused'));
    for (let turn = 0; turn < 2; turn++)
        t.is((await runCli(world, 'resume', 'paused')).code, 0);
    t.is((await call()).stdout, '1\n');
    t.not((await runCli(world, 'resume', 'nobody')).code, 0);
});
test('drain ends a station for good', async (t) => {
    const { child } = await world.startStation('drained');
    const gone = new Promise((resolve) => child.once('exit', resolve));
    const drain = await runCli(world, 'drain', 'drained');
    t.deepEqual(drain, {
        code: 0,
        stdout: 'drained drained: 1 of 1 stations have left\n',
        stderr: '',
    });
    t.is(await within('the drained process ends', gone), 0);
    const again = await runCli(world, 'drain', 'drained');
    t.not(again.code, 0);
    t.true(again.stderr.includes('drained not found'));
});
test('stats counts calls of a route', async (t) => {
    await runCli(world, 'call', '/safe', '1');
    const stats = await runCli(world, 'stats', 'POST /safe', '-o', 'json');
    const { routes } = JSON.parse(stats.stdout);
    t.is(routes[0]?.calls, 1);
    const again = startCli(world, 'stats', 'echo', '--interval', '100ms');
    await printed(again, 'SERVICE');
    await until('it prints twice', () => again.stdout().split('SERVICE').length > 2);
    again.child.kill('SIGTERM');
    t.is((await again.ended).code, 0);
});
test('bench loads an echo of its own, and removes it', async (t) => {
    const bench = await runCli(world, 'bench', '--window', '16', '--seconds', '1', '-o', 'json');
    t.is(bench.code, 0);
    const { runs } = JSON.parse(bench.stdout);
    t.true((runs[0]?.calls ?? 0) > 100);
    t.is(runs[0]?.errors, 0);
    const stations = await runCli(world, 'services');
    t.false(stations.stdout.includes('signalbox-bench'));
});
test('bench loads a route, and prints the figures so far at SIGINT', async (t) => {
    const bench = startCli(world, 'bench', '/echo', '--body', '{"a":1}', '--seconds', '600');
    let calledMs = Number.POSITIVE_INFINITY;
    await until('it has called for longer than it warms up', async () => {
        const { stdout } = await runCli(world, 'stats', 'POST /echo', '-o', 'json');
        const { routes } = JSON.parse(stdout);
        if ((routes[0]?.inFlight ?? 0) > 0)
            calledMs = Math.min(calledMs, performance.now());
        return performance.now() - calledMs > 1_500;
    });
    bench.child.kill('SIGINT');
    const { code, stdout } = await bench.ended;
    t.is(code, 0);
    t.regex(stdout, /^WINDOW .*\n +64 +1 +[1-9]/);
});
test('tap shows calls between processes, without their secrets, and ends at SIGINT', async (t) => {
    const tap = startCli(world, 'tap', 'POST /tapped/only', '--bodies', '--max-rate', '1000');
    t.not((await tap.ended).code, 0); // nobody offers it yet
    t.true(tap.stderr().includes('POST /tapped/only not found'));
    await world.startStation('tapped');
    const again = startCli(world, 'tap', 'POST /tapped/only', '--bodies');
    const body = '{"sku":"A1","password":"hidden"}';
    await until('a call is shown', async () => {
        await runCli(world, 'call', '/tapped/only', body);
        return again.stdout().includes('A1');
    });
    again.child.kill('SIGINT');
    const { code, stdout, stderr } = await again.ended;
    t.is(code, 0);
    t.regex(stdout, /^\d\d:\d\d:\d\d\.\d{3} {2}signalbox-cli\.\d+ → tapped\.1 {2}ok {2}[\d.]+ [um]s {2}32\/32 B {2}\/tapped\/only\n {4}→ \{"sku":"A1","password":"\*\*\*"\}\n {4}← /);
    t.false(stdout.includes('hidden'));
    t.regex(stderr, /^\d+ calls shown of \d+, 0 left out over the rate\n$/);
});
/** Process of the one among stations of a name that has the call. */
async function holderOf(station) {
    let pid = 0;
    await until(`a living ${station} has the call`, async () => {
        const { stdout } = await runCli(world, 'stations', '-o', 'json');
        const list = JSON.parse(stdout);
        const holder = list.find(({ name, inFlight }) => name === station && inFlight === 1);
        pid = holder?.pid ?? 0;
        return pid !== 0 && isAlive(pid);
    });
    return pid;
}
function isAlive(pid) {
    try {
        return process.kill(pid, 0);
    }
    catch {
        return false;
    }
}
test('tap shows a call that is tried at another station once more', async (t) => {
    const stations = [await world.startStation('mortal'), await world.startStation('mortal')];
    const tap = startCli(world, 'tap', 'POST /mortal/held', '-o', 'json');
    const client = await connect(world.pipe, { name: 'caller' });
    t.teardown(() => client.close());
    await until('the tap is open', async () => {
        const { stdout } = await runCli(world, 'stats', 'GET /_sys_/tap', '-o', 'json');
        return JSON.parse(stdout).routes[0]?.inFlight === 1;
    });
    const outcome = t.throwsAsync(client.call('POST /mortal/held'), { message: /is gone/ });
    // One after the other, each when it has the call: the center may hear of two deaths at once in any order.
    for (let left = stations.length; left > 0; left--) {
        const pid = await holderOf('mortal');
        const holder = stations.find(({ child }) => child.pid === pid);
        if (holder !== undefined)
            await kill(holder.child, 'SIGKILL');
    }
    await outcome;
    await until('both tries are shown', () => tap.stdout().split('\n').length === 3);
    tap.child.kill('SIGINT');
    const { stdout } = await tap.ended;
    const items = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
    t.deepEqual(items.map(({ code, status, caller }) => [code, status, caller]), Array(2).fill(['ERR_STATION_LOST', 502, 'caller.1']));
    t.deepEqual(items.map(({ station }) => String(station).split('.')[0]), ['mortal', 'mortal']);
});
//# sourceMappingURL=cli-verbs.test.js.map