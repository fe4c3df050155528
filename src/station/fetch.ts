// WHATWG fetch over a station's link (https://fetch.spec.whatwg.org): no socket, no port, the same answers.

import { CenterError } from '../base/errors.js'
import type { HeaderList } from '../wire/header-list.js'
import type { RawItem, RawReply, RawRequest } from './exchange.js'
import {
  errorAnswer,
  failureText,
  headOf,
  type ItemForm,
  isJsonType,
  itemText,
  streamHeadOf,
} from './http-form.js'

/** Codes of an answer that never came: fetch knows them as network errors. */
const kNetworkCodes = ['ERR_LINK_LOST', 'ERR_NOT_JOINED', 'ERR_CLOSED']
/** Only a base for paths; nothing is looked up. */
const kOrigin = 'http://signalbox'
/** Statuses whose answers have no body (https://fetch.spec.whatwg.org/#null-body-status). */
const kBodilessStatuses = [204, 205, 304]

/** Station.fetch, over whatever sends requests. */
export async function fetchThrough(
  send: (route: string, request: RawRequest) => Promise<RawReply>,
  input: string | URL | Request,
  init: RequestInit | undefined,
): Promise<Response> {
  const target = typeof input === 'string' ? new URL(input, kOrigin) : input
  // Node wants `duplex` for a body that is a stream; a link always sends while it receives.
  const request = new Request(target, { duplex: 'half', ...init })
  const url = new URL(request.url)
  const route = `${request.method} ${url.pathname}${url.search}`
  const accept = request.headers.get('accept') ?? undefined
  try {
    const reply = await send(route, {
      headerList: [...request.headers].flat(),
      signal: request.signal,
      isJson: isJsonType(request.headers.get('content-type') ?? undefined),
      ...(await bodyOf(request, init)),
    })
    return responseOf(reply, accept, route)
  } catch (error) {
    if (!(error instanceof CenterError)) throw error
    if (kNetworkCodes.includes(error.code)) throw new TypeError('fetch failed', { cause: error })
    const { status, headers, body } = errorAnswer(error, route)
    return new Response(body, { status, headers: headersOf(headers) })
  }
}

/** A stream goes as it comes; anything else is whole already. */
async function bodyOf(
  request: Request,
  init: RequestInit | undefined,
): Promise<Pick<RawRequest, 'body'>> {
  if (request.body === null) return {}
  if (init?.body instanceof ReadableStream) return { body: request.body }
  return { body: new Uint8Array(await request.arrayBuffer()) }
}

function responseOf(reply: RawReply, accept: string | undefined, route: string): Response {
  if (reply.items === null) {
    const { status, headers } = headOf(reply)
    const body = kBodilessStatuses.includes(status) ? null : (reply.body as Uint8Array<ArrayBuffer>)
    return new Response(body, { status, headers: headersOf(headers) })
  }
  const { status, headers, form } = streamHeadOf(reply, accept)
  const body = ReadableStream.from(partsOf(reply.items, form, route))
  return new Response(body, { status, headers: headersOf(headers) })
}

const encoder = new TextEncoder()

async function* partsOf(
  items: AsyncIterable<RawItem>,
  form: ItemForm,
  route: string,
): AsyncIterable<Uint8Array> {
  try {
    for await (const item of items) {
      const text = itemText(item, form)
      yield typeof text === 'string' ? encoder.encode(text) : text
    }
  } catch (error) {
    const text = failureText(error, route, form)
    if (text === '') throw error
    yield encoder.encode(text)
  }
}

function headersOf(list: HeaderList): Headers {
  const headers = new Headers()
  for (let at = 0; at < list.length; at += 2) headers.append(list[at], list[at + 1] ?? '')
  return headers
}
