// RpcContextData: what a call of Sers says beside its value. Two encodings, told apart by their first bytes.
//
//   json    an object as text
//   binary  records `id u8 | int16 length | bytes` in any order (Sers calls it BytePointor)

import { readText } from './text.js'

/** How a peer writes RpcContextData. */
export type RpcMode = 'json' | 'binary'

/** What the center knows of RpcContextData; anything may be missing. */
export type RpcData = {
  readonly route?: unknown
  readonly caller?: RpcCaller | null
  readonly http?: RpcHttp | null
  readonly error?: unknown
  readonly user?: unknown
}

export type RpcCaller = {
  readonly rid?: unknown
  readonly source?: unknown
  readonly callStack?: unknown
}

export type RpcHttp = {
  readonly url?: unknown
  readonly method?: unknown
  readonly statusCode?: unknown
  readonly protocol?: unknown
  readonly headers?: unknown
}

/** Outcome of reading a first file. */
export type RpcReading =
  | { readonly ok: true; readonly mode: RpcMode; readonly data: RpcData }
  /** broken: nobody can read it; too-large: over the bounds of this center. */
  | { readonly ok: false; readonly mode: RpcMode; readonly fault: 'broken' | 'too-large' }

/** Records of the binary form. */
const kRoute = 10
const kRid = 20
const kCallStack = 21
const kSource = 22
const kUrl = 30
const kMethod = 31
const kStatusCode = 32
const kProtocol = 33
const kHeaders = 34
const kError = 40
const kUser = 50

const kRecordHeadBytes = 3
/** Lengths of records are signed words of 16 bits. */
export const kRecordBytesMax = 32_767
/** Bytes of a first file: URLs and header fields fit many times over. */
export const kRpcBytesMax = 64 * 1024
/** Levels of objects and arrays in it. */
export const kRpcDepthMax = 32

const kOpenBrace = 0x7b
const kCloseBrace = 0x7d
const kOpenBracket = 0x5b
const kCloseBracket = 0x5d
const kQuote = 0x22
const kBackslash = 0x5c
const kComma = 0x2c

/**
 * Tells the encodings apart. Line feed is both white space and the id of the record `route`: what follows the white space
 * decides, and a brace counts only with what may follow it in JSON.
 */
export function rpcModeOf(bytes: Uint8Array): RpcMode {
  let at = 0
  while (at < bytes.length && isSpace(bytes[at])) at++
  if (bytes[at] !== kOpenBrace) return isByteOrderMark(bytes) ? 'json' : 'binary'
  if (at === 0) return 'json'
  const next = bytes[at + 1]
  return next === kQuote || next === kCloseBrace || isSpace(next) ? 'json' : 'binary'
}

/** As a record its length would be below zero. */
function isByteOrderMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}

/** Reads a first file that is not empty. */
export function readRpcData(bytes: Buffer): RpcReading {
  const mode = rpcModeOf(bytes)
  if (bytes.length > kRpcBytesMax || (mode === 'json' && isTooDeep(bytes))) {
    return { ok: false, mode, fault: 'too-large' }
  }
  const data = mode === 'json' ? parseObject(readText(bytes)) : readRecords(bytes)
  return data === null ? { ok: false, mode, fault: 'broken' } : { ok: true, mode, data }
}

/** What routes a call, without the rest: with records that is two texts instead of an object. */
export type RpcHead = { readonly route: string; readonly method: string }

/** Looks at the records of a call; null where they are broken. */
export function readRecordHead(bytes: Buffer): RpcHead | null {
  let route = ''
  let method = ''
  let at = 0
  while (at < bytes.length) {
    const start = at + kRecordHeadBytes
    if (start > bytes.length) return null
    const length = bytes[at + 1] | (bytes[at + 2] << 8)
    if (length > kRecordBytesMax || length > bytes.length - start) return null
    const id = bytes[at]
    if (id === kRoute) route = bytes.toString('utf8', start, start + length)
    else if (id === kMethod) method = bytes.toString('latin1', start, start + length)
    at = start + length
  }
  return { route, method }
}

/** Writes RpcContextData as JSON: members that are undefined are left out, those that are unknown stay. */
export function writeRpcJson(data: RpcData): Buffer {
  return Buffer.from(JSON.stringify(data))
}

/**
 * Writes RpcContextData as records.
 *
 * @returns null when a record would be over {@link kRecordBytesMax} bytes.
 */
export function writeRpcRecords(data: RpcData): Buffer | null {
  const parts: Buffer[] = []
  let isWhole = true
  const add = (id: number, value: Buffer) => {
    if (value.length > kRecordBytesMax) isWhole = false
    else parts.push(recordOf(id, value))
  }
  const addText = (id: number, value: unknown) => {
    const text = plainTextOf(value)
    if (text !== undefined) add(id, Buffer.from(text))
  }
  const addJson = (id: number, value: unknown) => {
    if (value !== undefined && value !== null) add(id, Buffer.from(JSON.stringify(value)))
  }
  const { caller, http } = data
  addText(kRoute, data.route)
  addText(kRid, caller?.rid)
  addJson(kCallStack, textsOf(caller?.callStack))
  addText(kSource, caller?.source)
  addText(kUrl, http?.url)
  addText(kMethod, http?.method)
  const status = numberOf(http?.statusCode)
  if (isInt32(status)) add(kStatusCode, int32Of(status))
  addText(kProtocol, http?.protocol)
  addJson(kHeaders, textMembersOf(http?.headers))
  addJson(kError, data.error)
  addJson(kUser, data.user)
  return isWhole ? Buffer.concat(parts) : null
}

/** Readers of records want texts only: one number among them, and they read none of it. */
function textsOf(said: unknown): string[] | undefined {
  return Array.isArray(said) ? said.flatMap((item: unknown) => plainTextOf(item) ?? []) : undefined
}

function textMembersOf(said: unknown): Readonly<Record<string, string>> | undefined {
  const members = membersOf(said)
  if (members === undefined) return undefined
  const entries = Object.entries(members).flatMap(([name, value]): [string, string][] => {
    const text = plainTextOf(value)
    return text === undefined ? [] : [[name, text]]
  })
  return Object.fromEntries(entries)
}

/** Writes RpcContextData in an encoding; null when it cannot say it. */
export function writeRpcData(data: RpcData, mode: RpcMode): Buffer | null {
  return mode === 'json' ? writeRpcJson(data) : writeRpcRecords(data)
}

/**
 * The same first file with another route; all else of it stays byte for byte, numbers and texts that JavaScript would not
 * keep among it.
 *
 * @returns null when the route does not fit into a record.
 */
export function withRoute(bytes: Buffer, mode: RpcMode, route: string): Buffer | null {
  if (mode === 'json') return withJsonRoute(bytes, Buffer.from(JSON.stringify(route)))
  const value = Buffer.from(route)
  if (value.length > kRecordBytesMax) return null
  const parts: Buffer[] = []
  for (const { id, start, end } of recordsOf(bytes) ?? []) {
    if (id === kRoute) parts.push(recordOf(kRoute, value))
    else parts.push(bytes.subarray(start - kRecordHeadBytes, end))
  }
  return Buffer.concat(parts)
}

const kRouteKey = Buffer.from('"route"')

/** @param bytes an object that was parsed already. */
function withJsonRoute(bytes: Buffer, route: Buffer): Buffer {
  const parts: Buffer[] = []
  let kept = 0
  let at = bytes.indexOf(kOpenBrace) + 1
  while (at < bytes.length) {
    at = skipSpace(bytes, at)
    if (bytes[at] !== kQuote) break
    const keyEnd = textEnd(bytes, at)
    const isRoute = bytes.subarray(at, keyEnd).equals(kRouteKey)
    const start = skipSpace(bytes, skipSpace(bytes, keyEnd) + 1)
    const end = valueEnd(bytes, start)
    if (isRoute) {
      parts.push(bytes.subarray(kept, start), route)
      kept = end
    }
    at = skipSpace(bytes, end) + 1
  }
  return Buffer.concat([...parts, bytes.subarray(kept)])
}

function skipSpace(bytes: Buffer, from: number): number {
  let at = from
  while (isSpace(bytes[at])) at++
  return at
}

/** Behind the closing quote of the text that begins at `from`. */
function textEnd(bytes: Buffer, from: number): number {
  let at = from + 1
  while (at < bytes.length && bytes[at] !== kQuote) at += bytes[at] === kBackslash ? 2 : 1
  return at + 1
}

/** Behind the value that begins at `from`. */
function valueEnd(bytes: Buffer, from: number): number {
  let depth = 0
  let at = from
  while (at < bytes.length) {
    const byte = bytes[at]
    if (byte === kQuote) {
      at = textEnd(bytes, at)
      if (depth === 0) return at
      continue
    }
    const isEnd = byte === kCloseBrace || byte === kCloseBracket
    if (depth === 0 && (isEnd || byte === kComma || isSpace(byte))) return at
    if (byte === kOpenBrace || byte === kOpenBracket) depth++
    else if (isEnd && --depth === 0) return at + 1
    at++
  }
  return at
}

/** A member of the data as text; undefined for anything else. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** A number, or a text that is one, as a query says it; null for anything else. */
export function numberOf(value: unknown): number | null {
  if (typeof value === 'string' && value.trim() === '') return null
  const number = typeof value === 'string' || typeof value === 'number' ? Number(value) : Number.NaN
  return Number.isFinite(number) ? number : null
}

/** A member that is written as text: a text, or a number or boolean where a peer forgot the quotes. */
export function plainTextOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
}

/** A value as an object with members; undefined for anything else. */
export function membersOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  // A plain object of JSON has string keys and any values: the type says no more than that.
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined
}

/** The object that a JSON text is; null for anything else. */
export function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  return membersOf(parseJson(text)) ?? null
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.startsWith('\ufeff') ? text.slice(1) : text)
  } catch {
    return undefined // the caller says what is wrong with it
  }
}

/** Brackets inside of strings do not count. */
function isTooDeep(bytes: Uint8Array): boolean {
  if (bytes.length <= kRpcDepthMax) return false
  let depth = 0
  let isInText = false
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]
    if (isInText) {
      if (byte === kBackslash) at++
      else if (byte === kQuote) isInText = false
    } else if (byte === kQuote) isInText = true
    else if (byte === kOpenBrace || byte === kOpenBracket) {
      if (++depth > kRpcDepthMax) return true
    } else if (byte === kCloseBrace || byte === kCloseBracket) depth--
  }
  return false
}

type Span = { readonly id: number; readonly start: number; readonly end: number }

function recordsOf(bytes: Buffer): Span[] | null {
  const records: Span[] = []
  let at = 0
  while (at < bytes.length) {
    if (bytes.length - at < kRecordHeadBytes) return null
    const length = bytes.readInt16LE(at + 1)
    const start = at + kRecordHeadBytes
    if (length < 0 || length > bytes.length - start) return null
    records.push({ id: bytes[at], start, end: start + length })
    at = start + length
  }
  return records
}

function readRecords(bytes: Buffer): RpcData | null {
  const records = recordsOf(bytes)
  if (records === null || records.length === 0) return null
  const data: { route?: string; error?: unknown; user?: unknown } = {}
  const caller: { rid?: string; callStack?: unknown; source?: string } = {}
  const http: {
    url?: string
    method?: string
    statusCode?: number
    protocol?: string
    headers?: unknown
  } = {}
  for (const { id, start, end } of records) {
    const text = () => bytes.toString('utf8', start, end)
    const json = (): unknown => parseJson(text())
    if (id === kRoute) data.route = text()
    else if (id === kRid) caller.rid = text()
    else if (id === kCallStack) caller.callStack = json()
    else if (id === kSource) caller.source = text()
    else if (id === kUrl) http.url = text()
    else if (id === kMethod) http.method = text()
    else if (id === kStatusCode && end - start === 4) http.statusCode = bytes.readInt32LE(start)
    else if (id === kProtocol) http.protocol = text()
    else if (id === kHeaders) http.headers = json()
    else if (id === kError) data.error = json()
    else if (id === kUser) data.user = json()
  }
  const hasCaller = Object.keys(caller).length > 0
  const hasHttp = Object.keys(http).length > 0
  return { ...data, ...(hasCaller ? { caller } : {}), ...(hasHttp ? { http } : {}) }
}

function recordOf(id: number, value: Buffer): Buffer {
  const record = Buffer.allocUnsafe(kRecordHeadBytes + value.length)
  record[0] = id
  record.writeInt16LE(value.length, 1)
  value.copy(record, kRecordHeadBytes)
  return record
}

function int32Of(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4)
  bytes.writeInt32LE(value)
  return bytes
}

function isInt32(value: unknown): value is number {
  return typeof value === 'number' && (value | 0) === value
}
