// The cases of srsr as data: what a client sends, and what it must get. See srsr-cases.json.

import { readFileSync } from 'node:fs'

export type Expectation = {
  readonly status?: number
  readonly json?: unknown
  readonly jsonHas?: readonly string[]
  readonly jsonContains?: Readonly<Record<string, unknown>>
  readonly body?: string
  readonly bodyMatches?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly idMinLength?: number
  readonly maxMs?: number
}

export type Step = {
  readonly op: 'http' | 'wait' | 'restart' | 'client'
  readonly path?: string
  readonly method?: string
  readonly body?: Readonly<Record<string, unknown>>
  readonly rawBody?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly save?: string
  readonly waitMs?: number
  readonly repeat?: { readonly count: number; readonly everyMs?: number; readonly at?: string }
  readonly expect: Expectation
}

export type SrsrCase = {
  readonly id: string
  readonly group: string
  readonly title: string
  readonly setup: {
    readonly timeoutMs?: number
    readonly flags?: readonly string[]
    readonly trustProxy?: readonly string[]
  }
  readonly steps: readonly Step[]
}

const kPath = new URL('../../../test/conformance/srsr-cases.json', import.meta.url)

/** All of them. */
export function readSrsrCases(): readonly SrsrCase[] {
  const file = JSON.parse(readFileSync(kPath, 'utf8')) as { readonly cases: readonly SrsrCase[] }
  return file.cases
}

/** True for a case that needs a program of a client or the command line. */
export function isForClients({ steps }: SrsrCase): boolean {
  return steps.some(({ op }) => op === 'client')
}
