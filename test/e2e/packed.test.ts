// The package as npm would publish it: installed in an empty folder by somebody who has no compiler and allows no install
// script, it runs a center, and a station joins it by shared memory.

import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import test from 'ava'
import { Talker } from './talker.js'
import { kill, kQuiet } from './world.js'

const kRoot = fileURLToPath(new URL('../../../', import.meta.url))
const kNpmMsMax = 240_000
/** No compiler, and nothing of the checkout's or the user's settings. */
const kBare = { CC: '/bin/false', CXX: '/bin/false', npm_config_nodedir: '/nonexistent' }

const kProgram = `
import { connect, createStation } from 'signalbox'
const station = createStation({ name: 'packed' }).route('POST /packed', (call) => call.body)
await station.join(process.argv[2])
const client = await connect(process.argv[2])
console.log(client.carrier, JSON.stringify(await client.call('POST /packed', { by: 'tarball' })))
await client.close()
await station.leave()
`

type Ran = { readonly code: number | null; readonly out: string; readonly err: string }

function npm(cwd: string, ...args: string[]): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn('npm', args, {
      cwd,
      env: { ...process.env, ...kBare },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const timer = setTimeout(() => child.kill('SIGKILL'), kNpmMsMax)
    let out = ''
    let err = ''
    child.stdout.on('data', (part: Buffer) => {
      out += part.toString()
    })
    child.stderr.on('data', (part: Buffer) => {
      err += part.toString()
    })
    child.on('error', reject)
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve({ code, out, err })
    })
  })
}

/** Dependencies come from the registry, or from what npm has kept of it. */
function whyNot(): string | null {
  if (process.platform !== 'linux') return 'shared memory is for Linux'
  const args = ['view', 'pino', 'version', '--prefer-offline', '--fetch-retries=0']
  const { status, error } = spawnSync('npm', args, { timeout: 30_000, stdio: 'ignore' })
  if (error) return 'npm is not installed'
  return status === 0 ? null : 'the registry of npm does not answer'
}

const reason = whyNot()
const packedTest = reason === null ? test : test.skip
const kTitle = 'a packed signalbox runs where there is no compiler and no script is allowed'

packedTest(reason === null ? kTitle : `${kTitle} (${reason})`, async (t) => {
  t.timeout(2 * kNpmMsMax)
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-packed-'))
  const place = join(folder, 'empty')
  mkdirSync(place)
  try {
    // dist and addon are fresh: whoever runs tests has built them.
    const packed = await npm(kRoot, 'pack', '--json', '--pack-destination', folder)
    t.is(packed.code, 0, packed.err)
    const [, file] = /"filename": "([^"]+\.tgz)"/.exec(packed.out) ?? []
    t.truthy(file, packed.out)
    writeFileSync(
      join(place, 'package.json'),
      '{ "name": "empty", "private": true, "type": "module" }',
    )
    const flags = [
      '--ignore-scripts',
      '--omit=optional',
      '--no-audit',
      '--no-fund',
      '--prefer-offline',
    ]
    const installed = await npm(place, 'install', ...flags, join(folder, file ?? ''))
    t.is(installed.code, 0, installed.err)

    const pipe = join(folder, 'center.sock')
    const program = join(place, 'node_modules', '.bin', 'signalbox')
    const center = new Talker(program, ['server', '--json', ...kQuiet, '--pipe', pipe], kBare)
    try {
      await center.saysOut(/"ready":true/)
      writeFileSync(join(place, 'station.mjs'), kProgram)
      const args = [join(place, 'station.mjs'), `shm:${pipe}`]
      const ran = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 30_000 })
      t.is(ran.stdout, 'shm {"by":"tarball"}\n', ran.stderr)
    } finally {
      await kill(center.child, 'SIGTERM')
    }
    t.is(center.err, '')
    t.is(center.child.exitCode, 0)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
