// Addresses of srsr: what is accepted, and how one is put together of what a client says and where it comes from.

import { isIPv6 } from 'node:net'
import { kAddressBytesMax } from '../../base/limits.js'

/** What is wrong with what a client says. */
export const kBadAddress = 'address must be an absolute URI or host:port'
export const kPortTwice = 'port given twice'

/** An address as it is stored, or what is wrong with it. */
export type Composed =
  | { readonly ok: true; readonly address: string }
  | { readonly ok: false; readonly error: string }

const kScheme = /^[A-Za-z][A-Za-z0-9+.-]*:/
const kHostPort = /^(?:[A-Za-z0-9_](?:[A-Za-z0-9_.-]*)|\[[0-9A-Fa-f:.]+\]):(\d{1,5})$/
/** Spaces and control characters: no reader of URLs takes them. */
const kUnfit = /[^\u0021-\u007e\u0080-\uffff]/
const kBadEscape = /%(?![0-9A-Fa-f]{2})/

/**
 * Puts an address together.
 *
 * @param address as the client says it; '' for its own.
 * @param port goes behind the host; '' for none.
 * @param client address of the client; asked for when it is wanted.
 * @param isStrict takes no `host:port` without a scheme, as the original does.
 */
export function composeAddress(
  address: string,
  port: string,
  client: () => string,
  isStrict: boolean,
): Composed {
  const whole = address === '' ? `http://${bracketed(client())}` : address
  const withPort = port === '' ? whole : putPort(whole, port)
  if (withPort === null) return { ok: false, error: kPortTwice }
  if (isAddress(withPort, isStrict)) return { ok: true, address: withPort }
  return { ok: false, error: kBadAddress }
}

/** An IPv6 address in the brackets that a URL wants. */
export function bracketed(host: string): string {
  return isIPv6(host) ? `[${host}]` : host
}

/** @returns null when there is a port already. */
function putPort(address: string, port: string): string | null {
  const authority = authorityOf(address)
  if (authority === null) {
    const isHostPort = /^[^/]*:\d+$/.test(address)
    return isHostPort ? null : `${address}:${port}`
  }
  const { start, end } = authority
  if (/:\d*$/.test(hostPortOf(address.slice(start, end)))) return null
  return `${address.slice(0, end)}:${port}${address.slice(end)}`
}

function isAddress(text: string, isStrict: boolean): boolean {
  if (text.length > kAddressBytesMax || kUnfit.test(text) || kBadEscape.test(text)) return false
  if (text.startsWith('/')) return true
  if (!isStrict && isHostPort(text)) return true
  if (!kScheme.test(text)) return false
  const authority = authorityOf(text)
  return authority === null || isAuthority(text.slice(authority.start, authority.end))
}

function isHostPort(text: string): boolean {
  const port = Number(kHostPort.exec(text)?.[1] ?? 0)
  return port >= 1 && port <= 65_535
}

/** Where host and port of a URL stand; null for one that has none. */
function authorityOf(text: string): { readonly start: number; readonly end: number } | null {
  const scheme = kScheme.exec(text)?.[0]
  if (scheme === undefined || !text.startsWith('//', scheme.length)) return null
  const start = scheme.length + 2
  const length = text.slice(start).search(/[/?#]/)
  return { start, end: length < 0 ? text.length : start + length }
}

function hostPortOf(authority: string): string {
  const host = authority.slice(authority.lastIndexOf('@') + 1)
  // The colons inside brackets are those of the address.
  return host.startsWith('[') ? host.slice(host.indexOf(']') + 1) : host
}

/** As Go's reader of URLs takes it: any host, and a port of digits or none. */
function isAuthority(authority: string): boolean {
  const host = authority.slice(authority.lastIndexOf('@') + 1)
  if (host.startsWith('[')) return /^\[[^\]]+\](:\d*)?$/.test(host)
  return /^[^:<>"{}|\\^`[\]]*(:\d*)?$/.test(host)
}
