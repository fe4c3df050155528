import test from 'ava'
import {
  addField,
  beginContext,
  contextBytes,
  contextField,
  copyContext,
  encodeContext,
  kNoContext,
  kTagPath,
  kTagQuery,
} from '../../../src/wire/context.js'
import { refusalBy } from '../../support/refusal.js'

test('no field is an empty block', (t) => {
  t.is(encodeContext([]), kNoContext)
  t.is(contextField(kNoContext, kTagPath), undefined)
})

test('fields come back by tag, whatever their length', (t) => {
  const texts = ['', 'a', 'ab', 'abc', 'abcd', 'ü注文🚦', 'x'.repeat(63), 'x'.repeat(1_000)]
  for (const text of [...texts, `${'x'.repeat(60)}ü`, `${'x'.repeat(64)}ü`]) {
    const block = encodeContext([
      [kTagQuery, text],
      [kTagPath, `${text}!`],
    ])
    t.is(block.length % 4, 0)
    t.is(contextField(block, kTagQuery), text)
    t.is(contextField(block, kTagPath), `${text}!`)
    t.is(contextField(block, 99), undefined)
  }
})

test('the largest block fits, one more byte is refused', (t) => {
  const text = 'x'.repeat(32 * 1024 - 4)
  t.is(contextField(encodeContext([[kTagPath, text]]), kTagPath), text)
  t.is(refusalBy(() => encodeContext([[kTagPath, `${text}x`]])).code, 'ERR_BODY_TOO_LARGE')
})

test('a block that is cut short at any byte gives undefined or a whole field', (t) => {
  const block = encodeContext([
    [kTagPath, 'GET /a'],
    [kTagQuery, 'b=1'],
  ])
  for (let length = 0; length < block.length; length++) {
    const path = contextField(block.subarray(0, length), kTagPath)
    t.true(path === undefined || path === 'GET /a')
    t.true([undefined, 'b=1'].includes(contextField(block.subarray(0, length), kTagQuery)))
  }
})

test('every single byte may be hostile', (t) => {
  const good = encodeContext([[kTagPath, 'GET /a']])
  for (let at = 0; at < good.length; at++) {
    for (const value of [0, 1, 127, 128, 255]) {
      const block = good.slice()
      block[at] = value
      t.notThrows(() => contextField(block, kTagQuery))
    }
  }
})

test('a value may begin with bytes that were laid out before', (t) => {
  for (const before of ['', 'a', 'ü', 'x'.repeat(300)]) {
    for (const text of ['', 'b', 'ü注', 'y'.repeat(128), 'y'.repeat(129)]) {
      beginContext()
      addField(kTagQuery, 'q')
      addField(kTagPath, text, Buffer.from(before))
      const block = new Uint8Array(contextBytes())
      copyContext(new Int32Array(block.buffer), block, 0)
      t.is(contextField(block, kTagPath), before + text)
      t.is(contextField(block, kTagQuery), 'q')
    }
  }
  const rest = 32 * 1024 - 4 - 1_000
  beginContext()
  t.is(
    refusalBy(() => addField(kTagPath, 'x'.repeat(rest + 1), new Uint8Array(1_000))).code,
    'ERR_BODY_TOO_LARGE',
  )
  t.notThrows(() => addField(kTagPath, 'x'.repeat(rest), new Uint8Array(1_000)))
})
