// `signalbox tap`: the calls of a route as they happen.
import { InvalidArgumentError, Option } from 'commander';
import { kTapPerSecondMax } from '../base/limits.js';
import { withClient } from './client.js';
import { CliError, kExitFailed, usageError } from './exit.js';
import { centerFlag, flag, textFlag, tokenFileFlag, wholeFlag } from './flags.js';
import { isItem } from './listing.js';
import { cellText, countText, isNumber, jsonText, latencyText, printableLine, write, } from './output.js';
import { isStream } from './reply.js';
import { untilStopped } from './stop.js';
const kEveryMax = 1_000_000;
const kRateDefault = 20;
const kNotes = `
Examples:
  signalbox tap "POST /orders"
  signalbox tap "GET /orders/:id" --sample 1/100 --bodies --redact iban,birthday

The route is named as it is offered (signalbox routes). A line for each call: time, caller,
station, status, how long it took, bytes of request and reply, path. With --bodies the first 2 KiB
of both follow where they are JSON; values of fields like password, token or cookie are ***.
Calls over --max-rate are left out and counted. Ctrl-C ends the tap.`;
/** Adds the command. */
export function addTapCommand(program, context) {
    program
        .command('tap')
        .description('watch the calls of a route as they happen')
        .argument('<route>', 'a route as it is offered: "GET /orders/:id"')
        .addOption(flag('--sample <share>', 'every n-th call: 1/100').argParser(everyOf).default(1, '1/1'))
        .addOption(wholeFlag('--max-rate <n>', 'calls a second at most', 1, kTapPerSecondMax).default(kRateDefault))
        .option('--bodies', 'with the beginning of request and reply')
        .addOption(textFlag('--redact <names>', 'more fields whose values are not shown: iban,pin'))
        .addOption(wholeFlag('-n, --count <n>', 'end after this many calls', 1, Number.MAX_SAFE_INTEGER))
        .addOption(new Option('-o, --output <format>', 'how to print')
        .choices(['table', 'json'])
        .default('table')
        .env('SIGNALBOX_OUTPUT'))
        .addOption(centerFlag())
        .addOption(tokenFileFlag())
        .addHelpText('after', kNotes)
        .action((route, flags) => runTap(context, route, flags));
}
function everyOf(text) {
    const every = Number(/^1\/(\d+)$/.exec(text)?.[1] ?? (text === '1' ? 1 : 0));
    if (every >= 1 && every <= kEveryMax)
        return every;
    throw new InvalidArgumentError(`It must be 1/N, N from 1 to ${kEveryMax}.`);
}
async function runTap(context, route, flags) {
    if (!route.includes('/'))
        throw usageError(`${route} is no route: it looks like "GET /orders/:id"`);
    const seen = { shown: 0, seen: 0, dropped: 0 };
    await withClient(context, flags, (client) => untilStopped(context, async (signal) => {
        const reply = await client.call(`GET /_sys_/tap?${queryOf(route, flags)}`, undefined, {
            signal,
        });
        if (!isStream(reply)) {
            throw new CliError(kExitFailed, 'ERR_BAD_REPLY: GET /_sys_/tap did not answer with a stream');
        }
        for await (const item of reply) {
            if (!isItem(item))
                continue;
            await showDropped(context, seen.dropped, item);
            await write(context.stdout, textOf(context, item, flags));
            seen.shown++;
            seen.seen = isNumber(item.seen) ? item.seen : seen.seen;
            seen.dropped = isNumber(item.dropped) ? item.dropped : seen.dropped;
            if (seen.shown >= (flags.count ?? Number.POSITIVE_INFINITY))
                return;
        }
    }));
    const text = `${seen.shown} calls shown of ${seen.seen}, ${seen.dropped} left out over the rate\n`;
    await write(context.stderr, text);
}
function queryOf(route, flags) {
    const query = new URLSearchParams({
        route,
        every: String(flags.sample),
        rate: String(flags.maxRate),
    });
    if (flags.bodies === true)
        query.set('bodies', '1');
    if (flags.redact !== undefined)
        query.set('redact', flags.redact);
    return query.toString();
}
/** What is left out is said where it is missing. */
async function showDropped(context, before, item) {
    if (!isNumber(item.dropped) || item.dropped <= before)
        return;
    await write(context.stderr, `… ${item.dropped - before} calls left out (over --max-rate)\n`);
}
function textOf(context, item, flags) {
    return flags.output === 'json' ? jsonText(item, false) : tapLines(item, context.colors);
}
/** A call as people read it: a line, and one for each body. */
export function tapLines(item, colors) {
    const isOk = item.status === 0;
    const status = isOk
        ? colors.green('ok')
        : colors.red(`${countText(item.status)} ${word(item.code)}`);
    const station = cellText(item.station) === '-' ? 'no station' : word(item.station);
    const duration = isNumber(item.durationUs) ? latencyText(item.durationUs) : '-';
    const bytes = `${countText(item.requestBytes)}/${countText(item.replyBytes)} B`;
    const head = [
        colors.dim(timeText(item.atMs)),
        `${word(item.caller)} → ${station}`,
        status,
        duration,
        bytes,
        word(item.path),
    ].join('  ');
    const bodies = [
        ...(typeof item.request === 'string' ? [`    → ${printableLine(item.request)}`] : []),
        ...(typeof item.reply === 'string' ? [`    ← ${printableLine(item.reply)}`] : []),
    ];
    return [head, ...bodies].map((line) => `${line}\n`).join('');
}
function word(value) {
    return printableLine(cellText(value));
}
/** Time of day with milliseconds. */
function timeText(atMs) {
    if (!isNumber(atMs))
        return '-';
    const date = new Date(atMs);
    if (Number.isNaN(date.getTime()))
        return '-';
    return `${date.toTimeString().slice(0, 8)}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}
//# sourceMappingURL=tap.js.map