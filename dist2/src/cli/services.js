// `signalbox services` and `signalbox get service X`: who offers what, by the name of the service.
import { withClient } from './client.js';
import { addListingFlags, inOrder, itemsOf, listOf, } from './listing.js';
import { noServiceError } from './micro-form.js';
import { cellText, countText, isNumber, jsonText, printableLine, write } from './output.js';
import { valueText } from './schema-text.js';
/** Adds both commands. */
export function addServicesCommands(program, context) {
    addListingFlags(program.command('services').description('list the services, one name a line')).action((flags) => withClient(context, flags, async (client) => {
        const services = inOrder(await listOf(client, 'GET /_sys_/services'), 'name');
        const names = services.map(({ name }) => `${cell(name)}\n`).join('');
        const isJson = flags.output === 'json';
        await write(context.stdout, isJson ? jsonText(services, context.isTerminal) : names);
    }));
    const get = program.command('get').description('show one thing in full');
    addListingFlags(get
        .command('service')
        .description('show a service: its stations, its routes, what they take and answer')
        .argument('<name>', 'name of the service')).action((name, flags) => withClient(context, flags, async (client) => {
        const stations = inOrder(await listOf(client, 'GET /_sys_/stations'), 'id').filter((station) => station.name === name);
        if (stations.length === 0)
            throw noServiceError(name);
        const routes = inOrder(await listOf(client, 'GET /_sys_/routes'), 'route').filter((route) => endpointsOf(route).some((endpoint) => endpoint.station === name));
        const isJson = flags.output === 'json';
        const text = isJson
            ? jsonText({ name, stations, routes }, context.isTerminal)
            : serviceText(name, stations, routes);
        await write(context.stdout, text);
    }));
}
/** A service as `get service` shows it: once for each version. */
export function serviceText(name, stations, routes) {
    const versions = [...new Set(stations.map(({ version }) => version))];
    return versions
        .map((version) => {
        const nodes = stations.filter((station) => station.version === version);
        const ids = new Set(nodes.map(({ id }) => id));
        const offered = routes.filter((route) => endpointsOf(route).some(({ id }) => ids.has(id)));
        const head = `service  ${printableLine(name)}\n\nversion ${cell(version)}\n\nID\tAddress\tMetadata\n`;
        return `${head}${nodes.map(nodeText).join('')}\n${offered.map(endpointText).join('\n')}`;
    })
        .join('\n');
}
function nodeText(station) {
    const address = `${cell(station.carrier)}:${countText(station.pid)}`;
    const since = isNumber(station.sinceMs) ? new Date(station.sinceMs).toISOString() : '-';
    const metadata = `carrier=${cell(station.carrier)},state=${cell(station.state)},since=${since}`;
    return `${cell(station.id)}\t${address}\t${metadata}\n`;
}
function endpointText(route) {
    const metadata = [
        `balance=${cell(route.balance)}`,
        ...(route.isIdempotent === true ? ['idempotent=true'] : []),
        ...(route.isPaused === true ? ['paused=true'] : []),
    ];
    const parts = [
        `Endpoint: ${cell(route.route)}`,
        `Metadata: ${metadata.join(',')}`,
        `Request: ${valueText(route.requestSchema)}`,
        `Response: ${valueText(route.replySchema)}`,
    ];
    return `${parts.join('\n\n')}\n\n`;
}
function endpointsOf(route) {
    return itemsOf(route.endpoints) ?? [];
}
function cell(value) {
    return printableLine(cellText(value));
}
//# sourceMappingURL=services.js.map