import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { type CenterOptions, resolveCenterOptions } from '../../../src/control/options.js'
import type { HttpOptions } from '../../../src/gateway/gateway-options.js'
import { refusalBy } from '../../support/refusal.js'

test('what is not said has its default', (t) => {
  t.like(resolveCenterOptions({ pipe: '/tmp/x.sock' }), {
    name: 'default',
    pipe: '/tmp/x.sock',
    station: null,
    token: null,
    tls: null,
    dataDir: null,
    ringBytes: 1 << 20,
    log: 'warn',
  })
})

const refused: readonly [what: string, options: object, pattern: RegExp][] = [
  ['an unknown option', { pipes: '/a' }, /pipes/],
  ['a name of bad letters', { name: 'a b' }, /a b/],
  ['an empty name', { name: '' }, /1 to 64/],
  ['a relative pipe', { pipe: 'x.sock' }, /x\.sock/],
  ['a pipe that is too long', { pipe: `/${'x'.repeat(94)}` }, /94 bytes/],
  ['more dispatch workers than there may be', { dispatch: { workers: 17 } }, /1 to 16/],
  ['a ring that is no power of two', { ringBytes: 100_000 }, /power of two/],
  ['a ring that is too small', { ringBytes: 1 << 15 }, /65536/],
  ['a ring that is too large', { ringBytes: 2 ** 29 }, /268435456/],
  ['a ring of no number', { ringBytes: Number.NaN }, /NaN/],
  ['an unknown log level', { log: 'loud' }, /loud/],
  ['an empty token', { token: '' }, /token/],
  ['a port that is none', { stationAddress: '127.0.0.1:70000' }, /70000/],
  ['an address without a port', { stationAddress: '127.0.0.1' }, /host:port/],
  ['an option of another type', { name: { a: 1 } }, /name is \{ a: 1 \}; a text is wanted/],
  ['a group that is none', { http: 'off' }, /http is off; a group of options is wanted/],
  ['an unknown option of a group', { http: { adress: 'off' } }, /http\.adress; .*http\.address/],
  ['an option of the command line', { json: true }, /option is json; there is none/],
  [
    'too many threads',
    { http: { workers: 65 } },
    /http\.workers is 65; a whole number from 1 to 64/,
  ],
  ['a certificate without its key', { tls: { certFile: '/nowhere' } }, /tls\.keyFile|nowhere/],
  [
    'a certificate that is not there',
    { tls: { certFile: '/nowhere', keyFile: '/nowhere' } },
    /nowhere/,
  ],
]

for (const [what, options, pattern] of refused) {
  test(`refuses ${what}`, (t) => {
    const error = refusalBy(() => resolveCenterOptions(options))
    t.is(error.code, 'ERR_BAD_ARGUMENT')
    t.regex(error.message, pattern)
  })
}

test('a gateway has its defaults, and there is none unless it is asked for', (t) => {
  const pipe = '/tmp/x.sock'
  t.is(resolveCenterOptions({ pipe }).http, null)
  t.is(resolveCenterOptions({ pipe, http: { address: 'off' } }).http, null)
  const folder = join(mkdtempSync(join(tmpdir(), 'signalbox-test-')), 'b=c')
  mkdirSync(folder)
  t.deepEqual(resolveCenterOptions({ pipe, http: { static: [`/a=${folder}`, '/=.'] } }).http, {
    address: { host: '127.0.0.1', port: 8080 },
    engine: 'auto',
    workers: 1,
    tls: null,
    tlsFiles: null,
    cors: [],
    trustProxy: [],
    static: [
      { prefix: '/a', folder },
      { prefix: '/', folder: '.' },
    ],
    accessLog: 'off',
    bodyBytesMax: 104_857_600,
    timeoutMs: 30_000,
    compress: true,
    headBytesMax: 16_384,
    headTimeoutMs: 10_000,
    bodyTimeoutMs: 30_000,
    idleTimeoutMs: 60_000,
    writeTimeoutMs: 30_000,
    connectionsMax: 10_000,
    connectionsPerAddressMax: 1_000,
  })
})

test('a gateway beyond loopback wants a certificate or a proxy, and dev wants loopback', (t) => {
  const codeOf = (options: CenterOptions) => refusalBy(() => resolveCenterOptions(options)).code
  const address = '0.0.0.0:8080'
  t.is(codeOf({ http: { address } }), 'ERR_UNSAFE_ADDRESS')
  t.notThrows(() => resolveCenterOptions({ http: { address, trustProxy: ['10.0.0.1'] } }))
  t.is(codeOf({ dev: true, http: { address, trustProxy: ['10.0.0.1'] } }), 'ERR_UNSAFE_ADDRESS')
  t.notThrows(() => resolveCenterOptions({ dev: true, http: { address: ':0' } }))
  const certFile = join(mkdtempSync(join(tmpdir(), 'signalbox-test-')), 'any.pem')
  writeFileSync(certFile, 'PEM')
  const tls = { certFile, keyFile: certFile }
  t.notThrows(() => resolveCenterOptions({ http: { address, tls } }))
  t.is(codeOf({ dev: true, stationAddress: '0.0.0.0:1', token: 'x', tls }), 'ERR_UNSAFE_ADDRESS')
})

test('an address beyond loopback wants a token and a certificate', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-test-'))
  const certFile = join(folder, 'any.pem')
  writeFileSync(certFile, 'PEM')
  const tls = { certFile, keyFile: certFile }
  for (const stationAddress of ['0.0.0.0:1', '[::]:1', 'example.org:1', '128.0.0.1:1']) {
    for (const options of [{}, { token: 'x' }, { tls }]) {
      const error = refusalBy(() => resolveCenterOptions({ stationAddress, ...options }))
      t.is(error.code, 'ERR_UNSAFE_ADDRESS')
      t.true(error.message.includes(stationAddress))
    }
    t.like(resolveCenterOptions({ stationAddress, token: 'x', tls }).tls, {
      cert: 'PEM',
      key: 'PEM',
    })
  }
  for (const stationAddress of ['127.0.0.1:1', ':1', 'localhost:1', '[::1]:1', '127.9.9.9:1']) {
    t.notThrows(() => resolveCenterOptions({ stationAddress }))
  }
})

test('a gateway wants its folders, and a place for its access log, before it takes anything', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-test-'))
  const file = join(folder, 'file')
  writeFileSync(file, '')
  const errorOf = (http: HttpOptions) =>
    refusalBy(() => resolveCenterOptions({ pipe: '/tmp/x.sock', http }))
  for (const mount of [`/=${join(folder, 'none')}`, `/=${file}`]) {
    t.regex(errorOf({ static: [mount] }).message, /^http\.static is \S+; .*folder/)
  }
  for (const accessLog of [folder, join(folder, 'none', 'x.log'), join(file, 'x.log')]) {
    t.regex(errorOf({ accessLog }).message, /^http\.accessLog is \S+; .*file/)
  }
  const accessLog = join(folder, 'new.log')
  t.notThrows(() => resolveCenterOptions({ pipe: '/tmp/x.sock', http: { accessLog } }))
  t.false(existsSync(accessLog))
})
