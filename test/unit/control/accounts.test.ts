import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { type Accounts, openAccounts, resetSecret } from '../../../src/control/accounts.js'
import { ManualClock } from '../../support/manual-clock.js'
import { refusalBy, refusalOf } from '../../support/refusal.js'
import { until } from '../../support/until.js'

const kClient = '192.0.2.1'

function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'signalbox-test-'))
}

function secretOf(accounts: Accounts): string {
  if (accounts.madeSecret === null) throw new Error('no secret was made')
  return accounts.madeSecret
}

/** Accounts in memory on a clock of the test's, and the waits that they asked for. */
async function openTimed() {
  const clock = new ManualClock()
  const waits: number[] = []
  const wait = async (ms: number) => {
    waits.push(ms)
  }
  const accounts = await openAccounts({ dataDir: null, isDev: false }, { clock, wait })
  return { accounts, clock, waits, secret: secretOf(accounts) }
}

test('the first start makes admin, and stores a hash for its user alone', async (t) => {
  const dataDir = join(newFolder(), 'new')
  const accounts = await openAccounts({ dataDir, isDev: false })
  const secret = secretOf(accounts)
  t.true(Buffer.from(secret, 'base64url').length >= 16)
  const path = join(dataDir, 'accounts.json')
  t.false(readFileSync(path, 'utf8').includes(secret))
  t.is(statSync(path).mode & 0o777, 0o600)
  t.is(statSync(dataDir).mode & 0o777, 0o700)
  t.deepEqual(readdirSync(dataDir), ['accounts.json', 'version'])
  const verdict = await accounts.verify('admin', secret, kClient)
  t.like(verdict, { ok: true, account: { id: 'admin', scopes: ['admin'] } })
})

test('a later start makes nothing, and knows the secret', async (t) => {
  const dataDir = newFolder()
  const secret = secretOf(await openAccounts({ dataDir, isDev: false }))
  const again = await openAccounts({ dataDir, isDev: false })
  t.is(again.madeSecret, null)
  t.true((await again.verify('admin', secret, kClient)).ok)
})

test('a file that lets nobody in is refused, and a reset mends it', async (t) => {
  const empty = newFolder()
  writeFileSync(join(empty, 'accounts.json'), '{"version":1,"accounts":[]}')
  const dangling = newFolder()
  symlinkSync(join(dangling, 'gone.json'), join(dangling, 'accounts.json'))
  for (const dataDir of [empty, dangling]) {
    const error = await refusalOf(openAccounts({ dataDir, isDev: false }))
    t.is(error.code, 'ERR_BAD_ARGUMENT')
    t.true(error.message.includes(join(dataDir, 'accounts.json')))
    t.regex(error.message, /signalbox account reset admin/)
    const secret = await resetSecret(dataDir, 'admin')
    const accounts = await openAccounts({ dataDir, isDev: false })
    t.true((await accounts.verify('admin', secret, kClient)).ok)
  }
})

test('of two first starts at once, one makes the account', async (t) => {
  const dataDir = newFolder()
  const both = await Promise.all([1, 2].map(() => openAccounts({ dataDir, isDev: false })))
  const made = both.filter(({ madeSecret }) => madeSecret !== null)
  t.is(made.length, 1)
  const [winner] = made
  if (winner === undefined) return
  for (const accounts of both)
    t.true((await accounts.verify('admin', secretOf(winner), kClient)).ok)
})

test('refuses wrong secrets and unknown accounts alike', async (t) => {
  const { accounts, secret } = await openTimed()
  for (const [id, given] of [
    ['admin', ''],
    ['admin', `${secret} `],
    ['admin', 'micro'],
    ['admin', 'x'.repeat(1_000_000)],
    ['Admin', secret],
    ['nobody', secret],
    ['', ''],
  ] as const)
    t.deepEqual(await accounts.verify(id, given, kClient), { ok: false, reason: 'wrong' }, id)
})

test('with dev the secret is micro, and nothing is stored', async (t) => {
  const dataDir = newFolder()
  const accounts = await openAccounts({ dataDir, isDev: true })
  t.is(accounts.madeSecret, null)
  t.true((await accounts.verify('admin', 'micro', kClient)).ok)
  t.deepEqual(readdirSync(dataDir), [])
})

test('after ten wrong secrets in a minute further wrong answers wait, a right one does not', async (t) => {
  const { accounts, clock, waits, secret } = await openTimed()
  for (let attempt = 0; attempt < 10; attempt++) await accounts.verify('admin', 'wrong', kClient)
  t.deepEqual(waits, [])
  await accounts.verify('admin', 'wrong', kClient)
  t.deepEqual(waits, [1_000])
  t.true((await accounts.verify('admin', secret, kClient)).ok)
  t.deepEqual(waits, [1_000])
  clock.advance(60_001)
  await accounts.verify('admin', 'wrong', kClient)
  t.deepEqual(waits, [1_000])
})

test('a flood of tries is refused beyond a bound, and those within it are answered', async (t) => {
  const { accounts } = await openTimed()
  const tries = Array.from({ length: 40 }, () => accounts.verify('admin', 'wrong', kClient))
  const verdicts = await Promise.all(tries)
  const count = (reason: string) =>
    verdicts.filter((verdict) => !verdict.ok && verdict.reason === reason).length
  t.is(count('wrong'), 34)
  t.is(count('busy'), 6)
})

test('during a flood of wrong secrets a right one from elsewhere is taken', async (t) => {
  const { accounts, secret } = await openTimed()
  const flood = Array.from({ length: 40 }, () => accounts.verify('admin', 'wrong', kClient))
  t.true((await accounts.verify('admin', secret, '192.0.2.2')).ok)
  const verdicts = await Promise.all(flood)
  t.is(verdicts.filter((verdict) => !verdict.ok && verdict.reason === 'busy').length, 7)
})

test('wrong answers that wait keep their own address out, and no other', async (t) => {
  const clock = new ManualClock()
  const ends: (() => void)[] = []
  const wait = () => new Promise<void>((resolve) => ends.push(resolve))
  const accounts = await openAccounts({ dataDir: null, isDev: false }, { clock, wait })
  const secret = secretOf(accounts)
  for (let attempt = 0; attempt < 10; attempt++) await accounts.verify('admin', 'wrong', kClient)
  const wrong = Array.from({ length: 16 }, () => accounts.verify('admin', 'wrong', kClient))
  await until(() => ends.length === 16)
  t.deepEqual(await accounts.verify('admin', secret, kClient), { ok: false, reason: 'busy' })
  t.true((await accounts.verify('admin', secret, '192.0.2.2')).ok)
  for (const end of ends) end()
  for (const verdict of await Promise.all(wrong))
    t.deepEqual(verdict, { ok: false, reason: 'wrong' })
  t.true((await accounts.verify('admin', secret, kClient)).ok)
})

test('a reset makes another secret, which running centers take at once', async (t) => {
  const dataDir = newFolder()
  const accounts = await openAccounts({ dataDir, isDev: false })
  const before = accounts.find('admin')
  const secret = await resetSecret(dataDir, 'admin')
  t.not(secret, accounts.madeSecret)
  t.false((await accounts.verify('admin', secretOf(accounts), kClient)).ok)
  t.true((await accounts.verify('admin', secret, kClient)).ok)
  t.true((accounts.find('admin')?.changedMs ?? 0) >= (before?.changedMs ?? 1))
  t.is(statSync(join(dataDir, 'accounts.json')).mode & 0o777, 0o600)
})

test('a reset makes admin where there is none, and no other account', async (t) => {
  const dataDir = newFolder()
  const secret = await resetSecret(dataDir, 'admin')
  const accounts = await openAccounts({ dataDir, isDev: false })
  t.true((await accounts.verify('admin', secret, kClient)).ok)
  const error = await refusalOf(resetSecret(dataDir, 'nobody'))
  t.is(error.code, 'ERR_BAD_ARGUMENT')
  t.regex(error.message, /nobody/)
})

test('a login token is good once', async (t) => {
  const { accounts } = await openTimed()
  const token = accounts.issueLoginToken('admin')
  t.is(accounts.redeem(`${token}x`), null)
  t.like(accounts.redeem(token), { id: 'admin', scopes: ['admin'] })
  t.is(accounts.redeem(token), null)
  t.is(accounts.redeem(''), null)
  t.is(refusalBy(() => accounts.issueLoginToken('nobody')).code, 'ERR_BAD_ARGUMENT')
})

test('a login token is good for ten minutes', async (t) => {
  const { accounts, clock } = await openTimed()
  const early = accounts.issueLoginToken('admin')
  const late = accounts.issueLoginToken('admin')
  clock.advance(600_000)
  t.not(accounts.redeem(early), null)
  clock.advance(1)
  t.is(accounts.redeem(late), null)
})

test('of more login tokens than sixteen, the oldest is void', async (t) => {
  const { accounts } = await openTimed()
  const tokens = Array.from({ length: 17 }, () => accounts.issueLoginToken('admin'))
  t.deepEqual(
    tokens.map((token) => accounts.redeem(token) !== null),
    [false, ...Array.from({ length: 16 }, () => true)],
  )
})

test('refuses a file that does not hold accounts', async (t) => {
  const dataDir = newFolder()
  await openAccounts({ dataDir, isDev: false })
  const path = join(dataDir, 'accounts.json')
  const whole: unknown = JSON.parse(readFileSync(path, 'utf8'))
  const texts = [
    '',
    '{',
    '[]',
    '{"version":2,"accounts":[]}',
    '{"version":1}',
    JSON.stringify(whole).replace('"id":"admin"', '"id":7'),
    JSON.stringify(whole).replace(/"cost":\d+/, '"cost":1073741824'),
    JSON.stringify(whole).replace(/"hash":"/, '"hash":"z'),
  ]
  for (const text of texts) {
    writeFileSync(path, text)
    const error = await refusalOf(openAccounts({ dataDir, isDev: false }))
    t.is(error.code, 'ERR_BAD_ARGUMENT', text)
    t.true(error.message.includes(path))
  }
})

test('says which folder cannot be had', async (t) => {
  const file = join(newFolder(), 'file')
  writeFileSync(file, '')
  const error = await refusalOf(openAccounts({ dataDir: join(file, 'data'), isDev: false }))
  t.is(error.code, 'ERR_BAD_ARGUMENT')
  t.regex(error.message, /^dataDir is \S+file\/data; it must be a folder that can be made: /)
})
