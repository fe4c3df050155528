// A station of another version of the wire, and a center that finds data of another version: one clear line, no riddles.

import { spawnSync } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import test from 'ava'
import { kDataVersion } from '../../src/control/data-folder.js'
import { kProtocolVersion } from '../../src/wire/control.js'
import { startFailing } from './hostile/outcomes.js'
import { World } from './world.js'

const kRoot = fileURLToPath(new URL('../../../', import.meta.url))
const kRunMsMax = 20_000

let folder = ''
test.before(() => {
  folder = mkdtempSync(join(tmpdir(), 'signalbox-versions-'))
})
test.after.always(() => rmSync(folder, { recursive: true, force: true }))

/** The same program as ours, but for the version of its protocol. */
function programOf(version: number): string {
  const root = join(folder, `protocol-${version}`)
  mkdirSync(join(root, 'dist'), { recursive: true })
  cpSync(join(kRoot, 'dist', 'src'), join(root, 'dist', 'src'), { recursive: true })
  for (const name of ['node_modules', 'build', 'package.json', 'binding.gyp'])
    symlinkSync(join(kRoot, name), join(root, name))
  const file = join(root, 'dist', 'src', 'wire', 'control.js')
  const text = readFileSync(file, 'utf8')
  const ours = `kProtocolVersion = ${kProtocolVersion};`
  if (text.split(ours).length !== 2) throw new Error('the version stands once in control.js')
  writeFileSync(file, text.replace(ours, `kProtocolVersion = ${version};`))
  return join(root, 'dist', 'src', 'cli', 'main.js')
}

/** Asks a center for its stations by the command line of a program. */
function ask(program: string, address: string): { exitCode: number | null; text: string } {
  const args = [program, 'call', 'GET /_sys_/stations', '--center', address]
  const { status, stderr } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    timeout: kRunMsMax,
  })
  return { exitCode: status, text: stderr }
}

test.serial(
  'a station of another version is refused in one line that names both versions',
  async (t) => {
    const world = new World()
    try {
      const { stationAddress } = await world.startCenter('--station-address', '127.0.0.1:0')
      const other = programOf(kProtocolVersion + 1)
      const same = programOf(kProtocolVersion)
      for (const address of [
        `shm:${world.pipe}`,
        `pipe:${world.pipe}`,
        `tcp://${stationAddress}`,
      ]) {
        const { exitCode, text } = ask(other, address)
        t.not(exitCode, 0, address)
        t.is(text.trim().split('\n').length, 1, text)
        t.regex(text, new RegExp(`protocol version ${kProtocolVersion + 1} is not spoken here`))
        t.regex(text, new RegExp(`this side speaks ${kProtocolVersion}`))
        t.deepEqual(ask(same, address), { exitCode: 0, text: '' }, `${address}: ours joins`)
      }
    } finally {
      await world.close()
    }
  },
)

test.serial('a center does not start on data of another version', async (t) => {
  const data = join(folder, 'data')
  mkdirSync(data, { mode: 0o700 })
  writeFileSync(join(data, 'version'), `${kDataVersion + 1}\n`)
  const pipe = join(folder, 'center.sock')
  const { exitCode, text } = await startFailing('--pipe', pipe, '--data-dir', data)
  t.not(exitCode, 0)
  t.is(text.trim().split('\n').length, 1, text)
  t.regex(text, new RegExp(`version ${kDataVersion + 1}, this signalbox knows ${kDataVersion}`))
})
