import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import {
  type CenterOptions,
  type ResolvedCenterOptions,
  resolveCenterOptions,
  resolveHttpOptions,
} from '../../../src/control/options.js'
import { mergeHttpOptions, mergeOptions } from '../../../src/control/reload.js'
import type { TlsFiles } from '../../../src/gateway/gateway-options.js'
import { type Certificate, makeCertificate } from '../../support/certificate.js'
import { refusalBy } from '../../support/refusal.js'

function newCertificate() {
  return makeCertificate(mkdtempSync(join(tmpdir(), 'signalbox-test-')))
}

const kFirst = filesOf(newCertificate())
const second = newCertificate()
const kSecond = filesOf(second)

function filesOf({ certFile, keyFile }: Certificate): TlsFiles {
  return { certFile, keyFile }
}

const kBase: CenterOptions = { pipe: '/tmp/x.sock', http: {} }

function resolved(options: CenterOptions): ResolvedCenterOptions {
  return resolveCenterOptions({ ...kBase, ...options })
}

function merge(before: CenterOptions, after: CenterOptions) {
  return mergeOptions(resolved(before), resolved(after))
}

test('what has not changed is not reloaded', (t) => {
  const { options, reload } = merge({ tls: kFirst }, { tls: kFirst })
  t.deepEqual(reload, { changed: [], needsRestart: [] })
  t.deepEqual(options, resolved({ tls: kFirst }))
})

test('takes what can be changed, and says what has to wait', (t) => {
  const { options, reload } = merge(
    { log: 'warn', name: 'a', token: 'old' },
    {
      log: 'debug',
      name: 'b',
      token: 'new',
      ringBytes: 65_536,
      dispatch: { workers: 2 },
      lanes: 'off',
      http: { cors: ['micro'], workers: 2, accessLog: 'stderr', compress: false, bodyBytesMax: 5 },
    },
  )
  t.deepEqual([...reload.changed].sort(), [
    'http.accessLog',
    'http.bodyBytesMax',
    'http.compress',
    'http.cors',
    'log',
    'token',
  ])
  t.deepEqual([...reload.needsRestart].sort(), [
    'dispatch.workers',
    'http.workers',
    'lanes',
    'name',
    'ringBytes',
  ])
  t.like(options, { log: 'debug', name: 'a', token: 'new', ringBytes: 1 << 20 })
  t.like(options.http, { cors: ['micro'], workers: 1, bodyBytesMax: 5, compress: false })
})

test('takes another certificate, but neither begins nor ceases to encrypt', (t) => {
  const other = merge(
    { tls: kFirst, http: { tls: kFirst } },
    { tls: kSecond, http: { tls: kSecond } },
  )
  t.deepEqual(other.reload, { changed: ['tls', 'http.tls'], needsRestart: [] })
  t.is(other.options.tls?.cert, second.pem)
  t.is(other.options.http?.tls?.cert, second.pem)
  t.deepEqual(other.options.http?.tlsFiles, kSecond)
  for (const [before, after] of [
    [{ tls: kFirst }, {}],
    [{}, { tls: kFirst }],
  ]) {
    const { options, reload } = merge(before, after)
    t.deepEqual(reload, { changed: [], needsRestart: ['tls'] })
    t.deepEqual(options, resolved(before))
  }
})

test('refuses a certificate that does not fit its key', (t) => {
  const mixed = { certFile: kFirst.certFile, keyFile: kSecond.keyFile }
  const error = refusalBy(() => merge({ tls: kFirst }, { tls: mixed }))
  t.is(error.code, 'ERR_BAD_ARGUMENT')
  t.regex(error.message, /^tls is no certificate with its key; /)
})

test('what protects an address beyond loopback stays until the restart', (t) => {
  const open = { stationAddress: '0.0.0.0:1', tls: kFirst, token: 'x' }
  const station = merge(open, { stationAddress: '127.0.0.1:1', tls: kFirst })
  t.is(station.options.token, 'x')
  t.deepEqual(station.reload, { changed: [], needsRestart: ['stationAddress', 'token'] })
  const gateway = merge(
    { http: { address: '0.0.0.0:1', trustProxy: ['10.0.0.1'] } },
    { http: { address: '127.0.0.1:1' } },
  )
  t.deepEqual(gateway.options.http?.trustProxy, ['10.0.0.1'])
  t.deepEqual(gateway.reload, { changed: [], needsRestart: ['http.address', 'http.trustProxy'] })
})

test('a gateway that is switched on or off waits for the restart', (t) => {
  const on = merge({ http: { address: 'off' } }, {})
  t.is(on.options.http, null)
  t.deepEqual(on.reload, { changed: [], needsRestart: ['http.address'] })
  const off = merge({}, { http: { address: 'off' } })
  t.not(off.options.http, null)
  t.deepEqual(off.reload, { changed: [], needsRestart: ['http.address'] })
})

test('says that the engine waits when auto would choose another one for the clients of now', (t) => {
  const proxied = { trustProxy: ['10.0.0.1'] }
  const reload = { changed: ['http.trustProxy'], needsRestart: ['http.engine'] }
  t.deepEqual(merge({ http: {} }, { http: proxied }).reload, reload)
  t.deepEqual(merge({ http: proxied }, { http: {} }).reload, reload)
  const engine = 'node'
  t.deepEqual(merge({ http: { engine } }, { http: { engine, ...proxied } }).reload.needsRestart, [])
})

test('a gateway of its own says what it takes and what has to wait', (t) => {
  const { options, reload } = mergeHttpOptions(
    resolveHttpOptions({ workers: 1, headBytesMax: 2_048 }),
    resolveHttpOptions({ workers: 2, headBytesMax: 4_096, compress: false }),
  )
  t.like(options, { workers: 1, headBytesMax: 2_048, compress: false })
  t.deepEqual(reload.changed, ['http.compress'])
  t.deepEqual([...reload.needsRestart].sort(), ['http.headBytesMax', 'http.workers'])
})
