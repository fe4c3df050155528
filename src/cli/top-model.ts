// What `signalbox top` shows, computed from two looks at the center: rates are differences of counters, percentiles are
// of the calls that ended between the looks. Pure.

import type { FiguresReport, FiguresRow } from '../control/stats.js'
import { percentileUs } from '../data/endpoint-stats.js'
import { isReservedPath } from '../wire/reserved-paths.js'

/** One line of the table. */
export type TopRow = {
  readonly name: string
  readonly state: string
  /** undefined until there was a look before. */
  readonly callsPerSecond: number | undefined
  readonly errorsPerSecond: number | undefined
  /** undefined where no call ended meanwhile. */
  readonly p50Us: number | undefined
  readonly p99Us: number | undefined
  readonly inFlight: number
  /** 0 … 1. */
  readonly ringShare: number
  /** Since the beginning. */
  readonly calls: number
}

/** What holds for the center as a whole. */
export type TopSummary = {
  readonly links: number
  readonly callsPerSecond: number | undefined
  readonly refusedPerSecond: number | undefined
  readonly deadlinesPerSecond: number | undefined
  readonly messagesPerSecond: number | undefined
  /** Of all rows. */
  readonly p50Us: number | undefined
  readonly p99Us: number | undefined
  readonly inFlight: number
}

export const kSortKeys = ['calls', 'errors', 'p50', 'p99', 'flight', 'ring', 'name'] as const
export type SortKey = (typeof kSortKeys)[number]

/** The rows, in the order in which the center gave them. @param before an earlier look, of the same view. */
export function topRows(before: FiguresReport | null, now: FiguresReport): TopRow[] {
  const known = new Map(before?.rows.map((row) => [row.name, row]))
  const seconds = secondsBetween(before, now)
  return now.rows.map((row) => {
    const ended = endedBetween(known.get(row.name), row)
    return {
      name: row.name,
      state: row.state,
      callsPerSecond: rate(known.get(row.name)?.calls, row.calls, seconds),
      errorsPerSecond: rate(known.get(row.name)?.errors, row.errors, seconds),
      ...percentilesOf(seconds === undefined ? row.histogram : ended),
      inFlight: row.inFlight,
      ringShare: row.ringShare,
      calls: row.calls,
    }
  })
}

/** The line above the table. */
export function topSummary(before: FiguresReport | null, now: FiguresReport): TopSummary {
  const known = new Map(before?.rows.map((row) => [row.name, row]))
  const seconds = secondsBetween(before, now)
  const total: number[] = []
  for (const row of now.rows) {
    const counts = seconds === undefined ? row.histogram : endedBetween(known.get(row.name), row)
    counts.forEach((count, bucket) => {
      total[bucket] = (total[bucket] ?? 0) + count
    })
  }
  const sumOf = (report: FiguresReport | null, names: readonly string[]) =>
    names.reduce((sum, name) => sum + (report?.counters[name] ?? 0), 0)
  const counted = (...names: string[]) => rate(sumOf(before, names), sumOf(now, names), seconds)
  return {
    links: (now.counters.links_opened ?? 0) - (now.counters.links_ended ?? 0),
    callsPerSecond: counted('requests', 'lane_calls'),
    refusedPerSecond: counted('requests_refused'),
    deadlinesPerSecond: counted('deadlines_missed'),
    messagesPerSecond: counted('messages_published'),
    ...percentilesOf(Array.from(total, (count) => count ?? 0)),
    inFlight: now.rows.reduce((sum, row) => sum + row.inFlight, 0),
  }
}

/**
 * Rows by a column: the most first, names from A. Rows that are alike stay in the order of their names, the center's own
 * routes behind the others: a quiet center would show little else.
 */
export function sortRows(rows: readonly TopRow[], key: SortKey): TopRow[] {
  const byName = (a: TopRow, b: TopRow) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
  if (key === 'name') return [...rows].sort(byName)
  const figureOf = kSortValues[key]
  const ownLast = (a: TopRow, b: TopRow) => Number(isOwnRoute(a)) - Number(isOwnRoute(b))
  return [...rows].sort((a, b) => figureOf(b) - figureOf(a) || ownLast(a, b) || byName(a, b))
}

/** Routes are called `METHOD /path` or `/path`. */
function isOwnRoute({ name }: TopRow): boolean {
  return isReservedPath(name.slice(name.indexOf(' ') + 1))
}

const kSortValues: Readonly<Record<Exclude<SortKey, 'name'>, (row: TopRow) => number>> = {
  calls: (row) => row.callsPerSecond ?? row.calls,
  errors: (row) => row.errorsPerSecond ?? 0,
  p50: (row) => row.p50Us ?? -1,
  p99: (row) => row.p99Us ?? -1,
  flight: (row) => row.inFlight,
  ring: (row) => row.ringShare,
}

function secondsBetween(before: FiguresReport | null, now: FiguresReport): number | undefined {
  if (before === null || now.atMs <= before.atMs) return undefined
  return (now.atMs - before.atMs) / 1_000
}

/** A figure that went down began anew: its row is another one of the same name. */
function rate(before: number | undefined, now: number, seconds: number | undefined) {
  if (seconds === undefined) return undefined
  const from = before === undefined || before > now ? 0 : before
  return (now - from) / seconds
}

function endedBetween(before: FiguresRow | undefined, now: FiguresRow): readonly number[] {
  if (before === undefined || before.calls > now.calls) return now.histogram
  return now.histogram.map((count, bucket) => Math.max(0, count - (before.histogram[bucket] ?? 0)))
}

function percentilesOf(counts: readonly number[]): Pick<TopRow, 'p50Us' | 'p99Us'> {
  if (!counts.some((count) => count > 0)) return { p50Us: undefined, p99Us: undefined }
  return { p50Us: percentileUs(counts, 0.5), p99Us: percentileUs(counts, 0.99) }
}
