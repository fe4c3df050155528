// The HTTP entrance of the registry, on a port of its own: srsr's four calls, some pages to look at, and the API.

import { isIP } from 'node:net'
import { kRegistryBodyBytesMax } from '../../base/limits.js'
import { originOf, type TrustedProxies } from '../../gateway/forwarded.js'
import type { HttpHandlers, HttpRequest, HttpResponse } from '../../http/http-server.js'
import { kApiPrefix, type RegistryApi } from './api.js'
import type { RegistryCounts } from './registry-counts.js'
import { kTooLarge, type SrsrAnswer, type SrsrCall } from './srsr.js'

const kSrsrFields = ['content-type', 'application/json; charset=utf-8'] as const
const kTextFields = ['content-type', 'text/plain'] as const

/** A page to look at: GET alone. */
export type Page = () => { readonly type: string; readonly body: string }

export type RegistryDoors = {
  readonly calls: ReadonlyMap<string, SrsrCall>
  readonly api: RegistryApi
  readonly pages: ReadonlyMap<string, Page>
  /** Proxies whose word on the client is believed. */
  readonly proxies: TrustedProxies
  /** Peers that may ask at all; null: all. */
  readonly allowed: TrustedProxies | null
  readonly counts: RegistryCounts
}

/** The handlers of the port. */
export function registryHandlers(doors: RegistryDoors): HttpHandlers {
  return {
    onRequest: (request, response) => answer(doors, request, response),
    onUpgrade: () => ({ status: 404, headers: kTextFields, body: '404 page not found' }),
    refusalBody: (_status, detail) => {
      doors.counts.registry_requests_refused++
      return errorBody(detail)
    },
  }
}

function answer(doors: RegistryDoors, request: HttpRequest, response: HttpResponse): void {
  const refusal = refusalOf(doors, request)
  if (refusal !== null) {
    doors.counts.registry_requests_refused++
    response.send(403, kSrsrFields, errorBody(refusal))
    return
  }
  const { method, target } = request
  const call = doors.calls.get(target)
  if (call === undefined) answerOther(doors, request, response)
  else if (method === 'POST') takeCall(doors, call, request, response)
  else response.send(405, ['allow', 'POST', ...kTextFields], '405 method not allowed')
}

function takeCall(
  { proxies }: RegistryDoors,
  call: SrsrCall,
  request: HttpRequest,
  response: HttpResponse,
): void {
  request.collect(kRegistryBodyBytesMax, (body, failure) => {
    if (failure === 'aborted') return
    if (failure === 'too-large') send(response, kTooLarge)
    else if (failure === 'too-slow')
      response.send(408, kSrsrFields, errorBody('the body took too long'))
    else
      send(
        response,
        call(body, () => clientOf(request, proxies)),
      )
  })
}

function send(response: HttpResponse, { status, body }: SrsrAnswer): void {
  response.send(status, kSrsrFields, body)
}

function answerOther(doors: RegistryDoors, request: HttpRequest, response: HttpResponse): void {
  const { method, target } = request
  if (target.startsWith(kApiPrefix)) {
    doors.api.onRequest(request, response, () => clientOf(request, doors.proxies))
    return
  }
  const page = doors.pages.get(target)
  const withoutSlash = target.slice(0, -1)
  if (page !== undefined && (method === 'GET' || method === 'HEAD')) {
    const { type, body } = page()
    response.send(200, ['content-type', type], body)
  } else if (page !== undefined) {
    response.send(405, ['allow', 'GET', ...kTextFields], '405 method not allowed')
  } else if (target.endsWith('/') && doors.calls.has(withoutSlash)) {
    response.send(307, ['location', withoutSlash], '')
  } else response.send(404, kTextFields, '404 page not found')
}

/** @returns why a request is not answered, or null. */
function refusalOf({ allowed }: RegistryDoors, request: HttpRequest): string | null {
  // A browser lets any page post to this machine, with a body that looks like text. Clients of registries are no pages.
  if (request.header('origin') !== undefined) return 'requests of web pages are not answered'
  if (allowed === null || allowed.isTrusted(request.remoteAddress)) return null
  return `address ${request.remoteAddress} is none of those that may ask here`
}

/** Address of the client; what proxies say counts only where they are believed. */
export function clientOf(request: HttpRequest, proxies: TrustedProxies): string {
  const { remoteAddress } = request
  if (!proxies.isTrusted(remoteAddress)) return remoteAddress
  const fields = {
    for: fieldOf(request, 'x-forwarded-for'),
    proto: '',
    host: '',
    forwarded: fieldOf(request, 'forwarded'),
  }
  const realIp = request.header('x-real-ip') ?? ''
  if (fields.for === '' && fields.forwarded === '' && isIP(realIp) !== 0) return realIp
  return originOf(proxies, remoteAddress, request.isTls, '', fields).client
}

/** A repeated field is one list. */
function fieldOf({ headers }: HttpRequest, name: string): string {
  return headers.filter((_, at) => at % 2 === 1 && headers[at - 1] === name).join(', ')
}

function errorBody(error: string): string {
  return JSON.stringify({ error })
}
