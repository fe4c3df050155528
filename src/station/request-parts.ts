// What a request is made of: the bytes and the type of its body, and its context.

import { centerError } from '../base/errors.js'
import { kBodyBytesMax } from '../base/limits.js'
import {
  borrowContext,
  type ContextField,
  kNoContext,
  kTagClient,
  kTagHeaders,
  kTagPath,
  kTagQuery,
  kTagTraceParent,
  kTagTraceState,
} from '../wire/context.js'
import { kBodyBytes, kBodyJson, kBodyNone } from '../wire/frame.js'
import { headerText, headerTextOf } from '../wire/header-list.js'
import { RawBody, toJson, typeOfKind } from './body.js'
import type { CallOptions } from './call.js'
import type { RawRequest } from './exchange.js'
import type { Name } from './names.js'

const kNoBytes = new Uint8Array(0)

/** The source of a body that comes in pieces; null for any other. */
export function piecesOf(body: unknown): AsyncIterable<Uint8Array> | null {
  return body instanceof RawBody && !(body.source instanceof Uint8Array) ? body.source : null
}

/** What a body is on the wire; a stream has no type of its own. */
export function typeOfBody(body: unknown): number {
  if (body === undefined) return kBodyNone
  if (body instanceof RawBody) return typeOfKind(body.kind)
  return body instanceof Uint8Array ? kBodyBytes : kBodyJson
}

/** The bytes of a body that is there. @throws CenterError ERR_BAD_BODY, ERR_BODY_TOO_LARGE. */
export function wholeBody(body: unknown, route: string): Uint8Array {
  if (body === undefined) return kNoBytes
  const given = body instanceof RawBody ? body.source : body
  const bytes = given instanceof Uint8Array ? given : Buffer.from(toJson(given, route))
  if (bytes.length <= kBodyBytesMax) return bytes
  throw centerError('ERR_BODY_TOO_LARGE', { bytes: bytes.length, limit: kBodyBytesMax })
}

/** The context of a request; borrowed until the next one is made. */
export function contextOf(
  name: Name,
  options: CallOptions,
  request: RawRequest | undefined,
): Uint8Array {
  const { trace, headers } = options
  if (
    name.handle >= 0 &&
    name.query === '' &&
    trace === undefined &&
    headers === undefined &&
    request === undefined
  )
    return kNoContext
  const fields: ContextField[] = []
  if (name.handle < 0) fields.push([kTagPath, name.key])
  if (name.query !== '') fields.push([kTagQuery, name.query])
  if (trace !== undefined) {
    fields.push([kTagTraceParent, trace.traceparent])
    if (trace.tracestate !== undefined) fields.push([kTagTraceState, trace.tracestate])
  }
  if (headers !== undefined) fields.push([kTagHeaders, headerTextOf(headers)])
  if (request?.headerList !== undefined) fields.push([kTagHeaders, headerText(request.headerList)])
  const text = request?.headerText ?? ''
  if (text !== '') fields.push([kTagHeaders, text])
  if (request?.client !== undefined) fields.push([kTagClient, request.client])
  return borrowContext(fields)
}
