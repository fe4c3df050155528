// `signalbox routes`: what is offered, by whom, and how it does.
import { kCallsColumn, kErrorsColumn, kInFlightColumn, latencyColumn } from './call-columns.js';
import { addListingCommand, itemsOf } from './listing.js';
import { cellText, countText } from './output.js';
import { statePaint } from './stations.js';
import { kNameLeast } from './table.js';
const kRoutes = {
    command: 'routes',
    description: 'list the routes that stations offer',
    route: 'GET /_sys_/routes',
    sortBy: 'route',
    none: 'no route is offered',
    columns: [
        { title: 'ROUTE', align: 'left', cell: (route) => cellText(route.route), least: kNameLeast },
        {
            title: 'STATE',
            align: 'left',
            cell: stateText,
            paint: (route) => statePaint(stateText(route)),
        },
        kCallsColumn,
        kErrorsColumn,
        kInFlightColumn,
        latencyColumn('P50', 'p50Us'),
        latencyColumn('P90', 'p90Us', 4),
        latencyColumn('P99', 'p99Us'),
        latencyColumn('P99.9', 'p999Us', 3),
        { title: 'BALANCE', align: 'left', cell: (route) => cellText(route.balance), spare: 5 },
        { title: 'IDEMPOTENT', align: 'left', cell: (route) => yesNo(route.isIdempotent), spare: 6 },
        { title: 'STATIONS', align: 'left', cell: endpointsText, least: kNameLeast, spare: 1 },
    ],
};
/** Adds the command. */
export function addRoutesCommand(program, context) {
    addListingCommand(program, context, kRoutes);
}
/** Stations that answer; what is not as usual stands behind the name: `orders.1, orders.2 (draining, weight 3)`. */
function endpointsText(route) {
    const endpoints = itemsOf(route.endpoints) ?? [];
    const names = endpoints.map((endpoint) => {
        const remarks = [];
        if (endpoint.state !== 'up')
            remarks.push(cellText(endpoint.state));
        if (endpoint.weight !== 1)
            remarks.push(`weight ${countText(endpoint.weight)}`);
        const name = cellText(endpoint.id);
        return remarks.length === 0 ? name : `${name} (${remarks.join(', ')})`;
    });
    return names.length === 0 ? '-' : names.join(', ');
}
function stateText(route) {
    return route.isPaused === true ? 'paused' : 'up';
}
function yesNo(value) {
    return value === true ? 'yes' : 'no';
}
//# sourceMappingURL=routes.js.map