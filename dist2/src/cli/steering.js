// `signalbox pause`, `resume` and `drain`: who gets calls.
import { kCallTimeoutMsMax, kDrainTimeoutMs } from '../base/limits.js';
import { withClient } from './client.js';
import { CliError, kExitFailed } from './exit.js';
import { spanFlag } from './flags.js';
import { addListingFlags, isItem, listOf } from './listing.js';
import { isNumber, jsonText, printableLine, write } from './output.js';
import { pause, untilStopped } from './stop.js';
const kTargetHelp = 'a station (orders.1), a service (orders) or a route ("GET /orders")';
/** How long a look at the progress of a drain may be old. */
const kProgressMs = 500;
/** What the center may take beyond the wait for calls: to tell the stations, and to see them go. */
const kDrainGraceMs = 5_000;
/** Longest wait of `drain`, so that the call of it has room for the rest. */
const kDrainMsMax = kCallTimeoutMsMax - kDrainGraceMs;
/** Adds the three commands. */
export function addSteeringCommands(program, context) {
    addSwitch(program, context, {
        name: 'pause',
        description: 'send no calls to a station, a service or a route until it is resumed',
        field: 'paused',
        nothing: 'nothing of this name is here; the pause holds for what joins later',
    });
    addSwitch(program, context, {
        name: 'resume',
        description: 'send calls again to what was paused',
        field: 'resumed',
        nothing: 'nothing of this name is here now',
    });
    addListingFlags(program
        .command('drain')
        .description('take a station or a service out: its calls end, then it leaves')
        .argument('<target>', 'a station (orders.1) or a service (orders)'))
        .addOption(spanFlag('--timeout <time>', 'how long its calls may take to end', 0, kDrainMsMax).default(kDrainTimeoutMs, '10s'))
        .action((target, flags) => runDrain(context, target, flags));
}
function addSwitch(program, context, it) {
    addListingFlags(program.command(it.name).description(it.description).argument('<target>', kTargetHelp)).action((target, flags) => withClient(context, flags, async (client) => {
        const reply = await client.call(`POST /_sys_/${it.name}`, { target });
        const count = isItem(reply) && isNumber(reply[it.field]) ? Number(reply[it.field]) : 0;
        const what = target.includes('/') ? 'route' : 'station';
        const counted = count === 0 ? `0 (${it.nothing})` : `${count} ${what}${count === 1 ? '' : 's'}`;
        const isJson = flags.output === 'json';
        const text = `${it.field} ${printableLine(target)}: ${counted}\n`;
        await write(context.stdout, isJson ? jsonText(reply, context.isTerminal) : text);
    }));
}
async function runDrain(context, target, flags) {
    const timeoutMs = flags.timeout;
    await withClient(context, flags, async (client) => {
        const drained = new AbortController();
        let reply;
        let isStopped = true;
        await untilStopped(context, async (stop) => {
            const signal = AbortSignal.any([stop, drained.signal]);
            const shown = showProgress(context, client, target, signal);
            try {
                const options = { timeoutMs: timeoutMs + kDrainGraceMs, signal: stop };
                reply = await client.call('POST /_sys_/drain', { target, timeoutMs }, options);
                isStopped = false;
            }
            finally {
                drained.abort();
                await shown;
                context.progress('');
            }
        });
        if (isStopped)
            throw new CliError(kExitFailed, `the center goes on to drain ${target}`);
        await report(context, target, isItem(reply) ? reply : {}, flags.output === 'json');
    });
}
async function report(context, target, reply, isJson) {
    const countOf = (field) => (isNumber(reply[field]) ? Number(reply[field]) : 0);
    const [stations, inFlight, gone] = ['stations', 'inFlight', 'gone'].map(countOf);
    const text = `drained ${printableLine(target)}: ${gone} of ${stations} stations have left\n`;
    await write(context.stdout, isJson ? jsonText(reply, context.isTerminal) : text);
    if (inFlight > 0) {
        throw new CliError(kExitFailed, `${inFlight} calls were still on the way when the wait was over`);
    }
    if (gone < stations) {
        throw new CliError(kExitFailed, `${stations - gone} stations were told to leave and are still here`);
    }
}
async function showProgress(context, client, target, signal) {
    await pause(kProgressMs, signal);
    while (!signal.aborted) {
        const stations = await listOf(client, 'GET /_sys_/stations').catch(() => []);
        const meant = stations.filter(({ id, name }) => id === target || name === target);
        const inFlight = meant.reduce((sum, station) => sum + (isNumber(station.inFlight) ? station.inFlight : 0), 0);
        context.progress(`draining: ${meant.length} stations, ${inFlight} calls on the way`);
        await pause(kProgressMs, signal);
    }
}
//# sourceMappingURL=steering.js.map