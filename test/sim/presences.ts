// Who offered what when, and what that promises: routes are in force when their station has heard that it is registered, on
// every dispatcher; and a station that leaves has answered whatever was given to it.

import type { CallRecord } from './history.js'

type Presence = {
  readonly process: string
  readonly service: string
  /** It shares memory with the center and is never stopped: it hears of its link's end within {@link kSlackMs}. */
  readonly isPrompt: () => boolean
  readonly fromMs: number
  untilMs: number
}

/** A death takes its way through a few threads, some of them late. */
const kSlackMs = 60
/** A station that leaves waits so long for its handlers, and then leaves all the same. */
const kLeaveMs = 10_000

export class Presences {
  readonly #all: Presence[] = []
  /** When a station of a service did not end on purpose. */
  readonly #troubles: { readonly service: string; readonly atMs: number }[] = []

  joined(process: string, service: string, isPrompt: () => boolean, nowMs: number): void {
    const presence = {
      process,
      service,
      isPrompt,
      fromMs: nowMs,
      untilMs: Number.POSITIVE_INFINITY,
    }
    this.#all.push(presence)
  }

  /** It begins to leave. */
  leaving(process: string, nowMs: number): void {
    for (const presence of this.#all)
      if (presence.process === process) presence.untilMs = Math.min(presence.untilMs, nowMs)
  }

  /** It is gone, and not by its own will. */
  lost(process: string, service: string, nowMs: number): void {
    this.leaving(process, nowMs)
    this.#troubles.push({ service, atMs: nowMs })
  }

  centerLost(nowMs: number): void {
    for (const { process, service } of this.#all) this.lost(process, service, nowMs)
  }

  /** Every call by which a promise was broken, in words. */
  judge(calls: readonly CallRecord[]): string[] {
    return calls.flatMap((call) => {
      if (call.executions.length > 0) return [] // what its handler called may be gone
      const about = `call ${call.id} of ${call.route} by ${call.process.name} at ${call.startMs.toFixed(3)}`
      const isUnknown = call.outcome === 'ERR_NO_ROUTE' || call.outcome === 'ERR_STARTING'
      const offerer = isUnknown ? this.#offererOf(call) : undefined
      if (offerer !== undefined)
        return [`${about}: ${call.outcome}, though ${offerer.process} offered it throughout`]
      const isLost = call.outcome === 'ERR_STATION_LOST'
      if (isLost && !this.#hadTrouble(call))
        return [`${about}: its station is lost, though none of them ended but by leaving`]
      return []
    })
  }

  #offererOf({ service, startMs, endMs }: CallRecord): Presence | undefined {
    return this.#all.find(
      (presence) =>
        presence.service === service &&
        presence.isPrompt() &&
        presence.fromMs < startMs &&
        presence.untilMs > endMs + kSlackMs,
    )
  }

  #hadTrouble({ service, startMs, endMs }: CallRecord): boolean {
    return this.#troubles.some(
      (trouble) =>
        trouble.service === service &&
        trouble.atMs > startMs - kLeaveMs &&
        trouble.atMs < endMs + kLeaveMs,
    )
  }
}
