// `signalbox stats`: what the center has counted, as a whole or of one route, service or station.

import type { Command } from 'commander'
import { centerError } from '../base/errors.js'
import {
  kByLaneColumn,
  kCallsColumn,
  kErrorsColumn,
  kInFlightColumn,
  latencyColumn,
} from './call-columns.js'
import { withClient } from './client.js'
import type { CliClient, CliContext } from './context.js'
import { spanFlag } from './flags.js'
import {
  addListingFlags,
  type Item,
  inOrder,
  isItem,
  type ListingFlags,
  listOf,
  lookOf,
} from './listing.js'
import { cellText, countText, jsonText, write } from './output.js'
import { pause, untilStopped } from './stop.js'
import { type Column, kNameLeast, type Look, tableText } from './table.js'

type StatsFlags = ListingFlags & { readonly interval?: number }

/** What one look at the center brought; `counters` where the whole center was meant. */
type Stats = {
  readonly counters?: Item
  readonly routes?: readonly Item[]
  readonly services?: readonly Item[]
  readonly stations?: readonly Item[]
}

const kIntervalMsMin = 100
const kIntervalMsMax = 24 * 3_600_000

/** Adds the command. */
export function addStatsCommand(program: Command, context: CliContext): void {
  addListingFlags(
    program
      .command('stats')
      .description('show counters, calls and latencies')
      .argument('[target]', 'a route ("GET /orders"), a service (orders) or a station (orders.1)'),
  )
    .addOption(
      spanFlag('--interval <time>', 'show them again and again', kIntervalMsMin, kIntervalMsMax),
    )
    .action((target: string | undefined, flags: StatsFlags) =>
      withClient(context, flags, (client) =>
        untilStopped(context, async (signal) => {
          do {
            const stats = await statsOf(client, target)
            const isJson = flags.output === 'json'
            const text = isJson
              ? jsonText(stats, context.isTerminal)
              : statsText(stats, lookOf(context))
            const isAgain = flags.interval !== undefined && !isJson
            await write(context.stdout, isAgain ? `${text}\n` : text)
            if (flags.interval === undefined) return
            await pause(flags.interval, signal)
          } while (!signal.aborted)
        }),
      ),
    )
}

async function statsOf(client: CliClient, target: string | undefined): Promise<Stats> {
  if (target === undefined) {
    const counters = await client.call('GET /_sys_/counters')
    const routes = inOrder(await listOf(client, 'GET /_sys_/routes'), 'route')
    return { counters: isItem(counters) ? counters : {}, routes }
  }
  if (target.includes('/')) {
    const routes = await listOf(client, 'GET /_sys_/routes')
    return { routes: foundOrThrow(routes, target, ({ route }) => route === target) }
  }
  const stations = inOrder(await listOf(client, 'GET /_sys_/stations'), 'id')
  const services = await listOf(client, 'GET /_sys_/services')
  const service = services.filter(({ name }) => name === target)
  if (service.length > 0) {
    return { services: service, stations: stations.filter(({ name }) => name === target) }
  }
  return { stations: foundOrThrow(stations, target, ({ id }) => id === target) }
}

function foundOrThrow(
  items: readonly Item[],
  target: string,
  isMeant: (item: Item) => boolean,
): readonly Item[] {
  const found = items.filter(isMeant)
  if (found.length === 0) throw centerError('ERR_NOT_FOUND', { what: target })
  return found
}

type Counter = { readonly name: string; readonly value: unknown }

const kCounterColumns: readonly Column<Counter>[] = [
  { title: 'COUNTER', align: 'left', cell: ({ name }) => name },
  { title: 'VALUE', align: 'right', cell: ({ value }) => countText(value) },
]

const kFigureColumns: readonly Column<Item>[] = [
  kCallsColumn,
  kErrorsColumn,
  kByLaneColumn,
  kInFlightColumn,
  latencyColumn('P50', 'p50Us'),
  latencyColumn('P90', 'p90Us', 2),
  latencyColumn('P99', 'p99Us'),
  latencyColumn('P99.9', 'p999Us', 1),
]

function statsText({ counters, routes, services, stations }: Stats, look: Look): string {
  const parts: string[] = []
  if (counters !== undefined) {
    const rows = Object.entries(counters).map(([name, value]) => ({ name, value }))
    parts.push(tableText(kCounterColumns, rows, look))
  }
  if (services !== undefined) parts.push(tableText(namedBy('SERVICE', 'name'), services, look))
  if (stations !== undefined) parts.push(tableText(namedBy('STATION', 'id'), stations, look))
  if (routes !== undefined) parts.push(tableText(namedBy('ROUTE', 'route'), routes, look))
  return parts.join('\n')
}

function namedBy(title: string, field: string): readonly Column<Item>[] {
  return [
    { title, align: 'left', cell: (item) => cellText(item[field]), least: kNameLeast },
    ...kFigureColumns,
  ]
}
