import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { LeaseJournal, readLeaseJournal } from '../../../../src/control/leases/lease-journal.js'
import { newLeases, specOf } from '../../../support/lease-world.js'
import { until } from '../../../support/until.js'

let folder = ''
test.before(() => {
  folder = mkdtempSync(join(tmpdir(), 'signalbox-journal-'))
})
test.after.always(() => rmSync(folder, { recursive: true, force: true }))

const silent = () => {}

test('keeps what is there, with all that it said, and nothing of what went', async (t) => {
  const path = join(folder, 'deep', 'keeps.journal')
  const { table } = newLeases()
  const early = table.register(specOf('early', 'http://e:1'))
  const journal = new LeaseJournal(path, table, silent)
  const check = {
    type: 'http',
    path: '/up',
    service: '',
    intervalMs: 500,
    timeoutMs: 100,
    rise: 1,
    fall: 2,
  } as const
  const full = specOf('ä"\n', 'grpc://h:1', {
    version: '2',
    tags: ['x'],
    weight: 5,
    metadata: { zone: 'a' },
    check,
    leaseMs: Number.POSITIVE_INFINITY,
  })
  const kept = table.register(full, 'kept')
  const gone = table.register(specOf('gone', 'http://g:1'))
  table.register(specOf('twice', 'http://t:1'), 'twice')
  table.register(specOf('twice', 'http://t:2'), 'twice')
  table.deregister(gone.id)
  await journal.close()
  const stored = readLeaseJournal(path, (trouble) => t.fail(trouble))
  t.deepEqual(
    stored.map(({ id, spec: { address } }) => [id, address]).sort(),
    [
      [early.id, 'http://e:1'],
      ['kept', 'grpc://h:1'],
      ['twice', 'http://t:2'],
    ].sort(),
  )
  t.deepEqual(stored.find(({ id }) => id === kept.id)?.spec, full)
  t.is(statSync(path).mode & 0o777, 0o600)
})

test('a line that was not written whole is what a crash leaves; broken ones are told', (t) => {
  const path = join(folder, 'torn.journal')
  const line = '{"id":"1","sinceMs":1,"name":"a","address":"http://a","leaseMs":1000}'
  writeFileSync(path, `{"signalbox":"leases","version":1}\n${line}\n{"id":"2","sin`)
  t.is(readLeaseJournal(path, (trouble) => t.fail(trouble)).length, 1)
  appendFileSync(
    path,
    `\n${line.replace('"1"', '"3"')}\n{"id":"4","sinceMs":1,"name":"a","address":"b","weight":0}\n`,
  )
  const troubles: string[] = []
  t.deepEqual(
    readLeaseJournal(path, (trouble) => troubles.push(trouble)).map(({ id }) => id),
    ['1', '3'],
  )
  t.is(troubles.length, 1)
  t.regex(troubles[0] ?? '', /2 lines cannot be read/)
})

test('an absent or empty file is an empty registry; a file of another kind is refused', (t) => {
  t.deepEqual(readLeaseJournal(join(folder, 'none'), silent), [])
  const path = join(folder, 'other')
  writeFileSync(path, '')
  t.deepEqual(readLeaseJournal(path, silent), [])
  writeFileSync(path, 'hello\n')
  t.throws(() => readLeaseJournal(path, silent), { code: 'ERR_BAD_ARGUMENT' })
  t.throws(() => readLeaseJournal(folder, silent), { code: 'ERR_BAD_ARGUMENT' })
})

test('heartbeats write nothing, and a long history is written anew as what is left of it', async (t) => {
  const path = join(folder, 'short.journal')
  const { table } = newLeases()
  const journal = new LeaseJournal(path, table, silent)
  const { id } = table.register(specOf('stays', 'http://s:1'))
  await until(() => existsSync(path) && readFileSync(path).length > 100)
  const metadata = { text: 'x'.repeat(4_000) }
  for (let at = 0; at < 1_000; at++) {
    table.deregister(table.register(specOf('goes', 'http://g:1', { metadata })).id)
  }
  await until(() => readFileSync(path).length > 1_000_000)
  table.deregister(table.register(specOf('goes', 'http://g:1')).id)
  await until(() => readFileSync(path).length < 10_000)
  const bytes = readFileSync(path).length
  for (let at = 0; at < 1_000; at++) table.renew(id)
  await journal.close()
  t.is(readFileSync(path).length, bytes)
  t.deepEqual(
    readLeaseJournal(path, silent).map((one) => one.id),
    [id],
  )
})

test('of two that write one file the later one has it, and the other says so', async (t) => {
  const path = join(folder, 'shared.journal')
  const [first, second] = [newLeases().table, newLeases().table]
  const troubles: string[] = []
  const early = new LeaseJournal(path, first, (trouble) => troubles.push(trouble))
  first.register(specOf('a', 'http://a:1'), 'early')
  await until(() => existsSync(path) && readFileSync(path, 'utf8').includes('early'))
  const late = new LeaseJournal(path, second, (trouble) => t.fail(trouble))
  second.register(specOf('b', 'http://b:1'), 'late')
  await until(() => readFileSync(path, 'utf8').includes('late'))
  first.register(specOf('a', 'http://a:2'), 'lost')
  await until(() => troubles.length > 0)
  t.regex(troubles.join(), /another process writes this file now/)
  first.register(specOf('a', 'http://a:3'), 'lost, too')
  await early.close()
  await late.close()
  t.deepEqual(
    readLeaseJournal(path, silent).map(({ id }) => id),
    ['late'],
  )
  t.is(troubles.length, 1)
})

test('a file that somebody has removed is written anew', async (t) => {
  const path = join(folder, 'removed.journal')
  const { table } = newLeases()
  const journal = new LeaseJournal(path, table, (trouble) => t.fail(trouble))
  table.register(specOf('a', 'http://a:1'), 'before')
  await until(() => existsSync(path) && readFileSync(path, 'utf8').includes('before'))
  rmSync(path)
  table.register(specOf('a', 'http://a:2'), 'after')
  await journal.close()
  t.deepEqual(
    readLeaseJournal(path, silent).map(({ id }) => id),
    ['before', 'after'],
  )
})

test('a file that cannot be written is told, and written whole when it can', async (t) => {
  const path = join(folder, 'blocked.journal')
  mkdirSync(`${path}.new`)
  const troubles: string[] = []
  const { table } = newLeases()
  const journal = new LeaseJournal(path, table, (trouble) => troubles.push(trouble))
  const { id } = table.register(specOf('a', 'http://a:1'))
  await until(() => troubles.length > 0)
  rmSync(`${path}.new`, { recursive: true })
  await journal.close()
  t.deepEqual(
    readLeaseJournal(path, silent).map((one) => one.id),
    [id],
  )
})
