// Imports point one way, and some things are done in one place.

import test from 'ava'
import { filesBelow, importsOf, read } from './sources.js'

/** A folder may import from those after it, never from those before it. Folders of one line do not import each other. */
const kLayers: readonly (readonly string[])[] = [
  ['cli'],
  ['services'],
  ['control'],
  ['sers'],
  ['gateway'],
  ['data'],
  ['station'],
  ['transport', 'http'],
  ['ring'],
  ['wire'],
  ['base'],
]
const kLinesMax = 600

const sources = filesBelow('src', '.ts')

function layerOf(path: string): { rank: number; folder: string } | null {
  const folder = path.split('/')[1]
  const rank = kLayers.findIndex((folders) => folders.includes(folder))
  return rank < 0 ? null : { rank, folder }
}

test('every folder of src has its place in the layers', (t) => {
  const folders = new Set(
    sources.filter((path) => path.split('/').length > 2).map((path) => path.split('/')[1]),
  )
  t.deepEqual(
    [...folders].filter((folder) => !kLayers.flat().includes(folder)),
    [],
  )
})

test('imports point towards base', (t) => {
  const wrong = sources.flatMap((path) => {
    const from = layerOf(path)
    if (from === null) return []
    return importsOf(path)
      .filter((target) => target.startsWith('src/'))
      .filter((target) => {
        const to = layerOf(target)
        if (to === null) return path !== 'src/cli/main.ts' // the program uses the public names
        return to.rank < from.rank || (to.rank === from.rank && to.folder !== from.folder)
      })
      .map((target) => `${path} imports ${target}`)
  })
  t.deepEqual(wrong, [])
})

test('no module imports itself over others', (t) => {
  const graph = new Map(
    sources.map((path) => [path, importsOf(path).filter((target) => target.startsWith('src/'))]),
  )
  const done = new Set<string>()
  const cycles: string[] = []
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) {
      cycles.push([...trail.slice(trail.indexOf(path)), path].join(' → '))
      return
    }
    if (done.has(path)) return
    for (const target of graph.get(path) ?? []) visit(target, [...trail, path])
    done.add(path)
  }
  for (const path of graph.keys()) visit(path, [])
  // Types may refer to each other; only what runs at load time counts, and imports of types are erased.
  t.deepEqual(
    cycles.filter((cycle) => !isOnlyTypes(cycle.split(' → '))),
    [],
  )
})

function isOnlyTypes(cycle: readonly string[]): boolean {
  return cycle.slice(1).some((target, index) => {
    const name = target.split('/').at(-1)?.replace('.ts', '.js') ?? ''
    const statements = [...read(cycle[index]).matchAll(/^import ([\s\S]*?) from '([^']+)'/gm)]
    const meant = statements.filter(([, , specifier]) => specifier.endsWith(`/${name}`))
    return meant.every(([, names]) => names.startsWith('type '))
  })
}

test('tests, benches and examples use the public names, or say why not', (t) => {
  const outside = filesBelow('examples', '.ts')
  const wrong = outside.flatMap((path) =>
    importsOf(path)
      .filter((target) => target.startsWith('src/') && target !== 'src/index.ts')
      .map((target) => `${path} imports ${target}`),
  )
  t.deepEqual(wrong, [])
})

test('the addon is loaded in one file', (t) => {
  t.deepEqual(
    sources.filter((path) => read(path).includes('createRequire')),
    ['src/ring/native.ts'],
  )
})

test('only the command line ends the process or writes to the console', (t) => {
  const wrong = sources
    .filter((path) => !path.startsWith('src/cli/'))
    .filter((path) => /\bprocess\.exit\(|\bconsole\./.test(read(path)))
  t.deepEqual(wrong, [])
})

test('no file is longer than a reader can hold', (t) => {
  const files = ['src', 'native', 'test', 'bench', 'examples', 'scripts'].flatMap((folder) =>
    filesBelow(folder, '.ts', '.mjs', '.cc', '.h'),
  )
  t.deepEqual(
    files.filter((path) => read(path).split('\n').length > kLinesMax),
    [],
  )
})

test('names of files say what is inside', (t) => {
  const vague = /(^|[/-])(utils?|helpers?|common|manager|misc)([.-]|$)/
  t.deepEqual(
    filesBelow('src')
      .concat(filesBelow('test'), filesBelow('bench'))
      .filter((path) => vague.test(path)),
    [],
  )
})

test('exports are named one by one', (t) => {
  t.deepEqual(
    sources.filter((path) => /^export (default|\*)/m.test(read(path))),
    [],
  )
})

test('nothing is left for later, and no type is any', (t) => {
  const marks = new RegExp(`\\b(${['TO', 'DO'].join('')}|${['FIX', 'ME'].join('')})\\b`)
  const anyType = /: any\b|\bas any\b|<any>/
  const files = sources.concat(
    filesBelow('native', '.cc', '.h'),
    filesBelow('bench', '.ts'),
    filesBelow('examples', '.ts'),
  )
  const isComment = (line: string) => /^\s*(\/\/|\*|\/\*)/.test(line)
  const wrong = files.filter((path) =>
    read(path)
      .split('\n')
      .some((line) => marks.test(line) || (!isComment(line) && anyType.test(line))),
  )
  t.deepEqual(wrong, [])
})

test('every order label stands at both of its ends', (t) => {
  const files = sources.concat(filesBelow('native', '.cc', '.h'))
  const counts = new Map<string, number>()
  for (const path of files) {
    for (const [, label] of read(path).matchAll(/SYNC\(([\w-]+)\)/g))
      counts.set(label, (counts.get(label) ?? 0) + 1)
  }
  t.true(counts.size > 0)
  t.deepEqual(
    [...counts].filter(([, count]) => count < 2),
    [],
  )
})
