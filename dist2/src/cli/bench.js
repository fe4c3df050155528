// `signalbox bench`: loads a route through the center, and tells how fast it answers.
import { InvalidArgumentError } from 'commander';
import { kCallTimeoutMsDefault, kCallTimeoutMsMax } from '../base/limits.js';
import { makeLoad } from './bench-load.js';
import { bodyOf, checkRoute } from './call-body.js';
import { connectClient, connecting, withClient } from './client.js';
import { CliError, kExitFailed } from './exit.js';
import { flag, spanFlag, textFlag, wholeFlag } from './flags.js';
import { addListingFlags, lookOf } from './listing.js';
import { jsonText, latencyText, write } from './output.js';
import { pause, untilStopped } from './stop.js';
import { tableText } from './table.js';
/** Calls on the way on one connection; more only makes a longer queue. */
const kWindowMax = 16_384;
/** Windows of one run. */
const kWindowCountMax = 16;
const kSecondsMax = 3_600;
const kConnectionsMax = 64;
/** Milliseconds of load before the first figures, so that all sides have compiled what is hot. */
const kWarmUpMs = 500;
const kProgressMs = 200;
/** What is sent to the echo of this process. */
const kEchoBody = { text: 'signalbox bench', n: 1 };
const kNotes = `
Examples:
  signalbox bench
  signalbox bench /orders/7 --window 1,64 --seconds 10
  signalbox bench "POST /orders" --body @order.json --connections 4

Without a route the command joins as a station of its own that echoes, and leaves afterwards.
A window is how many calls are on the way at once on each connection. Ctrl-C ends the load; the
figures so far are printed.`;
/** Adds the command. */
export function addBenchCommand(program, context) {
    addListingFlags(program
        .command('bench')
        .description('load a route and print calls per second and latencies')
        .argument('[route]', '/path, or "METHOD /path"; default: an echo of this process'))
        .addOption(textFlag('--body <json>', 'what is sent: JSON text, - for stdin, @file for a file'))
        .addOption(flag('--window <counts>', 'calls on the way at once, one run for each')
        .argParser(windowsOf)
        .default([64, 256], '64,256'))
        .addOption(wholeFlag('--seconds <n>', 'how long each run lasts', 1, kSecondsMax).default(5))
        .addOption(wholeFlag('--connections <n>', 'links that call', 1, kConnectionsMax).default(1))
        .addOption(spanFlag('--timeout <time>', 'how long a call may take', 1, kCallTimeoutMsMax).default(kCallTimeoutMsDefault, '30s'))
        .addHelpText('after', kNotes)
        .action((route, flags) => runBench(context, route, flags));
}
function windowsOf(text) {
    const windows = text.split(',').map((part) => (/^\d+$/.test(part) ? Number(part) : 0));
    const isGood = windows.every((window) => window >= 1 && window <= kWindowMax);
    if (isGood && windows.length <= kWindowCountMax)
        return windows;
    throw new InvalidArgumentError(`It must be up to ${kWindowCountMax} whole numbers with commas between, 1 to ${kWindowMax} each.`);
}
async function runBench(context, route, flags) {
    const body = await bodyOf(context, flags.body);
    if (route !== undefined) {
        checkRoute(route, body !== undefined);
        await benchRoute(context, flags, route, body);
        return;
    }
    const echoRoute = `POST /signalbox-bench/${process.pid}`;
    const echo = await connecting(flags, (options) => context.joinEcho(flags.center, { ...options, name: 'signalbox-bench' }, echoRoute));
    try {
        await benchRoute(context, flags, echoRoute, body ?? kEchoBody);
    }
    finally {
        await echo.leave();
    }
}
async function benchRoute(context, flags, route, body) {
    const runs = [];
    await withClient(context, flags, (first) => withMore(context, flags, [first], (clients) => untilStopped(context, async (signal) => {
        const plan = { clients, route, body, timeoutMs: flags.timeout };
        await makeLoad({ ...plan, window: flags.window[0] ?? 1, spanMs: kWarmUpMs }, signal);
        for (const window of flags.window) {
            if (signal.aborted)
                return;
            const spanMs = flags.seconds * 1_000;
            const shown = showProgress(context, window, spanMs, signal);
            runs.push(await makeLoad({ ...plan, window, spanMs }, signal));
            await shown.end();
        }
    })));
    await report(context, route, runs, flags);
}
/** Opens the other connections, and closes them whatever happens. */
async function withMore(context, flags, clients, work) {
    const more = [];
    try {
        while (clients.length + more.length < flags.connections)
            more.push(await connectClient(context, flags));
        await work([...clients, ...more]);
    }
    finally {
        await Promise.all(more.map((client) => client.close()));
    }
}
function runOf({ window, seconds, latencies, errors }, connections) {
    return {
        window,
        connections,
        seconds,
        calls: latencies.count,
        callsPerSecond: latencies.count / seconds,
        p50Ms: latencies.percentileMs(0.5),
        p90Ms: latencies.percentileMs(0.9),
        p99Ms: latencies.percentileMs(0.99),
        p999Ms: latencies.percentileMs(0.999),
        maxMs: latencies.maxMs,
        errors: [...errors.values()].reduce((sum, count) => sum + count, 0),
        errorsByCode: Object.fromEntries(errors),
    };
}
const right = 'right';
const latency = (title, msOf) => ({
    title,
    align: right,
    cell: (run) => (run.calls === 0 ? '-' : latencyText(msOf(run) * 1_000)),
});
const kColumns = [
    { title: 'WINDOW', align: right, cell: (run) => String(run.window) },
    { title: 'CONNECTIONS', align: right, cell: (run) => String(run.connections), spare: 1 },
    { title: 'CALLS', align: right, cell: (run) => String(run.calls) },
    { title: 'CALLS/S', align: right, cell: (run) => String(Math.round(run.callsPerSecond)) },
    latency('P50', (run) => run.p50Ms),
    latency('P90', (run) => run.p90Ms),
    latency('P99', (run) => run.p99Ms),
    latency('P99.9', (run) => run.p999Ms),
    latency('MAX', (run) => run.maxMs),
    {
        title: 'ERRORS',
        align: right,
        cell: (run) => String(run.errors),
        paint: (run) => (run.errors > 0 ? 'red' : undefined),
    },
];
async function report(context, route, figures, flags) {
    const runs = figures.map((run) => runOf(run, flags.connections));
    const isJson = flags.output === 'json';
    const text = isJson
        ? jsonText({ route, runs }, context.isTerminal)
        : tableText(kColumns, runs, lookOf(context));
    await write(context.stdout, text);
    const errors = errorsText(runs);
    const calls = runs.reduce((sum, run) => sum + run.calls, 0);
    if (errors !== '' && calls === 0)
        throw new CliError(kExitFailed, `every call failed: ${errors}`);
    if (errors !== '')
        await write(context.stderr, `warning: calls failed: ${errors}\n`);
}
function errorsText(runs) {
    const total = new Map();
    for (const { errorsByCode } of runs) {
        for (const [code, count] of Object.entries(errorsByCode))
            total.set(code, (total.get(code) ?? 0) + count);
    }
    return [...total].map(([code, count]) => `${code} (${count})`).join(', ');
}
function showProgress(context, window, spanMs, signal) {
    const over = new AbortController();
    const isOver = AbortSignal.any([over.signal, signal]);
    const startMs = performance.now();
    const shown = (async () => {
        while (!isOver.aborted) {
            const seconds = Math.min(spanMs, performance.now() - startMs) / 1_000;
            context.progress(`window ${window}: ${seconds.toFixed(0)} s of ${spanMs / 1_000} s`);
            await pause(kProgressMs, isOver);
        }
        context.progress('');
    })();
    return {
        end: () => {
            over.abort();
            return shown;
        },
    };
}
//# sourceMappingURL=bench.js.map