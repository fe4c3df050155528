// What callers hear of routes that are not there: from a first center, and from one that was started again.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { kRejoinGraceMs } from '../../src/base/limits.js'
import { connect, createStation, startCenter } from '../../src/index.js'
import { refusalOf } from '../support/refusal.js'
import { until } from '../support/until.js'

const kQuiet = { onEvent: () => {} }

test('a center that was started again calls unknown routes retryable, for a while', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-restart-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const options = { pipe: join(folder, 'center.sock'), log: 'silent' } as const

  const first = await startCenter(options)
  const visitor = await connect(first.pipe, kQuiet)
  const unknown = await refusalOf(visitor.call('GET /late'))
  t.deepEqual([unknown.code, unknown.status, unknown.retryable], ['ERR_NO_ROUTE', 404, false])
  const wrongMethod = await refusalOf(visitor.call('DELETE /_sys_/routes'))
  t.is(wrongMethod.code, 'ERR_METHOD')
  await visitor.close()
  await first.close()

  const startMs = performance.now()
  const second = await startCenter(options)
  const client = await connect(second.pipe, kQuiet)
  const missing = await refusalOf(client.call('GET /late'))
  t.deepEqual([missing.code, missing.status, missing.retryable], ['ERR_STARTING', 503, true])
  t.regex(missing.message, /GET \/late/)
  t.is((await refusalOf(client.call('DELETE /_sys_/routes'))).code, 'ERR_STARTING')
  const station = createStation({ name: 'late', ...kQuiet })
  station.route('GET /late', () => 'here')
  await station.join(second.pipe)
  t.is(await client.call('GET /late'), 'here')
  await until(async () => (await refusalOf(client.call('GET /never'))).code === 'ERR_NO_ROUTE')
  t.true(performance.now() - startMs >= kRejoinGraceMs)
  await station.leave()
  await client.close()
  await second.close()
})
