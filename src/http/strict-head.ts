// The rules that the head of a request must keep, in both engines: their own parsers are laxer, and each in its own way.
// Two readers that understand a head differently are how requests are smuggled past the first of them, so whatever
// could be read in two ways is refused. Pure: knows neither engine.

import type { HeaderList } from '../wire/header-list.js'
import type { HttpRequest } from './http-server.js'

/** Methods that are answered; any other is 501. CONNECT and TRACE are for proxies. */
const kMethods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** RFC 9110 §5.6.2; names are in lower case here. */
const kToken = /^[a-z0-9!#$%&'*+\-.^_`|~]+$/

/** Controls but HTAB, and U+FFFD, which stands for bytes that are not UTF-8. */
const kBadValue = /[^\t -~\u0080-\ufffc\ufffe\uffff]/

/** Host or IP literal, and port. No comma: that would be two Host fields, merged by somebody. */
const kHost = /^(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9\-._~%!$&'()*+;=]+)(?::\d{0,5})?$/

/** Origin form of RFC 9112 §3.2.1. In the query also what browsers leave as it is: [ ] { } | ^ `. */
const kTarget =
  /^\/[A-Za-z0-9\-._~!$&'()*+,;=:@%/]*(?:\?[A-Za-z0-9\-._~!$&'()*+,;=:@%/?[\]{}|^`]*)?$/

/** Digits of a Content-Length: 15 are below 2^53 and far above any body. */
const kLengthDigits = /^[0-9]{1,15}$/

/** Bytes of a field besides name and value: colon, space, CR, LF. */
const kFieldBytes = 4

/** Bytes of a request line besides method and target: two spaces, the version, CR, LF. */
const kRequestLineBytes = 12

/** Why a request is not taken: the status of the answer, and the rule in words. */
export type HeadRefusal = { readonly status: number; readonly detail: string }

/** Takes the fields of one head after the other, and says at the end whether the head is strict. */
export class StrictHead {
  readonly #bytesMax: number
  #fields: string[] = []
  /**
   * Fields of the head before, method and target of the last strict one. Requests of a client resemble each other: what is
   * the same again has been looked at, and the string that stood there is taken, whose hash is known.
   */
  #before: string[] = []
  /** Nothing differs from the head before, so far. */
  #isRepeat = true
  #method = 'GET'
  #target = '/'
  #bytes = 0
  #hostCount = 0
  #contentLength = -1
  #isChunked = false
  #refusal: HeadRefusal | null = null
  /** The last Host that was well formed: most requests of a client name the same. */
  #knownHost: string | null = null

  /** @param bytesMax most bytes of a head, request line included. */
  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax
  }

  /** Forgets the head before. */
  begin(): void {
    this.#before = this.#fields
    this.#fields = []
    this.#isRepeat = true
    this.#bytes = 0
    this.#hostCount = 0
    this.#contentLength = -1
    this.#isChunked = false
    this.#refusal = null
  }

  /** Takes one field. Fields behind one that is refused are not looked at. */
  readonly field = (givenName: string, givenValue: string): void => {
    if (this.#refusal !== null) return
    const at = this.#fields.length
    const knownName = this.#before[at]
    const knownValue = this.#before[at + 1]
    const name = givenName === knownName ? knownName : givenName
    const value = givenValue === knownValue ? knownValue : givenValue
    this.#bytes += name.length + value.length + kFieldBytes
    if (name !== knownName && !kToken.test(name)) {
      this.#refuse(400, 'the name of a field is not a token')
      return
    }
    if (value !== knownValue && kBadValue.test(value)) {
      this.#refuse(400, `field ${name} holds a control character, or is not UTF-8`)
      return
    }
    if (name !== knownName || value !== knownValue) this.#isRepeat = false
    this.#fields.push(name, value)
    if (name === 'host') this.#host(value)
    else if (name === 'content-length') this.#length(value)
    else if (name === 'transfer-encoding') this.#coding(value)
    else if (name === 'expect') this.#expect(value)
  }

  /**
   * Looks at the whole.
   *
   * @param target as on the wire.
   * @returns null when the head is strict; then the figures below are those of this head.
   */
  finish(method: string, target: string): HeadRefusal | null {
    if (this.#refusal === null) this.#whole(method, target)
    if (this.#isRepeat && this.#fields.length === this.#before.length) this.#fields = this.#before
    return this.#refusal
  }

  /** Of the head, when it is strict. */
  get method(): string {
    return this.#method
  }

  /** Of the head, when it is strict. */
  get target(): string {
    return this.#target
  }

  /** Fields of the head, in their order; the very list of the head before, where that had the same. */
  get headers(): HeaderList {
    return this.#fields
  }

  /** Bytes of the body as declared: 0 for none, undefined where it comes in chunks. */
  get contentLength(): number | undefined {
    if (this.#isChunked) return undefined
    return Math.max(0, this.#contentLength)
  }

  #whole(method: string, target: string): void {
    const bytes = this.#bytes + method.length + target.length + kRequestLineBytes
    if (bytes > this.#bytesMax) {
      this.#refuse(431, `the head is over the limit of ${this.#bytesMax} bytes`)
      return
    }
    if (method !== this.#method && !kMethods.has(method)) {
      this.#refuse(501, 'the method is not known')
      return
    }
    if (target !== this.#target && !kTarget.test(target)) {
      this.#refuse(400, 'the target is not in origin form')
      return
    }
    if (method !== this.#method) this.#method = method
    if (target !== this.#target) this.#target = target
    if (this.#hostCount === 0) {
      this.#refuse(400, 'Host is missing')
      return
    }
    if (this.#isChunked && this.#contentLength >= 0) {
      this.#refuse(400, 'both Content-Length and Transfer-Encoding are given')
    }
  }

  #host(value: string): void {
    if (++this.#hostCount > 1) this.#refuse(400, 'Host is repeated')
    else if (value === this.#knownHost) return
    else if (kHost.test(value)) this.#knownHost = value
    else this.#refuse(400, 'Host is not a host with an optional port')
  }

  #length(value: string): void {
    if (this.#contentLength >= 0) {
      this.#refuse(400, 'Content-Length is repeated')
      return
    }
    if (!kLengthDigits.test(value)) {
      this.#refuse(400, 'Content-Length is not a number of at most 15 digits')
      return
    }
    this.#contentLength = Number(value)
  }

  #coding(value: string): void {
    if (this.#isChunked) {
      this.#refuse(400, 'Transfer-Encoding is repeated')
      return
    }
    if (value.toLowerCase() !== 'chunked') {
      this.#refuse(400, 'Transfer-Encoding is other than chunked')
      return
    }
    this.#isChunked = true
  }

  #expect(value: string): void {
    if (value.toLowerCase() !== '100-continue') {
      this.#refuse(417, 'Expect is other than 100-continue')
    }
  }

  #refuse(status: number, detail: string): void {
    this.#refusal ??= { status, detail }
  }
}

/** Whether a request wants to become a WebSocket, well or badly. */
export function wantsSocket(request: Pick<HttpRequest, 'header'>): boolean {
  return (request.header('upgrade') ?? '').toLowerCase().includes('websocket')
}

/** @returns why a handshake of a WebSocket (RFC 6455 §4.2.1) is not taken, or null. */
export function checkHandshake(
  request: Pick<HttpRequest, 'method' | 'contentLength' | 'header'>,
): HeadRefusal | null {
  const { method, contentLength } = request
  const header = (name: string) => request.header(name)
  if (method !== 'GET') return { status: 400, detail: 'a handshake is a GET' }
  if (contentLength !== 0) return { status: 400, detail: 'a handshake has no body' }
  if (header('upgrade')?.toLowerCase() !== 'websocket') {
    return { status: 400, detail: 'Upgrade is other than websocket' }
  }
  const options = (header('connection') ?? '').toLowerCase().split(',')
  if (!options.some((option) => option.trim() === 'upgrade')) {
    return { status: 400, detail: 'Connection does not name Upgrade' }
  }
  if (header('sec-websocket-version') !== '13') {
    return { status: 426, detail: 'Sec-WebSocket-Version is other than 13' }
  }
  if (!/^[A-Za-z0-9+/]{22}==$/.test(header('sec-websocket-key') ?? '')) {
    return { status: 400, detail: 'Sec-WebSocket-Key is not 16 bytes in base64' }
  }
  return null
}
