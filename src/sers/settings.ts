// Makes the options of a Sers center from an appsettings.json of Sers, read as it is; docs/SERS.md lists the keys.

import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { type ParseError, parse } from 'jsonc-parser'
import { centerError } from '../base/errors.js'
import { membersOf } from '../wire/sers/rpc-data.js'
import { kSersDefaults, kSersHttpPort, kShippedSecrets } from './defaults.js'
import type { SersOptions, SersSecret } from './options.js'
import { readHooks } from './settings-hooks.js'
import { readFolders, readHttp } from './settings-http.js'
import { checkExposure, localListeners, readListeners } from './settings-listen.js'
import { Section } from './settings-section.js'
import { readTrace } from './settings-trace.js'

export type SersSettings = {
  readonly options: SersOptions
  /** What is ignored, skipped or worth a word at the start. */
  readonly notices: readonly string[]
}

const kSpanMax = 24 * 3_600_000
const kFileBytesMax = 1024 * 1024
const kTextMode = ['Text', 'Newtonsoft', 'StringBuilder', 'MessagePack', 'BytePointor'] as const

/** What `--sers` alone means: every carrier, on this machine, with the secrets that Sers is shipped with. */
export function localSersSettings(dataDir: string | null): SersSettings {
  const http = readHttp(
    new Section('', {}),
    '.',
    [{ host: '127.0.0.1', port: kSersHttpPort, isTls: false }],
    [],
  )
  const options = {
    ...kSersDefaults,
    listen: localListeners(),
    goverAccess: 'internal' as const,
    http,
    dataDir: goverFolder(dataDir),
  }
  return { options, notices: [] }
}

/**
 * Reads a file.
 *
 * @param dataDir of the center; null: nothing outlives the process.
 * @throws CenterError ERR_BAD_ARGUMENT or ERR_UNSAFE_ADDRESS that names the key, the value and the rule.
 */
export function readSersSettings(path: string, dataDir: string | null): SersSettings {
  const refuse = (rule: string) =>
    centerError('ERR_BAD_ARGUMENT', { name: 'sers.settings', value: path, rule })
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw refuse(`a readable file is wanted: ${String(error)}`)
  }
  if (text.length > kFileBytesMax) throw refuse(`it has over ${kFileBytesMax} characters`)
  const errors: ParseError[] = []
  const said = membersOf(parse(text.replace(/^\uFEFF/, ''), errors, { allowTrailingComma: true }))
  if (said === undefined || errors.length > 0) throw refuse('it is no JSON object')
  return sersSettingsOf(said, dirname(resolve(path)), dataDir)
}

/** The same for what was parsed. @param folder that paths are relative to. */
export function sersSettingsOf(
  said: Readonly<Record<string, unknown>>,
  folder: string,
  dataDir: string | null,
): SersSettings {
  const notices: string[] = []
  const root = new Section('', said)
  const sers = root.group('Sers')
  const cl = sers.group('CL')
  const config = cl.group('Config')
  const own = sers.group('Signalbox')
  const { beat } = kSersDefaults
  const secrets = readSecrets(config, folder)
  const hasOwnSecrets = !secrets.some(
    ({ secret }) => secret === '' || kShippedSecrets.includes(secret),
  )
  // Without a word about listeners there is the one that Sers is shipped with.
  const servers = cl.has('Server')
    ? cl.groups('Server')
    : [new Section('Sers.CL.Server', { className: 'Sers.CL.Socket.Iocp.OrganizeServer' })]
  const listen = readListeners(servers, folder, hasOwnSecrets, notices)
  if (config.has('security')) {
    throw config.fault(
      'security',
      'there',
      'the obfuscation of Sers is no encryption and is not spoken',
    )
  }
  const center = sers.group('ServiceCenter')
  const station = sers.group('ServiceStation')
  const gateway = sers.group('Gateway')
  const webHost = gateway.group('WebHost')
  const mode = sers.choiceOrNone('RpcDataSerializeMode', 'Text', kTextMode)
  notices.push(...told(config.ignore('workThread')), ...told(center.ignore('ApiRegistEvent_Print')))
  notices.push(...told(cl.ignore('Client')))
  readVit(root, notices)
  const isGatewayWanted = webHost.has('urls')
  const options: SersOptions = {
    ...kSersDefaults,
    listen,
    secrets,
    requestTimeoutMs: config.whole('requestTimeoutMs', kSersDefaults.requestTimeoutMs, 1, kSpanMax),
    beat: {
      intervalMs: config.whole('heartBeatIntervalMs', beat.intervalMs, 0, kSpanMax),
      timeoutMs: config.whole('heartBeatTimeoutMs', beat.timeoutMs, 1, kSpanMax),
      missesMax: config.whole('heartBeatRetryCount', beat.missesMax, 0, 1_000_000),
    },
    mode: mode === 'BytePointor' ? 'binary' : 'json',
    ignoresMethod:
      center.choiceOrNone('ApiRouteType', 'RESTful', ['RESTful', 'IgnoreHttpMethod']) ===
      'IgnoreHttpMethod',
    ...readOwn(own, hasOwnSecrets),
    ...readStation(station),
    hooks: readHooks(center.groups('BeforeCallApi'), notices),
    folders: readFolders(sers.group('LocalApiService').groups('staticFiles'), folder),
    http: isGatewayWanted ? readHttp(gateway, folder, null, notices) : null,
    trace: readTrace(sers, folder, notices),
    dataDir: goverFolder(dataDir),
  }
  checkExposure(options.listen, options.secrets)
  const unread = root.unread()
  if (unread.length > 0) notices.push(`unknown and ignored: ${unread.join(', ')}`)
  return { options, notices }
}

function told(ignored: readonly string[]): string[] {
  return ignored.map((path) => `ignored: ${path}`)
}

function goverFolder(dataDir: string | null): string | null {
  return dataDir === null ? null : join(dataDir, 'Data', 'Sers', 'Gover')
}

/** A text, or a list of texts and of `{secret | env | file, role, routes}`. */
function readSecrets(config: Section, folder: string): SersSecret[] {
  const said = config.any('secretKey')
  if (said === undefined) return [...kSersDefaults.secrets]
  const list: readonly unknown[] = Array.isArray(said) ? said : [said]
  if (list.length === 0) throw config.fault('secretKey', said, 'a secret is wanted')
  return list.map((item, index): SersSecret => {
    if (typeof item === 'string') return { secret: item, role: 'station', routes: null }
    const members = membersOf(item)
    if (members === undefined)
      throw config.fault(`secretKey[${index}]`, '***', 'a text or an object is wanted')
    const one = new Section(`${config.path}.secretKey[${index}]`, members)
    return {
      secret: secretOf(one, folder),
      role: one.choice('role', 'station', ['station', 'edge', 'admin']),
      routes: one.has('routes') ? one.texts('routes') : null,
    }
  })
}

function secretOf(one: Section, folder: string): string {
  if (one.has('secret')) return one.text('secret', '')
  if (one.has('env')) {
    const name = one.text('env', '')
    const value = process.env[name]
    if (value === undefined) throw one.fault('env', name, 'the variable is not set')
    return value
  }
  const path = resolve(folder, one.text('file', ''))
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (error) {
    throw one.fault('file', path, `a readable file is wanted: ${String(error)}`)
  }
}

/** Keys that Sers does not have. */
function readOwn(own: Section, hasOwnSecrets: boolean): Partial<SersOptions> {
  const defaults = kSersDefaults
  // With a secret that everybody knows nobody is shut out by another one; it is this machine's alone.
  const access = hasOwnSecrets ? defaults.goverAccess : 'internal'
  const count = (name: string, fallback: number, min = 1) =>
    own.whole(name, fallback, min, 2 ** 31 - 1)
  return {
    goverAccess: own.choice('goverAccess', access, ['admin', 'internal']),
    balance: own.choice('balance', defaults.balance, ['roundRobin', 'leastInFlight']),
    slowSubscriber: own.choice('slowSubscriber', defaults.slowSubscriber, ['close', 'drop']),
    cgatewaySafeHeaders: own.flag('cgatewaySafeHeaders', defaults.cgatewaySafeHeaders),
    certifyTimeoutMs: own.whole('certifyTimeoutMs', defaults.certifyTimeoutMs, 1, kSpanMax),
    uncertifiedMax: count('uncertifiedMax', defaults.uncertifiedMax),
    uncertifiedPerAddressMax: count('uncertifiedPerAddressMax', defaults.uncertifiedPerAddressMax),
    connectionsMax: count('connectionsMax', defaults.connectionsMax),
    frameBytesMax: count('frameBytesMax', defaults.frameBytesMax, 64 * 1024),
    waitingBytesMax: count('waitingBytesMax', defaults.waitingBytesMax, 64 * 1024),
    nodesPerConnectionMax: count('nodesPerConnectionMax', defaults.nodesPerConnectionMax),
    servicesMax: count('servicesMax', defaults.servicesMax),
    registrationBytesMax: count('registrationBytesMax', defaults.registrationBytesMax, 1024),
    titlesPerConnectionMax: count('titlesPerConnectionMax', defaults.titlesPerConnectionMax),
    inFlightPerNodeMax: count('inFlightPerNodeMax', defaults.inFlightPerNodeMax, 0),
  }
}

function readStation(station: Section): Partial<SersOptions> {
  const info = station.any('serviceStationInfo')
  const members = membersOf(info) ?? {}
  const name = members.serviceStationName
  const seconds = station.group('UsageReporter').whole('intervalSecond', 0, 0, 86_400)
  return {
    stationInfo: members,
    stationName: typeof name === 'string' && name !== '' ? name : kSersDefaults.stationName,
    usageIntervalMs: seconds * 1_000,
  }
}

function readVit(root: Section, notices: string[]): void {
  const vit = root.group('Vit')
  const serialization = vit.group('Serialization')
  const encoding = serialization.text('Encoding', 'UTF8')
  if (!/^utf-?8$/i.test(encoding)) {
    throw serialization.fault('Encoding', encoding, 'UTF8 is the only one that is spoken')
  }
  const format = serialization.text('DateTimeFormat', 'yyyy-MM-dd HH:mm:ss')
  if (format !== 'yyyy-MM-dd HH:mm:ss')
    notices.push(`ignored: Vit.Serialization.DateTimeFormat ${format}`)
  notices.push(...told(vit.ignore('Logger', 'Kestrel')))
}
