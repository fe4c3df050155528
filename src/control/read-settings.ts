// Puts settings together: flags over environment over configuration file over what holds when nothing is said.

import type { ConfigFile, Fault } from './config-file.js'
import { type Reading, readText, type SettingValue } from './setting-kinds.js'
import { flagOf, kSettings, type SettingSpec, settingText, variableOf } from './settings.js'

/** Where a value comes from, from the weakest to the strongest. */
export type Origin =
  | { readonly kind: 'default' }
  | { readonly kind: 'file'; readonly place: string }
  | { readonly kind: 'env'; readonly name: string }
  | { readonly kind: 'flag'; readonly name: string }

export type Setting = {
  readonly spec: SettingSpec
  /** Null: nothing was said, and nothing holds then. */
  readonly value: SettingValue | null
  readonly origin: Origin
}

export type SettingSources = {
  /** Texts by key of the setting; true or false for switches. */
  readonly flags: ReadonlyMap<string, string | boolean>
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Path of the configuration file, or undefined. */
  readonly file: string | undefined
}

export type ReadSettings = {
  /** Every setting there is, by key. */
  readonly settings: ReadonlyMap<string, Setting>
  /** Everything that is wrong; empty when the settings can be used. */
  readonly faults: readonly Fault[]
}

/** Reads all sources. All faults are told together. Reads the file anew at each call. */
export async function readSettings(sources: SettingSources): Promise<ReadSettings> {
  const { flags, environment, file } = sources
  const config = file === undefined ? { settings: [], faults: [] } : await readConfig(file)
  const faults: Fault[] = [...config.faults]
  const settings = new Map<string, Setting>()
  for (const spec of kSettings) {
    settings.set(spec.key, { spec, value: spec.fallback, origin: { kind: 'default' } })
  }
  for (const { spec, value, place } of config.settings) {
    settings.set(spec.key, { spec, value, origin: { kind: 'file', place } })
  }
  const take = (spec: SettingSpec, given: string | boolean, origin: Origin, place: string) => {
    const reading: Reading =
      typeof given === 'boolean' ? { ok: true, value: given } : readText(spec.kind, given)
    if (reading.ok) settings.set(spec.key, { spec, value: reading.value, origin })
    else {
      const shown = spec.isSecret ? '***' : given || "''"
      faults.push({ place, text: `${spec.key} is ${settingText(shown)}; ${reading.rule}` })
    }
  }
  for (const spec of kSettings) {
    const name = variableOf(spec)
    const given = environment[name]
    if (given !== undefined) take(spec, given, { kind: 'env', name }, name)
  }
  for (const spec of kSettings) {
    const given = flags.get(spec.key)
    const name = flagOf(spec)
    if (given !== undefined) take(spec, given, { kind: 'flag', name }, name)
  }
  return { settings, faults }
}

/** Loads the readers of both languages only where there is a file: they take as long as the rest of the settings. */
async function readConfig(file: string): Promise<ConfigFile> {
  const { readConfigFile } = await import('./config-file.js')
  return readConfigFile(file)
}

/** Where a value comes from, in one word or two: `default`, `center.yaml:3:5`, `env SIGNALBOX_NAME`, `flag --name`. */
export function originText(origin: Origin): string {
  if (origin.kind === 'default') return origin.kind
  return origin.kind === 'file' ? origin.place : `${origin.kind} ${origin.name}`
}

const kStrength: readonly Origin['kind'][] = ['default', 'file', 'env', 'flag']

/** Whether one origin wins over another. */
export function isStronger(one: Origin, other: Origin): boolean {
  return kStrength.indexOf(one.kind) > kStrength.indexOf(other.kind)
}
