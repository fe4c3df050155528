// `signalbox stations`: who has joined the center.

import type { Command } from 'commander'
import { systemClock } from '../base/clock.js'
import type { CliContext } from './context.js'
import { addListingCommand, type Item, type Listing, latencyOf } from './listing.js'
import { ageText, cellText, countText, isNumber } from './output.js'

const kStations: Listing = {
  command: 'stations',
  description: 'list the stations that have joined',
  route: 'GET /_sys_/stations',
  sortBy: 'id',
  none: 'no station has joined',
  columns: [
    { title: 'STATION', align: 'left', cell: (station) => cellText(station.id) },
    { title: 'VERSION', align: 'left', cell: (station) => cellText(station.version) },
    { title: 'STATE', align: 'left', cell: (station) => cellText(station.state) },
    { title: 'CARRIER', align: 'left', cell: (station) => cellText(station.carrier) },
    { title: 'PID', align: 'right', cell: (station) => countText(station.pid) },
    { title: 'SINCE', align: 'right', cell: sinceText },
    { title: 'ROUTES', align: 'right', cell: (station) => countText(station.routes) },
    { title: 'CALLS', align: 'right', cell: (station) => countText(station.calls) },
    { title: 'ERRORS', align: 'right', cell: (station) => countText(station.errors) },
    { title: 'IN FLIGHT', align: 'right', cell: (station) => countText(station.inFlight) },
    { title: 'P50', align: 'right', cell: (station) => latencyOf(station, 'p50Us') },
    { title: 'P99', align: 'right', cell: (station) => latencyOf(station, 'p99Us') },
  ],
}

/** Adds the command. */
export function addStationsCommand(program: Command, context: CliContext): void {
  addListingCommand(program, context, kStations)
}

/** `sinceMs` is the time at which the station joined, in milliseconds since 1970. */
function sinceText(station: Item): string {
  return isNumber(station.sinceMs) ? ageText(systemClock.nowMs() - station.sinceMs) : '-'
}
