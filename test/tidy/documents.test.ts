// What the documents say and what the code does are the same.

import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import test from 'ava'
import * as counters from '../../src/base/counter-names.js'
import { kErrors } from '../../src/base/errors.js'
import * as limits from '../../src/base/limits.js'
import * as settings from '../../src/control/settings.js'
import * as layout from '../../src/ring/layout.js'
import { loadNative } from '../../src/ring/native.js'
import { kFamilies } from '../../src/services/metric-families.js'
import { kRegistryCounterNames } from '../../src/services/registry/registry-counts.js'
import { filesBelow, kRoot, read } from './sources.js'

/** Rows of the Markdown tables of a document: cells without back quotes. */
function rowsOf(path: string): string[][] {
  return read(path)
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\|[\s:|-]+\|$/.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.replaceAll('`', '').trim()),
    )
}

test('docs/ERRORS.md lists every error with its status and whether to try again', (t) => {
  const rows = new Map(
    rowsOf('docs/ERRORS.md').map(([code, status, retryable]) => [code, [status, retryable]]),
  )
  for (const [code, { status, retryable }] of Object.entries(kErrors)) {
    t.deepEqual(rows.get(code), [String(status), retryable ? 'yes' : 'no'], code)
  }
  const unknown = [...rows.keys()].filter((code) => code.startsWith('ERR_') && !(code in kErrors))
  t.deepEqual(unknown, [])
})

test('docs/COUNTERS.md lists every counter of the center', (t) => {
  const rows = rowsOf('docs/COUNTERS.md').map(([name]) => name)
  t.deepEqual(
    [...counters.kCounterNames, ...kRegistryCounterNames].filter((name) => !rows.includes(name)),
    [],
  )
})

test('docs/METRICS.md lists every family with its type and labels, and no other', (t) => {
  const said = rowsOf('docs/METRICS.md')
    .filter(([, type]) => ['counter', 'gauge', 'histogram'].includes(type))
    .map(([name, type, labels]) => [name, type, labels])
  const meant = Object.entries(kFamilies).map(([name, { type, labels }]) => [
    name,
    type,
    labels.join(', '),
  ])
  t.deepEqual(said.sort(), meant.sort())
})

test('every limit stands in the documents by name and value', (t) => {
  const text = read('docs/CONFIG.md') + read('docs/PROTOCOL.md')
  t.deepEqual(
    Object.keys(limits).filter((name) => !text.includes(name)),
    [],
  )
})

test('docs/DEPENDENCIES.md has a line for every dependency', (t) => {
  const manifest = JSON.parse(read('package.json')) as Record<
    string,
    Record<string, string> | undefined
  >
  const wanted = ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) =>
    Object.keys(manifest[kind] ?? {}),
  )
  const rows = rowsOf('docs/DEPENDENCIES.md').map(([name]) => name)
  t.deepEqual(
    wanted.filter((name) => !rows.includes(name)),
    [],
  )
})

test('docs/CONFIG.md names every flag of the command line', (t) => {
  const text = read('docs/CONFIG.md')
  const flags = filesBelow('src/cli', '.ts').flatMap((path) =>
    [...read(path).matchAll(/'(?:-\w, )?(--[a-z-]+)[ ']/g)].map(([, flag]) => flag),
  )
  t.true(flags.length > 5)
  t.deepEqual(
    [...new Set(flags)].filter((flag) => !text.includes(flag)),
    [],
  )
})

test('docs/CONFIG.md says of every setting what the table in the code says', (t) => {
  const described = rowsOf('docs/CONFIG.md').filter((cells) => cells.length === 6)
  const rows = new Map(described.map(([key = '', ...cells]) => [key, cells]))
  for (const spec of settings.kSettings) {
    const { key, hasFlag, placeholder, fallback, fallbackText, isReloadable } = spec
    const flag = `${settings.flagOf(spec)} ${placeholder}`.trim()
    const standard = fallback === null ? fallbackText : settings.settingText(fallback)
    const [shownFlag, variable, shownStandard = '', reload, meaning = ''] = rows.get(key) ?? []
    t.is(shownFlag, hasFlag ? flag : 'none', key)
    t.is(variable, settings.variableOf(spec), key)
    t.is(shownStandard.replace(/^see \[(.*)\]\(.*\)$/, 'see $1'), standard, key)
    t.is(reload, isReloadable ? 'yes' : 'no', key)
    t.true(meaning.length > 10, key)
  }
  const keys = settings.kSettings.map(({ key }) => key)
  t.deepEqual([...rows.keys()], ['setting', ...keys])
})

test('links of the documents lead somewhere', (t) => {
  const documents = [
    'README.md',
    'CHANGELOG.md',
    ...filesBelow('docs', '.md'),
    ...filesBelow('bench', '.md'),
  ]
  const broken = documents.flatMap((path) =>
    [...read(path).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)]
      .filter(([, target]) => !existsSync(join(kRoot, dirname(path), target)))
      .map(([, target]) => `${path} → ${target}`),
  )
  t.deepEqual(broken, [])
})

test('every document can be reached from the README or the tour', (t) => {
  const text = read('README.md') + read('docs/ARCHITECTURE.md')
  const unreachable = filesBelow('docs', '.md').filter(
    (path) => !text.includes(path.replace('docs/', '')) && !path.startsWith('docs/decisions/'),
  )
  t.deepEqual(unreachable, [])
  t.true(text.includes('decisions'))
})

const loaded = loadNative()
const layoutTest = loaded.ok ? test : test.skip
layoutTest('the layout of a segment is the same in C++ and TypeScript', (t) => {
  if (!loaded.ok) return
  const native = loaded.native.layout()
  const shared = Object.entries(layout).filter(
    ([name, value]) => typeof value === 'number' && name in native,
  )
  t.true(shared.length >= 20)
  for (const [name, value] of shared) t.is(Number(value) >>> 0, native[name] >>> 0, name)
  const numbers = Object.entries(layout).filter(([, value]) => typeof value === 'number')
  t.deepEqual(
    numbers.filter(([name]) => !(name in native)).map(([name]) => name),
    [],
  )
})
