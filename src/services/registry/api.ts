// The registry's API, version 1: everything below /v1. docs/REGISTRY.md describes it.

import { isUtf8 } from 'node:buffer'
import { centerError, errorBodyOf } from '../../base/errors.js'
import { kRegistryBodyBytesMax, kRegistryWaitMsMax } from '../../base/limits.js'
import type { LeaseTable } from '../../control/leases/lease-table.js'
import { readInstanceSpec } from '../../control/leases/read-spec.js'
import type { HttpRequest, HttpResponse } from '../../http/http-server.js'
import {
  chooseView,
  filterOf,
  instanceView,
  ServiceList,
  serviceView,
  wholeOf,
} from './api-view.js'
import { ChangeStreams } from './change-stream.js'
import { Changes } from './changes.js'
import type { RegistryCounts } from './registry-counts.js'
import { composeAddress } from './srsr-address.js'

export const kApiPrefix = '/v1/'

const kJsonFields = ['content-type', 'application/json; charset=utf-8', 'cache-control', 'no-store']
const kIdRule = /^[A-Za-z0-9._:-]{1,128}$/
const kWaitMs = 30_000

type Answer = { readonly status: number; readonly body: object | null }

/** What a resource is asked. */
type Question = {
  readonly method: string
  /** Segments behind /v1, decoded. */
  readonly parts: readonly string[]
  readonly query: URLSearchParams
  readonly body: Uint8Array
  readonly client: () => string
  readonly signal: AbortSignal
}

export type ApiOptions = { readonly leaseMs: number; readonly nowMs: () => number }

export class RegistryApi {
  readonly changes: Changes
  readonly #table: LeaseTable
  readonly #counts: RegistryCounts
  readonly #options: ApiOptions
  readonly #list: ServiceList
  readonly #streams: ChangeStreams

  constructor(table: LeaseTable, counts: RegistryCounts, options: ApiOptions) {
    this.#table = table
    this.#counts = counts
    this.#options = options
    this.#list = new ServiceList(table)
    this.changes = new Changes(table)
    this.#streams = new ChangeStreams(table, this.changes, this.#list, options.nowMs)
  }

  /** Ends the streams. */
  close(): void {
    this.#streams.close()
  }

  /** Answers a request whose path begins with {@link kApiPrefix}. @param client its address. */
  onRequest(request: HttpRequest, response: HttpResponse, client: () => string): void {
    const gone = new AbortController()
    response.onAborted = () => gone.abort()
    const { method, target } = request
    const mark = target.indexOf('?')
    const path = mark < 0 ? target : target.slice(0, mark)
    const query = new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1))
    const ask = async (body: Uint8Array): Promise<void> => {
      try {
        const parts = partsOf(path)
        const question = { method, parts, query, body, client, signal: gone.signal }
        const answer = await this.#answer(question, request, response)
        if (answer !== null) send(response, answer)
      } catch (error) {
        fail(response, error, `${method} ${path}`)
      }
    }
    request.collect(kRegistryBodyBytesMax, (body, failure) => {
      if (failure === null) void ask(body)
      else if (failure !== 'aborted') {
        const limit = kRegistryBodyBytesMax
        const bytes = request.contentLength ?? limit + 1
        const error =
          failure === 'too-large'
            ? centerError('ERR_BODY_TOO_LARGE', { bytes, limit })
            : centerError('ERR_TOO_SLOW', { rule: 'the body did not come' })
        fail(response, error, path)
      }
    })
  }

  /** @returns null for a stream, which answers by itself. */
  async #answer(
    question: Question,
    request: HttpRequest,
    response: HttpResponse,
  ): Promise<Answer | null> {
    const { parts, query } = question
    const [first, name, third, ...more] = parts
    if (more.length > 0) throw noPath(parts)
    if (first === 'instances') return this.#instances(question)
    if (first === 'watch' && name === undefined) {
      only(question, 'GET')
      this.#streams.open(request, response, null, query)
      return null
    }
    if (first !== 'services') throw noPath(parts)
    only(question, 'GET')
    const { nowMs } = this.#options
    if (name === undefined) {
      await this.#waitFor(question, null)
      return ok(this.#list.view(query))
    }
    if (third === 'watch') {
      this.#streams.open(request, response, name, query)
      return null
    }
    if (third === 'choose') {
      this.#counts.registry_lookups++
      return ok(chooseView(this.#table, name, query, nowMs()))
    }
    if (third !== undefined) throw noPath(parts)
    const filter = filterOf(query)
    await this.#waitFor(question, name)
    this.#counts.registry_lookups++
    return ok(serviceView(this.#table, name, filter, nowMs()))
  }

  async #instances(question: Question): Promise<Answer> {
    const { method, parts } = question
    const [, id, third] = parts
    if (id === undefined) {
      only(question, 'POST')
      return { status: 201, body: this.#register(question) }
    }
    if (third === 'lease') {
      only(question, 'PUT')
      this.#counts.registry_heartbeats++
      if (this.#table.renew(id)) {
        const leaseMs = this.#table.find(id)?.leaseMs ?? null
        return ok({ id, leaseMs: leaseMs === Number.POSITIVE_INFINITY ? null : leaseMs })
      }
      this.#counts.registry_heartbeats_unknown++
      throw centerError('ERR_NOT_FOUND', { what: `instance ${id}` })
    }
    if (third !== undefined) throw noPath(parts)
    only(question, 'GET', 'DELETE')
    const instance = method === 'DELETE' ? this.#table.deregister(id) : this.#table.find(id)
    if (instance === undefined) throw centerError('ERR_NOT_FOUND', { what: `instance ${id}` })
    if (method === 'DELETE') return { status: 204, body: null }
    return ok(instanceView(instance, this.#options.nowMs()))
  }

  #register({ body, client }: Question): object {
    const { id, port, ...rest } = fieldsOf(body)
    if (id !== undefined && (typeof id !== 'string' || !kIdRule.test(id))) {
      throw refusal('id', id, '1 to 128 letters, digits and . _ : - are wanted')
    }
    if (rest.address === undefined && port === undefined)
      throw refusal('address', undefined, 'an address or a port is wanted')
    if (port !== undefined && port !== '' && !isPort(port))
      throw refusal('port', port, 'a number from 1 to 65535, or a text that says it, is wanted')
    const given = rest.address ?? ''
    if (typeof given !== 'string') throw refusal('address', given, 'a text is wanted')
    const composed = composeAddress(given, String(port ?? ''), client, false)
    if (!composed.ok) throw refusal('address', `${given} ${String(port ?? '')}`, composed.error)
    const spec = readInstanceSpec({ ...rest, address: composed.address }, this.#options.leaseMs)
    const instance = this.#table.register(spec, id)
    return instanceView(instance, this.#options.nowMs())
  }

  /** Waits where the question says so. @throws CenterError ERR_BAD_ARGUMENT, ERR_OVERLOADED. */
  async #waitFor({ query, signal }: Question, name: string | null): Promise<void> {
    if (!query.has('index')) return
    const index = wholeOf(query, 'index', 0, 0, Number.MAX_SAFE_INTEGER)
    const waitMs = wholeOf(query, 'waitMs', kWaitMs, 0, kRegistryWaitMsMax)
    const current = name === null ? this.#table.index : this.#table.indexOf(name)
    if (current > index || index > this.#table.index) return
    await this.changes.wait(name, waitMs, signal)
  }
}

function ok(body: object): Answer {
  return { status: 200, body }
}

function send(response: HttpResponse, { status, body }: Answer): void {
  response.send(status, body === null ? [] : kJsonFields, body === null ? '' : JSON.stringify(body))
}

function fail(response: HttpResponse, thrown: unknown, route: string): void {
  const error = errorBodyOf(thrown, route)
  const { details } = error
  const allow: unknown = error.code === 'ERR_METHOD' ? Reflect.get(Object(details), 'allow') : null
  const fields = Array.isArray(allow) ? [...kJsonFields, 'allow', allow.join(', ')] : kJsonFields
  response.send(error.status, fields, JSON.stringify(error))
}

function only({ method, parts }: Question, ...allow: string[]): void {
  if (allow.includes(method)) return
  throw centerError('ERR_METHOD', { route: `/v1/${parts.join('/')}`, method }, { allow })
}

function isPort(given: unknown): given is string | number {
  const port = typeof given === 'string' && /^\d{1,5}$/.test(given) ? Number(given) : given
  return Number.isInteger(port) && Number(port) >= 1 && Number(port) <= 65_535
}

function noPath(parts: readonly string[]): Error {
  return centerError('ERR_NOT_FOUND', { what: `/v1/${parts.join('/')}` })
}

/** @throws CenterError ERR_BAD_REQUEST for a broken escape. */
function partsOf(path: string): string[] {
  try {
    return path.slice(kApiPrefix.length).split('/').map(decodeURIComponent)
  } catch {
    throw centerError('ERR_BAD_REQUEST', { rule: `${path} has a broken escape` })
  }
}

function fieldsOf(body: Uint8Array): Readonly<Record<string, unknown>> {
  if (!isUtf8(body)) throw centerError('ERR_BAD_BODY', { route: '/v1', rule: 'it is not UTF-8' })
  let value: unknown
  try {
    value = JSON.parse(Buffer.from(body).toString('utf8'))
  } catch (error) {
    throw centerError('ERR_BAD_BODY', { route: '/v1', rule: `no JSON: ${String(error)}` })
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Readonly<Record<string, unknown>> // an object of JSON
  throw centerError('ERR_BAD_BODY', { route: '/v1', rule: 'a JSON object is wanted' })
}

function refusal(name: string, value: unknown, rule: string): Error {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'absent')
  return centerError('ERR_BAD_ARGUMENT', { name, value: text.slice(0, 80), rule })
}
