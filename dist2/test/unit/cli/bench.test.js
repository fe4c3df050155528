import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import { centerError } from '../../../src/base/errors.js';
import { makeLoad } from '../../../src/cli/bench-load.js';
import { LatencyHistogram } from '../../../src/cli/latency-histogram.js';
import { run } from './fake-context.js';
test('percentiles are right within 3 %, the longest latency exactly', (t) => {
    const histogram = new LatencyHistogram();
    for (let value = 1; value <= 10_000; value++)
        histogram.add(value / 100);
    t.is(histogram.count, 10_000);
    for (const [share, ms] of [
        [0.5, 50],
        [0.9, 90],
        [0.99, 99],
        [0.999, 99.9],
        [0.0001, 0.01],
    ]) {
        const found = histogram.percentileMs(share);
        t.true(Math.abs(found - ms) <= ms * 0.03, `${share}: ${found}`);
    }
    t.is(histogram.maxMs, 100);
    t.is(histogram.percentileMs(1), 100);
});
test('a histogram takes nothing, everything and too much', (t) => {
    const histogram = new LatencyHistogram();
    t.deepEqual([histogram.count, histogram.maxMs, histogram.percentileMs(0.99)], [0, 0, 0]);
    histogram.add(0);
    t.is(histogram.percentileMs(1), 0);
    histogram.add(1e9);
    t.is(histogram.maxMs, 1e9);
    t.true(histogram.percentileMs(1) >= 200_000);
    t.is(histogram.count, 2);
});
/** A client of whose calls at most so many were on the way at once. */
function client(answer) {
    let inFlight = 0;
    let most = 0;
    const call = async () => {
        inFlight++;
        most = Math.max(most, inFlight);
        try {
            return await answer();
        }
        finally {
            inFlight--;
        }
    };
    const rest = {
        publish: async () => { },
        subscribe: () => async () => { },
        messagesLostCount: 0,
        close: async () => { },
    };
    return { client: { call, ...rest }, mostInFlight: () => most };
}
const kPlan = { route: '/a', body: undefined, timeoutMs: 1_000 };
test('a load keeps its window full on each client, and ends in time', async (t) => {
    const [one, two] = [client(() => sleep(2)), client(() => sleep(2))];
    const clients = [one.client, two.client];
    const plan = { ...kPlan, clients, window: 8, spanMs: 100 };
    const figures = await makeLoad(plan, new AbortController().signal);
    t.is(one.mostInFlight(), 8);
    t.is(two.mostInFlight(), 8);
    t.true(figures.seconds >= 0.1 && figures.seconds < 20);
    t.true(figures.latencies.count >= 16);
    t.true(figures.latencies.percentileMs(0.5) >= 1.5);
    t.is(figures.errors.size, 0);
});
test('failures are counted by code, are no latencies, and do not starve a signal', async (t) => {
    const failing = client(() => Promise.reject(centerError('ERR_PAUSED', { route: '/a' })));
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 20);
    const plan = { ...kPlan, clients: [failing.client], window: 4, spanMs: 60_000 };
    const figures = await makeLoad(plan, stop.signal);
    t.is(figures.latencies.count, 0);
    t.true((figures.errors.get('ERR_PAUSED') ?? 0) >= 4);
});
test('a signal ends a load whose calls never end', async (t) => {
    const stuck = client(() => new Promise(() => { }));
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 10);
    const plan = { ...kPlan, clients: [stuck.client], window: 4, spanMs: 60_000 };
    const figures = await makeLoad(plan, stop.signal);
    t.is(figures.latencies.count, 0);
    t.true(figures.seconds < 20);
});
test('bench: one row for each window, and the connections are closed', async (t) => {
    const { exitCode, stdout, asked } = run(['bench', '/a', '--window', '1,4', '--seconds', '1', '--connections', '3'], { answer: () => sleep(1) });
    t.is(await exitCode, 0);
    const lines = stdout().split('\n');
    t.regex(lines[0] ?? '', /^WINDOW +CONNECTIONS +CALLS +CALLS\/S +P50 +P90 +P99 +P99\.9 +MAX +ERRORS$/);
    t.regex(lines[1] ?? '', /^ +1 +3 +\d+ +\d+ .* 0$/);
    t.regex(lines[2] ?? '', /^ +4 +3 +\d+ +\d+ .* 0$/);
    t.is(asked.connects.length, 3);
    t.deepEqual(asked.events, Array(3).fill('disconnect'));
});
test('bench: without a route it loads an echo of its own, and takes it away', async (t) => {
    const command = run(['bench', '--seconds', '3600', '-o', 'json'], { answer: () => sleep(1) });
    while (!command.asked.progress.some((text) => text.startsWith('window 64')))
        await sleep(1);
    command.stop();
    t.is(await command.exitCode, 0);
    const { runs } = JSON.parse(command.stdout());
    t.is(runs.length, 1);
    t.is(runs[0]?.window, 64);
    t.deepEqual(command.asked.events, [
        'join signalbox-bench POST /signalbox-bench/PID',
        'disconnect',
        'leave',
    ]);
    t.is(command.listenerCount(), 0);
});
test('bench: fails when every call fails, warns when some do', async (t) => {
    const fail = () => {
        throw centerError('ERR_NO_ROUTE', { route: '/a' });
    };
    const all = run(['bench', '/a', '--window', '2', '--seconds', '1'], { answer: fail });
    t.not(await all.exitCode, 0);
    t.regex(all.stderr(), /^every call failed: ERR_NO_ROUTE \(\d+\)\n$/);
    let turn = 0;
    const some = run(['bench', '/a', '--window', '2', '--seconds', '1'], {
        answer: () => (turn++ % 2 === 0 ? sleep(1) : fail()),
    });
    t.is(await some.exitCode, 0);
    t.regex(some.stderr(), /^warning: calls failed: ERR_NO_ROUTE \(\d+\)\n$/);
});
test('bench: refuses windows, seconds, connections and routes that cannot be', async (t) => {
    for (const args of [
        ['--window', '0'],
        ['--window', '1,,2'],
        ['--window', '16385'],
        ['--window', Array(17).fill('1').join(',')],
        ['--seconds', '0'],
        ['--connections', '65'],
        ['--body', '{bad'],
        ['orders'],
    ]) {
        const { exitCode, asked } = run(['bench', ...args]);
        t.not(await exitCode, 0, args.join(' '));
        t.deepEqual(asked.connects, []);
    }
});
//# sourceMappingURL=bench.test.js.map