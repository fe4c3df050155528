// Options of a center: what may be said, what holds when nothing is said, and what is refused.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { centerError } from '../base/errors.js'
import { kLogLevelDefault, type LogLevel } from '../base/logger.js'
import type {
  HttpOptions,
  ResolvedHttpOptions,
  TlsFiles,
  TlsTexts,
} from '../gateway/gateway-options.js'
import { defaultPipePath, isLoopback, parseHostPort } from '../transport/address.js'
import { hintOf } from './config-file.js'
import { checkAccessLog, checkFolders } from './http-files.js'
import {
  type DnsOptions,
  kSrsrPort,
  type ResolvedRegistryOptions,
  type SrsrOptions,
} from './leases/registry-options.js'
import { readValue } from './setting-kinds.js'
import {
  fallbackOf,
  findSetting,
  isSettingGroup,
  kHttpEngineDefault,
  kLaneModeDefault,
  type LaneMode,
} from './settings.js'

export type CenterOptions = {
  /** Name of the center; its pipe has the same name. 1 to 64 letters, digits, dots, dashes, underscores. Default `default`. */
  readonly name?: string
  /** Folder for what outlives the process; made with mode 0700 when it is missing. Default, and `off`: nothing outlives it. */
  readonly dataDir?: string
  /** Absolute path of the pipe. Default: see docs/CONFIG.md. */
  readonly pipe?: string
  /** `host:port` for remote stations; port 0 takes any. Default: off. Beyond loopback only with token and tls. */
  readonly stationAddress?: string
  /** What remote stations must name. */
  readonly token?: string
  /** Certificate for the station address. */
  readonly tls?: TlsFiles
  /** Data bytes of each ring, a power of two from 65,536 to 268,435,456. Default 1,048,576. */
  readonly ringBytes?: number
  /** The threads that carry calls. */
  readonly dispatch?: DispatchChoice
  /** `auto`: a caller that calls one path often gets a lane to its station; `off`: every call passes the center. Default `auto`. */
  readonly lanes?: LaneMode
  /** What goes to stderr. Default `warn`. */
  readonly log?: LogLevel
  /** Account admin with the secret micro, stored nowhere; nothing may listen beyond loopback. Default false. */
  readonly dev?: boolean
  /** The HTTP gateway. Absent: there is none. */
  readonly http?: HttpOptions
  /** The registry for services that register over HTTP. Absent: there is none. */
  readonly srsr?: SrsrOptions
  /** Answers of DNS for what is registered. Absent: there are none. */
  readonly dns?: DnsOptions
  /** Stations and gateways of Sers 2.x. Absent: they cannot join. */
  readonly sers?: SersChoice
}

/** See docs/OPERATING.md for when more than one pays. */
export type DispatchChoice = {
  /** 1 to 16. Default 1. */
  readonly workers?: number
}

/** Whether Sers is spoken, and how; see docs/SERS.md. */
export type SersChoice = {
  /** With its own ports on this machine, unless settings say otherwise. Default: true where there are settings. */
  readonly on?: boolean
  /** Path of an appsettings.json of Sers. */
  readonly settings?: string
}

type HostPort = { readonly host: string; readonly port: number }

/** Complete and checked. */
export type ResolvedCenterOptions = {
  readonly name: string
  readonly dataDir: string | null
  readonly pipe: string
  readonly station: HostPort | null
  readonly token: string | null
  readonly tls: TlsTexts | null
  readonly ringBytes: number
  readonly dispatchers: number
  readonly lanes: LaneMode
  readonly log: LogLevel
  readonly dev: boolean
  readonly http: ResolvedHttpOptions | null
  readonly registry: ResolvedRegistryOptions | null
  /** Null: off. The file is read at the start. */
  readonly sers: { readonly settings: string | null } | null
}

/** @throws CenterError ERR_BAD_ARGUMENT or ERR_UNSAFE_ADDRESS that names the value and the rule. */
export function resolveCenterOptions(options: CenterOptions): ResolvedCenterOptions {
  checkEach(options, '')
  const name = options.name ?? text('name')
  const dataDir = options.dataDir ?? 'off'
  const { stationAddress, token = null, dev = false } = options
  const tls = readTls('tls', options.tls)
  const station =
    stationAddress === undefined ? null : parseHostPort(stationAddress, stationAddress)
  const http = resolveHttp(options.http)
  if (station !== null && !isLoopback(station.host) && (token === null || tls === null || dev)) {
    throw unsafe(stationAddress ?? '', dev ? kDevRule : kStationRule)
  }
  if (http !== null) checkExposure(http, options.http?.address ?? '', dev)
  const folder = dataDir === 'off' ? null : dataDir
  return {
    name,
    dataDir: folder,
    pipe: options.pipe ?? defaultPipePath(name),
    station,
    token,
    tls,
    ringBytes: options.ringBytes ?? whole('ringBytes'),
    dispatchers: options.dispatch?.workers ?? whole('dispatch.workers'),
    lanes: options.lanes ?? kLaneModeDefault,
    log: options.log ?? kLogLevelDefault,
    dev,
    http,
    registry: resolveRegistry(options, folder, dev),
    sers: resolveSers(options.sers),
  }
}

function resolveSers({ on, settings }: SersChoice = {}): ResolvedCenterOptions['sers'] {
  return on === true || settings !== undefined ? { settings: settings ?? null } : null
}

const kDevRule = 'dev is for loopback alone'
const kStationRule = 'name a token and a TLS certificate first'
const kGatewayRule =
  'name a TLS certificate (http.tls), or the proxy that encrypts (http.trustProxy), first'

const kRegistryRule = 'name the addresses that may ask (srsr.allow) first'

/**
 * Options of a gateway that is started away from its center.
 *
 * @throws CenterError ERR_BAD_ARGUMENT or ERR_UNSAFE_ADDRESS that names the value and the rule.
 */
export function resolveHttpOptions(options: HttpOptions): ResolvedHttpOptions {
  checkEach(options, 'http')
  const http = resolveHttp(options)
  const { address = '' } = options
  if (http === null) throw refuse('http.address', address, 'host:port is wanted')
  checkExposure(http, address, false)
  return http
}

function checkExposure(http: ResolvedHttpOptions, address: string, dev: boolean): void {
  if (isLoopback(http.address.host)) return
  const isProtected = http.tls !== null || http.trustProxy.length > 0
  if (dev || !isProtected) throw unsafe(address, dev ? kDevRule : kGatewayRule)
}

function resolveHttp(options: HttpOptions | undefined): ResolvedHttpOptions | null {
  const address = options?.address ?? text('http.address')
  if (options === undefined || address === 'off') return null
  const accessLog = options.accessLog ?? text('http.accessLog')
  const mounts = (options.static ?? []).map((mount) => {
    const at = mount.indexOf('=')
    return { prefix: mount.slice(0, at), folder: mount.slice(at + 1) }
  })
  checkFolders(mounts)
  checkAccessLog(accessLog)
  return {
    address: parseHostPort(address, address),
    engine: options.engine ?? kHttpEngineDefault,
    workers: options.workers ?? whole('http.workers'),
    tls: readTls('http.tls', options.tls),
    tlsFiles: options.tls ?? null,
    cors: options.cors ?? [],
    trustProxy: options.trustProxy ?? [],
    static: mounts,
    accessLog,
    bodyBytesMax: options.bodyBytesMax ?? whole('http.bodyBytesMax'),
    timeoutMs: options.timeoutMs ?? whole('http.timeoutMs'),
    compress: options.compress ?? fallbackOf('http.compress') === true,
    headBytesMax: options.headBytesMax ?? whole('http.headBytesMax'),
    headTimeoutMs: options.headTimeoutMs ?? whole('http.headTimeoutMs'),
    bodyTimeoutMs: options.bodyTimeoutMs ?? whole('http.bodyTimeoutMs'),
    idleTimeoutMs: options.idleTimeoutMs ?? whole('http.idleTimeoutMs'),
    writeTimeoutMs: options.writeTimeoutMs ?? whole('http.writeTimeoutMs'),
    connectionsMax: options.connectionsMax ?? whole('http.connectionsMax'),
    connectionsPerAddressMax:
      options.connectionsPerAddressMax ?? whole('http.connectionsPerAddressMax'),
  }
}

function resolveRegistry(
  { srsr = {}, dns = {} }: CenterOptions,
  folder: string | null,
  dev: boolean,
): ResolvedRegistryOptions | null {
  const address = srsr.address ?? (srsr.on === true ? `127.0.0.1:${kSrsrPort}` : 'off')
  const dnsAddress = dns.address ?? text('dns.address')
  if (address === 'off' && dnsAddress === 'off') return null
  const http = address === 'off' ? null : parseHostPort(address, address)
  const dnsPlace = dnsAddress === 'off' ? null : parseHostPort(dnsAddress, dnsAddress)
  const { allow = [] } = srsr
  for (const place of [http, dnsPlace]) {
    if (place === null || isLoopback(place.host) || (!dev && allow.length > 0)) continue
    throw unsafe(place === http ? address : dnsAddress, dev ? kDevRule : kRegistryRule)
  }
  return {
    http,
    dns: dnsPlace,
    dnsTtlSeconds: dns.ttlSeconds ?? whole('dns.ttlSeconds'),
    leaseMs: srsr.leaseMs ?? whole('srsr.leaseMs'),
    trustProxy: srsr.trustProxy ?? [],
    allow,
    isStrict: srsr.strictAddress ?? fallbackOf('srsr.strictAddress') === true,
    policy: srsr.balance ?? 'random',
    journalPath: folder === null ? null : join(folder, 'registry.journal'),
  }
}

/** Holds every option against its description; nested ones inside their group. */
function checkEach(options: object, group: string): void {
  for (const [name, value] of Object.entries(options)) {
    const key = group === '' ? name : `${group}.${name}`
    const spec = findSetting(key)
    const given: unknown = value
    if (spec?.isOption !== true) {
      if (!isSettingGroup(key)) throw refuse('option', key, `there is none${hintOf(key)}`)
      if (typeof given === 'object' && given !== null) checkEach(given, key)
      else if (given !== undefined) throw refuse(key, shown(given), 'a group of options is wanted')
    } else if (given !== undefined) {
      const reading = readValue(spec.kind, given)
      if (reading.ok) continue
      throw refuse(key, spec.isSecret ? '***' : shown(given), reading.rule)
    }
  }
}

function shown(value: unknown): string {
  return typeof value === 'string' && value !== ''
    ? value
    : inspect(value, { breakLength: Infinity })
}

function readTls(group: string, files: TlsFiles | undefined): TlsTexts | null {
  if (files === undefined) return null
  const read = (name: string, path: string | undefined) => {
    if (path === undefined) throw refuse(`${group}.${name}`, 'absent', 'both files are wanted')
    try {
      return readFileSync(path, 'utf8')
    } catch (error) {
      throw refuse(`${group}.${name}`, path, `a readable PEM file is wanted: ${String(error)}`)
    }
  }
  return { cert: read('certFile', files.certFile), key: read('keyFile', files.keyFile) }
}

function text(key: string): string {
  return String(fallbackOf(key))
}

function whole(key: string): number {
  return Number(fallbackOf(key))
}

function unsafe(address: string, rule: string): Error {
  return centerError('ERR_UNSAFE_ADDRESS', { address, rule })
}

function refuse(name: string, value: string | number, rule: string): Error {
  return centerError('ERR_BAD_ARGUMENT', { name, value, rule })
}
