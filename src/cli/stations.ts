// `signalbox stations`: who has joined the center.

import type { Command } from 'commander'
import { systemClock } from '../base/clock.js'
import { kCallsColumn, kErrorsColumn, kInFlightColumn, latencyColumn } from './call-columns.js'
import type { Paint } from './colors.js'
import type { CliContext } from './context.js'
import { addListingCommand, type Item, type Listing } from './listing.js'
import { ageText, cellText, countText, isNumber } from './output.js'
import { kNameLeast } from './table.js'

/** A version is short; one of somebody else may not be. */
const kVersionLeast = 12

const kStations: Listing = {
  command: 'stations',
  description: 'list the stations that have joined',
  route: 'GET /_sys_/stations',
  sortBy: 'id',
  none: 'no station has joined',
  columns: [
    { title: 'STATION', align: 'left', cell: (station) => cellText(station.id), least: kNameLeast },
    {
      title: 'VERSION',
      align: 'left',
      cell: (station) => cellText(station.version),
      least: kVersionLeast,
      spare: 4,
    },
    {
      title: 'STATE',
      align: 'left',
      cell: (station) => cellText(station.state),
      paint: (station) => statePaint(station.state),
    },
    { title: 'CARRIER', align: 'left', cell: (station) => cellText(station.carrier), spare: 2 },
    { title: 'PID', align: 'right', cell: (station) => countText(station.pid), spare: 5 },
    { title: 'SINCE', align: 'right', cell: sinceText, spare: 3 },
    { title: 'ROUTES', align: 'right', cell: (station) => countText(station.routes), spare: 6 },
    kCallsColumn,
    kErrorsColumn,
    kInFlightColumn,
    latencyColumn('P50', 'p50Us', 1),
    latencyColumn('P99', 'p99Us'),
  ],
}

/** Adds the command. */
export function addStationsCommand(program: Command, context: CliContext): void {
  addListingCommand(program, context, kStations)
}

/** What is not as usual stands out. */
export function statePaint(state: unknown): Paint | undefined {
  if (state === 'paused') return 'yellow'
  if (state === 'failing') return 'red'
  return state === 'draining' ? 'magenta' : undefined
}

/** `sinceMs` is the time at which the station joined, in milliseconds since 1970. */
function sinceText(station: Item): string {
  return isNumber(station.sinceMs) ? ageText(systemClock.nowMs() - station.sinceMs) : '-'
}
