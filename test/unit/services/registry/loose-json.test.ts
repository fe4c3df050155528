import test from 'ava'
import { readLooseJson } from '../../../../src/services/registry/loose-json.js'

const read = (text: string) => {
  const reading = readLooseJson(Buffer.from(text))
  return reading.ok ? { ...reading.fields } : reading.error
}

test('keys in any case, null is absent, the last of two counts', (t) => {
  t.deepEqual(read('{"NAME":"a","Port":null,"id":1,"id":2}'), { name: 'a', id: 2 })
  t.deepEqual(Object.entries(read('{"__proto__":"x"}')), [['__proto__', 'x']])
})

test('whatever follows the first value is left alone', (t) => {
  t.deepEqual(read('{"a":"}\\"{"} tail'), { a: '}"{' })
  t.deepEqual(read(' {"a":[1,{"b":2}]}{"a":3}'), { a: [1, { b: 2 }] })
})

test('bodies that are none are told apart', (t) => {
  t.is(read(''), 'EOF')
  t.is(read(' \n'), 'EOF')
  for (const text of ['{', '{"a":"b', '{"a":"b\\', '[{}', '"x']) t.is(read(text), 'unexpected EOF')
  for (const text of ['[]', '1', '"x"', 'null', 'true tail', '"x" tail']) {
    t.is(read(text), 'body must be a JSON object')
  }
  for (const text of ["{'a'}", '}', '{"a":}', 'nul x', ',']) {
    t.regex(JSON.stringify(read(text)), /^"(body is no JSON: .+|unexpected EOF)"$/, text)
  }
})
