// Builds the shared-memory addon.
//
//   node scripts/build-native.mjs              with node-gyp, where it is stale; fails if it cannot
//   node scripts/build-native.mjs --optional   the install step: where it cannot be built, says so and goes on
//   node scripts/build-native.mjs --cmake      with cmake-js into build-cmake/, for work on the C++ itself
//
// Part of the published package. Imports only `node:` modules.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { filesBelow, fingerprint, readStamp, writeStamp } from './lib/fingerprint.mjs'
import { buildEnvironment, inRoot, nodeTool } from './lib/places.mjs'
import { run, say } from './lib/process.mjs'

const kAddonPath = inRoot('build', 'Release', 'signalbox_native.node')
const kStampPath = inRoot('build', 'Release', 'signalbox_native.stamp.json')
const kPrebuiltPath = inRoot(
  'prebuilds',
  `${process.platform}-${process.arch}`,
  'signalbox_native.node',
)
const kSources = [
  'binding.gyp',
  'native/core',
  'native/os',
  'native/binding',
  'native/sources.json',
]

/**
 * Builds the addon where it is missing or stale.
 *
 * @returns `ready` (built now or before), `no_toolchain` (text says what is missing) or `failed` (the compiler has
 *   said why on stderr).
 */
export function buildNative() {
  const stamp = { fingerprint: sourcesFingerprint() }
  const isFresh = existsSync(kAddonPath) && readStamp(kStampPath)?.fingerprint === stamp.fingerprint
  if (isFresh) return { outcome: 'ready' }
  const missing = missingTool()
  if (missing !== undefined) return { outcome: 'no_toolchain', text: missing }
  say('building the native addon')
  const code = run([...nodeGyp(), 'rebuild', '--silent'], buildEnvironment())
  if (code !== 0) return { outcome: 'failed', text: `node-gyp ended with ${code}` }
  writeStamp(kStampPath, stamp)
  return { outcome: 'ready' }
}

function sourcesFingerprint() {
  return fingerprint(filesBelow(kSources), process.platform, process.arch)
}

/** npm brings its own node-gyp and names it in this variable; a checkout has one of its own. */
function nodeGyp() {
  const own = nodeTool('node-gyp/bin/node-gyp.js')
  if (existsSync(own[1])) return own
  return [process.execPath, process.env.npm_config_node_gyp ?? '']
}

/** What node-gyp needs and this machine lacks, in words; undefined where all is there. */
function missingTool() {
  if (!existsSync(nodeGyp()[1])) return 'node-gyp is not installed'
  // Windows and macOS bring their tools in places that only node-gyp knows how to search.
  if (process.platform !== 'linux') return undefined
  if (!hasProgram(process.env.CXX ?? 'g++') && !hasProgram('c++')) return 'no C++ compiler (g++)'
  if (!hasProgram('make')) return 'no make'
  if (!hasProgram('python3')) return 'no python3'
  return undefined
}

function hasProgram(command) {
  const program = command.split(' ')[0]
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined
}

/** A published package carries a binary; it serves unless it was made for another C library. */
function prebuiltLoads() {
  if (existsSync(inRoot('.git')) || !existsSync(kPrebuiltPath)) return false
  try {
    createRequire(import.meta.url)(kPrebuiltPath)
    return true
  } catch (error) {
    say(`signalbox: ${kPrebuiltPath} does not load here (${error.message}); building it`)
    return false
  }
}

function main(args) {
  if (args.includes('--cmake')) {
    const cmakeJs = nodeTool('cmake-js/bin/cmake-js')
    return run(
      [...cmakeJs, 'build', '-d', 'native', '-O', inRoot('build-cmake', 'addon')],
      buildEnvironment(),
    )
  }
  const isOptional = args.includes('--optional')
  if (isOptional && prebuiltLoads()) return 0
  const { outcome, text } = buildNative()
  if (outcome === 'ready') return 0
  say(`signalbox: the native addon was not built: ${text}.`)
  say(
    'signalbox: stations on shared memory will be refused; pipes, worker threads and TCP work without it.',
  )
  return isOptional ? 0 : 1
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.exitCode = main(process.argv.slice(2))
}
