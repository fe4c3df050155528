// How calls look in HTTP: the answers that fetch and the gateway give. Errors have micro's form, in its order of keys.

import { STATUS_CODES } from 'node:http'
import { CenterError, type ErrorBody, errorBodyOf } from '../base/errors.js'
import { type HeaderList, headerOf } from '../wire/header-list.js'
import type { RawKind } from './body.js'
import type { RawItem, RawReply } from './exchange.js'

export const kJsonType = 'application/json'
export const kBytesType = 'application/octet-stream'
const kEventsType = 'text/event-stream'
const kLinesType = 'application/x-ndjson'

/** True for a content type whose bodies are JSON (RFC 8259; RFC 6839 §3.1). */
export function isJsonType(contentType: string | undefined): boolean {
  if (contentType === undefined) return false
  const semicolon = contentType.indexOf(';')
  const type = (semicolon < 0 ? contentType : contentType.slice(0, semicolon)).trim().toLowerCase()
  return type === kJsonType || type.endsWith('+json')
}

/** Status line and fields of a reply. */
export type AnswerHead = { readonly status: number; readonly headers: HeaderList }

/**
 * Head of a reply that is whole. What the handler named counts; else 200 with the body's type, or 204 without a body.
 */
export function headOf({ status, headers, kind }: RawReply): AnswerHead {
  const named = status === 0 ? (kind === 'none' ? 204 : 200) : status
  return { status: named, headers: withType(headers, kind) }
}

const kJsonHead: HeaderList = ['content-type', kJsonType]

function withType(headers: HeaderList, kind: RawKind): HeaderList {
  if (kind === 'json' && headers.length === 0) return kJsonHead
  if (kind === 'none' || headerOf(headers, 'content-type') !== undefined) return headers
  return [...headers, 'content-type', kind === 'json' ? kJsonType : kBytesType]
}

/**
 * How the items of a stream are told apart. `own-…`: the handler named the type itself, so that bytes among its items are
 * in that form already.
 */
export type ItemForm = 'events' | 'own-events' | 'lines' | 'own-lines' | 'bytes'

/** True for events, which are to be sent at once. */
export function isEvents(form: ItemForm): boolean {
  return form === 'events' || form === 'own-events'
}

/**
 * Head of a streamed reply, and how its items are written: events where the client asks for them, bytes as they are where
 * the handler named a content type, else one JSON value a line.
 *
 * @param accept the request's Accept field.
 */
export function streamHeadOf(
  { status, headers }: RawReply,
  accept: string | undefined,
): AnswerHead & { readonly form: ItemForm } {
  const named = status === 0 ? 200 : status
  const type = headerOf(headers, 'content-type')
  if (type !== undefined) {
    const form = type.startsWith(kEventsType)
      ? 'own-events'
      : type.startsWith(kLinesType)
        ? 'own-lines'
        : 'bytes'
    return { status: named, headers, form }
  }
  const wantsEvents = accept?.includes(kEventsType) === true
  const extra = wantsEvents
    ? ['content-type', kEventsType, 'cache-control', 'no-cache']
    : ['content-type', kLinesType]
  return { status: named, headers: [...headers, ...extra], form: wantsEvents ? 'events' : 'lines' }
}

const decoder = new TextDecoder()

/**
 * One item of a stream as it is written. Bytes in events are base64 (https://html.spec.whatwg.org/#server-sent-events
 * knows text alone); JSON text has no line break, so that a value is one line.
 */
export function itemText({ kind, bytes }: RawItem, form: ItemForm): Uint8Array | string {
  if (form === 'bytes') return bytes
  if (kind === 'bytes' && form.startsWith('own-')) return bytes
  const text =
    kind === 'bytes' ? JSON.stringify(Buffer.from(bytes).toString('base64')) : decoder.decode(bytes)
  return isEvents(form) ? `data: ${text}\n\n` : `${text}\n`
}

/** The last words of a stream that failed; '' where the form knows none, and the connection must be broken. */
export function failureText(error: unknown, route: string, form: ItemForm): string {
  if (form === 'bytes') return ''
  const json = errorText(errorBodyOf(error, route))
  return isEvents(form) ? `event: error\ndata: ${json}\n\n` : ''
}

/** The body of a failed answer: micro's `{"id","code","detail","status"}`. */
export function errorText({
  code,
  text,
  status,
}: Pick<ErrorBody, 'code' | 'text' | 'status'>): string {
  return JSON.stringify({
    id: code,
    code: status,
    detail: text,
    status: STATUS_CODES[status] ?? '',
  })
}

/** Seconds after which a refused call may be tried again. */
const kRetryAfterSeconds = '1'

/** The answer for an error; Retry-After where trying again helps. */
export function errorAnswer(
  thrown: unknown,
  route: string,
): AnswerHead & { readonly body: string } {
  const error = errorBodyOf(thrown, route)
  const headers = ['content-type', kJsonType]
  if (error.retryable && (error.status === 503 || error.status === 429)) {
    headers.push('retry-after', kRetryAfterSeconds)
  }
  const allow = thrown instanceof CenterError && error.status === 405 ? allowOf(thrown.details) : ''
  if (allow !== '') headers.push('allow', allow)
  return { status: error.status, headers, body: errorText(error) }
}

function allowOf(details: unknown): string {
  const methods: unknown =
    typeof details === 'object' && details !== null ? Reflect.get(details, 'allow') : undefined
  return Array.isArray(methods) ? methods.map(String).join(', ') : ''
}
