import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { systemClock } from '../../../src/base/clock.js'
import { GoverFiles } from '../../../src/sers/gover-files.js'
import { RateLimits } from '../../../src/sers/rate-limits.js'
import { SersTable } from '../../../src/sers/sers-table.js'

function opened(folder: string) {
  const told: string[] = []
  const table = new SersTable(false)
  const files = new GoverFiles(folder, table, new RateLimits(systemClock), (text) =>
    told.push(text),
  )
  return { table, files, told }
}

test('files stay in their folder, whatever stations call themselves', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'sers-files-'))
  const { table, files } = opened(folder)
  const names = ['..', '.', 'a\\b', 'con', '*', '\u0000', 'x'.repeat(1_000), '中']
  for (const name of names) table.serviceOf('', `/${name}/a`).description = { route: `/${name}/a` }
  files.close()
  t.is(readdirSync(join(folder, 'ApiDesc')).length, names.length)
  t.deepEqual(readdirSync(folder).sort(), ['ApiDesc', 'Counter.json', 'RateLimit.json'])
  const again = opened(folder)
  t.is(again.table.services.size, names.length)
  again.files.close()
  rmSync(folder, { recursive: true })
})

test('counters have the form of Sers', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'sers-files-'))
  const { table, files } = opened(folder)
  table.serviceOf('GET', '/a/b').counts.sumCount = 3
  files.close()
  t.deepEqual(JSON.parse(readFileSync(join(folder, 'Counter.json'), 'utf8')), {
    ApiStations: { a: { sumCount: 0, errorCount: 0 } },
    ApiServices: { '/a/b_GET': { sumCount: 3, errorCount: 0 } },
  })
  rmSync(folder, { recursive: true })
})

test('a damaged file is set aside and told', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'sers-files-'))
  writeFileSync(join(folder, 'Counter.json'), '{"ApiStations":')
  const { files, told } = opened(folder)
  t.true(told.some((text) => text.includes('Counter.json')))
  t.true(existsSync(join(folder, 'Counter.json.damaged')))
  files.close()
  rmSync(folder, { recursive: true })
})
