// `npm run fuzz [-- --seconds N] [--seed N] [--at-once N] [--short] [TARGET…]`: feeds mutated input to every parser, C++ with libFuzzer
// (clang), TypeScript with jazzer.js where its binary loads, else with a runner of our own. Each target has its corpus in
// test/fuzz/corpus. Prints a TAP line each; what broke a rule is kept in .signalbox/fuzz/ with the way to repeat it.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { ensureOrExit } from './ensure.mjs'
import { newerGlibc } from './lib/newer-glibc.mjs'
import { inRoot } from './lib/places.mjs'
import { say } from './lib/process.mjs'

/** Seconds of each target by the clock on the wall; what CI's long form takes. */
const kSecondsDefault = 60
/** Targets at work at one time in the long form. On two cores each of four has half of one: sixteen targets in 4 minutes. */
const kAtOnceDefault = 4
/** In `npm test`, which runs on every developer's machine. */
const kAtOnceShort = 2
/** In `npm test`: a fixed count of inputs in C++, a fixed time in TypeScript; all in all some twelve seconds. */
const kShortRuns = 20_000
const kShortMs = 300
/** A target that says nothing for so much longer than it was given hangs. */
const kGraceSeconds = 120
const kInputBytesMax = 4_096

const { values, positionals } = parseArgs({
  options: {
    seconds: { type: 'string', default: String(kSecondsDefault) },
    seed: { type: 'string', default: '1' },
    'at-once': { type: 'string', default: String(kAtOnceDefault) },
    short: { type: 'boolean', default: false },
  },
  allowPositionals: true,
})
const isShort = values.short
const seconds = Number(values.seconds)
const seed = Number(values.seed)
const atOnce = isShort ? kAtOnceShort : Number(values['at-once'])
if (!(seconds > 0) || !Number.isInteger(seed) || !(Number.isInteger(atOnce) && atOnce > 0)) {
  say('--seconds is a number over 0, --seed a whole number, --at-once a whole number over 0')
  process.exit(2)
}
const kKept = inRoot('.signalbox', 'fuzz')
let failedCount = 0

const kNativeTargets = ['ring', 'segment', 'watch']
const kScriptTargets = namesIn(inRoot('test', 'fuzz', 'targets'))

function namesIn(folder) {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -'.ts'.length))
    .sort()
}

function isWanted(name) {
  return positionals.length === 0 || positionals.includes(name)
}

function tell(isRight, text, details = '') {
  if (!isRight) failedCount++
  console.log(`${isRight ? 'ok' : 'not ok'} - ${text}`)
  if (details !== '') console.log(details.trimEnd().replaceAll(/^/gm, '# '))
}

/** Runs a program. @returns its exit code and all that it said; code 124 where it was ended. */
function runProgram([program, ...args], secondsMax) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: inRoot(), stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    let wasEnded = false
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8')
      stream.on('data', (text) => {
        output = (output + text).slice(-200_000)
      })
    }
    const timer = setTimeout(() => {
      wasEnded = true
      child.kill('SIGKILL')
    }, secondsMax * 1_000)
    child.on('error', (error) => resolve({ code: 127, output: error.message }))
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve({ code: wasEnded ? 124 : (code ?? 1), output })
    })
  })
}

let runningCount = 0
const waiting = []

/** Works on all items, with everybody else who does never on more than {@link atOnce} of them. */
function inTurns(items, work) {
  return Promise.all(
    items.map(async (item) => {
      if (runningCount === atOnce) await new Promise((resolve) => waiting.push(resolve))
      else runningCount++
      await work(item)
      const next = waiting.shift()
      if (next === undefined) runningCount--
      else next()
    }),
  )
}

/** libFuzzer's own flags, which jazzer.js takes as well. */
function fuzzerFlags(name) {
  const length = isShort ? [`-runs=${kShortRuns}`] : [`-max_total_time=${seconds}`]
  return [
    ...length,
    `-seed=${seed}`,
    `-max_len=${kInputBytesMax}`,
    '-timeout=10',
    '-print_final_stats=1',
    `-artifact_prefix=${kKept}/${name}-`,
  ]
}

/** Tells how one target ended; one that tried nothing has shown nothing. */
function tellRun(engine, name, { code, output }) {
  // The last words of a program that ends may be lost; its progress is not.
  const ran =
    /stat::number_of_executed_units:\s*(\d+)/.exec(output)?.[1] ??
    [...output.matchAll(/^#(\d+)\s/gm)].at(-1)?.[1] ??
    '0'
  const covered = [...output.matchAll(/ cov: (\d+)/g)].at(-1)?.[1]
  const edges = covered === undefined ? '' : `, ${covered} edges`
  const isRight = code === 0 && ran !== '0'
  tell(isRight, `fuzz ${name}: ${engine}, ${ran} inputs${edges}`, isRight ? '' : output)
}

async function fuzzNative() {
  const wanted = kNativeTargets.filter((name) => isWanted(`native-${name}`))
  if (wanted.length === 0) return
  for (const program of ['cmake', 'clang++']) {
    if (spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0) continue
    tell(true, `fuzz native # SKIP there is no ${program}`)
    return
  }
  const build = inRoot('build-cmake', 'fuzz')
  mkdirSync(build, { recursive: true })
  const configure = ['-S', 'native', '-B', build, '-DCMAKE_CXX_COMPILER=clang++']
  const steps = [
    ['cmake', ...configure, '-DSIGNALBOX_FUZZ=ON'],
    ['cmake', '--build', build, '--parallel', String(Math.min(2, cpus().length))].concat(
      ['--target'],
      wanted.map((name) => `${name}_fuzz`),
    ),
  ]
  for (const step of steps) {
    const { code, output } = await runProgram(step, 600)
    if (code === 0) continue
    tell(false, 'fuzz native: build', output)
    return
  }
  await inTurns(wanted, async (name) => {
    // What it finds goes into the first folder; the short form repeats itself, so it keeps nothing.
    const found = inRoot('.signalbox', 'fuzz', isShort ? 'short' : 'corpus', `native-${name}`)
    if (isShort) rmSync(found, { recursive: true, force: true })
    mkdirSync(found, { recursive: true })
    const corpora = [found, inRoot('test', 'fuzz', 'corpus', `native-${name}`)]
    const command = [`${build}/${name}_fuzz`, ...fuzzerFlags(`native-${name}`), ...corpora]
    tellRun('libFuzzer', `native-${name}`, await runProgram(command, seconds + kGraceSeconds))
  })
}

/** How jazzer.js can be started here: with this Node, with one over a newer libc, or not at all. */
function jazzerNode() {
  const probe = (command) =>
    spawnSync(command[0], [...command.slice(1), '-e', "require('@jazzer.js/fuzzer')"], {
      cwd: inRoot(),
      encoding: 'utf8',
    })
  if (!existsSync(inRoot('node_modules', '@jazzer.js', 'core')))
    return { command: null, reason: 'it is not installed' }
  const plain = probe([process.execPath])
  if (plain.status === 0) return { command: [process.execPath], reason: '' }
  const reason = /version `(GLIBC_[\d.]+)' not found/.exec(plain.stderr)?.[1]
  const newer = newerGlibc()
  if (newer !== null && probe([...newer, process.execPath]).status === 0)
    return { command: [...newer, process.execPath], reason: '' }
  return {
    command: null,
    reason: reason === undefined ? 'its binary does not load' : `it needs ${reason}`,
  }
}

async function fuzzScripts() {
  const wanted = kScriptTargets.filter(isWanted)
  if (wanted.length === 0) return
  // The short form is seeded and takes the same inputs everywhere.
  const jazzer = isShort ? { command: null, reason: '' } : jazzerNode()
  if (jazzer.command === null) {
    if (!isShort)
      tell(true, `fuzz with jazzer.js # SKIP ${jazzer.reason}; our own runner takes its place`)
    await fuzzWithOwnRunner(wanted)
    return
  }
  await inTurns(wanted, async (name) => {
    const found = inRoot('.signalbox', 'fuzz', 'corpus', name)
    mkdirSync(found, { recursive: true })
    const run = await runProgram(
      [
        ...jazzer.command,
        inRoot('node_modules', '@jazzer.js', 'core', 'dist', 'cli.js'),
        `dist/test/fuzz/targets/${name}.js`,
        found,
        `test/fuzz/corpus/${name}`,
        '--includes=dist/src',
        ...(isAsync(name) ? [] : ['--sync']),
        '--',
        ...fuzzerFlags(name),
      ],
      seconds + kGraceSeconds,
    )
    tellRun('jazzer.js', name, run)
  })
}

/** jazzer.js does not wait for what a target in its faster way gives back. */
function isAsync(name) {
  const text = readFileSync(inRoot('test', 'fuzz', 'targets', `${name}.ts`), 'utf8')
  return /export async function fuzz\b/.test(text)
}

async function fuzzWithOwnRunner(wanted) {
  const ms = isShort ? kShortMs : seconds * 1_000
  // One process for each target, but for the short form, where starting them would take longer than they run.
  await inTurns(isShort ? [wanted] : wanted.map((name) => [name]), async (names) => {
    const { code, output } = await runProgram(
      [process.execPath, inRoot('dist', 'test', 'fuzz', 'main.js'), '--ms', String(ms)].concat(
        ['--seed', String(seed)],
        names,
      ),
      (ms / 1_000) * names.length + kGraceSeconds,
    )
    const lines = output.split('\n').filter((line) => line !== '' && !line.startsWith('begin '))
    if (lines.length > 0) console.log(lines.join('\n'))
    failedCount += lines.filter((line) => line.startsWith('not ok')).length
    const begun = [...output.matchAll(/^begin (\S+)$/gm)].at(-1)?.[1] ?? names[0]
    const told = lines.filter((line) => /^(not )?ok/.test(line)).length
    if (told < names.length) tell(false, `fuzz ${begun}: ended with ${code} in the middle`)
  })
}

const unknown = positionals.filter(
  (name) => !kScriptTargets.includes(name) && !kNativeTargets.includes(name.replace('native-', '')),
)
if (unknown.length > 0) {
  const names = [...kNativeTargets.map((name) => `native-${name}`), ...kScriptTargets]
  say(`no target is called ${unknown.join(', ')}; there are ${names.join(', ')}`)
  process.exit(2)
}
ensureOrExit()
mkdirSync(kKept, { recursive: true })
await Promise.all([fuzzNative(), fuzzScripts()])
process.exitCode = failedCount > 0 ? 1 : 0
