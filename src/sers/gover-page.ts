// A plain page: which connections, routes and calls there are. Everything that stations say is escaped.

import { textOf } from '../wire/sers/rpc-data.js'
import { totalQps } from './gover.js'
import type { SersTable } from './sers-table.js'
import type { StationBook } from './station-book.js'

/** No script, no other host. */
export const kGoverPageHeaders = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy':
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
}

/** Paths of the page. */
export function isGoverPage(path: string): boolean {
  return path === '/_gover_' || path === '/_gover_/' || path === '/_gover_/index.html'
}

/** Rows of each table. */
const kRowsMax = 1_000

type Parts = { readonly stations: StationBook; readonly table: SersTable }

/** @param isTold false: only figures, for those of whom nobody knows who they are. */
export function goverPage(parts: Parts, isTold: boolean): string {
  const lists = isTold
    ? `${stationTable(parts.stations)}${apiStationTable(parts.table)}${serviceTable(parts.table)}`
    : '<p>What runs here is shown on this machine, or to an administrator: <a href="?login">log in</a>. 登录后可见。</p>'
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Sers</title>
<style>body{font:14px sans-serif;margin:2em}table{border-collapse:collapse;margin:1em 0}td,th{border:1px solid #ccc;padding:.3em .6em;text-align:left}</style>
</head><body><h1>Sers</h1>${summary(parts)}${lists}</body></html>
`
}

function summary({ stations, table }: Parts): string {
  let calls = 0
  let errors = 0
  for (const { counts } of table.apiStations.values()) {
    calls += counts.sumCount
    errors += counts.errorCount
  }
  const head = ['stations 服务站点', 'services 接口', 'errors/calls', 'qps']
  const figures = [stations.peers.size, table.services.size, `${errors}/${calls}`, totalQps(table)]
  return `<h2>Statistics</h2>${tableOf(head, [rowOf(figures)])}`
}

function stationTable(stations: StationBook): string {
  const rows = [...stations.peers.values()].slice(0, kRowsMax).map(({ row, isPaused }) => {
    if (row === null) return ''
    const { stationInfo, connectionIp, startTime, nodes, counts, qps, connKey } = row
    const name = textOf(stationInfo.serviceStationName) ?? ''
    const version = textOf(stationInfo.stationVersion) ?? ''
    const calls = `${counts.errorCount}/${counts.sumCount}`
    const state = stateOf(isPaused)
    return rowOf([name, version, state, connKey, connectionIp, startTime, nodes.length, calls, qps])
  })
  const head = [
    'station 服务站点',
    'version',
    'status',
    'connKey',
    'ip',
    'start time',
    'nodes',
    'errors/calls',
    'qps',
  ]
  return `<h2>Stations</h2>${tableOf(head, rows)}`
}

function apiStationTable(table: SersTable): string {
  const rows = [...table.apiStations.values()]
    .slice(0, kRowsMax)
    .map(({ name, isPaused, services, counts, qps }) =>
      rowOf([
        name,
        stateOf(isPaused),
        services.size,
        `${counts.errorCount}/${counts.sumCount}`,
        qps,
      ]),
    )
  const head = ['api station', 'status', 'services', 'errors/calls', 'qps']
  return `<h2>Api stations</h2>${tableOf(head, rows)}`
}

function stateOf(isPaused: boolean): string {
  return isPaused ? 'paused 暂停' : 'normal 正常'
}

function serviceTable(table: SersTable): string {
  const rows = [...table.services.values()]
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .slice(0, kRowsMax)
    .map(({ method, route, description, nodes, active, foreignCount, counts }) => {
      const text = textOf(description.description) ?? textOf(description.name) ?? ''
      const share = `${active.length + foreignCount}/${nodes.length + foreignCount}`
      return rowOf([method, route, text, share, `${counts.errorCount}/${counts.sumCount}`])
    })
  const head = ['method', 'route 接口', 'description', 'active/nodes', 'errors/calls']
  return `<h2>Services</h2>${tableOf(head, rows)}`
}

function tableOf(head: readonly string[], rows: readonly string[]): string {
  const titles = head.map((title) => `<th>${escaped(title)}</th>`).join('')
  return `<table><tr>${titles}</tr>${rows.join('')}</table>`
}

function rowOf(cells: readonly (string | number)[]): string {
  return `<tr>${cells.map((cell) => `<td>${escaped(String(cell))}</td>`).join('')}</tr>`
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
