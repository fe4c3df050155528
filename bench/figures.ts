// What is measured: figures of single runs, their medians, and how they are printed.

/** Figures of one run, or the medians of several. What does not apply is left out. */
export type Figures = Readonly<Record<string, number>>

/** One line of output. */
export type Result = {
  readonly bench: string
  readonly case: string
  /** null: what the case needs is not installed. */
  readonly figures: Figures | null
}

/** Figure by figure the median over runs. Only figures that every run has are kept. */
export function mediansOf(runs: readonly Figures[]): Figures {
  const names = Object.keys(runs[0] ?? {}).filter((name) => runs.every((run) => name in run))
  return Object.fromEntries(
    names.map((name) => [name, rounded(quantile(numbersOf(runs, name), 0.5))]),
  )
}

/** The value below which `share` (0 … 1) of the values lie; NaN for none. Sorts the values in place. */
export function quantile(values: number[], share: number): number {
  values.sort((a, b) => a - b)
  const position = (values.length - 1) * share
  const low = values[Math.floor(position)] ?? Number.NaN
  const high = values[Math.ceil(position)] ?? Number.NaN
  return (low + high) / 2
}

function numbersOf(runs: readonly Figures[], name: string): number[] {
  return runs.map((run) => run[name] ?? Number.NaN)
}

/** Four digits say more than the measurement knows. */
function rounded(value: number): number {
  return value >= 1000 ? Math.round(value) : Number(value.toPrecision(4))
}

/** A result as one line of JSON. */
export function jsonOf({ bench, case: name, figures }: Result, origin: Origin): string {
  if (figures === null) return JSON.stringify({ bench, case: name, absent: true })
  return JSON.stringify({ bench, case: name, ...figures, ...origin })
}

/** What was measured with what. */
export type Origin = { readonly node: string; readonly commit: string }

/** Results as a table for people. */
export function tableOf(results: readonly Result[]): string {
  const names = [...new Set(results.flatMap(({ figures }) => Object.keys(figures ?? {})))]
  const rows = results.map(({ bench, case: name, figures }) => [
    bench,
    name,
    ...(figures === null ? ['absent'] : names.map((column) => cellOf(figures[column]))),
  ])
  return aligned([['bench', 'case', ...names], ...rows])
}

/** The first two columns are words, the others numbers. */
function aligned(rows: readonly (readonly string[])[]): string {
  const widthOf = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0))
  const lines = rows.map((row) =>
    row.map((cell, at) => (at < 2 ? cell.padEnd(widthOf(at)) : cell.padStart(widthOf(at)))),
  )
  return lines.map((cells) => `${cells.join('  ').trimEnd()}\n`).join('')
}

function cellOf(value: number | undefined): string {
  return value?.toLocaleString('en', { maximumFractionDigits: 3 }) ?? ''
}
