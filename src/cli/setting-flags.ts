// The flags of the commands that know a center's settings, made from their one description.

import { type Command, Option } from 'commander'
import { centerError } from '../base/errors.js'
import type { Fault } from '../control/config-file.js'
import type { CenterOptions } from '../control/options.js'
import {
  isStronger,
  type Origin,
  originText,
  type ReadSettings,
  readSettings,
  type Setting,
} from '../control/read-settings.js'
import type { SettingValue } from '../control/setting-kinds.js'
import { flagOf, kSettings, type SettingSpec, settingText } from '../control/settings.js'
import { defaultPipePath } from '../transport/address.js'
import { CliError, kExitUsage } from './exit.js'
import { readToken } from './flags.js'
import { stateFolder } from './folders.js'

/** Flags as commander found them, by key of the setting. */
export type GivenSettings = {
  readonly flags: ReadonlyMap<string, string | boolean>
  /** Path of the configuration file, or undefined. */
  readonly file: string | undefined
}

/** Adds a flag for each setting that is wanted, and `--config`. */
export function addSettingFlags(
  command: Command,
  isWanted: (spec: SettingSpec) => boolean = () => true,
): void {
  for (const spec of kSettings) {
    if (spec.hasFlag && isWanted(spec)) command.addOption(optionOf(spec))
  }
  command.addOption(
    new Option('--config <file>', 'configuration file, JSON with comments or YAML').env(
      'SIGNALBOX_CONFIG',
    ),
  )
}

function optionOf(spec: SettingSpec): Option {
  const { kind, fallback, help, placeholder } = spec
  const isOn = kind.type === 'switch' && fallback === true
  const flag = flagOf(spec)
  const standard = fallback === null ? spec.fallbackText : settingText(fallback)
  const note = kind.type === 'switch' || standard === 'none' ? '' : ` (default: ${standard})`
  const option = new Option(
    placeholder === '' ? flag : `${flag} ${placeholder}`,
    isOn ? `do not ${help}` : help + note,
  )
  // Shown in the help and completed; what is given is checked with everything else.
  if (kind.type === 'choice') option.argChoices = [...kind.choices]
  if (kind.type === 'list') {
    option.argParser((text: string, before: string | undefined) =>
      before === undefined ? text : `${before},${text}`,
    )
  }
  return option
}

/** What stood on the command line. @throws CliError of usage when it says a thing twice. */
export function givenSettings(command: Command): GivenSettings {
  const flags = new Map<string, string | boolean>()
  for (const spec of kSettings) {
    const name = attributeOf(spec)
    const value: unknown = command.getOptionValue(name)
    const isGiven = command.getOptionValueSource(name) === 'cli'
    if (!isGiven || (typeof value !== 'string' && typeof value !== 'boolean')) continue
    if (flags.has(spec.key)) {
      const text = `${spec.key} is given twice, once as a port`
      throw faultsError([{ place: flagOf(spec), text }])
    }
    if (spec.portKey === undefined || typeof value === 'boolean') flags.set(spec.key, value)
    else flags.set(spec.key, true).set(spec.portKey, `127.0.0.1:${value}`)
  }
  const file: unknown = command.getOptionValue('config')
  return { flags, file: typeof file === 'string' ? file : undefined }
}

/** Commander's name for `--http-address`: httpAddress. */
function attributeOf({ name }: SettingSpec): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
}

/** Reads flags, environment and file. Every fault that can be seen without starting is told. */
export async function readGiven(
  { flags, file }: GivenSettings,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<ReadSettings> {
  const read = await readSettings({ flags, environment, file })
  const faults = [...read.faults, ...pairFaults(read.settings)]
  return { settings: read.settings, faults }
}

const kPairs = [
  ['tls.certFile', 'tls.keyFile'],
  ['http.tls.certFile', 'http.tls.keyFile'],
] as const

function pairFaults(settings: ReadonlyMap<string, Setting>): Fault[] {
  return kPairs.flatMap((pair) => {
    const there = pair.map((key) => settings.get(key)).find((setting) => setting?.value !== null)
    const missing = pair.find((key) => settings.get(key)?.value === null)
    if (there === undefined || missing === undefined) return []
    return [{ place: placeOf(there.origin), text: `${there.spec.key} needs ${missing}` }]
  })
}

function placeOf(origin: Origin): string {
  if (origin.kind === 'default') return originText(origin)
  return origin.kind === 'file' ? origin.place : origin.name
}

/** The error that tells every fault, a line each. */
export function faultsError(faults: readonly Fault[]): CliError {
  const lines = faults.map(({ place, text }) => `error: ${place}: ${text}`)
  return new CliError(kExitUsage, lines.join('\n'))
}

/**
 * The options of a center that starts with these settings.
 *
 * @throws CliError of usage when a file that is named cannot be read.
 */
export async function centerOptions(
  settings: ReadonlyMap<string, Setting>,
): Promise<CenterOptions> {
  const values = new Map<string, SettingValue>()
  for (const [key, { spec, value }] of settings) {
    if (spec.isOption && value !== null) values.set(key, value)
  }
  const token = await tokenOf(settings)
  if (token !== undefined) values.set('token', token)
  if (!values.has('dataDir')) values.set('dataDir', stateFolder(String(values.get('name'))))
  const options: unknown = nested(values)
  return options as CenterOptions // its keys and values are those of the table that checked them
}

/** A setting's value with what holds where the table has no constant for it. */
export function valueInForce(
  settings: ReadonlyMap<string, Setting>,
  { spec, value }: Setting,
): SettingValue | null {
  const name = String(settings.get('name')?.value)
  if (value !== null) return value
  if (spec.key === 'dataDir') return stateFolder(name)
  return spec.key === 'pipe' ? defaultPipePath(name) : null
}

/** The stronger of token and tokenFile holds; two of the same strength contradict each other. */
async function tokenOf(settings: ReadonlyMap<string, Setting>): Promise<string | undefined> {
  const direct = settings.get('token')
  const file = settings.get('tokenFile')
  const path = typeof file?.value === 'string' ? file.value : undefined
  const token = typeof direct?.value === 'string' ? direct.value : undefined
  if (path === undefined || file === undefined) return token
  if (token === undefined || direct === undefined) return readToken(path)
  if (isStronger(file.origin, direct.origin)) return readToken(path)
  if (isStronger(direct.origin, file.origin)) return token
  const rule = 'name either the token or its file'
  throw centerError('ERR_BAD_ARGUMENT', { name: 'tokenFile', value: path, rule })
}

/** `http.address` becomes `address` inside `http`. */
function nested(values: ReadonlyMap<string, SettingValue>): object {
  const root: Record<string, unknown> = {}
  for (const [key, value] of values) {
    const path = key.split('.')
    let group = root
    for (const name of path.slice(0, -1)) {
      const inner: Record<string, unknown> = { ...(group[name] as object | undefined) }
      group[name] = inner
      group = inner
    }
    group[path.at(-1) ?? key] = value
  }
  return root
}
