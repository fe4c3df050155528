// Calls of an instance over HTTP: the request goes on as it came, below the instance's address.

import { Agent as HttpAgent, request as httpRequest, type RequestOptions } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { type CenterError, centerError } from '../../base/errors.js'
import { kCallSocketsMax, kCallSocketsPerAddressMax } from '../../base/limits.js'
import type { AppRequest } from '../../station/adapters/app-request.js'
import { askOver } from '../../station/adapters/ask-server.js'
import type { Reply } from '../../station/reply.js'
import { headerOf } from '../../wire/header-list.js'
import type { CallTarget } from './call-target.js'

type HttpTarget = Extract<CallTarget, { kind: 'http' }>

/** Milliseconds that a connection may lie idle: less than servers of common languages keep theirs. */
const kIdleMs = 4_000

/** Who passed the request on (RFC 9110 §7.6.3), and how often at most. */
const kVia = '1.1 signalbox'
const kHopsMax = 8

const kConnections = {
  keepAlive: true,
  timeout: kIdleMs,
  maxSockets: kCallSocketsPerAddressMax,
  maxTotalSockets: kCallSocketsMax,
} as const

/** Connections to instances, kept for the next call. */
export class HttpConnections {
  readonly #plain = new HttpAgent(kConnections)
  readonly #tls = new HttpsAgent(kConnections)

  /**
   * Asks an instance.
   *
   * Rejects with ERR_UNREACHABLE when no connection can be made or it breaks before the answer.
   */
  ask(name: string, target: HttpTarget, request: AppRequest): Promise<Reply> {
    const dial = (options: RequestOptions) => {
      const { host, port, path: prefix } = target
      const where = { ...options, host, port, path: prefix + String(options.path) }
      return target.isTls
        ? httpsRequest({ ...where, agent: this.#tls })
        : httpRequest({ ...where, agent: this.#plain })
    }
    if (hopsOf(request) >= kHopsMax) {
      const reason = `${target.authority}: the call came by here ${kHopsMax} times already`
      throw centerError('ERR_UNREACHABLE', { name, reason })
    }
    return askOver(dial, { ...request, headers: headersFor(target, request) }, (error) =>
      unreachable(name, target, error),
    )
  }

  close(): void {
    this.#plain.destroy()
    this.#tls.destroy()
  }
}

/** An instance may be registered at an address that leads back here. */
function hopsOf({ headers }: AppRequest): number {
  return (headerOf(headers, 'via') ?? '').split(kVia).length - 1
}

/** The instance is asked by its own name; the one that the client used is told beside it. */
function headersFor({ authority }: HttpTarget, { headers }: AppRequest): string[] {
  const fields = ['host', authority]
  for (let at = 0; at < headers.length; at += 2) {
    if (headers[at] !== 'host' && headers[at] !== 'via') {
      fields.push(headers[at], headers[at + 1] ?? '')
    }
  }
  const via = headerOf(headers, 'via')
  fields.push('via', via === undefined ? kVia : `${via}, ${kVia}`)
  const host = headerOf(headers, 'host')
  if (host !== undefined && headerOf(headers, 'x-forwarded-host') === undefined)
    fields.push('x-forwarded-host', host)
  return fields
}

function unreachable(name: string, { host, port }: HttpTarget, error: Error): CenterError {
  const syscall: unknown = Reflect.get(error, 'syscall')
  // Nothing was sent where the connection was not made, so that the call can go elsewhere.
  const wasSent = syscall !== 'connect' && syscall !== 'getaddrinfo'
  const reason = `${host}:${port}: ${error.message || String(Reflect.get(error, 'code') ?? error.name)}`
  return centerError('ERR_UNREACHABLE', { name, reason }, { wasSent })
}
