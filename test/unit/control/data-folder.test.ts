import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { kDataVersion, openDataFolder } from '../../../src/control/data-folder.js'
import { refusalBy } from '../../support/refusal.js'

function folderOf(t: ExecutionContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-data-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

test('a new folder is for its user alone and says its version', (t) => {
  const folder = join(folderOf(t), 'new', 'data')
  openDataFolder(folder)
  t.is(statSync(folder).mode & 0o777, 0o700)
  t.is(readFileSync(join(folder, 'version'), 'utf8'), `${kDataVersion}\n`)
  t.notThrows(() => openDataFolder(folder), 'it is opened again')
})

test('a folder of the time before versions is taken as one of the first', (t) => {
  const folder = folderOf(t)
  writeFileSync(join(folder, 'accounts.json'), '{}')
  t.notThrows(() => openDataFolder(folder))
  t.is(readFileSync(join(folder, 'accounts.json'), 'utf8'), '{}')
})

for (const text of ['2\n', '0', '', 'nonsense'.repeat(20), '1.5']) {
  test(`a folder of version ${JSON.stringify(text.slice(0, 10))} is refused in one line and left alone`, (t) => {
    const folder = folderOf(t)
    writeFileSync(join(folder, 'version'), text)
    const { code, message } = refusalBy(() => openDataFolder(folder))
    t.is(code, 'ERR_BAD_ARGUMENT')
    t.true(message.includes(folder) && message.includes(`knows ${kDataVersion}`), message)
    t.false(message.includes('\n'))
    t.is(readFileSync(join(folder, 'version'), 'utf8'), text)
  })
}

test('a folder that cannot be made is refused', (t) => {
  const file = join(folderOf(t), 'file')
  writeFileSync(file, '')
  t.is(refusalBy(() => openDataFolder(join(file, 'data'))).code, 'ERR_BAD_ARGUMENT')
})
