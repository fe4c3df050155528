// What was reached once, as ratios to a case of the same run: machines differ, and so does one machine from hour to hour.
// `--save-baseline` writes bench/baseline.json, `--compare` says what became slower than there.

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import type { Origin, Result } from './figures.js'

/** Figures that are compared, and which way is better. */
const kCompared = { perSecond: 1, cpuUsPerCall: -1 } as const
type Compared = keyof typeof kCompared

/** Figures that are settings, and tell cases of one name apart. */
const kSettings = ['payloadBytes', 'window', 'subscribers']

/** A change below this share is the scatter of two runs on a machine that does other things, too. */
export const kScatterShare = 0.2

export type Ratios = {
  /** The case that this one was divided by. */
  readonly against: string
  readonly ratios: Readonly<Partial<Record<Compared, number>>>
}

export type Baseline = Origin & { readonly cases: Readonly<Record<string, Ratios>> }

/** How one figure of one case stands to the baseline. */
export type Comparison = {
  readonly name: string
  readonly figure: string
  readonly before: number
  readonly now: number
  /** `worse` and `better` are beyond {@link kScatterShare}. */
  readonly outcome: 'worse' | 'better' | 'equal'
}

/**
 * Divides every case of a bench by one of them.
 *
 * @param reference name of the case to divide by; the first of that name where there are several.
 * @returns the ratios by name and settings; none where the reference is absent.
 */
export function ratiosOf(results: readonly Result[], reference: string): Record<string, Ratios> {
  const base = results.find((result) => result.case === reference)?.figures
  const found: Record<string, Ratios> = {}
  if (base === undefined || base === null) return found
  for (const result of results) {
    if (result.figures === null || result.case === reference) continue
    const ratios: Partial<Record<Compared, number>> = {}
    for (const figure of comparedNames()) {
      const ratio = (result.figures[figure] ?? Number.NaN) / (base[figure] ?? Number.NaN)
      if (Number.isFinite(ratio)) ratios[figure] = Number(ratio.toPrecision(3))
    }
    if (Object.keys(ratios).length > 0) found[nameOf(result)] = { against: reference, ratios }
  }
  return found
}

/** Cases that are in both, figure by figure. */
export function compare(
  before: Readonly<Record<string, Ratios>>,
  now: Readonly<Record<string, Ratios>>,
): Comparison[] {
  return Object.entries(now).flatMap(([name, { against, ratios }]) => {
    const old = before[name]
    if (old === undefined || old.against !== against) return []
    return comparedNames().flatMap((figure) => {
      const [was, is] = [old.ratios[figure], ratios[figure]]
      if (was === undefined || is === undefined) return []
      return [{ name, figure, before: was, now: is, outcome: outcomeOf(figure, was, is) }]
    })
  })
}

function outcomeOf(figure: Compared, before: number, now: number): Comparison['outcome'] {
  const gain = kCompared[figure] === 1 ? now / before : before / now
  if (gain < 1 - kScatterShare) return 'worse'
  return gain > 1 / (1 - kScatterShare) ? 'better' : 'equal'
}

/** The comparison for people: worse ones last, where the eye is. */
export function comparisonText(comparisons: readonly Comparison[], of: Origin): string {
  const order = { better: 0, equal: 1, worse: 2 }
  const sorted = [...comparisons].sort((a, b) => order[a.outcome] - order[b.outcome])
  const width = Math.max(0, ...sorted.map(({ name }) => name.length))
  const lines = sorted.map(({ name, figure, before, now, outcome }) => {
    const change = `${before} → ${now}`.padEnd(18)
    return `${outcome.padEnd(6)}  ${name.padEnd(width)}  ${figure.padEnd(12)}  ${change}\n`
  })
  return `ratios to the peer, ${of.commit} (Node ${of.node}) → now\n${lines.join('')}`
}

/** @throws Error when there is no such file, or something else in it. */
export function readBaseline(path: string): Baseline {
  const read: unknown = JSON.parse(readFileSync(path, 'utf8'))
  if (typeof read !== 'object' || read === null || !('cases' in read)) {
    throw new Error(`${path} holds no baseline; npm run bench -- --save-baseline writes one`)
  }
  return read as Baseline // written by writeBaseline
}

/** Cases that were not measured now keep what the file says of them. */
export function writeBaseline(path: string, origin: Origin, cases: Record<string, Ratios>): void {
  const before = existsSync(path) ? readBaseline(path).cases : {}
  const baseline: Baseline = { ...origin, cases: { ...before, ...cases } }
  writeFileSync(path, `${JSON.stringify(baseline, null, 2)}\n`)
}

function comparedNames(): readonly Compared[] {
  return Object.keys(kCompared) as Compared[] // they are its keys
}

function nameOf({ bench, case: name, figures }: Result): string {
  const settings = kSettings.flatMap((setting) => {
    const value = figures?.[setting]
    return value === undefined ? [] : [`${setting}=${value}`]
  })
  return [bench, name, ...settings].join(' ')
}
