// What an HTTP server asks the gateway: a request, an upgrade, the body of a refusal. Runs in the thread of its server.

import { STATUS_CODES } from 'node:http'
import { type CenterError, centerError, type ErrorCode } from '../base/errors.js'
import type {
  HttpHandlers,
  HttpRequest,
  SocketHandlers,
  UpgradeRefusal,
} from '../http/http-server.js'
import { errorAnswer, errorText } from '../station/http-form.js'
import type { GatewayWorld } from './gateway-world.js'
import { HttpCall } from './http-call.js'
import { isFromForeignPage } from './own-paths.js'
import { SocketTopics } from './socket-topics.js'
import { WebSocketSession } from './web-socket.js'

/** Codes of what an engine refuses by itself. */
const kRefusalCodes: Readonly<Record<number, ErrorCode>> = {
  400: 'ERR_BAD_REQUEST',
  408: 'ERR_TOO_SLOW',
  413: 'ERR_BODY_TOO_LARGE',
  431: 'ERR_HEAD_TOO_LARGE',
  501: 'ERR_NOT_SPOKEN',
  503: 'ERR_OVERLOADED',
  505: 'ERR_NOT_SPOKEN',
}

/** The handlers of a gateway. */
export function gatewayHandlers(world: GatewayWorld): HttpHandlers {
  const topics = new SocketTopics(world.station)
  return {
    onRequest: (request, response) => {
      world.counters.count('http_requests')
      new HttpCall(world, request, response).run()
    },
    onUpgrade: (request) => upgrade(world, topics, request),
    refusalBody: (status, detail) => {
      world.counters.count('http_requests_refused')
      const code = kRefusalCodes[status] ?? 'ERR_BAD_REQUEST'
      return errorText({ code, text: detail || (STATUS_CODES[status] ?? ''), status })
    },
  }
}

function upgrade(
  world: GatewayWorld,
  topics: SocketTopics,
  request: HttpRequest,
): SocketHandlers | UpgradeRefusal {
  const { target } = request
  const mark = target.indexOf('?')
  const path = mark < 0 ? target : target.slice(0, mark)
  if (world.paths.resolve('GET', path, '').kind !== 'socket') {
    return refusal(centerError('ERR_NO_ROUTE', { route: `a WebSocket at ${path}` }), path)
  }
  const fields = world.rules.fields.read(request)
  // Browsers let any page open a WebSocket to anywhere, so that the server has to look at the origin.
  if (isFromForeignPage(request, fields.host, world.rules.cors)) {
    const values = { what: 'a WebSocket', rule: 'the page is of another origin' }
    return refusal(centerError('ERR_FORBIDDEN', values), path)
  }
  return new WebSocketSession(world, topics, request, fields)
}

function refusal(error: CenterError, route: string): UpgradeRefusal {
  const { status, headers, body } = errorAnswer(error, route)
  return { status, headers, body }
}
