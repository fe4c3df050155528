// The center's log: one JSON line an event, on stderr, so that stdout stays for answers.

import { destination, type Logger, pino } from 'pino'

export const kLogLevels = ['silent', 'error', 'warn', 'info', 'debug'] as const

export type LogLevel = (typeof kLogLevels)[number]

/** What a center logs when nothing is said: what somebody should look at. */
export const kLogLevelDefault: LogLevel = 'warn'

export type { Logger }

/** A logger whose lines are written before its calls return, so that a crash loses none. */
export function createLogger(level: LogLevel, center: string): Logger {
  return pino({ level, base: { center } }, destination({ dest: 2, sync: true }))
}
