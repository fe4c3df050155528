// Columns that several tables have: what the calls of a station, a service or a route came to.

import { type Item, latencyOf } from './listing.js'
import { countText, isNumber } from './output.js'
import type { Column } from './table.js'

const kRight = 'right' as const

export const kCallsColumn: Column<Item> = {
  title: 'CALLS',
  align: kRight,
  cell: (item) => countText(item.calls),
}

export const kErrorsColumn: Column<Item> = {
  title: 'ERRORS',
  align: kRight,
  cell: (item) => countText(item.errors),
  paint: (item) => (isNumber(item.errors) && item.errors > 0 ? 'red' : undefined),
}

export const kInFlightColumn: Column<Item> = {
  title: 'IN FLIGHT',
  align: kRight,
  cell: (item) => countText(item.inFlight),
}

/** Calls that went by lanes. */
export const kByLaneColumn: Column<Item> = {
  title: 'BY LANE',
  align: kRight,
  cell: (item) => countText(item.byLane),
  spare: 3,
}

/** A percentile. @param spare see Column. */
export function latencyColumn(title: string, field: string, spare?: number): Column<Item> {
  const column = { title, align: kRight, cell: (item: Item) => latencyOf(item, field) }
  return spare === undefined ? column : { ...column, spare }
}
