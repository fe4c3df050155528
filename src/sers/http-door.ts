// HTTP as the gateway of Sers speaks it: a request becomes a call, its reply the answer. Ports are those of WebHost.urls.

import { readFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import { networkInterfaces } from 'node:os'
import { systemClock } from '../base/clock.js'
import { kHttpLimitsDefault } from '../http/http-limits.js'
import type { HttpRequest, HttpResponse, HttpServer } from '../http/http-server.js'
import { openHttpServer } from '../http/open-server.js'
import { isLoopback } from '../transport/address.js'
import { errorReply, kSersErrors, type SsError } from '../wire/sers/answers.js'
import { canonicalName, httpFormOf, queryValue } from './foreign-calls.js'
import { type GoverPage, goverPage, goverPageAt, kGoverPageHeaders } from './gover-page.js'
import type { Hub } from './hub.js'
import { Identity } from './identity.js'
import type { SersHttp } from './options.js'
import { RateLimits } from './rate-limits.js'
import { newRid } from './rid.js'
import { sersRoute, withoutDots } from './route-names.js'
import type { Origin } from './sers-call.js'
import { ServedFiles } from './served-files.js'

export type HttpDoor = {
  /** host:port of each listener. */
  readonly addresses: readonly string[]
  close(): void
}

const kMethods = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS'
const kPreflightSeconds = '600'
const kJsStationPath = '/_gover_/JsStation.html'
/** Changes by people's browsers are posted, by pages of this very server. */
const kChanges = /^\/_gover_\/.*\/(pause|start|stop|add|remove|removeOffline)$/

/** Opens every listener. Rejects with ERR_LISTEN or ERR_BAD_ARGUMENT; none is open then. */
export async function openHttpDoor(
  options: SersHttp,
  hub: Hub,
  warn: (text: string) => void,
): Promise<HttpDoor> {
  const door = new Door(options, hub, warn)
  const servers: HttpServer[] = []
  const close = () => {
    door.close()
    for (const server of servers) server.cut()
  }
  try {
    await door.open()
    for (const { host, port, isTls } of options.listen) {
      const { server } = await openHttpServer('node', {
        host,
        port,
        tls: isTls ? options.tls : null,
        isShared: false,
        speaksHttp10: true, // proxies before gateways of Sers speak it where nobody told them otherwise
        isExposed: !isLoopback(host),
        limits: kHttpLimitsDefault,
        handlers: {
          onRequest: (request, response) => {
            if (!door.redirect(request, response)) door.onRequest(request, response, server)
          },
          onUpgrade: () => ({ status: 404, headers: [], body: '' }),
          refusalBody: (status, detail) => failureText({ errorCode: status, errorMessage: detail }),
        },
      })
      servers.push(server)
    }
  } catch (error) {
    close()
    throw error
  }
  const addresses = servers.map(
    ({ host, port }) => `${host.includes(':') ? `[${host}]` : host}:${port}`,
  )
  return { addresses, close }
}

function failureText(error: SsError): string {
  return JSON.stringify({ success: false, error })
}

class Door {
  readonly #options: SersHttp
  readonly #hub: Hub
  readonly #limits = new RateLimits(systemClock)
  readonly #identity: Identity
  readonly #prefix: string
  readonly #warn: (text: string) => void
  #files: ServedFiles | null = null

  constructor(options: SersHttp, hub: Hub, warn: (text: string) => void) {
    this.#options = options
    this.#hub = hub
    this.#warn = warn
    this.#prefix = options.ipPrefix.toLowerCase()
    for (const rule of options.rateLimits) this.#limits.add(rule)
    const ask = (route: string, method: string, value: Buffer) =>
      hub.askInside(route, method, value)
    this.#identity = new Identity(options.hooks, ask, warn)
  }

  async open(): Promise<void> {
    this.#files = await ServedFiles.open(this.#options.folders, this.#warn)
  }

  /** Sends on what comes without TLS, where that is wanted. */
  redirect(request: HttpRequest, response: HttpResponse): boolean {
    const { redirect } = this.#options
    if (request.isTls || redirect === null) return false
    const host = redirect.host ?? hostName(request.header('host') ?? '')
    const port = redirect.port === kHttpsPort ? '' : `:${redirect.port}`
    const shown = host.includes(':') ? `[${host}]` : host
    response.send(
      redirect.status,
      ['Location', `https://${shown}${port}${request.target}`],
      kNothing,
    )
    return true
  }

  close(): void {
    this.#identity.close()
  }

  onRequest(request: HttpRequest, response: HttpResponse, server: HttpServer): void {
    if (this.#preflight(request, response)) return
    const { target } = request
    const mark = target.indexOf('?')
    const path = withoutDots(mark < 0 ? target : target.slice(0, mark))
    if (path === null) {
      this.#send(request, response, errorReply(kSersErrors.notFound, 'json'))
      return
    }
    const query = mark < 0 ? '' : target.slice(mark + 1)
    // The body is asked for in this turn, or not at all.
    if (request.contentLength === 0) {
      this.#answer(request, response, server, path, query, kNothing)
      return
    }
    request.collect(this.#options.bodyBytesMax, (body, failure) => {
      if (failure === 'aborted') return
      if (failure === 'too-large') this.#send(request, response, kTooLarge)
      else if (failure === 'too-slow') this.#send(request, response, kTooSlow)
      else this.#answer(request, response, server, path, query, body)
    })
  }

  #answer(
    request: HttpRequest,
    response: HttpResponse,
    server: HttpServer,
    path: string,
    query: string,
    body: Uint8Array,
  ): void {
    const page = goverPageAt(path)
    if (page !== null) {
      this.#sendPage(request, response, page, new URLSearchParams(query))
      return
    }
    if (path === kJsStationPath || path === kJsStationModule) {
      void this.#sendDemo(path, response)
      return
    }
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    const call = () => this.#call(request, response, server, path, query, body)
    if (isRead && (this.#files?.has(path) === true || this.#hub.files?.has(path) === true)) {
      this.#sendFile(path, request, response).then(
        (isSent) => {
          if (!isSent) call()
        },
        () => this.#send(request, response, errorReply(kSersErrors.internal, 'json')),
      )
    } else call()
  }

  #call(
    request: HttpRequest,
    response: HttpResponse,
    server: HttpServer,
    path: string,
    query: string,
    body: Uint8Array,
  ): void {
    const route = sersRoute(path)
    if (kChanges.test(route) && !this.#mayChange(request)) {
      this.#send(request, response, errorReply(kSersErrors.notAllowed, 'json'))
      return
    }
    const admin = route.startsWith('/_gover_/') ? this.#adminOf(request) : 'none'
    if (admin === 'wait') {
      this.#send(request, response, errorReply(kSersErrors.tooMany, 'json'))
      return
    }
    const source = admin === 'yes' ? 'Internal' : this.#options.callerSource
    const data = this.#dataOf(request, server, `${path}${searchOf(query)}`, route, source)
    const origin: Origin = {
      address: request.remoteAddress,
      isTrusted: true, // what is said of caller and user is this gateway's own word
      isAdmin: admin === 'yes',
      isLocal: isLoopback(request.remoteAddress),
      isCounted: true,
    }
    const error = this.#limits.judge({ route, origin, data })
    if (error !== null) {
      this.#send(request, response, errorReply(error, 'json'))
      return
    }
    const value = body.length > 0 ? body : queryValue(new URLSearchParams(query))
    const settle = (reply: Buffer) => {
      response.onAborted = null
      this.#send(request, response, reply)
    }
    const asker = this.#hub.ask(data, value, origin, settle, this.#identity)
    response.onAborted = () => this.#hub.paths.abandon(asker)
  }

  /** An administrator names its secret as the password of a browser's dialog; tokens are for the hooks. */
  #adminOf(request: HttpRequest): 'none' | 'yes' | 'no' | 'wait' {
    const said = /^basic +(\S+)\s*$/i.exec(request.header('authorization') ?? '')?.[1]
    if (said === undefined) return 'none'
    const pair = Buffer.from(said, 'base64').toString()
    return this.#hub.judgeAdmin(request.remoteAddress, pair.slice(pair.indexOf(':') + 1))
  }

  /** @param target the path without dot segments, and the query. */
  #dataOf(request: HttpRequest, server: HttpServer, target: string, route: string, source: string) {
    const { headers: list, method, isTls } = request
    const headers: Record<string, string> = {}
    for (let at = 0; at < list.length; at += 2) {
      const name = canonicalName(list[at])
      if (this.#prefix !== '' && list[at].toLowerCase().startsWith(this.#prefix)) continue
      headers[name] =
        headers[name] === undefined ? list[at + 1] : `${headers[name]},${list[at + 1]}`
    }
    const { ipPrefix } = this.#options
    if (ipPrefix !== '') {
      headers[`${ipPrefix}RemoteIpAddress`] = request.remoteAddress
      headers[`${ipPrefix}RemotePort`] = String(request.remotePort ?? 0)
      headers[`${ipPrefix}LocalIpAddress`] = request.localAddress ?? server.host
      headers[`${ipPrefix}LocalPort`] = String(server.port)
    }
    const host = request.header('host') ?? `${server.host}:${server.port}`
    return {
      route,
      caller: { rid: newRid(), source },
      http: {
        url: `${isTls ? 'https' : 'http'}://${host}${target}`,
        method,
        protocol: 'HTTP/1.1',
        headers,
      },
    }
  }

  /** A page of another origin changes nothing, and a link does neither. */
  #mayChange(request: HttpRequest): boolean {
    const origin = request.header('origin')
    const host = request.header('host') ?? ''
    // TLS may end here, or before this machine: the host is what tells pages apart.
    const isOwn = origin === undefined || /^https?:\/\/(.*)$/.exec(origin)?.[1] === host
    return request.method === 'POST' && isOwn
  }

  // ---- answers

  #send(request: HttpRequest, response: HttpResponse, reply: Buffer): void {
    const { status, headers, body } = httpFormOf(reply)
    const fields = [...headers, ...this.#corsFields(request)]
    const hasType = headers.some(
      (name, at) => at % 2 === 0 && name.toLowerCase() === 'content-type',
    )
    if (!hasType) fields.push('Content-Type', this.#options.contentType)
    response.send(status, fields, body)
  }

  #sendPage(
    request: HttpRequest,
    response: HttpResponse,
    name: GoverPage,
    query: URLSearchParams,
  ): void {
    const isLogin = query.has('login')
    const isTold = isHere(request) || this.#adminOf(request) === 'yes'
    const headers = Object.entries(kGoverPageHeaders).flat()
    if (isLogin && !isTold) headers.push('WWW-Authenticate', 'Basic realm="Sers", charset="UTF-8"')
    const page = goverPage(this.#hub, name, isTold, query.get('r') ?? '')
    response.send(isLogin && !isTold ? 401 : 200, headers, page)
  }

  /** The JavaScript station for browsers, and a page that is one. */
  async #sendDemo(path: string, response: HttpResponse): Promise<void> {
    const isPage = path === kJsStationPath
    // The page is sent as it is, the module as it was compiled.
    const file = isPage
      ? '../../../sdk/sers-js/js-station.html'
      : '../../sdk/sers-js/sers-station.js'
    try {
      const text = await readFile(new URL(file, import.meta.url))
      const type = isPage ? 'text/html; charset=utf-8' : 'text/javascript; charset=utf-8'
      response.send(200, ['Content-Type', type, ...kDemoHeaders], text)
    } catch {
      response.send(
        404,
        ['Content-Type', this.#options.contentType],
        failureText(kSersErrors.notFound),
      )
    }
  }

  async #sendFile(path: string, request: HttpRequest, response: HttpResponse): Promise<boolean> {
    for (const files of [this.#files, this.#hub.files]) {
      const served = (await files?.find(path, request)) ?? null
      if (served === null) continue
      const { found, headers } = served
      try {
        const { status, part } = found
        const fields = [...headers, ...this.#corsFields(request)]
        if (part === null || request.method === 'HEAD') {
          response.send(status, fields, kNothing, part?.bytes)
          return true
        }
        response.begin(status, fields)
        const end = part.start + part.bytes
        for (let at = part.start; at < end && !response.isOver; ) {
          const chunk = Buffer.allocUnsafe(Math.min(kFileChunkBytes, end - at))
          const count = await found.read(chunk, at)
          if (count === 0) {
            response.abort() // it became shorter meanwhile
            return true
          }
          at += count
          if (!response.write(chunk.subarray(0, count))) await response.whenWritable()
        }
        response.end()
        return true
      } finally {
        await found.close()
      }
    }
    return false
  }

  // ---- pages of other origins

  #preflight(request: HttpRequest, response: HttpResponse): boolean {
    const wanted = request.header('access-control-request-method')
    if (request.method !== 'OPTIONS' || wanted === undefined) return false
    const fields = this.#corsFields(request)
    if (fields.length > 0) {
      const headers = request.header('access-control-request-headers')
      fields.push(
        'Access-Control-Allow-Methods',
        kMethods,
        'Access-Control-Max-Age',
        kPreflightSeconds,
      )
      if (headers !== undefined) fields.push('Access-Control-Allow-Headers', headers)
    }
    response.send(204, fields, kNothing)
    return true
  }

  /** A listed origin is named and may send credentials; `*` never comes with them. */
  #corsFields(request: HttpRequest): string[] {
    const { origins } = this.#options
    const origin = request.header('origin')
    if (origin === undefined) return []
    if (origins === '*') return ['Access-Control-Allow-Origin', '*']
    if (!origins.includes(origin)) return []
    return [
      'Access-Control-Allow-Origin',
      origin,
      'Access-Control-Allow-Credentials',
      'true',
      'Vary',
      'Origin',
    ]
  }
}

function searchOf(query: string): string {
  return query === '' ? '' : `?${query}`
}

const kNothing = Buffer.alloc(0)
const kHttpsPort = 443
const kFileChunkBytes = 64 * 1024
const kJsStationModule = '/_gover_/sers-station.js'
const kTooLarge = errorReply(kSersErrors.tooLarge, 'json')
const kTooSlow = errorReply(kSersErrors.timeout, 'json')
/** The page talks to WebSockets of this host, and to nobody else. */
const kDemoHeaders = [
  'Content-Security-Policy',
  "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'unsafe-inline'; connect-src ws: wss:",
  'X-Content-Type-Options',
  'nosniff',
]

/** From this machine, by an address of it: a name may be anybody's. */
function isHere(request: HttpRequest): boolean {
  const host = hostName(request.header('host') ?? '')
  const { remoteAddress } = request
  if (isLoopback(remoteAddress)) return isLoopback(host)
  const own = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  return isIP(host) !== 0 && own.some(({ address }) => address === remoteAddress)
}

function hostName(host: string): string {
  return host.replace(/:\d*$/, '').replace(/^\[|\]$/g, '')
}
