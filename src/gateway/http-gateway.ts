// What an HTTP server asks the gateway: a request, an upgrade, the body of a refusal. Runs in the thread of its server.

import { STATUS_CODES } from 'node:http'
import { centerError, type ErrorCode } from '../base/errors.js'
import type {
  HttpHandlers,
  HttpRequest,
  SocketHandlers,
  UpgradeRefusal,
} from '../http/http-server.js'
import { errorAnswer, errorText } from '../station/http-form.js'
import type { GatewayWorld } from './gateway-world.js'
import { HttpCall } from './http-call.js'

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
  return {
    onRequest: (request, response) => {
      world.counters.count('http_requests')
      new HttpCall(world, request, response).run()
    },
    onUpgrade: (request) => refuseUpgrade(request),
    refusalBody: (status, detail) => {
      world.counters.count('http_requests_refused')
      const code = kRefusalCodes[status] ?? 'ERR_BAD_REQUEST'
      return errorText({ code, text: detail || (STATUS_CODES[status] ?? ''), status })
    },
  }
}

function refuseUpgrade(request: HttpRequest): SocketHandlers | UpgradeRefusal {
  const { target } = request
  const { status, headers, body } = errorAnswer(
    centerError('ERR_NO_ROUTE', { route: target }),
    target,
  )
  return { status, headers, body }
}
