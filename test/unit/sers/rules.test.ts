import test from 'ava'
import fc from 'fast-check'
import { linearRegex } from '../../../src/sers/linear-regex.js'
import { compileRules } from '../../../src/sers/rules.js'

const kError = { errorCode: 405, errorMessage: 'no' }

function verify(condition: unknown) {
  return compileRules({
    rpcVerify2: { type: 'Switch', body: [{ condition, value: { type: '_', ...kError } }] },
  })
}

function isRefused(condition: unknown, data: Record<string, unknown>): boolean {
  const { refuses, fault } = verify(condition)
  if (fault !== null || refuses === null) throw new Error(fault ?? 'there is no rule')
  return refuses(data) !== null
}

const data = {
  caller: { source: 'OutSide', callStack: ['a', 'b'] },
  http: { method: 'GET', statusCode: 12, empty: '', headers: { 'X-Key': 'k' } },
}

test('a node without rules is open', (t) => {
  for (const description of [{}, { rpcValidations: [], rpcVerify2: {} }, { rpcVerify2: null }]) {
    t.deepEqual(compileRules(description), { refuses: null, fault: null })
  }
})

test('each kind of condition means what it says', (t) => {
  const path = 'caller.source'
  const cases: [unknown, boolean][] = [
    [{ type: '==', path, value: 'Outside' }, true],
    [{ type: '!=', path, value: 'Internal' }, true],
    [{ type: '==', path: 'caller.callStack[1]', value: 'b' }, true],
    [{ type: '>', path: 'http.statusCode', value: 9 }, true],
    [{ type: '<=', path: 'http.statusCode', value: 11 }, false],
    [{ type: 'in', path, value: ['a', 'OutSide'] }, true],
    [{ type: 'in', path, ssExp: 'a,Outside' }, true],
    [{ type: 'not in', path, value: ['a'] }, true],
    [{ type: 'Not', value: { type: '==', path, value: 'x' } }, true],
    [
      {
        type: 'And',
        value: [
          { type: '==', path, value: 'OutSide' },
          { type: 'NotNull', path },
        ],
      },
      true,
    ],
    [
      {
        type: 'Or',
        value: [
          { type: '==', path, value: 'x' },
          { type: 'NotNull', path: 'user' },
        ],
      },
      false,
    ],
    [{ type: 'Regex', path, value: '^Out' }, true],
    [{ type: 'If', condition: { type: '==', path, value: 'OutSide' } }, true],
    [{ type: '==', path: 'user.id', value: 'x' }, false],
    [{ type: '==', path: 'user.id', value: 'x', resultWhenNull: true }, true],
    [{ type: '==', path, value: 'OutSide', resultWhenTrue: false }, false],
    [{ type: 'SsExp', value: { type: 'Value', value: true } }, true],
    [{ type: '==', path: '__proto__.x', value: 'x', resultWhenNull: true }, true],
  ]
  for (const [condition, wanted] of cases)
    t.is(isRefused(condition, data), wanted, JSON.stringify(condition))
})

test('an expression is about what the path around it has selected', (t) => {
  const cases: [unknown, boolean][] = [
    [
      { type: 'And', path: 'caller', value: [{ type: '==', path: 'source', value: 'OutSide' }] },
      true,
    ],
    [{ type: 'Or', path: 'caller', value: [{ type: '==', path: 'source', value: 'x' }] }, false],
    [{ type: 'If', path: 'http', condition: { type: '>', path: 'statusCode', value: 11 } }, true],
    [{ type: 'Not', path: 'http', value: { type: '==', path: 'method', value: 'GET' } }, false],
    [{ type: 'Not', path: 'user' }, true],
    [{ type: 'NotNull', path: 'http', value: { type: 'Cur', path: 'method' } }, true],
    [{ type: 'NotNull', path: 'http', value: { type: 'Cur', path: 'nothing' } }, false],
    [{ type: 'SsExp', path: 'http', value: { type: '==', path: 'method', value: 'GET' } }, true],
    [{ type: '==', path: 'http.method', value: { type: 'Value', value: 'GET' } }, true],
    [{ type: '==', path: "http.headers['X-Key']", value: 'k' }, true],
    [{ type: '==', path: '$.http.method', value: 'GET' }, true],
    [{ type: 'Regex', path: 'http.method', value: { type: 'Value', value: '^G' } }, true],
  ]
  for (const [condition, wanted] of cases)
    t.is(isRefused(condition, data), wanted, JSON.stringify(condition))
})

test('what is missing is in no list, and what is no number is missing', (t) => {
  const path = 'user.id'
  const cases: [unknown, boolean][] = [
    [{ type: 'in', path, value: ['a'] }, false],
    [{ type: 'not in', path, value: ['a'] }, true],
    [{ type: 'not in', path, value: ['a'], resultWhenNull: false }, false],
    [{ type: '>', path: 'http.method', value: 1, resultWhenNull: true }, true],
    [{ type: '<', path: 'http.empty', value: 1, resultWhenNull: true }, true],
    [{ type: '>', path: 'http.statusCode', value: '11' }, true],
    [{ type: 'Cur', path: 'http' }, true],
    [{ type: 'Cur', path: 'user' }, false],
    [{ type: 'Value', value: 'False' }, false],
  ]
  for (const [condition, wanted] of cases)
    t.is(isRefused(condition, data), wanted, JSON.stringify(condition))
})

test('results may be expressions', (t) => {
  const path = 'caller.source'
  const value = { type: '_', errorCode: 401, errorMessage: 'who?' }
  const refusalOf = (rpcVerify2: object) => compileRules({ rpcVerify2 }).refuses?.(data) ?? null
  t.is(refusalOf({ type: '==', path, value: 'Internal', resultWhenFalse: value })?.errorCode, 401)
  const nested = { type: 'Value', value: { errorCode: '403', errorMessage: 'not you' } }
  t.is(refusalOf({ type: '==', path, value: 'OutSide', resultWhenTrue: nested })?.errorCode, 403)
  t.is(refusalOf({ type: '==', path, value: 'OutSide', resultWhenTrue: null }), null)
})

test('validations pass, or give their error; the first one speaks', (t) => {
  const rule = (type: string, more: object = {}, path = 'caller.source') => ({
    path,
    ssError: kError,
    ssValid: { type, ...more },
  })
  const refuses = (...rules: object[]) =>
    compileRules({ rpcValidations: rules }).refuses?.(data) ?? null
  t.is(refuses(rule('Equal', { value: 'Outside' })), null)
  t.deepEqual(refuses(rule('Equal', { value: 'Internal' })), kError)
  t.deepEqual(refuses(rule('NotEqual', { value: 'OutSide' })), kError)
  t.is(refuses(rule('Regex', { value: 'Side$' })), null)
  t.is(refuses(rule('Scope', { min: 1, max: 20 }, 'http.statusCode')), null)
  t.deepEqual(refuses(rule('Scope', { min: 13 }, 'http.statusCode')), kError)
  t.is(refuses(rule('Equal', { value: 'x' }, 'user.id')), null)
  t.deepEqual(refuses(rule('Required', {}, 'user.id')), kError)
  t.is(refuses(rule('Null')), null, 'the type Null passes everything')
  t.is(refuses(rule('Required', {}, 'http.empty')), null, 'an empty text is there')
  t.deepEqual(refuses(rule('Scope', { min: 0 }, 'http.empty')), kError, 'it is no number')
})

test('what is malformed refuses everybody and is told', (t) => {
  const deep = Array.from({ length: 50 }).reduce<unknown>((value) => ({ type: 'Not', value }), true)
  const wide = {
    type: 'And',
    value: Array.from({ length: 2_000 }, () => ({ type: 'NotNull', path: 'a' })),
  }
  const conditions = [
    { type: 'Frobnicate' },
    { type: 'in', path: 'a' },
    { type: 'And' },
    { type: 'Regex', value: '(' },
    deep,
    wide,
  ]
  for (const condition of conditions) {
    const { refuses, fault } = verify(condition)
    t.truthy(fault)
    t.is(refuses?.(data)?.errorCode, 405)
  }
  for (const rpcValidations of ['x', [{}], [{ path: 'a', ssValid: { type: 'Never' } }]]) {
    t.is(compileRules({ rpcValidations }).refuses?.(data)?.errorCode, 405)
  }
})

test('regular expressions mean what those of JavaScript mean', (t) => {
  const piece = fc.constantFrom(
    'a',
    'b',
    '.',
    '[ab]',
    '[^a]',
    '(a|b)',
    '(?:ab)',
    '\\d',
    '\\w',
    'a{2}',
    'b{0,2}',
    'c{1,}',
  )
  const part = fc
    .tuple(piece, fc.constantFrom('', '*', '+', '?', '*?'))
    .filter(([one, sign]) => !(one.endsWith('}') && sign !== ''))
  const pattern = fc
    .tuple(fc.constantFrom('', '^'), fc.array(part, { maxLength: 5 }), fc.constantFrom('', '$'))
    .map(([start, parts, end]) => start + parts.map((one) => one.join('')).join('') + end)
  const text = fc.string({ maxLength: 8, unit: fc.constantFrom('a', 'b', 'c', '1', '\n') })
  fc.assert(
    fc.property(pattern, text, (source, value) => {
      const ours = linearRegex(source)
      return typeof ours === 'function' && ours(value) === new RegExp(source).test(value)
    }),
    { numRuns: 2_000 },
  )
  t.pass()
})

test('escapes, names and edges of words mean what those of JavaScript mean', (t) => {
  const sources = [
    '^[\\u4e00-\\u9fa5]{2,}$',
    '\\u4e2d|\\x41',
    '^(?<year>\\d{4})-(?:\\d\\d)$',
    '\\bfoo\\b',
    '\\Bo',
    '^\\w+([-+.]\\w+)*@\\w+([-.]\\w+)*\\.\\w+$',
    '[\\b\\t]',
  ]
  const texts = [
    '中文',
    '中a',
    'A',
    '2026-11',
    '2026-1',
    'a foo b',
    'foobar',
    'foo',
    'a.b+c@d-e.fr',
    '\b',
    '',
  ]
  for (const source of sources) {
    const ours = linearRegex(source)
    if (typeof ours === 'string') throw new Error(ours)
    for (const text of texts) t.is(ours(text), new RegExp(source).test(text), `${source} ${text}`)
  }
  const whole = linearRegex('\\Aab\\z')
  t.true(typeof whole === 'function' && whole('ab') && !whole('aab'))
})

test('a text that is too long to be looked at is refused, whatever its beginning says', (t) => {
  const long = { http: { url: 'a'.repeat(10_000) } }
  const valid = { path: 'http.url', ssError: kError, ssValid: { type: 'Regex', value: '^a*$' } }
  t.is(compileRules({ rpcValidations: [valid] }).refuses?.(long)?.errorCode, 400)
  const { refuses } = verify({ type: 'Regex', path: 'http.url', value: 'evil$' })
  t.is(refuses?.(long)?.errorCode, 400)
})

test('no expression makes a text expensive, and what is unknown is refused', (t) => {
  const evil = linearRegex('^(a+)+$')
  t.true(typeof evil === 'function')
  const startMs = performance.now()
  if (typeof evil === 'function') t.false(evil(`${'a'.repeat(5_000)}!`))
  t.true(performance.now() - startMs < 2_000)
  for (const source of [
    '(?=a)',
    '\\1',
    '\\p{L}',
    '\\u12',
    '(?i)a',
    '(?<!a)b',
    'a{2000}',
    '(',
    ')',
    '[a',
    '*',
    'a**',
    '(a{999}){999}',
    'x'.repeat(2_000),
  ]) {
    t.is(typeof linearRegex(source), 'string', source)
  }
})
