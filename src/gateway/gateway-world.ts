// What the parts of one gateway share: the station that calls for it, its copy of the routes, and the rules in force.

import type { Station } from '../station/station.js'
import type { AccessLog } from './access-log.js'
import type { Compression } from './compression.js'
import type { Cors } from './cors.js'
import type { GatewayCounters } from './gateway-counters.js'
import type { PathMap } from './path-map.js'
import type { FieldReader } from './request-fields.js'
import type { RequestIds } from './request-ids.js'
import type { RouteDirectory } from './route-directory.js'
import type { StaticFiles } from './static-files.js'

/** Settings that can change while the gateway runs; a request keeps those that it began with. */
export type GatewayRules = {
  readonly fields: FieldReader
  readonly cors: Cors
  readonly log: AccessLog | null
  /** null: answers go as they are. */
  readonly compression: Compression | null
  readonly files: StaticFiles
  /** Of a request. */
  readonly bodyBytesMax: number
  /** Of a call whose request names none. */
  readonly timeoutMs: number
}

export type GatewayWorld = {
  readonly station: Pick<
    Station,
    'request' | 'requestThen' | 'publish' | 'subscribe' | 'registered'
  >
  readonly isJoined: () => boolean
  readonly directory: RouteDirectory
  readonly paths: PathMap
  readonly ids: RequestIds
  readonly counters: GatewayCounters
  /** Replaced as a whole. */
  rules: GatewayRules
}
