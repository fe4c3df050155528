// What a hostile process is told to do, and what it says when it is done.

export const kWorst = [
  'scribble',
  'lie',
  'truncate',
  'flood',
  'neverReads',
  'neverAnswers',
] as const

/** `burn` is the harmless one: processor time alone. */
export type Deed = (typeof kWorst)[number] | 'burn'

export type DeedOrder = {
  readonly deed: Deed
  readonly ms: number
  /** Of burn: milliseconds of processor time within `ms`. */
  readonly cpuMs: number
  readonly seed: number
}

export type DeedDone = {
  readonly fault: string | null
  /** Processor time that it took, user and system. */
  readonly cpuMs: number
  readonly count: number
}
