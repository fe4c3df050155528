// Paths of frameworks in our grammar.

import test from 'ava'
import { literalPrefixOf, patternsOf } from '../../../../src/station/adapters/path-pattern.js'

const kCases: readonly (readonly [string, readonly string[]])[] = [
  ['/', ['/']],
  ['items', ['/items']],
  ['/a/b/', ['/a/b/']],
  ['/a/:id', ['/a/:id']],
  ['/a/:id?', ['/a', '/a/:id']],
  ['/:id?', ['/', '/:id']],
  ['/:a?/:b?', ['/', '/:b', '/:a', '/:a/:b']],
  ['/a{/:id}', ['/a', '/a/:id']],
  ['/a{/:id{/:more}}', ['/a', '/a/:id', '/a/:id/:more']],
  ['/a/:id(\\d+)', ['/a/:id']],
  ['/a/:id([0-9]{2,3})', ['/a/:id']],
  ['/a/:rest(.*)', ['/a', '/a/', '/a/*']],
  ['*', ['/', '/*']],
  ['/*', ['/', '/*']],
  ['/a/*', ['/a', '/a/', '/a/*']],
  ['/a/*rest', ['/a', '/a/', '/a/*']],
  ['/a/*/b', ['/a', '/a/', '/a/*']],
  ['/a/:path+', ['/a', '/a/', '/a/*']],
  ['/a/:x-:y', ['/a/:part1']],
  ['/a/:file.:ext', ['/a/:part1']],
  ['/a/v:major', ['/a/:part1']],
  ['/a/:id/b/:id', ['/a/:id/b/:part3']],
  ['/a/ä b', ['/a/%C3%A4%20b']],
  ['/a/%C3%A4', ['/a/%C3%A4']],
  ['/a/:__proto__', ['/a', '/a/', '/a/*']],
  [`/a/${'long'.repeat(300)}`, ['/a', '/a/', '/a/*']],
]

for (const [path, patterns] of kCases) {
  test(`${path.slice(0, 40)} is ${patterns.join(' and ')}`, (t) => {
    t.deepEqual(new Set(patternsOf(path)), new Set(patterns))
  })
}

test('two hundred optional parts end, though there are more ways through them than time', (t) => {
  for (const part of ['{/:x}', '/:x?', '{/:x?}'])
    t.regex(patternsOf(`/a${part.repeat(200)}`).at(-1) ?? '', /\/\*$/)
})

test('too many optional parts become a wildcard', (t) => {
  t.deepEqual(patternsOf('/a/b{/c}{/d}{/e}{/f}{/g}'), ['/a', '/a/', '/a/*'])
})

for (const [source, prefix] of [
  ['^\\/files\\/(.*)$', '/files'],
  ['^\\/files\\/sub\\/x(.*)$', '/files/sub'],
  ['^\\/(a|b)$', ''],
  ['files', ''],
  ['\\/files\\/', '/files'],
] as const) {
  test(`/${source}/ lies below ${prefix === '' ? 'the root' : prefix}`, (t) => {
    t.is(literalPrefixOf(source), prefix)
  })
}
