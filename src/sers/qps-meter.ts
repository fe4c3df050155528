// Calls a second of api stations and connections, worked out anew every two seconds.

import type { SersTable } from './sers-table.js'
import type { StationRow } from './station-row.js'

const kIntervalMs = 2_000

type Metered = { readonly counts: { readonly sumCount: number }; qps: number; qpsCount: number }

export class QpsMeter {
  readonly #timer: NodeJS.Timeout

  constructor(table: SersTable, rows: () => readonly StationRow[]) {
    this.#timer = setInterval(() => {
      for (const one of table.apiStations.values()) measure(one)
      for (const row of rows()) measure(row)
    }, kIntervalMs)
    this.#timer.unref()
  }

  close(): void {
    clearInterval(this.#timer)
  }
}

function measure(one: Metered): void {
  const calls = one.counts.sumCount - one.qpsCount
  one.qpsCount = one.counts.sumCount
  one.qps = Math.round((calls * 100 * 1_000) / kIntervalMs) / 100
}
