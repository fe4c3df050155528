// Reads what Node's sampling profiler wrote (--cpu-prof): how long a thread was where, by function.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Where a thread was when it was looked at: the function that ran, not those that called it. */
export type Place = {
  /** Of the module; empty for what is no JavaScript. */
  readonly url: string
  /** Names in parentheses are the profiler's own: `(garbage collector)`, `(program)`. */
  readonly functionName: string
}

/** The parts of a profile that are read here. */
type CpuProfile = {
  readonly nodes: readonly { readonly id: number; readonly callFrame: Place }[]
  readonly startTime: number
  readonly samples: readonly number[]
  readonly timeDeltas: readonly number[]
}

/** Microseconds of the clock that profiles are written by. */
export function profileClockUs(): number {
  return Number(process.hrtime.bigint() / 1_000n)
}

/**
 * Adds up the time of all threads of the processes that wrote their profiles into one folder, time at rest left out.
 *
 * @param fromUs of {@link profileClockUs}, and `toUs`: what lies outside is not counted.
 * @param onTime called with each place, and microseconds.
 */
export function readProfiles(
  folder: string,
  fromUs: number,
  toUs: number,
  onTime: (place: Place, us: number) => void,
): void {
  for (const file of readdirSync(folder)) {
    const profile = JSON.parse(readFileSync(join(folder, file), 'utf8')) as CpuProfile // Node wrote it
    const places = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]))
    let atUs = profile.startTime
    profile.samples.forEach((id, at) => {
      const us = profile.timeDeltas[at] ?? 0
      atUs += us
      const place = places.get(id)
      if (place === undefined || place.functionName === '(idle)') return
      if (atUs >= fromUs && atUs <= toUs) onTime(place, us)
    })
  }
}
