// What a soak is told, and what it tells.

/** What a case is told. */
export type SoakOptions = {
  readonly seed: number
  /** undefined: as long as the case takes. */
  readonly minutes: number | undefined
  /** Other numbers of the command line, by name. */
  readonly numbers: Readonly<Record<string, number>>
}

/** Runs a case. @returns what was broken, in words. */
export type Soak = (options: SoakOptions) => Promise<readonly string[]>
