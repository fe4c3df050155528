// Plain pages at the addresses of the original's: which connections, routes, calls and limits there are. Everything that
// stations say is escaped.

import { textOf } from '../wire/sers/rpc-data.js'
import { prefixOf, totalQps } from './gover.js'
import { healthInfo } from './health.js'
import type { RateLimits } from './rate-limits.js'
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

/** The original's pages, and which tables each of them has here; the first one has them all. */
const kPages = {
  index: ['stations', 'apiStations', 'services', 'limits', 'health'],
  ActiveApiDoc: ['activeServices'],
  ApiDoc: ['services'],
  ApiStation: ['apiStations'],
  ServiceStation: ['stations'],
  RateLimit: ['limits'],
  Health: ['health'],
} as const satisfies Record<string, readonly string[]>

export type GoverPage = keyof typeof kPages
const kPageNames = Object.keys(kPages) as GoverPage[] // the keys of what stands above

/** The page of a path; null where there is none. */
export function goverPageAt(path: string): GoverPage | null {
  if (path === '/_gover_' || path === '/_gover_/') return 'index'
  return kPageNames.find((name) => path === `/_gover_/${name}.html`) ?? null
}

/** Rows of each table. */
const kRowsMax = 1_000

type Parts = {
  readonly stations: StationBook
  readonly table: SersTable
  readonly limits: RateLimits
}

/**
 * @param isTold false: only figures, for those of whom nobody knows who they are.
 * @param r prefix of the routes that are listed, as pages of the original have it; '' for all.
 */
export function goverPage(parts: Parts, name: GoverPage, isTold: boolean, r: string): string {
  const prefix = prefixOf(r)
  const tables = {
    stations: () => stationTable(parts.stations),
    apiStations: () => apiStationTable(parts.table),
    services: () => serviceTable(parts.table, prefix, false),
    activeServices: () => serviceTable(parts.table, prefix, true),
    limits: () => limitTable(parts.limits),
    health: healthTable,
  }
  const links = kPageNames.map((one) => `<a href="${one}.html">${one}</a>`).join(' ')
  const lists = isTold
    ? `<p>${links}</p>${kPages[name].map((table) => tables[table]()).join('')}`
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

function limitTable(limits: RateLimits): string {
  const rows = limits
    .all()
    .slice(0, kRowsMax)
    .map(({ rateLimitKey, rateLimitType, reqLimit, msInterval, route = '' }) =>
      rowOf([rateLimitKey, rateLimitType, reqLimit, msInterval, route]),
    )
  const head = ['rateLimitKey 服务限流', 'rateLimitType', 'reqLimit', 'msInterval', 'route']
  return `<h2>Rate limits</h2>${tableOf(head, rows)}`
}

function healthTable(): string {
  const { usageStatus, Process } = healthInfo()
  const figures = { ...usageStatus, ...Process }
  return `<h2>Health</h2>${tableOf(Object.keys(figures), [rowOf(Object.values(figures))])}`
}

function serviceTable(table: SersTable, prefix: string, isActive: boolean): string {
  const rows = [...table.services.values()]
    .filter(({ route }) => route.startsWith(prefix))
    .filter(({ active, foreignCount }) => !isActive || active.length + foreignCount > 0)
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
