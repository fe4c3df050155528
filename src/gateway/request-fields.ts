// Header fields on their way from a client to a handler: which go on, which end here, and which the gateway adds.

import type { HttpRequest } from '../http/http-server.js'
import type { HeaderList } from '../wire/header-list.js'
import { type ForwardedFields, type Origin, originOf, type TrustedProxies } from './forwarded.js'

/** Fields of a client, sorted out. */
type PassedFields = {
  /** The fields that go on, as text that travels; those that the gateway adds are still missing. */
  readonly text: string
  readonly requestId: string | undefined
  readonly traceParent: string | undefined
  readonly traceState: string | undefined
  /** What proxies said; null where none did. */
  readonly forwarded: ForwardedFields | null
}

/** What the gateway itself reads of a request's fields. */
export type RequestFields = Origin &
  PassedFields & {
    /** True when the peer is a proxy that is believed. */
    readonly isProxied: boolean
    /** The fields that go on and those of {@link originText}, as bytes that travel. */
    readonly bytes: Uint8Array
  }

/** RFC 9110 §7.6.1: these are for one connection; Expect has been answered. */
const kEndHere = [
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
]
/** Proxies say with these who the client is; from anybody else they are lies. */
const kIdentity = [
  'x-real-ip',
  'x-client-ip',
  'true-client-ip',
  'cf-connecting-ip',
  'x-forwarded-port',
  'x-forwarded-prefix',
  'x-forwarded-server',
  'x-forwarded-user',
  'x-forwarded-email',
  'x-forwarded-groups',
  'x-forwarded-preferred-username',
  'x-forwarded-client-cert',
  'x-remote-user',
  'remote-user',
  'x-authenticated-user',
  'x-auth-request-user',
  'x-auth-request-email',
  'x-auth-request-groups',
  'x-original-url',
  'x-rewrite-url',
]
const kOwnPrefix = 'x-signalbox-'

const kIsEnd = 1
const kIsIdentity = 2
const kFor = 3
const kProto = 4
const kHost = 5
const kForwarded = 6
const kRequestId = 7
const kTraceParent = 8
const kTraceState = 9

/** Fields that are not just passed on. */
const kKinds: ReadonlyMap<string, number> = new Map([
  ...kEndHere.map((name) => [name, kIsEnd] as const),
  ...kIdentity.map((name) => [name, kIsIdentity] as const),
  ['x-forwarded-for', kFor],
  ['x-forwarded-proto', kProto],
  ['x-forwarded-host', kHost],
  ['forwarded', kForwarded],
  ['x-request-id', kRequestId],
  ['traceparent', kTraceParent],
  ['tracestate', kTraceState],
])

const kNotNominated: ReadonlySet<string> = new Set()
const kNoForwarded: ForwardedFields = { for: '', proto: '', host: '', forwarded: '' }

/** Reads the fields of a request. */
export function readFields(request: HttpRequest, proxies: TrustedProxies): RequestFields {
  const { headers, remoteAddress, isTls } = request
  const nominated = nominatedBy(request.header('connection'))
  const isProxied = proxies.isTrusted(remoteAddress)
  const passed = passFields(headers, nominated, isProxied)
  const host = request.header('host') ?? ''
  const origin = originOf(proxies, remoteAddress, isTls, host, passed.forwarded ?? kNoForwarded)
  const { client, chain, proto } = origin
  // Not by spreading: two spreads into one object cost more than all the rest of this file.
  return {
    text: passed.text,
    requestId: passed.requestId,
    traceParent: passed.traceParent,
    traceState: passed.traceState,
    forwarded: passed.forwarded,
    client,
    chain,
    proto,
    host: origin.host,
    isProxied,
    bytes: Buffer.from(passed.text + originText(origin)),
  }
}

/** Reads the fields of a gateway's requests: once of a client that says the same, word for word, again and again. */
export class FieldReader {
  readonly #proxies: TrustedProxies
  #headers: HeaderList | null = null
  #address = ''
  #isTls = false
  #known: RequestFields | null = null

  constructor(proxies: TrustedProxies) {
    this.#proxies = proxies
  }

  read(request: HttpRequest): RequestFields {
    const { headers, remoteAddress, isTls } = request
    const isSame =
      headers === this.#headers && remoteAddress === this.#address && isTls === this.#isTls
    if (isSame && this.#known !== null) return this.#known
    const fields = readFields(request, this.#proxies)
    this.#headers = headers
    this.#address = remoteAddress
    this.#isTls = isTls
    this.#known = fields
    return fields
  }
}

/** Fields that a client named beside a call, as over a WebSocket. @param list names in lower case. */
export function namedFields(list: HeaderList): PassedFields {
  return passFields(list, kNotNominated, false)
}

function passFields(
  headers: HeaderList,
  nominated: ReadonlySet<string>,
  isTrusted: boolean,
): PassedFields {
  let text = ''
  let requestId: string | undefined
  let traceParent: string | undefined
  let traceState: string | undefined
  let forwarded: { -readonly [Name in keyof ForwardedFields]: string } | null = null
  for (let at = 0; at < headers.length; at += 2) {
    const name = headers[at]
    const value = headers[at + 1] ?? ''
    switch (kKinds.get(name)) {
      case undefined:
        if (!nominated.has(name) && !name.startsWith(kOwnPrefix)) text += `${name}:${value}\n`
        break
      case kIsIdentity:
        if (isTrusted) text += `${name}:${value}\n`
        break
      case kFor:
        forwarded ??= { ...kNoForwarded }
        forwarded.for = joined(forwarded.for, value)
        break
      case kProto:
        forwarded ??= { ...kNoForwarded }
        forwarded.proto = joined(forwarded.proto, value)
        break
      case kHost:
        forwarded ??= { ...kNoForwarded }
        forwarded.host = joined(forwarded.host, value)
        break
      case kForwarded:
        forwarded ??= { ...kNoForwarded }
        forwarded.forwarded = joined(forwarded.forwarded, value)
        break
      case kRequestId:
        requestId ??= value
        break
      case kTraceParent:
        traceParent ??= value
        break
      case kTraceState:
        traceState = traceState === undefined ? value : joined(traceState, value)
        break
      default: // ends here
    }
  }
  return { text, requestId, traceParent, traceState, forwarded }
}

/** The fields that the gateway adds to say where a request came from, as text. */
export function originText({ chain, proto, host }: Origin): string {
  return `x-forwarded-for:${chain}\nx-forwarded-proto:${proto}\nx-forwarded-host:${host}\n`
}

/** The fields that the gateway adds to tell one request from another, as text. */
export function idText(requestId: string, traceParent: string): string {
  return `x-request-id:${requestId}\ntraceparent:${traceParent}\n`
}

/** Fields that a Connection field names are for this connection alone (RFC 9110 §7.6.1). */
export function nominatedBy(connection: string | undefined): ReadonlySet<string> {
  if (connection === undefined || connection === 'keep-alive' || connection === 'close') {
    return kNotNominated
  }
  return new Set(connection.split(',').map((name) => name.trim().toLowerCase()))
}

function joined(before: string, value: string): string {
  return before === '' ? value : `${before}, ${value}`
}

/** True for fields that a reply of a handler may not hand to the client: framing and connections are the engine's affair. */
export function isEngineField(name: string): boolean {
  return kKinds.get(name) === kIsEnd || name === 'content-length' || name === 'date'
}
