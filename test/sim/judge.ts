// What must hold in every run, whatever died, stopped or was late. Each rule reads the history and names what broke it.

import { kLeaseMs, kTriesMax } from '../../src/base/limits.js'
import type { CallRecord, History } from './history.js'
import type { SimSocket } from './sockets.js'

/** Slack of a deadline: timers are late by a millisecond, and a death takes its way through a few threads. */
const kSlackMs = 25
/** The silence of a peer is looked at five times in a lease: it may be found a fifth earlier, never later. */
const kLeaseLeastMs = kLeaseMs * 0.8
/** Between the last byte and the end of the lease on the center's side, with all timers late. */
const kLeaseMostMs = kLeaseMs + 250

const kOutcomes = new Set([
  'ok',
  'ERR_DEADLINE',
  'ERR_CANCELLED',
  'ERR_STATION_LOST',
  'ERR_LINK_LOST',
  'ERR_NOT_JOINED',
  'ERR_CLOSED',
  'ERR_NO_ROUTE',
  'ERR_STARTING',
  'ERR_PAUSED',
  'ERR_RATE_LIMITED',
  'ERR_BREAKER_OPEN',
  'ERR_STATION_BUSY',
  'ERR_OVERLOADED',
  'ERR_DRAINING',
])

/** Every rule that the run broke, in words; none for a good run. */
export function judge(history: History, sockets: readonly SimSocket[], nowMs: number): string[] {
  return [
    ...history.faults,
    ...history.calls.flatMap((call) => judgeCall(call, history)),
    ...history.presences.judge(history.calls),
    ...judgeLimits(history),
    ...judgeTopics(history),
    ...judgeLeases(history, sockets, nowMs),
  ]
}

function judgeCall(call: CallRecord, history: History): string[] {
  const { id, route, process, startMs, timeoutMs, endMs, outcome, executions, isIdempotent } = call
  const faults: string[] = []
  const wrong = (what: string) =>
    faults.push(`call ${id} of ${route} by ${process.name} at ${startMs.toFixed(3)}: ${what}`)
  if (process.isAlive && call.settledCount !== 1) wrong(`it ended ${call.settledCount} times`)
  if (call.settledCount > 1) wrong('it ended twice')
  if (outcome !== 'open' && !kOutcomes.has(outcome)) wrong(`it ended with ${outcome}`)
  const dueMs = startMs + timeoutMs + kSlackMs
  // A stopped program cannot see its own timers; it sees them at once when it goes on.
  const stop = process.stops.findLast(({ fromMs }) => fromMs <= dueMs)
  const lateMs = stop === undefined ? dueMs : Math.max(dueMs, stop.toMs + kSlackMs)
  if (!call.isOneWay && outcome !== 'open' && endMs > lateMs)
    wrong(
      `it ended ${(endMs - startMs).toFixed(1)} ms after its beginning, ${timeoutMs} were given`,
    )
  const countMax = isIdempotent ? kTriesMax : 1
  if (executions.length > countMax)
    wrong(`its handler ran ${executions.length} times, ${countMax} is the most`)
  if (outcome === 'ERR_RATE_LIMITED' && !history.windows.some((window) => window.route === route))
    wrong('it was limited, but its route was not')
  for (const { station, service, atMs, deadlineMs, caller, isByMemory } of executions) {
    if (service !== call.service) wrong(`${station} ran it, which does not offer it`)
    if (caller !== call.caller) wrong(`${station} was told that ${caller} calls`)
    // By memory the way takes less than the slack, also for a later try; a stop or a cable may take any time.
    const isDirect = isByMemory && call.isByMemory && !wasHeldUp(call, station, atMs, history)
    if (isDirect && deadlineMs > startMs + timeoutMs + kSlackMs)
      wrong(`${station} was given ${(deadlineMs - startMs).toFixed(1)} ms of ${timeoutMs}`)
    const leftMs = history.left.get(station)
    if (leftMs !== undefined && startMs > leftMs && atMs > leftMs)
      wrong(`${station} ran it, which had left at ${leftMs.toFixed(3)}`)
    const pause = history.pauses.find(
      ({ target, inForceMs, endMs: pauseEndMs }) =>
        (target === service || target === route) && startMs > inForceMs && atMs < pauseEndMs,
    )
    if (pause !== undefined)
      wrong(
        `${station} ran it, while ${pause.target} was paused since ${pause.inForceMs.toFixed(3)}`,
      )
  }
  return faults
}

/** True where somebody on the way was stopped: what is left of a call's time is counted from each arrival. */
function wasHeldUp(call: CallRecord, station: string, atMs: number, history: History): boolean {
  const { process, startMs } = call
  return (
    history.slowWays.has(process.name) ||
    history.slowWays.has(station) ||
    history.centers.some((center) => center.wasStopped(startMs, atMs))
  )
}

/** In no window more calls than are allowed, and none refused while fewer had passed. */
function judgeLimits(history: History): string[] {
  const { calls, windows } = history
  const faults: string[] = []
  const routes = new Set(windows.map(({ route }) => route))
  for (const route of routes) {
    const own = windows.filter((window) => window.route === route)
    const meant = calls.filter((call) => call.route === route && !call.isOneWay)
    for (const [index, { atMs, calls: most }] of own.entries()) {
      const endMs = own[index + 1]?.atMs ?? Number.POSITIVE_INFINITY
      const ran = meant.filter(
        ({ startMs, executions }) =>
          startMs > atMs && executions.length > 0 && executions[0].atMs < endMs,
      )
      if (ran.length > most)
        faults.push(
          `${route} let ${ran.length} calls pass at ${atMs.toFixed(3)}, ${most} are allowed`,
        )
      const refused = meant.find(
        (call) => call.outcome === 'ERR_RATE_LIMITED' && call.startMs > atMs && call.endMs < endMs,
      )
      const passed = meant.filter(
        (call) =>
          call.outcome !== 'ERR_RATE_LIMITED' &&
          call.startMs < endMs &&
          (call.endMs > atMs || mayStillCome(call, atMs, history)),
      )
      if (refused !== undefined && passed.length < most)
        faults.push(
          `call ${refused.id} of ${route} was refused in the window of ${atMs.toFixed(3)}: ${passed.length} of ${most} had passed`,
        )
    }
  }
  return faults
}

/** True for a call whose caller gave up while its frame was held up: the center counts it when it comes. */
function mayStillCome(call: CallRecord, atMs: number, { slowWays, centers }: History): boolean {
  if (call.outcome === 'ok') return false
  return (
    slowWays.has(call.process.name) ||
    centers.some((center) => center.wasStopped(call.startMs, atMs))
  )
}

/** Messages of one publisher come in their order and once; to a group, once to all of it together. */
function judgeTopics({ messages, groupMessages }: History): string[] {
  const faults: string[] = []
  for (const [who, numbers] of messages) {
    if (numbers.some((number, index) => index > 0 && number <= (numbers[index - 1] ?? 0)))
      faults.push(`messages of ${who} came as ${numbers.join(' ')}`)
  }
  for (const [who, numbers] of groupMessages) {
    if (new Set(numbers).size !== numbers.length) faults.push(`the group of ${who} got one twice`)
  }
  return faults
}

/** No lease ends while its station gives signs of life, and each ends when there were none for its time. */
function judgeLeases(
  { linkEnds }: History,
  sockets: readonly SimSocket[],
  nowMs: number,
): string[] {
  const faults: string[] = []
  for (const { atMs, name, reason } of linkEnds) {
    if (!reason.startsWith('nothing came for')) continue
    const ended = sockets.filter(({ endedMs, process }) => {
      const slackMs = process.wasStopped(endedMs, atMs) ? atMs : kSlackMs
      return endedMs <= atMs && endedMs > atMs - slackMs
    })
    if (!ended.some(({ endedMs, lastCameMs }) => endedMs - lastCameMs >= kLeaseLeastMs))
      faults.push(`the lease of ${name} ended at ${atMs.toFixed(3)}, though it gave signs of life`)
  }
  for (const { endedMs, lastCameMs, process } of sockets) {
    const untilMs = Math.min(endedMs, process.isAlive ? nowMs : 0)
    if (untilMs - lastCameMs > kLeaseMostMs && !process.wasStopped(lastCameMs, untilMs))
      faults.push(`a link was kept ${(untilMs - lastCameMs).toFixed(0)} ms without a sign of life`)
  }
  return faults
}
