// `signalbox routes`: what is offered, by whom, and how it does.

import type { Command } from 'commander'
import type { CliContext } from './context.js'
import { addListingCommand, type Item, itemsOf, type Listing, latencyOf } from './listing.js'
import { cellText, countText } from './output.js'

const kRoutes: Listing = {
  command: 'routes',
  description: 'list the routes that stations offer',
  route: 'GET /_sys_/routes',
  sortBy: 'route',
  none: 'no route is offered',
  columns: [
    { title: 'ROUTE', align: 'left', cell: (route) => cellText(route.route) },
    { title: 'STATE', align: 'left', cell: (route) => (route.isPaused === true ? 'paused' : 'up') },
    { title: 'CALLS', align: 'right', cell: (route) => countText(route.calls) },
    { title: 'ERRORS', align: 'right', cell: (route) => countText(route.errors) },
    { title: 'IN FLIGHT', align: 'right', cell: (route) => countText(route.inFlight) },
    { title: 'P50', align: 'right', cell: (route) => latencyOf(route, 'p50Us') },
    { title: 'P90', align: 'right', cell: (route) => latencyOf(route, 'p90Us') },
    { title: 'P99', align: 'right', cell: (route) => latencyOf(route, 'p99Us') },
    { title: 'P99.9', align: 'right', cell: (route) => latencyOf(route, 'p999Us') },
    { title: 'BALANCE', align: 'left', cell: (route) => cellText(route.balance) },
    { title: 'IDEMPOTENT', align: 'left', cell: (route) => yesNo(route.isIdempotent) },
    { title: 'STATIONS', align: 'left', cell: endpointsText },
  ],
}

/** Adds the command. */
export function addRoutesCommand(program: Command, context: CliContext): void {
  addListingCommand(program, context, kRoutes)
}

/** Stations that answer; what is not as usual stands behind the name: `orders.1, orders.2 (draining, weight 3)`. */
function endpointsText(route: Item): string {
  const endpoints = itemsOf(route.endpoints) ?? []
  const names = endpoints.map((endpoint) => {
    const remarks: string[] = []
    if (endpoint.state !== 'up') remarks.push(cellText(endpoint.state))
    if (endpoint.weight !== 1) remarks.push(`weight ${countText(endpoint.weight)}`)
    const name = cellText(endpoint.id)
    return remarks.length === 0 ? name : `${name} (${remarks.join(', ')})`
  })
  return names.length === 0 ? '-' : names.join(', ')
}

function yesNo(value: unknown): string {
  return value === true ? 'yes' : 'no'
}
