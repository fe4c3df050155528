import { constants } from 'node:os';
import test, {} from 'ava';
import { connect } from '../../src/index.js';
import { kCliPath, runCli } from './cli.js';
import { hasPty, startInTerminal } from './terminal.js';
import { World } from './world.js';
let world;
let isLoading = true;
let load;
test.before(async () => {
    world = new World();
    await world.startCenter();
    await world.startStation('echo');
    load = makeLoad();
});
test.after.always(async () => {
    isLoading = false;
    await load;
    await world.close();
});
/** Some calls, all the time. */
async function makeLoad() {
    const client = await connect(world.pipe, { name: 'load' });
    while (isLoading) {
        await Promise.all(Array.from({ length: 20 }, () => client.call('POST /echo', 'x')));
        await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await client.close();
}
const ptyTest = hasPty ? test : test.skip;
function startTop(t, columns, rows) {
    const args = [process.execPath, kCliPath, 'top', '--interval', '200ms'];
    const top = startInTerminal(columns, rows, args, { SIGNALBOX_CENTER: world.pipe });
    t.teardown(() => top.close());
    return top;
}
test('top --once, and top without a terminal, print one frame as text', async (t) => {
    for (const args of [['top', '--once'], ['top']]) {
        const { code, stdout } = await runCli(world, ...args, '--interval', '300ms');
        t.is(code, 0);
        t.regex(stdout, /^signalbox top {2}routes .*\n[1-9]\d* calls\/s {2}p50 \d.*\n\nROUTE /);
        t.regex(stdout, /\nPOST \/echo +up +[1-9]\d* +0 /);
        t.false(stdout.includes('\u001b'));
    }
});
ptyTest('top in a terminal (python3): views, filter, pause, resize, quit', async (t) => {
    const top = startTop(t, 80, 24);
    await top.shows(/POST \/echo +up +[1-9]\d* /);
    t.true(top.screen.isOther);
    t.false(top.screen.isCursorShown);
    top.type('3');
    await top.shows(/STATION .*\n(?:.*\n)*echo\.1 +up/);
    top.type('2');
    await top.shows(/SERVICE .*\n(?:.*\n)*echo +up/);
    top.type('1/safe\r');
    await top.shows(/filter: safe\n/);
    await top.shows(/POST \/safe/);
    t.false(top.screen.text().includes('POST /echo'));
    top.type('\u001b');
    await top.shows('POST /echo');
    top.type(' ');
    await top.shows(' paused ');
    top.type(' ');
    await top.shows('every 0.2 s');
    top.resize(60, 8);
    await top.shows(/^.*\n.*\n\nROUTE .*\n(?:.+\n){3}\d+ more /);
    top.resize(100, 30);
    await top.shows(/q quit$/);
    t.log(`\n${top.screen.text()}`);
    top.type('q');
    t.is(await top.ended, 'exit 0 echo on');
    t.false(top.screen.isOther);
    t.true(top.screen.isCursorShown);
});
for (const [name, end] of [
    ['Ctrl-C', (top) => top.type('\u0003')],
    ['SIGTERM', (top) => top.signal(constants.signals.SIGTERM)],
    ['SIGHUP', (top) => top.signal(constants.signals.SIGHUP)],
]) {
    ptyTest(`top gives the terminal back (python3): ${name}`, async (t) => {
        const top = startTop(t, 80, 24);
        await top.shows('q quit');
        end(top);
        t.is(await top.ended, 'exit 0 echo on');
        t.false(top.screen.isOther);
        t.true(top.screen.isCursorShown);
    });
}
//# sourceMappingURL=cli-top.test.js.map