// `signalbox call` and `signalbox stream`: one call, from a shell.
import { InvalidArgumentError, Option } from 'commander';
import { kCallTimeoutMsMax } from '../base/limits.js';
import { bodyOf, checkRoute, isRoute, kJsonHelp } from './call-body.js';
import { withClient } from './client.js';
import { usageError } from './exit.js';
import { centerFlag, spanFlag, tokenFileFlag } from './flags.js';
import { listOf } from './listing.js';
import { methodFailure } from './micro-form.js';
import { jsonText, write } from './output.js';
import { isStream } from './reply.js';
import { untilStopped } from './stop.js';
const kTargetHelp = '/path, or "METHOD /path" (without a method POST when there is JSON, else GET)';
const kCallExamples = `
Examples:
  signalbox call /orders/7
  signalbox call "POST /orders" '{"sku":"A1"}'
  signalbox call /orders @order.json --timeout 500ms

The reply goes to stdout: JSON indented by tabs (-o raw: on one line), bytes as they are,
a stream as one line of JSON for each item.`;
const kStreamExamples = `
Examples:
  signalbox stream /orders/changes
  signalbox stream "POST /search" '{"text":"lamp"}' -o raw | jq .name

Items are printed as they come, one JSON object behind the other, until the stream ends or
Ctrl-C cancels it. -o raw prints one a line.`;
/** Adds both commands. */
export function addCallCommands(program, context) {
    addCall(program, 'call', 'call a route and print the reply', kCallExamples, (...all) => runCall(context, ...all));
    addCall(program, 'stream', 'call a route and print the items of its reply', kStreamExamples, (...all) => runStream(context, ...all));
}
function addCall(program, name, description, examples, run) {
    program
        .command(name)
        .description(description)
        .usage('[options] <route> [json] | <service> <endpoint> [json]')
        .argument('<route>', kTargetHelp)
        .argument('[json]', kJsonHelp)
        .argument('[more]', 'the JSON behind SERVICE ENDPOINT')
        .addOption(new Option('-o, --output <format>', 'how to print').choices(['json', 'raw']).default('json'))
        .addOption(centerFlag())
        .addOption(spanFlag('--timeout <time>', 'how long to wait for the reply', 1, kCallTimeoutMsMax))
        .addOption(requestTimeoutFlag())
        .addOption(fieldFlag('--header <name=value>', 'a header field for the handler; may be repeated'))
        .addOption(fieldFlag('--metadata <name=value>', 'as --header').hideHelp())
        .addOption(tokenFileFlag())
        .addHelpText('after', examples)
        .action((route, second, third, flags) => run(targetOf(route, second, third), flags));
}
/** As scripts of go-micro users call it. */
function requestTimeoutFlag() {
    return spanFlag('--request_timeout <time>', 'as --timeout', 1, kCallTimeoutMsMax).hideHelp();
}
/** A flag that is given once for each field. What a field may be, the call itself checks. */
function fieldFlag(flags, description) {
    return new Option(flags, description).argParser((text, before) => {
        const mark = text.indexOf('=');
        if (mark < 1)
            throw new InvalidArgumentError('It must be name=value.');
        return { ...before, [text.slice(0, mark).trim()]: text.slice(mark + 1) };
    });
}
function targetOf(first, second, third) {
    if (isRoute(first)) {
        if (third !== undefined)
            throw usageError('a route takes one JSON argument');
        checkRoute(first, second !== undefined);
        return { type: 'route', route: first, json: second };
    }
    if (second !== undefined)
        return { type: 'method', service: first, endpoint: second, json: third };
    throw usageError(`${first} is no route: it starts with / or "METHOD /"; or name a service and its endpoint`);
}
async function runCall(context, target, flags) {
    const body = await bodyOf(context, target.json);
    await withClient(context, flags, async (client) => {
        const route = await routeOf(client, target);
        const reply = await client.call(route, body, optionsOf(flags));
        if (!isStream(reply)) {
            await printValue(context, reply, flags.output === 'json');
            return;
        }
        for await (const item of reply)
            await printValue(context, item, false);
    });
}
async function runStream(context, target, flags) {
    const body = await bodyOf(context, target.json);
    await withClient(context, flags, (client) => untilStopped(context, async (signal) => {
        const route = await routeOf(client, target);
        const reply = await client.call(route, body, { ...optionsOf(flags), signal });
        const isRaw = flags.output === 'raw';
        // A route that answers once is a stream of one item.
        for await (const item of isStream(reply) ? reply : [reply]) {
            if (isRaw)
                await printValue(context, item, false);
            else
                await printItem(context, item);
        }
    }));
}
/** @throws CliError for a method of a service: see micro-form.ts. */
async function routeOf(client, target) {
    if (target.type === 'route')
        return target.route;
    throw methodFailure(target.service, target.endpoint, await listOf(client, 'GET /_sys_/services'));
}
function optionsOf(flags) {
    const timeoutMs = flags.timeout ?? flags.request_timeout;
    const headers = { ...flags.header, ...flags.metadata };
    return {
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
        ...(Object.keys(headers).length === 0 ? {} : { headers }),
    };
}
/** Prints one value: nothing for no body, bytes as they are, JSON else. */
async function printValue(context, value, isPretty) {
    if (value === undefined)
        return;
    await write(context.stdout, value instanceof Uint8Array ? value : jsonText(value, isPretty));
}
/** Prints an item of a stream, with nothing between it and the next one. */
async function printItem(context, item) {
    if (item === undefined)
        return;
    const text = item instanceof Uint8Array ? item : jsonText(item, true).trimEnd();
    await write(context.stdout, text);
}
//# sourceMappingURL=call.js.map