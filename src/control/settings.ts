// Every setting of a center, described once. Flags, variables, the configuration file, the checks of CenterOptions and the
// table of docs/CONFIG.md all come from here, or are held against it by a test.

import {
  kCallTimeoutMsDefault,
  kCallTimeoutMsMax,
  kDispatchersMax,
  kInstanceLeaseMsMax,
  kRingBytesDefault,
  kRingBytesMax,
  kRingBytesMin,
} from '../base/limits.js'
import { kLogLevelDefault, kLogLevels } from '../base/logger.js'
import { brokenHostPortRule, brokenNameRule, brokenPipeRule } from '../transport/address.js'
import { kSrsrLeaseMs } from './leases/registry-options.js'
import {
  brokenBlockRule,
  brokenMountRule,
  brokenOriginRule,
  type SettingKind,
  type SettingValue,
} from './setting-kinds.js'

export type SettingSpec = {
  /** Where it stands in the configuration file and in CenterOptions: `http.address` is `address` inside `http`. */
  readonly key: string
  /** Its flag is `--NAME`, its variable SIGNALBOX_NAME in capitals and with underscores. */
  readonly name: string
  /** False for secrets: everybody may read the flags of a process. */
  readonly hasFlag: boolean
  /** What stands behind the flag in the help; empty for switches. */
  readonly placeholder: string
  readonly kind: SettingKind
  /** What holds when nothing is said; null: none. */
  readonly fallback: SettingValue | null
  /** How the documents say the fallback where it is no constant. */
  readonly fallbackText: string
  /** Whether SIGHUP takes a changed value; else a restart is needed. */
  readonly isReloadable: boolean
  /** Shown as *** wherever settings are shown. */
  readonly isSecret: boolean
  /** Part of CenterOptions; else the command line uses it up. */
  readonly isOption: boolean
  /** Of a switch whose flag may name a port of 127.0.0.1: the setting that is given this address. */
  readonly portKey?: string
  /** One sentence, without its end. */
  readonly help: string
}

/** auto: lanes for callers that call one path often; off: every call passes the center. */
export const kLaneModes = ['auto', 'off'] as const
export const kLaneModeDefault: LaneMode = 'auto'
export type LaneMode = (typeof kLaneModes)[number]

/** The engine when none is named: uws where it loads, else node. */
export const kHttpEngineDefault = 'auto'

const kAnyText: SettingKind = { type: 'text', rule: () => null }
const kSwitch: SettingKind = { type: 'switch' }

const kGatewayAddress: SettingKind = {
  type: 'text',
  rule: (text) => (text === 'off' ? null : brokenHostPortRule(text)),
}

function text(rule: (text: string) => string | null): SettingKind {
  return { type: 'text', rule }
}

function whole(min: number, max: number): SettingKind {
  return { type: 'whole', min, max, isPowerOfTwo: false }
}

function list(itemRule: (item: string) => string | null): SettingKind {
  return { type: 'list', itemRule, rule: () => null }
}

const kCors: SettingKind = {
  type: 'list',
  itemRule: (item) => (item === 'micro' ? null : brokenOriginRule(item)),
  rule: (items) =>
    items.includes('micro') && items.length > 1 ? 'micro stands alone, without origins' : null,
}

/** Most milliseconds of the gateway's waits: an hour. */
const kWaitMsMax = 3_600_000
/** Most bytes of a body that the gateway can be told to take: what a double counts with ease, and a disk holds. */
const kGatewayBodyBytesMax = 2 ** 40

const kAbout = {
  hasFlag: true,
  fallback: null,
  fallbackText: 'none',
  isReloadable: false,
  isSecret: false,
  isOption: true,
} as const

function setting(
  spec: Pick<SettingSpec, 'key' | 'name' | 'placeholder' | 'kind' | 'help'> & Partial<SettingSpec>,
): SettingSpec {
  const { fallback } = spec
  const fallbackText = fallback === undefined ? {} : { fallbackText: settingText(fallback) }
  return { ...kAbout, ...fallbackText, ...spec }
}

/** In the order of docs/CONFIG.md. */
export const kSettings: readonly SettingSpec[] = [
  setting({
    key: 'name',
    name: 'name',
    placeholder: '<name>',
    kind: text(brokenNameRule),
    fallback: 'default',
    help: 'name of the center; its pipe has the same name',
  }),
  setting({
    key: 'dataDir',
    name: 'data-dir',
    placeholder: '<dir>',
    kind: kAnyText,
    fallbackText: '$XDG_STATE_HOME/signalbox/NAME',
    help: 'folder for what outlives the process, or off',
  }),
  setting({
    key: 'pipe',
    name: 'pipe',
    placeholder: '<path>',
    kind: text(brokenPipeRule),
    fallbackText: 'see addresses',
    help: 'path of the pipe where stations of this machine meet',
  }),
  setting({
    key: 'stationAddress',
    name: 'station-address',
    placeholder: '<host:port>',
    kind: text(brokenHostPortRule),
    fallbackText: 'off',
    help: 'address for stations of other machines; port 0 takes any',
  }),
  setting({
    key: 'token',
    name: 'token',
    hasFlag: false,
    placeholder: '',
    kind: kAnyText,
    isReloadable: true,
    isSecret: true,
    help: 'token that remote stations must name; not beside tokenFile',
  }),
  setting({
    key: 'tokenFile',
    name: 'token-file',
    placeholder: '<file>',
    kind: kAnyText,
    isReloadable: true,
    isOption: false,
    help: 'file that holds that token; space around it is cut off',
  }),
  setting({
    key: 'tls.certFile',
    name: 'tls-cert',
    placeholder: '<file>',
    kind: kAnyText,
    isReloadable: true,
    help: 'certificate of the station address, PEM; only together with the key',
  }),
  setting({
    key: 'tls.keyFile',
    name: 'tls-key',
    placeholder: '<file>',
    kind: kAnyText,
    isReloadable: true,
    help: 'key of that certificate, PEM',
  }),
  setting({
    key: 'ringBytes',
    name: 'ring-bytes',
    placeholder: '<n>',
    kind: { type: 'whole', min: kRingBytesMin, max: kRingBytesMax, isPowerOfTwo: true },
    fallback: kRingBytesDefault,
    help: 'data bytes of each ring, a power of two from 65536 to 268435456; a link has two',
  }),
  setting({
    key: 'dispatch.workers',
    name: 'dispatch-workers',
    placeholder: '<n>',
    kind: whole(1, kDispatchersMax),
    fallback: 1,
    help: 'threads that carry calls, 1 to 16; more than one pays from eight cores on',
  }),
  setting({
    key: 'lanes',
    name: 'lanes',
    placeholder: '<mode>',
    kind: { type: 'choice', choices: kLaneModes },
    fallback: kLaneModeDefault,
    help: 'whether callers that call one path often get a lane to its station: auto or off',
  }),
  setting({
    key: 'log',
    name: 'log-level',
    placeholder: '<level>',
    kind: { type: 'choice', choices: kLogLevels },
    fallback: kLogLevelDefault,
    isReloadable: true,
    help: 'what is logged, as JSON lines on stderr',
  }),
  setting({
    key: 'json',
    name: 'json',
    placeholder: '',
    kind: kSwitch,
    fallback: false,
    isOption: false,
    help: 'print the ready line as JSON, and nothing else on stdout',
  }),
  setting({
    key: 'dev',
    name: 'dev',
    placeholder: '',
    kind: kSwitch,
    fallback: false,
    help: 'for trying things out: account admin with the secret micro, stored nowhere; loopback only',
  }),
  setting({
    key: 'http.address',
    name: 'http-address',
    placeholder: '<host:port>',
    kind: kGatewayAddress,
    fallback: '127.0.0.1:8080',
    help: 'address of the HTTP gateway, or off; port 0 takes any',
  }),
  setting({
    key: 'http.engine',
    name: 'http-engine',
    placeholder: '<engine>',
    kind: { type: 'choice', choices: ['auto', 'uws', 'node'] },
    fallback: kHttpEngineDefault,
    help: 'HTTP library: uws, node, or the faster one that loads',
  }),
  setting({
    key: 'http.workers',
    name: 'http-workers',
    placeholder: '<n>',
    kind: whole(1, 64),
    fallback: 1,
    help: 'threads of the HTTP gateway, 1 to 64',
  }),
  setting({
    key: 'http.tls.certFile',
    name: 'http-tls-cert',
    placeholder: '<file>',
    kind: kAnyText,
    isReloadable: true,
    help: 'certificate of the HTTP gateway, PEM; only together with the key',
  }),
  setting({
    key: 'http.tls.keyFile',
    name: 'http-tls-key',
    placeholder: '<file>',
    kind: kAnyText,
    isReloadable: true,
    help: 'key of that certificate, PEM',
  }),
  setting({
    key: 'http.cors',
    name: 'http-cors',
    placeholder: '<origins>',
    kind: kCors,
    fallback: [],
    isReloadable: true,
    help: 'origins whose pages may call, or micro for the set that micro allows',
  }),
  setting({
    key: 'http.trustProxy',
    name: 'http-trust-proxy',
    placeholder: '<blocks>',
    kind: list(brokenBlockRule),
    fallback: [],
    isReloadable: true,
    help: 'addresses of proxies whose X-Forwarded fields are believed',
  }),
  setting({
    key: 'http.static',
    name: 'http-static',
    placeholder: '<mounts>',
    kind: list(brokenMountRule),
    fallback: [],
    isReloadable: true,
    help: 'folders with files to serve, each as /prefix=folder',
  }),
  setting({
    key: 'http.accessLog',
    name: 'http-access-log',
    placeholder: '<where>',
    kind: kAnyText,
    fallback: 'off',
    isReloadable: true,
    help: 'where each request is written down: off, stderr, or a file',
  }),
  setting({
    key: 'http.bodyBytesMax',
    name: 'http-body-bytes-max',
    placeholder: '<n>',
    kind: whole(0, kGatewayBodyBytesMax),
    fallback: 100 * 1024 * 1024,
    isReloadable: true,
    help: 'most bytes of a request body',
  }),
  setting({
    key: 'http.timeoutMs',
    name: 'http-timeout-ms',
    placeholder: '<ms>',
    kind: whole(1, kCallTimeoutMsMax),
    fallback: kCallTimeoutMsDefault,
    isReloadable: true,
    help: 'milliseconds for a call whose request names no time of its own',
  }),
  setting({
    key: 'http.compress',
    name: 'http-compress',
    placeholder: '',
    kind: kSwitch,
    fallback: true,
    isReloadable: true,
    help: 'compress answers for clients that take it',
  }),
  setting({
    key: 'http.headBytesMax',
    name: 'http-head-bytes-max',
    placeholder: '<n>',
    kind: whole(1_024, 1_048_576),
    fallback: 16 * 1024,
    help: "most bytes of a request's head",
  }),
  setting({
    key: 'http.headTimeoutMs',
    name: 'http-head-timeout-ms',
    placeholder: '<ms>',
    kind: whole(1, kWaitMsMax),
    fallback: 10_000,
    help: 'milliseconds for a whole head',
  }),
  setting({
    key: 'http.bodyTimeoutMs',
    name: 'http-body-timeout-ms',
    placeholder: '<ms>',
    kind: whole(1, kWaitMsMax),
    fallback: 30_000,
    help: 'milliseconds without a byte of a body that is on its way',
  }),
  setting({
    key: 'http.idleTimeoutMs',
    name: 'http-idle-timeout-ms',
    placeholder: '<ms>',
    kind: whole(1, kWaitMsMax),
    fallback: 60_000,
    help: 'milliseconds that a connection may be idle',
  }),
  setting({
    key: 'http.writeTimeoutMs',
    name: 'http-write-timeout-ms',
    placeholder: '<ms>',
    kind: whole(1, kWaitMsMax),
    fallback: 30_000,
    help: 'milliseconds without progress of an answer that waits for its client',
  }),
  setting({
    key: 'http.connectionsMax',
    name: 'http-connections-max',
    placeholder: '<n>',
    kind: whole(1, 1_000_000),
    fallback: 10_000,
    help: 'most connections',
  }),
  setting({
    key: 'http.connectionsPerAddressMax',
    name: 'http-connections-per-address-max',
    placeholder: '<n>',
    kind: whole(1, 1_000_000),
    fallback: 1_000,
    help: 'most connections of one address',
  }),
  setting({
    key: 'sers.on',
    name: 'sers',
    placeholder: '',
    kind: kSwitch,
    fallback: false,
    help: 'let stations and gateways of Sers 2.x join, on this machine unless its settings say otherwise',
  }),
  setting({
    key: 'sers.settings',
    name: 'sers-settings',
    placeholder: '<file>',
    kind: kAnyText,
    help: 'appsettings.json of Sers, read as it is; implies --sers',
  }),
  setting({
    key: 'srsr.on',
    name: 'srsr',
    placeholder: '[port]',
    portKey: 'srsr.address',
    kind: kSwitch,
    fallback: false,
    help: 'let services register over HTTP, at 127.0.0.1:4214 unless a port or an address is named',
  }),
  setting({
    key: 'srsr.address',
    name: 'srsr-address',
    placeholder: '<host:port>',
    kind: kGatewayAddress,
    fallbackText: 'off',
    help: 'address of that registry, or off; port 0 takes any',
  }),
  setting({
    key: 'srsr.leaseMs',
    name: 'srsr-lease-ms',
    placeholder: '<ms>',
    kind: whole(1, kInstanceLeaseMsMax),
    fallback: kSrsrLeaseMs,
    help: 'milliseconds without a heartbeat after which an instance goes',
  }),
  setting({
    key: 'srsr.allow',
    name: 'srsr-allow',
    placeholder: '<blocks>',
    kind: list(brokenBlockRule),
    fallback: [],
    help: 'addresses that may ask the registry; needed beyond loopback',
  }),
  setting({
    key: 'srsr.trustProxy',
    name: 'srsr-trust-proxy',
    placeholder: '<blocks>',
    kind: list(brokenBlockRule),
    fallback: [],
    help: 'addresses of proxies whose word on the client is believed',
  }),
  setting({
    key: 'srsr.strictAddress',
    name: 'srsr-strict-address',
    placeholder: '',
    kind: kSwitch,
    fallback: false,
    help: 'refuse to register host:port without a scheme, as srsr does',
  }),
  setting({
    key: 'srsr.balance',
    name: 'srsr-balance',
    placeholder: '<policy>',
    kind: { type: 'choice', choices: ['random', 'round-robin'] },
    fallback: 'random',
    help: 'how lookups choose',
  }),
  setting({
    key: 'dns.address',
    name: 'dns-address',
    placeholder: '<host:port>',
    kind: kGatewayAddress,
    fallback: 'off',
    help: 'where questions of DNS for what is registered are answered, or off',
  }),
  setting({
    key: 'dns.ttlSeconds',
    name: 'dns-ttl-seconds',
    placeholder: '<n>',
    kind: whole(0, 3_600),
    fallback: 0,
    help: 'seconds that answers of DNS may be kept, 0 to 3600',
  }),
  setting({
    key: 'grpc.address',
    name: 'grpc-address',
    placeholder: '<host:port>',
    kind: kGatewayAddress,
    fallback: 'off',
    isOption: false,
    help: 'accepted for later versions: there is no gRPC gateway yet',
  }),
]

const kByKey = new Map(kSettings.map((spec) => [spec.key, spec]))

/** @returns the description of a key; undefined where there is none. */
export function findSetting(key: string): SettingSpec | undefined {
  return kByKey.get(key)
}

/** Every key, with the groups that hold them: `http`, `http.tls`. */
export function isSettingGroup(path: string): boolean {
  return kSettings.some(({ key }) => key.startsWith(`${path}.`))
}

/** What holds for a key when nothing is said. */
export function fallbackOf(key: string): SettingValue | null {
  return findSetting(key)?.fallback ?? null
}

/** A switch that is on by default has a flag that turns it off. */
export function flagOf({ name, kind, fallback }: SettingSpec): string {
  return kind.type === 'switch' && fallback === true ? `--no-${name}` : `--${name}`
}

export function variableOf({ name }: SettingSpec): string {
  return `SIGNALBOX_${name.replaceAll('-', '_').toUpperCase()}`
}

/** A value as people read it; an absent one is `none`. */
export function settingText(value: SettingValue | null): string {
  if (value === null) return 'none'
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  if (typeof value === 'object') return value.length === 0 ? 'none' : value.join(',')
  return String(value)
}
