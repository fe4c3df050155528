// What a request is made of: the bytes and the type of its body, and its context.

import { centerError } from '../base/errors.js'
import { kBodyBytesMax } from '../base/limits.js'
import {
  addField,
  beginContext,
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

/** Lays out the context of a request; see beginContext. */
export function layOutContext(
  name: Name,
  options: CallOptions,
  request: RawRequest | undefined,
): void {
  beginContext()
  if (name.handle < 0) addField(kTagPath, name.key)
  if (name.query !== '') addField(kTagQuery, name.query)
  const { trace, headers } = options
  if (trace !== undefined) {
    addField(kTagTraceParent, trace.traceparent)
    if (trace.tracestate !== undefined) addField(kTagTraceState, trace.tracestate)
  }
  if (headers !== undefined) addField(kTagHeaders, headerTextOf(headers))
  if (request === undefined) return
  const { headerList, headerBytes = kNoBytes, headerText: text = '', client } = request
  if (headerList !== undefined) addField(kTagHeaders, headerText(headerList))
  if (text !== '' || headerBytes.length > 0) addField(kTagHeaders, text, headerBytes)
  if (client !== undefined) addField(kTagClient, client)
}
