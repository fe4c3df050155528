// What a running center takes of changed options, and what has to wait for a restart.

import { createSecureContext } from 'node:tls'
import { centerError } from '../base/errors.js'
import { isExposed, type ResolvedHttpOptions, type TlsTexts } from '../gateway/gateway-options.js'
import { isLoopback } from '../transport/address.js'
import type { ResolvedCenterOptions } from './options.js'

/** Keys are those of docs/CONFIG.md; a group (`tls`) stands for its settings. */
export type Reload = {
  /** In force now. */
  readonly changed: readonly string[]
  /** Changed, too, and not in force before the center starts again. */
  readonly needsRestart: readonly string[]
}

/** Fields of ResolvedCenterOptions and the setting each comes from. */
const kCenterKeys = {
  name: 'name',
  dataDir: 'dataDir',
  pipe: 'pipe',
  station: 'stationAddress',
  token: 'token',
  tls: 'tls',
  ringBytes: 'ringBytes',
  dispatchers: 'dispatch.workers',
  lanes: 'lanes',
  log: 'log',
  dev: 'dev',
  sers: 'sers',
  registry: 'srsr',
} as const satisfies Partial<Record<keyof ResolvedCenterOptions, string>>

/**
 * Takes of `next` what a running center can take.
 *
 * @returns the options that are in force from now on, and what became of each change.
 * @throws CenterError ERR_BAD_ARGUMENT for a certificate that is none; then nothing is taken.
 */
export function mergeOptions(
  current: ResolvedCenterOptions,
  next: ResolvedCenterOptions,
): { readonly options: ResolvedCenterOptions; readonly reload: Reload } {
  const tls = takenTls('tls', current.tls, next.tls)
  // The address stays until the restart, and beyond loopback it must stay protected.
  const isOpen = current.station !== null && !isLoopback(current.station.host)
  const token = next.token === null && isOpen ? current.token : next.token
  const http =
    current.http !== null && next.http !== null ? takenHttp(current.http, next.http) : current.http
  const options = { ...current, token, tls, log: next.log, http }
  const wanted = differences(current, next)
  const missing = new Set(differences(options, next))
  return { options, reload: reloadOf(wanted, missing, isOtherEngine(current.http, http)) }
}

/** The same for a gateway of its own. @throws CenterError ERR_BAD_ARGUMENT; then nothing is taken. */
export function mergeHttpOptions(
  current: ResolvedHttpOptions,
  next: ResolvedHttpOptions,
): { readonly options: ResolvedHttpOptions; readonly reload: Reload } {
  const options = takenHttp(current, next)
  const wanted = httpDifferences(current, next)
  const missing = new Set(httpDifferences(options, next))
  return { options, reload: reloadOf(wanted, missing, isOtherEngine(current, options)) }
}

function reloadOf(
  wanted: readonly string[],
  missing: ReadonlySet<string>,
  isOther: boolean,
): Reload {
  const waiting = wanted.filter((key) => missing.has(key))
  return {
    changed: wanted.filter((key) => !missing.has(key)),
    needsRestart:
      isOther && !waiting.includes('http.engine') ? [...waiting, 'http.engine'] : waiting,
  }
}

/** Whether `auto` would now decide otherwise: the engine that runs was chosen for other clients. */
function isOtherEngine(
  before: ResolvedHttpOptions | null,
  after: ResolvedHttpOptions | null,
): boolean {
  if (before === null || after === null) return false
  return before.engine === 'auto' && isExposed(before) !== isExposed(after)
}

function takenHttp(current: ResolvedHttpOptions, next: ResolvedHttpOptions): ResolvedHttpOptions {
  const tls = takenTls('http.tls', current.tls, next.tls)
  const isOpen = !isLoopback(current.address.host) && tls === null
  const { cors, accessLog, bodyBytesMax, timeoutMs, compress } = next
  const trustProxy = isOpen && next.trustProxy.length === 0 ? current.trustProxy : next.trustProxy
  const tlsFiles = current.tls === null ? null : (next.tlsFiles ?? current.tlsFiles)
  const files = { tls, tlsFiles, static: next.static }
  return { ...current, ...files, cors, trustProxy, accessLog, bodyBytesMax, timeoutMs, compress }
}

/** A listener cannot begin or cease to speak TLS; one that does takes another certificate. */
function takenTls(key: string, current: TlsTexts | null, next: TlsTexts | null): TlsTexts | null {
  if (current === null || next === null) return current
  if (isSame(current, next)) return current
  try {
    createSecureContext(next)
  } catch (error) {
    const rule = error instanceof Error ? error.message : String(error)
    throw centerError('ERR_BAD_ARGUMENT', { name: key, value: 'no certificate with its key', rule })
  }
  return next
}

function differences(one: ResolvedCenterOptions, other: ResolvedCenterOptions): string[] {
  const center: string[] = Object.entries(kCenterKeys)
    .filter(([field]) => !isSame(Reflect.get(one, field), Reflect.get(other, field)))
    .map(([, key]) => key)
  return center.concat(httpDifferences(one.http, other.http))
}

function httpDifferences(
  one: ResolvedHttpOptions | null,
  other: ResolvedHttpOptions | null,
): string[] {
  if (one === null || other === null) return one === other ? [] : ['http.address']
  return Object.keys(one)
    .filter((field) => field !== 'tlsFiles') // what they hold counts, and that is tls
    .filter((field) => !isSame(Reflect.get(one, field), Reflect.get(other, field)))
    .map((field) => `http.${field}`)
}

/** Values of options are JSON. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
