// How a bench is made and run: cases in turn, round after round, so that whatever else the machine does meets all alike.

import { type Figures, mediansOf, type Result } from './figures.js'

/** Something that is set up and can be measured again and again. */
export type Subject = {
  /** Measures for about `runMs` milliseconds. */
  measure(runMs: number): Promise<Figures>
}

/** One line of the output. */
export type Case = {
  readonly name: string
  /** Figures that are settings: payloadBytes, window. */
  readonly settings: Figures
  /** Sets up on first use; null where the program that it needs is not installed. */
  readonly open: () => Promise<Subject | null>
}

export type Bench = {
  readonly name: string
  /** The case that the others are divided by for the baseline: a peer, or the simplest one; null: figures of the machine. */
  readonly reference: string | null
  readonly cases: readonly Case[]
  readonly close: () => Promise<void>
}

/** How long and how often. */
export type Effort = {
  readonly warmUpMs: number
  readonly runMs: number
  readonly runCount: number
}

export const kEffortFull: Effort = { warmUpMs: 1_000, runMs: 1_000, runCount: 5 }
/** Tells whether everything works; its figures are rough. */
export const kEffortQuick: Effort = { warmUpMs: 100, runMs: 200, runCount: 1 }

/** Runs the cases of a bench in turn. Always closes it. */
export async function runBench(bench: Bench, effort: Effort): Promise<Result[]> {
  try {
    const entries: {
      readonly item: Case
      readonly subject: Subject | null
      readonly runs: Figures[]
    }[] = []
    for (const item of bench.cases) entries.push({ item, subject: await item.open(), runs: [] })
    for (const { subject } of entries) await subject?.measure(effort.warmUpMs)
    for (let round = 0; round < effort.runCount; round++) {
      for (const { subject, runs } of entries) {
        if (subject !== null) runs.push(await subject.measure(effort.runMs))
      }
    }
    return entries.map(({ item, subject, runs }) => ({
      bench: bench.name,
      case: item.name,
      figures:
        subject === null ? null : { ...item.settings, ...mediansOf(runs), runs: runs.length },
    }))
  } finally {
    await bench.close()
  }
}

/** Sets something up when it is asked for first; closes what was set up. */
export class Lazy<Value extends { close(): Promise<void> }> {
  readonly #make: () => Promise<Value | null>
  #value: Promise<Value | null> | null = null

  constructor(make: () => Promise<Value | null>) {
    this.#make = make
  }

  get(): Promise<Value | null> {
    this.#value ??= this.#make()
    return this.#value
  }

  async close(): Promise<void> {
    // Whoever asked for the value was told why it could not be made.
    const value = await this.#value?.catch(() => null)
    await value?.close()
  }
}
