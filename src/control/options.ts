// Options of a center: what may be said, what holds when nothing is said, and what is refused.

import { readFileSync } from 'node:fs'
import { centerError } from '../base/errors.js'
import { kRingBytesDefault, kRingBytesMax, kRingBytesMin } from '../base/limits.js'
import { kLogLevels, type LogLevel } from '../base/logger.js'
import {
  type HttpOptions,
  type ResolvedHttpOptions,
  resolveHttpOptions,
} from '../gateway/gateway-options.js'
import { defaultPipePath, isLoopback, parseAddress, parseHostPort } from '../transport/address.js'

export type CenterOptions = {
  /** Name of the center; its pipe has the same name. 1 to 64 letters, digits, dots, dashes, underscores. Default `default`. */
  readonly name?: string
  /** Folder for what outlives the process; made with mode 0700 when it is missing. Default: nothing outlives it. */
  readonly dataDir?: string
  /** Absolute path of the pipe. Default: see docs/CONFIG.md. */
  readonly pipe?: string
  /** `host:port` for remote stations; port 0 takes any. Default: off. Beyond loopback only with token and tls. */
  readonly stationAddress?: string
  /** What remote stations must name. */
  readonly token?: string
  /** PEM files of the certificate for the station address. */
  readonly tls?: { readonly certFile: string; readonly keyFile: string }
  /** Data bytes of each ring, a power of two from 65,536 to 268,435,456. Default 1,048,576. */
  readonly ringBytes?: number
  /** What goes to stderr. Default `warn`. */
  readonly log?: LogLevel
  /** The HTTP gateway. Default: off. */
  readonly http?: HttpOptions | 'off'
}

/** Complete and checked. */
export type ResolvedCenterOptions = {
  readonly name: string
  readonly dataDir: string | null
  readonly pipe: string
  readonly station: { readonly host: string; readonly port: number } | null
  readonly token: string | null
  readonly tls: { readonly cert: string; readonly key: string } | null
  readonly ringBytes: number
  readonly log: LogLevel
  readonly http: ResolvedHttpOptions | null
}

export const kCenterDefaults = {
  name: 'default',
  ringBytes: kRingBytesDefault,
  log: 'warn',
} as const

const kNames = [
  'name',
  'dataDir',
  'pipe',
  'stationAddress',
  'token',
  'tls',
  'ringBytes',
  'log',
  'http',
]

/** @throws CenterError ERR_BAD_ARGUMENT or ERR_UNSAFE_ADDRESS that names the value and the rule. */
export function resolveCenterOptions(options: CenterOptions): ResolvedCenterOptions {
  for (const name of Object.keys(options)) {
    if (!kNames.includes(name))
      throw refuse('option', name, `one of ${kNames.join(', ')} is wanted`)
  }
  const name = options.name ?? kCenterDefaults.name
  const pipe = options.pipe ?? defaultPipePath(name)
  parseAddress(pipe) // refuses what is no path of a pipe
  const ringBytes = options.ringBytes ?? kCenterDefaults.ringBytes
  const isPower = Number.isInteger(ringBytes) && (ringBytes & (ringBytes - 1)) === 0
  if (!isPower || ringBytes < kRingBytesMin || ringBytes > kRingBytesMax) {
    throw refuse(
      'ringBytes',
      ringBytes,
      `a power of two from ${kRingBytesMin} to ${kRingBytesMax} is wanted`,
    )
  }
  const log = options.log ?? kCenterDefaults.log
  if (!kLogLevels.includes(log))
    throw refuse('log', log, `one of ${kLogLevels.join(', ')} is wanted`)
  const token = options.token ?? null
  if (token === '') throw refuse('token', "''", 'a token has at least one character')
  const tls = options.tls === undefined ? null : readTls(options.tls)
  const { stationAddress } = options
  const station =
    stationAddress === undefined ? null : parseHostPort(stationAddress, stationAddress)
  if (station !== null && !isLoopback(station.host) && (token === null || tls === null)) {
    throw centerError('ERR_UNSAFE_ADDRESS', { address: stationAddress ?? '' })
  }
  const { http: given = 'off' } = options
  const http = given === 'off' ? null : resolveHttpOptions(given)
  return { name, dataDir: options.dataDir ?? null, pipe, station, token, tls, ringBytes, log, http }
}

function readTls(files: { certFile: string; keyFile: string }): { cert: string; key: string } {
  const read = (name: string, path: string) => {
    try {
      return readFileSync(path, 'utf8')
    } catch (error) {
      throw refuse(name, path, `a readable PEM file is wanted: ${String(error)}`)
    }
  }
  return { cert: read('tls.certFile', files.certFile), key: read('tls.keyFile', files.keyFile) }
}

function refuse(name: string, value: string | number, rule: string): Error {
  return centerError('ERR_BAD_ARGUMENT', { name, value, rule })
}
