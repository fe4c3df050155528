// A station for those who only call.

import type { RouteMap } from './route-types.js'
import { Station, type StationOptions } from './station.js'

/** A station that offers nothing and calls. */
export type Client<Routes extends RouteMap = Record<never, never>> = Pick<
  Station<Routes>,
  | 'call'
  | 'callThen'
  | 'request'
  | 'fetch'
  | 'send'
  | 'publish'
  | 'subscribe'
  | 'isJoined'
  | 'carrier'
  | 'messagesLostCount'
> & {
  /** Ends the link; calls in flight fail with ERR_CLOSED. */
  close(): Promise<void>
}

/**
 * Connects to a center, only to call.
 *
 * @param address as in Station.join. Rejects as it does.
 */
export async function connect<Routes extends RouteMap = Record<never, never>>(
  address?: string,
  options: Partial<StationOptions> = {},
): Promise<Client<Routes>> {
  const station = new Station<Routes>({ name: 'client', ...options })
  await station.join(address)
  return Object.assign(station, { close: () => station.leave() })
}
