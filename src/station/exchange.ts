// Requests and replies as they travel, for those that hand them on: gateways, fetch, proxies.

import { CenterError, errorBody } from '../base/errors.js'
import { contextField, kTagHeaders, kTagStatus } from '../wire/context.js'
import { type HeaderList, headerListOf, headerOf } from '../wire/header-list.js'
import { kindOf, type RawKind } from './body.js'
import type { CallOptions } from './call.js'
import type { Canceller } from './canceller.js'

/** A request whose body is said in bytes. */
export type RawRequest = Omit<CallOptions, 'headers' | 'params'> & {
  /** Header fields for the handler. */
  readonly headerList?: HeaderList
  /** The same as text that travels (header-list.ts), by those who have checked every field; not beside a list. */
  readonly headerText?: string
  /** Fields that come before those of {@link headerText}, in the same form, as bytes. */
  readonly headerBytes?: Uint8Array
  /** Gives the call up, lighter than a signal. */
  readonly canceller?: Canceller
  /** Address of the client that is spoken for. */
  readonly client?: string
  /** Undefined: none. An async iterable is one body in parts; the handler sees it whole unless it wants a stream. */
  readonly body?: Uint8Array | AsyncIterable<Uint8Array>
  /** True when the body is the text of a JSON value: the handler sees the value. Default false. */
  readonly isJson?: boolean
}

/** One item of a streamed reply. */
export type RawItem = { readonly kind: RawKind; readonly bytes: Uint8Array }

/** A reply as it came. */
export type RawReply = {
  /** HTTP status that the handler named; 0 when it named none. */
  readonly status: number
  readonly headers: HeaderList
  readonly kind: RawKind
  /** The body; empty when the reply is a stream. */
  readonly body: Uint8Array
  /** Items of a streamed reply; null for one that is whole. Iterate it once; leaving it cancels the call. */
  readonly items: AsyncIterable<RawItem> | null
}

/** One item, as {@link RawReply} gives it. */
export function rawItem(bytes: Uint8Array, type: number): RawItem {
  return { kind: kindOf(type), bytes }
}

/** A reply, as `request` gives it. */
export function rawReply(
  context: Uint8Array,
  body: Uint8Array,
  flags: number,
  items: AsyncIterable<RawItem> | null,
): RawReply {
  return {
    status: statusOf(context),
    headers: headerListOf(contextField(context, kTagHeaders) ?? ''),
    kind: kindOf(flags),
    body,
    items,
  }
}

/** HTTP status that a reply's context names; 0 for none. */
export function statusOf(context: Uint8Array): number {
  const status = Number(contextField(context, kTagStatus) ?? '0')
  return Number.isInteger(status) && status >= 200 && status <= 599 ? status : 0
}

/**
 * What `call` rejects with when a reply failed with a status and a body of its own. The body becomes the details; bytes
 * that the reply calls text become text.
 */
export function statusError(
  route: string,
  status: number,
  context: Uint8Array,
  body: unknown,
): CenterError {
  const { code, text, retryable } = errorBody('ERR_STATUS', { route, status })
  const type = headerOf(headerListOf(contextField(context, kTagHeaders) ?? ''), 'content-type')
  const isText = body instanceof Uint8Array && /^text\//i.test(type ?? '')
  const details = isText ? decoder.decode(body) : body
  return new CenterError({ code, text, status, retryable, details })
}

const decoder = new TextDecoder()

/** Most bytes of a streamed body that become an error's details. */
const kDetailsBytesMax = 64 * 1024

/** What a failed reply streams, as far as it becomes the details: bytes joined, anything else as a list. */
export async function streamedDetails(items: AsyncIterable<unknown>): Promise<unknown> {
  const taken: unknown[] = []
  let bytes = 0
  for await (const item of items) {
    taken.push(item)
    bytes += item instanceof Uint8Array ? item.length : JSON.stringify(item).length
    if (bytes >= kDetailsBytesMax) break
  }
  const parts = taken.filter((item) => item instanceof Uint8Array)
  return parts.length < taken.length ? taken : new Uint8Array(Buffer.concat(parts))
}
