// What a check of `signalbox doctor` finds.

export type Finding = {
  /** What was looked at, in a word or two. */
  readonly name: string
  /** `warn`: it runs, but not as well as it could, or not for long. `fail`: a server cannot start or work. */
  readonly state: 'ok' | 'warn' | 'fail'
  readonly text: string
  /** How to mend it; null where nothing is to be done. */
  readonly mend: string | null
}

export function ok(name: string, text: string): Finding {
  return { name, state: 'ok', text, mend: null }
}

export function warn(name: string, text: string, mend: string): Finding {
  return { name, state: 'warn', text, mend }
}

export function fail(name: string, text: string, mend: string): Finding {
  return { name, state: 'fail', text, mend }
}

/** The text of something thrown. */
export function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}

const kMiB = 1024 * 1024

/** Bytes for people: `512 MiB`, `7.8 GiB`. */
export function bytesText(bytes: number): string {
  const mebibytes = bytes / kMiB
  return mebibytes < 1_024
    ? `${Math.round(mebibytes)} MiB`
    : `${(mebibytes / 1_024).toFixed(1)} GiB`
}
