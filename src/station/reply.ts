// A reply that says more than its body: the HTTP status and header fields for callers that come through a gateway.

import { centerError } from '../base/errors.js'
import {
  type ContextField,
  encodeContext,
  kNoContext,
  kTagHeaders,
  kTagStatus,
} from '../wire/context.js'
import { headerTextOf } from '../wire/header-list.js'

/** What a reply may say beside its body. */
export type ReplyOptions = {
  /**
   * HTTP status, 200 … 599. Default 200, or 204 without a body. From 400 on the call counts as failed: `call` rejects
   * with ERR_STATUS, whose details are the body; an error of one's own is rather thrown.
   */
  readonly status?: number
  /** Header fields; an array is a repeated field. 24 KiB together at most. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
}

/** Made by {@link reply}. */
export class Reply {
  /** As a handler would return it without the rest. */
  body: unknown
  /** 0 for success, else the HTTP status. */
  readonly failure: number
  readonly context: Uint8Array

  constructor(body: unknown, failure: number, context: Uint8Array) {
    this.body = body
    this.failure = failure
    this.context = context
  }
}

/**
 * A handler's answer with status and header fields.
 *
 * `call` gives its caller the body alone; `request`, `fetch` and the HTTP gateway give all of it.
 *
 * @param body undefined, bytes, a JSON value or an async iterable.
 * @throws CenterError ERR_BAD_ARGUMENT that names the field or status and the rule.
 */
export function reply(body: unknown, options: ReplyOptions = {}): Reply {
  const { status, headers } = options
  return replyOfText(body, status, headers === undefined ? '' : headerTextOf(headers))
}

/** {@link reply} with header fields as they travel. */
export function replyOfText(body: unknown, status: number | undefined, headerText: string): Reply {
  const fields: ContextField[] = []
  if (status !== undefined) {
    if (!Number.isInteger(status) || status < 200 || status > 599) {
      const rule = 'a reply has a status from 200 to 599'
      throw centerError('ERR_BAD_ARGUMENT', { name: 'status', value: status, rule })
    }
    fields.push([kTagStatus, String(status)])
  }
  if (headerText !== '') fields.push([kTagHeaders, headerText])
  const failure = status !== undefined && status >= 400 ? status : 0
  return new Reply(body, failure, fields.length === 0 ? kNoContext : encodeContext(fields))
}
