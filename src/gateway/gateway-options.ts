// Options of an HTTP gateway: what may be said, what holds when nothing is said, and what is refused.

import { centerError } from '../base/errors.js'
import { kCallTimeoutMsDefault, kCallTimeoutMsMax } from '../base/limits.js'
import { kHttpLimitsDefault } from '../http/http-limits.js'
import type { HttpLimits } from '../http/http-server.js'
import { isLoopback, parseHostPort } from '../transport/address.js'
import { TrustedProxies } from './forwarded.js'
import type { StaticMount } from './static-files.js'

/** The HTTP gateway; what is absent has the default of docs/CONFIG.md. */
export type HttpOptions = {
  /** `host:port`; port 0 takes any. Beyond loopback only with tls, or behind a proxy that trustProxy names. Default 127.0.0.1:8080. */
  readonly address?: string
  /** HTTP library: uws, node, or the faster one that loads. Default auto. */
  readonly engine?: 'auto' | 'uws' | 'node'
  /** Threads, 1 … 64. Default 1. */
  readonly workers?: number
  /** PEM files. */
  readonly tls?: { readonly certFile: string; readonly keyFile: string }
  /** Origins whose pages may call, or `micro` alone. Default none. */
  readonly cors?: readonly string[]
  /** Addresses and CIDR blocks of proxies that are believed. Default none. */
  readonly trustProxy?: readonly string[]
  /** Folders with files to serve, each as `/prefix=folder`. */
  readonly static?: readonly string[]
  /** `off`, `stderr`, or a file. Default off. */
  readonly accessLog?: string
  /** Bytes of a request's body, 0 … 2^40. Default 104,857,600. */
  readonly bodyBytesMax?: number
  /** Milliseconds of a call whose request names none, 1 … 86,400,000. Default 30,000. */
  readonly timeoutMs?: number
  /** Compress answers for clients that take it. Default true. */
  readonly compress?: boolean
  /** Bytes of a request's head. Default 16,384. */
  readonly headBytesMax?: number
  readonly headTimeoutMs?: number
  readonly bodyTimeoutMs?: number
  readonly idleTimeoutMs?: number
  readonly writeTimeoutMs?: number
  readonly connectionsMax?: number
  readonly connectionsPerAddressMax?: number
}

/** Complete and checked; goes to threads as it is. */
export type ResolvedHttpOptions = {
  readonly host: string
  readonly port: number
  readonly engine: 'auto' | 'uws' | 'node'
  readonly workers: number
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null
  readonly cors: readonly string[]
  readonly trustProxy: readonly string[]
  readonly static: readonly StaticMount[]
  /** null: none. */
  readonly accessLog: string | null
  readonly bodyBytesMax: number
  readonly timeoutMs: number
  readonly compress: boolean
  readonly limits: HttpLimits
}

export const kHttpAddressDefault = '127.0.0.1:8080'
const kBodyBytesDefault = 100 * 1024 * 1024
const kBodyBytesMost = 2 ** 40
const kWorkersMax = 64
const kEngines = ['auto', 'uws', 'node']
/** Most of any bound that is a time or a count. */
const kBoundMost = 3_600_000
const kBounds = [
  'headBytesMax',
  'headTimeoutMs',
  'bodyTimeoutMs',
  'idleTimeoutMs',
  'writeTimeoutMs',
  'connectionsMax',
  'connectionsPerAddressMax',
] as const
const kOriginRule = /^[a-z][a-z0-9+.-]*:\/\/[^/\s,*]+$/i

/** @throws CenterError ERR_BAD_ARGUMENT or ERR_UNSAFE_ADDRESS that names the value and the rule. */
export function resolveHttpOptions(options: HttpOptions): ResolvedHttpOptions {
  const address = options.address ?? kHttpAddressDefault
  const { host, port } = parseHostPort(address, address)
  const { cors = [], trustProxy = [], tls = null, engine = 'auto', accessLog = 'off' } = options
  if (!kEngines.includes(engine)) throw refuse('engine', engine, `one of ${kEngines.join(', ')}`)
  checkCors(cors)
  new TrustedProxies(trustProxy) // refuses what is no block
  if (accessLog === '') throw refuse('accessLog', "''", 'off, stderr or a file')
  if (!isLoopback(host) && tls === null && trustProxy.length === 0) {
    throw centerError('ERR_UNSAFE_ADDRESS', { address })
  }
  return {
    host,
    port,
    engine,
    workers: whole('workers', options.workers, 1, 1, kWorkersMax),
    tls,
    cors,
    trustProxy,
    static: (options.static ?? []).map(mountOf),
    accessLog: accessLog === 'off' ? null : accessLog,
    bodyBytesMax: whole('bodyBytesMax', options.bodyBytesMax, kBodyBytesDefault, 0, kBodyBytesMost),
    timeoutMs: whole('timeoutMs', options.timeoutMs, kCallTimeoutMsDefault, 1, kCallTimeoutMsMax),
    compress: options.compress ?? true,
    limits: limitsOf(options),
  }
}

function limitsOf(options: HttpOptions): HttpLimits {
  const named = kBounds.map((name) => [
    name,
    whole(name, options[name], kHttpLimitsDefault[name], 1, kBoundMost),
  ])
  return { ...kHttpLimitsDefault, ...Object.fromEntries(named) }
}

function checkCors(cors: readonly string[]): void {
  if (cors.length === 1 && cors[0] === 'micro') return
  for (const origin of cors) {
    if (!kOriginRule.test(origin)) {
      throw refuse('cors', origin, 'an origin as https://example.org, or micro alone')
    }
  }
}

function mountOf(text: string): StaticMount {
  const equals = text.indexOf('=')
  const prefix = text.slice(0, Math.max(0, equals))
  const folder = text.slice(equals + 1)
  const isMount = prefix.startsWith('/') && folder !== '' && !/[?#%\s]/.test(prefix)
  if (!isMount) throw refuse('static', text, '/prefix=folder')
  return { prefix, folder }
}

function whole(
  name: string,
  value: number | undefined,
  fallback: number,
  min: number,
  max: number,
): number {
  const chosen = value ?? fallback
  if (Number.isInteger(chosen) && chosen >= min && chosen <= max) return chosen
  throw refuse(name, chosen, `a whole number from ${min} to ${max}`)
}

function refuse(name: string, value: string | number, wanted: string): Error {
  const rule = `${wanted} is wanted`
  return centerError('ERR_BAD_ARGUMENT', { name: `http.${name}`, value, rule })
}
