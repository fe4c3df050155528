// Reads a configuration file: which settings it names, where, and everything that is wrong with it.

import { closeSync, openSync, readSync } from 'node:fs'
import { assert } from '../base/assert.js'
import { nearestName } from '../base/nearest.js'
import { type ConfigFault, type ConfigNode, parseConfig } from './config-tree.js'
import { readValue, type SettingValue } from './setting-kinds.js'
import {
  findSetting,
  isSettingGroup,
  kSettings,
  type SettingSpec,
  settingText,
} from './settings.js'

/** Most bytes of a configuration file: far more than all settings need, and quickly read. */
const kConfigBytesMax = 256 * 1024

/** Groups of an appsettings.json of Sers. */
const kSersGroups = ['Sers', 'Vit']
const kSersSettings = sersSettings()

function sersSettings(): SettingSpec {
  const spec = findSetting('sers.settings')
  assert(spec !== undefined, 'the table of settings has sers.settings')
  return spec
}

export type FileSetting = {
  readonly spec: SettingSpec
  readonly value: SettingValue
  /** `file:line:column`. */
  readonly place: string
}

/** What is wrong with settings, and where: `file:line:column`, a flag, or a variable. */
export type Fault = { readonly place: string; readonly text: string }

export type ConfigFile = {
  readonly settings: readonly FileSetting[]
  readonly faults: readonly Fault[]
}

/** Reads and checks a file. Never throws: that it cannot be read is a fault, too. */
export function readConfigFile(path: string): ConfigFile {
  const content = readText(path)
  if ('fault' in content) return { settings: [], faults: [{ place: path, text: content.fault }] }
  return checkConfig(path, content.text)
}

/** Checks the text of a file. All faults are told together, in the order of the file. */
export function checkConfig(file: string, text: string): ConfigFile {
  const tree = parseConfig(file, text)
  const faults: ConfigFault[] = [...tree.faults]
  const found: { spec: SettingSpec; value: SettingValue; offset: number }[] = []
  const seen = new Map<string, number>()

  const isSers = tree.root?.type === 'group' && tree.root.entries.some(({ key }) => key === 'Sers')

  const visit = (node: ConfigNode, path: string): void => {
    if (node.type !== 'group') return
    for (const { key, offset, value } of node.entries) {
      const whole = path === '' ? key : `${path}.${key}`
      const isRepeated = seen.has(whole)
      seen.set(whole, offset)
      const spec = findSetting(whole)
      if (path === '' && isSers && (kSersGroups.includes(key) || key.startsWith('//'))) {
        // An appsettings.json of Sers is a configuration file: those who read Sers read it again.
        if (key === 'Sers') found.push({ spec: kSersSettings, value: file, offset })
      } else if (isRepeated && !(spec === undefined && value.type === 'group')) {
        faults.push({ offset, text: `${whole} is there twice` })
      } else if (spec !== undefined) {
        const reading = readValue(spec.kind, plainOf(value))
        if (reading.ok) found.push({ spec, value: reading.value, offset })
        else {
          const shown = shownValue(spec, value)
          faults.push({ offset: value.offset, text: `${whole} is ${shown}; ${reading.rule}` })
        }
      } else if (!isSettingGroup(whole)) {
        faults.push({ offset, text: `${whole} is unknown${hintOf(whole)}` })
      } else if (value.type === 'group') visit(value, whole)
      else faults.push({ offset: value.offset, text: `${whole} is no group of settings` })
    }
  }

  const { root } = tree
  if (root !== null && root.type !== 'group') {
    faults.push({ offset: root.offset, text: 'a group of settings is wanted' })
  } else if (root !== null) visit(root, '')

  const lineStarts = lineStartsOf(text)
  const placeOf = (offset: number) => `${file}:${lineAndColumn(lineStarts, offset)}`
  return {
    settings: found.map(({ spec, value, offset }) => ({ spec, value, place: placeOf(offset) })),
    faults: faults
      .sort((a, b) => a.offset - b.offset)
      .map(({ offset, text }) => ({ place: placeOf(offset), text })),
  }
}

/** A hint at the key that may have been meant; empty where none is alike. */
export function hintOf(key: string): string {
  const nearest = nearestName(
    key,
    kSettings.map((spec) => spec.key),
  )
  return nearest === undefined ? '' : `; ${nearest} is the nearest setting there is`
}

/** A value for an error's text; never a secret. */
function shownValue(spec: SettingSpec, node: ConfigNode): string {
  if (spec.isSecret) return '***'
  const value = plainOf(node)
  if (value === null) return 'empty'
  if (node.type === 'group') return 'a group'
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? `${settingText(value) || "''"}`
    : JSON.stringify(value)
}

function plainOf(node: ConfigNode): unknown {
  if (node.type === 'list') return node.items.map(plainOf)
  return node.type === 'scalar' ? node.value : {}
}

/** Offset of the first character of each line. */
function lineStartsOf(text: string): readonly number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

function lineAndColumn(lineStarts: readonly number[], offset: number): string {
  let line = 0
  let end = lineStarts.length
  while (end - line > 1) {
    const middle = (line + end) >>> 1
    if ((lineStarts[middle] ?? 0) <= offset) line = middle
    else end = middle
  }
  return `${line + 1}:${offset - (lineStarts[line] ?? 0) + 1}`
}

function readText(path: string): { readonly text: string } | { readonly fault: string } {
  try {
    const descriptor = openSync(path, 'r')
    try {
      // One byte more than may be: a file that grows, or a device, is no configuration.
      const bytes = Buffer.alloc(kConfigBytesMax + 1)
      const length = readSync(descriptor, bytes, 0, bytes.length, 0)
      if (length > kConfigBytesMax) return { fault: `it has more than ${kConfigBytesMax} bytes` }
      return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, length)) }
    } finally {
      closeSync(descriptor)
    }
  } catch (error) {
    const isText = !(error instanceof TypeError)
    const reason = error instanceof Error ? error.message : String(error)
    return { fault: isText ? `it cannot be read: ${reason}` : 'it is not UTF-8' }
  }
}
