// A newer C library for one program, where the system's is too old for it: Debian 13's, unpacked into the cache folder of
// the checkout and used for that program's process alone. Needs apt and Debian's package servers; CI fetches it.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { inRoot } from './places.mjs'
import { say } from './process.mjs'

const kFolder = inRoot('.signalbox', 'glibc')
const kLibraries = join(kFolder, 'root', 'usr', 'lib', 'x86_64-linux-gnu')
const kLoader = join(kLibraries, 'ld-linux-x86-64.so.2')
const kSource =
  'deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian trixie main\n'
const kPackages = ['libc6', 'libstdc++6', 'libgcc-s1']

/** The words before a program that let it run over the newer library, or null where it was not fetched. */
export function newerGlibc() {
  return existsSync(kLoader) ? [kLoader, '--library-path', kLibraries] : null
}

/** Fetches and unpacks the library. Changes nothing outside of the cache folder. @returns whether it is there. */
function fetchGlibc() {
  if (existsSync(kLoader)) return true
  if (process.arch !== 'x64' || process.platform !== 'linux') return false
  rmSync(kFolder, { recursive: true, force: true })
  const debs = join(kFolder, 'debs')
  for (const folder of ['state/lists/partial', 'cache/archives/partial', 'debs', 'root'])
    mkdirSync(join(kFolder, folder), { recursive: true })
  writeFileSync(join(kFolder, 'sources.list'), kSource)
  writeFileSync(join(kFolder, 'state', 'status'), '')
  const options = Object.entries({
    'Dir::Etc::sourcelist': join(kFolder, 'sources.list'),
    'Dir::Etc::sourceparts': '/dev/null',
    'Dir::State': join(kFolder, 'state'),
    'Dir::State::status': join(kFolder, 'state', 'status'),
    'Dir::Cache': join(kFolder, 'cache'),
    'APT::Sandbox::User': 'root',
  }).flatMap(([name, value]) => ['-o', `${name}=${value}`])
  const steps = [
    ['apt-get', ...options, '-qq', 'update'],
    ['apt-get', ...options, '-qq', 'download', ...kPackages],
  ]
  for (const [program, ...args] of steps) {
    const { status, error } = spawnSync(program, args, { cwd: debs, stdio: ['ignore', 2, 2] })
    if (status === 0) continue
    say(
      `a newer C library could not be fetched: ${error?.message ?? `${program} ended with ${status}`}`,
    )
    return false
  }
  for (const deb of readdirSync(debs)) {
    spawnSync('dpkg-deb', ['-x', join(debs, deb), join(kFolder, 'root')], {
      stdio: ['ignore', 2, 2],
    })
  }
  return existsSync(kLoader)
}

// `node scripts/lib/newer-glibc.mjs` fetches it.
if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  if (fetchGlibc()) say(`a newer C library is in ${dirname(kLibraries)}`)
  else process.exitCode = 1
}
