// What happens to a station, for its owner; by default as lines on stderr.

import { errorBodyOf } from '../base/errors.js'
import type { Carrier } from '../wire/control.js'

export type StationEvent =
  | { readonly type: 'joined'; readonly carrier: Carrier; readonly notice: string }
  | { readonly type: 'lost'; readonly reason: string }
  /** The center takes the station out: it leaves, and does not join again by itself. */
  | { readonly type: 'dismissed'; readonly reason: string }
  | { readonly type: 'handler-failed'; readonly where: string; readonly error: unknown }

/** Says it on stderr, where it is worth a word. */
export function writeStationEvent(event: StationEvent): void {
  if (event.type === 'joined' && event.notice === '') return
  process.stderr.write(`signalbox: ${eventText(event)}\n`)
}

function eventText(event: StationEvent): string {
  switch (event.type) {
    case 'joined':
      return `joined by ${event.carrier}: ${event.notice}`
    case 'lost':
      return `link lost: ${event.reason}`
    case 'dismissed':
      return `the center asks this station to leave: ${event.reason}`
    case 'handler-failed': {
      const { error, where } = event
      const text = error instanceof Error ? error.stack : errorBodyOf(error, where).text
      return `${where}: ${text}`
    }
  }
}
