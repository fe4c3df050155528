// Between Sers and the rest of the center: requests and replies of one in the words of the other.

import { CenterError } from '../base/errors.js'
import { RawBody } from '../station/body.js'
import type { Call } from '../station/call.js'
import type { RawReply, RawRequest } from '../station/exchange.js'
import { replyOfText } from '../station/reply.js'
import { type HeaderList, headerText } from '../wire/header-list.js'
import { errorReply, kSersErrors, type SsError } from '../wire/sers/answers.js'
import { readFiles, writeFiles } from '../wire/sers/files.js'
import {
  membersOf,
  numberOf,
  plainTextOf,
  type RpcMode,
  readRpcData,
  textOf,
  writeRpcData,
} from '../wire/sers/rpc-data.js'
import { newRid } from './rid.js'
import { signalboxPath } from './route-names.js'
import { argumentOf, type SersCall } from './sers-call.js'

type Members = Readonly<Record<string, unknown>>

const kNothing = Buffer.alloc(0)
/** Bytes of header fields that go along; the rest of a context is for path and query. */
const kHeaderBytesMax = 16 * 1024
/** Fields of one connection, and those that the carrier says itself. */
const kDropped = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])
const kFieldName = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
const kBadInValue = /[\r\n\0]/

/** Name and value of each field that may go on. */
export function* fieldsOf(headers: unknown): Iterable<[string, string]> {
  for (const [name, value] of Object.entries(membersOf(headers) ?? {})) {
    const text = plainTextOf(value)
    if (text === undefined || !kFieldName.test(name) || kBadInValue.test(text)) continue
    if (!kDropped.has(name.toLowerCase())) yield [name, text]
  }
}

// ---- a connection of Sers calls a station of the center

/** The call as a request; null for a route that our grammar cannot say. */
export function requestOf(
  call: SersCall,
  timeoutMs: number,
): { route: string; request: RawRequest } | null {
  const path = signalboxPath(call.route, false)
  if (path === null) return null
  const body = argumentOf(call)
  const method = call.method.toUpperCase() || (body.length > 0 ? 'POST' : 'GET')
  if (!/^[A-Z]+$/.test(method)) return null
  const http = membersOf(call.data.http)
  const url = textOf(http?.url) ?? ''
  const mark = url.indexOf('?')
  const fields: string[] = []
  let bytes = 0
  for (const [name, value] of fieldsOf(http?.headers)) {
    bytes += name.length + Buffer.byteLength(value)
    if (bytes > kHeaderBytesMax) break
    fields.push(name.toLowerCase(), value)
  }
  const query = mark < 0 ? '' : url.slice(mark).replace(/[^\u0021-\u007e]/g, encodeURIComponent)
  const request: RawRequest = {
    timeoutMs,
    headerList: fields,
    ...(body.length === 0 ? {} : { body, isJson: isJson(body) }),
    ...(call.origin.address === '' ? {} : { client: call.origin.address }),
  }
  return { route: `${method} ${path}${query}`, request }
}

/** A reply of the center as one of Sers. */
export async function sersReplyOf(reply: RawReply, mode: RpcMode): Promise<Buffer> {
  const body = reply.items === null ? reply.body : await gathered(reply.items)
  const headers: Record<string, string> = {}
  for (let at = 0; at < reply.headers.length; at += 2) {
    headers[reply.headers[at]] = reply.headers[at + 1]
  }
  const isPlain = (reply.status === 0 || reply.status === 200) && reply.headers.length === 0
  if (isPlain) return writeFiles([kNothing, body])
  const http = { statusCode: reply.status === 0 ? 200 : reply.status, headers }
  const data = writeRpcData({ http }, mode)
  return data === null ? errorReply(kSersErrors.internal, mode) : writeFiles([data, body])
}

/** Items of a stream: bytes joined, values as one array. */
async function gathered(items: NonNullable<RawReply['items']>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let bytes = 0
  let isValues = false
  for await (const item of items) {
    bytes += item.bytes.length
    if (bytes > kStreamBytesMax) break
    isValues ||= item.kind === 'json'
    parts.push(item.bytes)
  }
  if (!isValues) return Buffer.concat(parts)
  return Buffer.from(`[${parts.map((part) => Buffer.from(part).toString()).join(',')}]`)
}

/** Bytes of a stream that become one reply; Sers has no streams. */
const kStreamBytesMax = 16 * 1024 * 1024

/** Why the center did not carry a call, as an error of Sers. */
export function ssErrorOf(error: unknown): SsError {
  if (!(error instanceof CenterError)) return kSersErrors.internal
  switch (error.code) {
    case 'ERR_NO_ROUTE':
    case 'ERR_METHOD':
    case 'ERR_PAUSED':
    case 'ERR_BAD_ROUTE':
      return kSersErrors.notFound
    case 'ERR_DEADLINE':
      return kSersErrors.timeout
    case 'ERR_RATE_LIMITED':
      return kSersErrors.tooMany
    case 'ERR_STATION_LOST':
    case 'ERR_LINK_LOST':
      return kSersErrors.stationLost
    default:
      return { errorCode: error.status, errorMessage: error.message, errorTag: error.code }
  }
}

// ---- a station of the center calls a connection of Sers

/** RpcContextData of a call that came over a link. @param route of Sers. */
export function dataOf(call: Call, route: string, outside: string): Members {
  const isOutside = call.client !== undefined
  const headers: Record<string, string> = {}
  const list = call.headerList
  for (let at = 0; at < list.length; at += 2) {
    const name = canonicalName(list[at])
    headers[name] = headers[name] === undefined ? list[at + 1] : `${headers[name]},${list[at + 1]}`
  }
  const target = `${call.path}${call.search}`
  const host = isOutside ? (headers.Host ?? 'localhost') : 'sers.internal'
  return {
    route,
    caller: { rid: newRid(), source: isOutside ? outside : 'Internal' },
    http: {
      url: `http://${host}${target}`,
      method: call.method,
      protocol: 'HTTP/1.1',
      ...(list.length === 0 ? {} : { headers }),
    },
  }
}

/** `content-type` as the gateway of C# hands it on: stations look for `Content-Type`. */
export function canonicalName(name: string): string {
  return name.toLowerCase().replace(/(^|-)[a-z]/g, (start) => start.toUpperCase())
}

/** The value of a call: its body, else its query as an object of texts, else nothing. */
export async function valueOfCall(call: Call, bytesMax: number): Promise<Buffer | null> {
  const raw: unknown = call.body
  if (raw instanceof RawBody && raw.kind !== 'none') {
    const body = await wholeOf(raw.source, bytesMax)
    if (body === null || body.length > 0) return body
  }
  return queryValue(call.query)
}

/** A query as Sers says it: repeated names are joined by commas. */
export function queryValue(query: URLSearchParams): Buffer {
  const values = new Map<string, string>()
  for (const [name, value] of query) {
    const before = values.get(name)
    values.set(name, before === undefined ? value : `${before},${value}`)
  }
  return values.size === 0 ? kNothing : Buffer.from(JSON.stringify(Object.fromEntries(values)))
}

/** Null for a body over the bound. */
async function wholeOf(source: RawBody['source'], bytesMax: number): Promise<Buffer | null> {
  if (source instanceof Uint8Array) {
    return Buffer.from(source.buffer, source.byteOffset, source.length)
  }
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of source) {
    bytes += part.length
    if (bytes > bytesMax) return null
    parts.push(part)
  }
  return Buffer.concat(parts)
}

/** Status, fields and body of a reply of Sers. */
export type HttpForm = {
  readonly status: number
  readonly headers: HeaderList
  readonly body: Buffer
}

export function httpFormOf(reply: Buffer): HttpForm {
  const [first = kNothing, body = kNothing] = readFiles(reply) ?? []
  const reading = first.length === 0 ? null : readRpcData(first)
  const http = reading?.ok === true ? membersOf(reading.data.http) : undefined
  const said = numberOf(http?.statusCode) ?? 0
  const status = Number.isInteger(said) && said >= 200 && said <= 599 ? said : 200
  const headers: string[] = []
  for (const [name, value] of fieldsOf(http?.headers)) headers.push(name, value)
  return { status, headers, body }
}

/** A reply of Sers as a handler gives it. */
export function stationReply(reply: Buffer): unknown {
  const { status, headers, body } = httpFormOf(reply)
  const raw = body.length === 0 ? undefined : new RawBody(body, isJson(body) ? 'json' : 'bytes')
  if (status === 200 && headers.length === 0) return raw
  const lower = headers.map((text, at) => (at % 2 === 0 ? text.toLowerCase() : text))
  return replyOfText(raw, status, headerText(lower))
}

function isJson(bytes: Uint8Array): boolean {
  try {
    JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString())
    return true
  } catch {
    return false
  }
}
