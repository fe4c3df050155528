// Routes of the center that steer: pause, resume, drain.

import { centerError } from '../base/errors.js'
import { kCallTimeoutMsMax, kDrainTimeoutMs } from '../base/limits.js'
import type { Center } from '../control/center.js'
import type { Station } from '../station/station.js'
import { isReservedPath } from '../wire/reserved-paths.js'

/** Adds them to the center's own station. */
export function addSteering(station: Station, center: Center): void {
  station.route(
    'POST /_sys_/pause',
    { description: 'Sends no calls to { target }' },
    async (call) => {
      const paused = center.pause(targetOf(call.body))
      await inForce(center)
      return { paused }
    },
  )
  station.route(
    'POST /_sys_/resume',
    { description: 'Sends calls to { target } again' },
    async (call) => {
      const resumed = center.resume(targetOf(call.body))
      await inForce(center)
      return { resumed }
    },
  )
  station.route(
    'POST /_sys_/drain',
    {
      description: 'Takes { target } out: waits for its calls up to { timeoutMs }, then it leaves',
    },
    (call) => center.drainStations(targetOf(call.body), timeoutOf(call.body)),
  )
}

/** Milliseconds that an answer waits for the dispatch worker; one that takes longer has other troubles. */
const kInForceMs = 5_000

/**
 * Resolves when what the dispatch workers were told before holds: they take it in order.
 *
 * Rejects with ERR_DEADLINE when they do not answer. What was told will hold all the same, once they do.
 */
export async function inForce(center: Pick<Center, 'isAlive'>): Promise<void> {
  if (await center.isAlive(kInForceMs)) return
  throw centerError('ERR_DEADLINE', { route: 'the dispatch worker', timeoutMs: kInForceMs })
}

const kTargetRule = 'a station (orders.1), a service (orders) or a route (GET /orders) is wanted'
const kOwnRule = "the center's own stations and routes cannot be paused or drained"
/** The center's own: without them nobody could resume anything, and a gateway that was drained would not join again. */
const kOwnStation = /^signalbox(?:\.(?:center|gateway))?(?:\.\d+)?$/
const kMethod = /^\S+ (?=\/)/

function targetOf(body: unknown): string {
  const target = fieldOf(body, 'target')
  if (typeof target !== 'string' || target === '') throw refusal('target', target, kTargetRule)
  if (kOwnStation.test(target) || isReservedPath(target.replace(kMethod, '')))
    throw refusal('target', target, kOwnRule)
  return target
}

function timeoutOf(body: unknown): number {
  const timeoutMs = fieldOf(body, 'timeoutMs') ?? kDrainTimeoutMs
  const isSpan = typeof timeoutMs === 'number' && timeoutMs >= 0 && timeoutMs <= kCallTimeoutMsMax
  if (isSpan) return timeoutMs
  throw refusal('timeoutMs', timeoutMs, `milliseconds from 0 to ${kCallTimeoutMsMax} are wanted`)
}

function fieldOf(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined
}

function refusal(name: string, value: unknown, rule: string): Error {
  return centerError('ERR_BAD_ARGUMENT', { name, value: String(value), rule })
}
