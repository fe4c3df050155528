// Installs what is missing and builds what is stale, so that each command works as the first one after a clone.
// Imports only `node:` modules. Says on stderr what it does, and nothing where nothing is to do.
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { buildNative } from './build-native.mjs'
import { withBuildLock } from './lib/build-lock.mjs'
import { filesBelow, fingerprint, readStamp, writeStamp } from './lib/fingerprint.mjs'
import { inRoot, nodeTool } from './lib/places.mjs'
import { run, say } from './lib/process.mjs'

const kDistStampPath = inRoot('dist', '.stamp.json')
const kTypeScriptFolders = ['src', 'test', 'bench', 'examples']

/**
 * Brings node_modules, the addon and dist/ up to date.
 *
 * @returns what could not be done: `types` where tsc found errors (dist/ is written nevertheless). A failing install
 *   or native build throws.
 */
export function ensure() {
  return withBuildLock(() => {
    ensurePackages()
    ensureNative()
    return { types: ensureDist() }
  })
}

/** As {@link ensure}, for commands that need all of it: ends the process where something could not be done. */
export function ensureOrExit() {
  try {
    if (ensure().types) return
    say('the sources do not compile')
  } catch (error) {
    say(error.message)
  }
  process.exit(1)
}

function ensurePackages() {
  if (packagesMatchLock()) return
  say('installing packages')
  const npm = process.env.npm_execpath
  const command = npm ? [process.execPath, npm] : ['npm']
  // Not `npm ci`: it refuses a lock file that lacks other systems' optional packages, which a registry may not offer.
  const code = run([
    ...command,
    'install',
    '--no-save',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ])
  if (code !== 0) throw new Error(`npm install ended with ${code}`)
}

/** npm notes in node_modules what it installed. Packages for other systems are optional and may be absent. */
function packagesMatchLock() {
  const notePath = inRoot('node_modules', '.package-lock.json')
  if (!existsSync(notePath)) return false
  const installed = JSON.parse(readFileSync(notePath, 'utf8')).packages
  const locked = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8')).packages
  return Object.entries(locked).every(([path, entry]) => {
    if (path === '' || (entry.optional && installed[path] === undefined)) return true
    return installed[path]?.version === entry.version && existsSync(inRoot(path))
  })
}

function ensureNative() {
  if (!existsSync(inRoot('binding.gyp'))) return
  const { outcome, text } = buildNative()
  if (outcome === 'failed') throw new Error(`the native addon does not build: ${text}`)
  if (outcome === 'no_toolchain') {
    say(`the native addon is not built: ${text}; shared memory will be refused`)
  }
}

/** Compiles where a source changed. The list of sources matters too: a deleted test must not go on running. */
function ensureDist() {
  const files = filesBelow(kTypeScriptFolders, (path) => path.endsWith('.ts'))
  const stamp = {
    fingerprint: fingerprint([...files, 'tsconfig.json', 'package-lock.json']),
    files,
  }
  const old = readStamp(kDistStampPath)
  if (old?.fingerprint === stamp.fingerprint) return true
  const isGone = old === undefined || old.files.some((file) => !files.includes(file))
  if (isGone) rmSync(inRoot('dist'), { recursive: true, force: true })
  say('compiling')
  const code = run([...nodeTool('typescript/bin/tsc'), '-p', inRoot('tsconfig.json')])
  // With errors the list is still worth keeping, but the fingerprint must not say that all is well.
  writeStamp(kDistStampPath, code === 0 ? stamp : { fingerprint: 'has errors', files })
  return code === 0
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) ensureOrExit()
