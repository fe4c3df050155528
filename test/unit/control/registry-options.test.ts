import test from 'ava'
import { type CenterOptions, resolveCenterOptions } from '../../../src/control/options.js'
import { mergeOptions } from '../../../src/control/reload.js'
import { refusalBy } from '../../support/refusal.js'

const resolve = (options: CenterOptions) =>
  resolveCenterOptions({ pipe: '/tmp/x.sock', ...options })

test('there is no registry unless one is asked for', (t) => {
  t.is(resolve({}).registry, null)
  t.is(resolve({ srsr: { on: false } }).registry, null)
  t.is(resolve({ srsr: { on: true, address: 'off' } }).registry, null)
})

test('a registry has the port and the lease of srsr, and a file in the data folder', (t) => {
  t.deepEqual(resolve({ srsr: { on: true }, dataDir: '/tmp/data' }).registry, {
    http: { host: '127.0.0.1', port: 4_214 },
    dns: null,
    dnsTtlSeconds: 0,
    leaseMs: 30_000,
    trustProxy: [],
    allow: [],
    isStrict: false,
    policy: 'random',
    journalPath: '/tmp/data/registry.journal',
  })
})

test('an address alone opens it, and DNS has one of its own', (t) => {
  const { registry } = resolve({
    srsr: { address: '127.0.0.1:0', leaseMs: 5, strictAddress: true, balance: 'round-robin' },
    dns: { address: '[::1]:53', ttlSeconds: 9 },
  })
  t.like(registry, {
    http: { host: '127.0.0.1', port: 0 },
    dns: { host: '::1', port: 53 },
    dnsTtlSeconds: 9,
    leaseMs: 5,
    isStrict: true,
    policy: 'round-robin',
    journalPath: null,
  })
  t.like(resolve({ dns: { address: ':0' } }).registry, { http: null })
})

test('beyond loopback it wants the addresses that may ask, and never runs with dev', (t) => {
  for (const options of [{ srsr: { address: '0.0.0.0:1' } }, { dns: { address: '0.0.0.0:1' } }]) {
    const error = refusalBy(() => resolve(options))
    t.is(error.code, 'ERR_UNSAFE_ADDRESS')
    t.regex(error.message, /0\.0\.0\.0:1 .*srsr\.allow/)
    const allowed = { ...options, srsr: { ...options.srsr, allow: ['10.0.0.0/8'] } }
    t.deepEqual(resolve(allowed).registry?.allow, ['10.0.0.0/8'])
    t.regex(refusalBy(() => resolve({ ...allowed, dev: true })).message, /dev is for loopback/)
  }
})

test('what it may not be told is refused by its key', (t) => {
  for (const [options, rule] of [
    [{ srsr: { adress: 'off' } }, /srsr\.adress; .*srsr\.address/],
    [{ srsr: { leaseMs: 0 } }, /srsr\.leaseMs is 0/],
    [{ srsr: { allow: ['x'] } }, /srsr\.allow/],
    [{ srsr: { balance: 'best' } }, /srsr\.balance is best; one of random, round-robin/],
    [{ dns: { ttlSeconds: 3_601 } }, /dns\.ttlSeconds is 3601/],
  ] as const) {
    t.regex(refusalBy(() => resolve(options as CenterOptions)).message, rule)
  }
})

test('a changed registry waits for a restart', (t) => {
  const merged = mergeOptions(resolve({}), resolve({ srsr: { on: true } }))
  t.deepEqual(merged.reload, { changed: [], needsRestart: ['srsr'] })
  t.is(merged.options.registry, null)
})
