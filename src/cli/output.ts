// What people and programs read: JSON, tables, durations. Nothing here knows a command.

import type { Writable } from 'node:stream'

/**
 * Writes, and waits until the system has taken it: a process that ends afterwards loses nothing, and a slow reader
 * slows the writer down.
 */
export function write(stream: Writable, chunk: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(chunk, (error) => {
      if (error) reject(error)
      else resolve()
    })
  })
}

/**
 * JSON with a line end.
 *
 * @param isPretty for people: indented. Otherwise one line.
 */
export function jsonText(value: unknown, isPretty: boolean): string {
  return `${JSON.stringify(value, null, isPretty ? 2 : 0)}\n`
}

/**
 * Text of others as it may stand in a terminal: control characters become visible, so that a station's name cannot
 * move the cursor or recolour the screen.
 *
 * @param text line feeds are kept; a table has none in its cells.
 */
export function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, (character) =>
    character === '\n'
      ? character
      : `\\x${(character.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}`,
  )
}

/** One column of a table. */
export type Column<Row> = {
  readonly title: string
  readonly align: 'left' | 'right'
  readonly cell: (row: Row) => string
}

/** Two spaces hold columns apart. */
const kGap = '  '

/**
 * Lays rows out under their titles.
 *
 * @returns lines with line ends, the titles first; no spaces at the ends of lines.
 */
export function tableText<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const cells = rows.map((row) =>
    columns.map((column) => printable(column.cell(row)).replaceAll('\n', ' ')),
  )
  const lines = [columns.map((column) => column.title), ...cells]
  const widths = columns.map((_, index) =>
    lines.reduce((width, line) => Math.max(width, lengthOf(line[index])), 0),
  )
  return lines
    .map((line) => {
      const padded = columns.map(({ align }, index) => {
        const space = ' '.repeat(widths[index] - lengthOf(line[index]))
        return align === 'left' ? line[index] + space : space + line[index]
      })
      return `${padded.join(kGap).trimEnd()}\n`
    })
    .join('')
}

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Characters as people count them. */
function lengthOf(text: string): number {
  let length = 0
  for (const _ of segmenter.segment(text)) length++
  return length
}

/** Shown where a value is missing or not a number. */
const kNone = '-'

/** A count as it stands in a table. */
export function countText(value: unknown): string {
  return isNumber(value) ? String(value) : kNone
}

/** Microseconds as `85 us`, `1.3 ms` or `2.1 s`. */
export function latencyText(us: unknown): string {
  if (!isNumber(us)) return kNone
  if (us < 1_000) return `${Math.round(us)} us`
  if (us < 1_000_000) return `${(us / 1_000).toFixed(1)} ms`
  return `${(us / 1_000_000).toFixed(1)} s`
}

/** Milliseconds as `12 s`, `5 min`, `3 h` or `9 d`. */
export function ageText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000))
  if (seconds < 120) return `${seconds} s`
  if (seconds < 7_200) return `${Math.floor(seconds / 60)} min`
  if (seconds < 172_800) return `${Math.floor(seconds / 3_600)} h`
  return `${Math.floor(seconds / 86_400)} d`
}

/** A text as it stands in a table. */
export function cellText(value: unknown): string {
  return typeof value === 'string' && value !== '' ? value : kNone
}

export function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}
