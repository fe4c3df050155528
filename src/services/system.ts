// What the center tells and takes about itself, as an ordinary attached station: the routes below /_sys_.

import { centerError } from '../base/errors.js'
import type { Center } from '../control/center.js'
import type { Call } from '../station/call.js'
import { Station } from '../station/station.js'

/** The station that offers the center's own routes. */
export function createSystemStation(center: Center): Station {
  const station = new Station({ name: 'signalbox' })
  station.route('GET /_sys_/stations', { description: 'Stations with their figures' }, () =>
    center.stations(),
  )
  station.route('GET /_sys_/services', { description: 'Services with their figures' }, () =>
    center.services(),
  )
  station.route('GET /_sys_/routes', { description: 'Routes with their figures' }, () =>
    center.routes(),
  )
  station.route(
    'GET /_sys_/routes/watch',
    { description: 'Names of all routes, then changes as they come' },
    (call) => center.watchRoutes(call.signal),
  )
  station.route('GET /_sys_/counters', { description: "The center's counters" }, () =>
    center.counters(),
  )
  station.route('POST /_sys_/pause', { description: 'Sends no calls to { target }' }, (call) => ({
    paused: center.pause(targetOf(call)),
  }))
  station.route(
    'POST /_sys_/resume',
    { description: 'Sends calls to { target } again' },
    (call) => ({
      resumed: center.resume(targetOf(call)),
    }),
  )
  return station
}

function targetOf(call: Pick<Call, 'body'>): string {
  const { body } = call
  const target: unknown =
    typeof body === 'object' && body !== null ? Reflect.get(body, 'target') : undefined
  if (typeof target === 'string' && target !== '') return target
  const rule = 'a station (orders.1), a service (orders) or a route (GET /orders) is wanted'
  throw centerError('ERR_BAD_ARGUMENT', { name: 'target', value: String(target), rule })
}
