// A caller whose calls go by lanes, as far as there may be lanes: each is opened before the first call that could take it.

import type { Center, Client } from '../../src/index.js'
import { fetchThrough } from '../../src/station/fetch.js'
import { fillParams, parseCallPath } from '../../src/wire/route-key.js'
import type { TestCaller } from './world.js'

export function laneCaller(center: Center, client: Client, name: string): TestCaller {
  const id = center.stations().findLast((station) => station.name === name)?.id ?? ''
  const prepare = async (
    route: string,
    hasBody: boolean,
    params: Readonly<Record<string, string | number>> | undefined,
  ) => {
    let path: string
    try {
      path = parseCallPath(params === undefined ? route : fillParams(route, params), hasBody).key
    } catch {
      return // the call is refused, too
    }
    await center.openLane(id, path)
  }
  const request: TestCaller['request'] = async (route, wanted) => {
    await prepare(route, wanted?.body !== undefined, undefined)
    return client.request(route, wanted)
  }
  return {
    name,
    get carrier() {
      return client.carrier
    },
    get isJoined() {
      return client.isJoined
    },
    call: async (route: string, body?: unknown, options?: Parameters<Client['call']>[2]) => {
      const own = ownOf(body)
      await prepare(route, body !== undefined, options?.params)
      return client.call(route, own, options)
    },
    callThen: (
      route: string,
      body: unknown,
      onReply: (reply: unknown, mark: unknown) => void,
      onError: (error: unknown, mark: unknown) => void,
      mark: unknown,
      options?: Parameters<Client['call']>[2],
    ) => {
      const own = ownOf(body)
      void prepare(route, body !== undefined, options?.params).then(() =>
        client.callThen(route, own, onReply, onError, mark, options),
      )
    },
    request,
    fetch: (input, init) => fetchThrough(request, input, init),
    send: (route, body, options) => client.send(route, body, options),
    publish: (topic, message) => client.publish(topic, message),
  } as TestCaller // its call is that of a client whose routes are unknown
}

/** The body as it is now: whoever calls may change it while the lane is opened. */
function ownOf(body: unknown): unknown {
  try {
    return structuredClone(body)
  } catch {
    return body // streams, and what no body may be
  }
}
