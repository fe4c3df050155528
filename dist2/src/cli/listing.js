// The shape of the commands that list: ask the center, print JSON or a table.
import { withClient } from './client.js';
import { CliError, kExitFailed } from './exit.js';
import { centerFlag, outputFlag, tokenFileFlag } from './flags.js';
import { jsonText, latencyText, write } from './output.js';
import { tableText } from './table.js';
/** Adds a listing as a command. */
export function addListingCommand(program, context, listing) {
    addListingFlags(program.command(listing.command).description(listing.description)).action((flags) => withClient(context, flags, async (client) => {
        const reply = await client.call(listing.route);
        const items = itemsOrFail(reply, listing.route);
        const isJson = flags.output === 'json';
        const text = isJson
            ? jsonText(reply, context.isTerminal)
            : listingText(listing, items, lookOf(context));
        await write(context.stdout, text);
    }));
}
/** Adds the flags that every listing has. */
export function addListingFlags(command) {
    return command.addOption(outputFlag()).addOption(centerFlag()).addOption(tokenFileFlag());
}
/** The items as people read them, in order. */
export function listingText(listing, items, look) {
    if (items.length === 0)
        return `${listing.none}\n`;
    return tableText(listing.columns, inOrder(items, listing.sortBy), look);
}
/** How tables look in this world. */
export function lookOf(context) {
    return { widthMax: context.screen?.columns() ?? Number.POSITIVE_INFINITY, colors: context.colors };
}
/** Asks a route of the center that answers with a list. @throws CliError where it does not. */
export async function listOf(client, route) {
    return itemsOrFail(await client.call(route), route);
}
// Numbers inside texts count as numbers: orders.2 stands before orders.10.
const collator = new Intl.Collator('en', { numeric: true });
/** Items in the order of a field. */
export function inOrder(items, field) {
    return [...items].sort((a, b) => collator.compare(String(a[field]), String(b[field])));
}
function itemsOrFail(reply, route) {
    const items = itemsOf(reply);
    if (items !== undefined)
        return items;
    throw new CliError(kExitFailed, `ERR_BAD_REPLY: ${route} did not answer with a list`);
}
/** A percentile of an item's calls; `-` until one has ended. */
export function latencyOf(item, field) {
    return latencyText(item.calls === item.inFlight ? undefined : item[field]);
}
/** The objects of a list; undefined when it is none, or has something else in it. */
export function itemsOf(value) {
    return Array.isArray(value) && value.every(isItem) ? value : undefined;
}
/** True for an object that is no array. */
export function isItem(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
//# sourceMappingURL=listing.js.map