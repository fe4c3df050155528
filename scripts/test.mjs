// `npm test [-- STAGE…]`: builds what is stale, then runs every check there is. The last line of stdout is
// `N passed, N failed` with `, N skipped` where something was; the exit code is 1 when anything failed.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { ensure } from './ensure.mjs'
import { filesBelow } from './lib/fingerprint.mjs'
import { inRoot, kRoot, nodeTool } from './lib/places.mjs'
import { say } from './lib/process.mjs'

/** Most seconds of one stage; far above what any takes, so that a hang ends as a failure. */
const kStageSecondsMax = 1_500

/** Stages whose every line is worth reading: how much was explored, reached, tried. */
const kTellsAll = new Set(['native', 'coverage', 'fuzz'])

const total = { passed: 0, failed: 0, skipped: 0 }
forgetSettings(process.env)
const built = build()

const kStages = {
  format: () =>
    runCheck(
      'format',
      nodeTool('@biomejs/biome/bin/biome').concat('check', '--error-on-warnings', '.'),
    ),
  lint: () =>
    runCheck(
      'lint',
      nodeTool('oxlint/bin/oxlint').concat('--type-aware', 'src', 'test', 'bench', 'examples'),
    ),
  types: () => count('types', built.types ? 'ok - types' : 'not ok - types: tsc found errors'),
  schema: () =>
    runCheck('schema', [process.execPath, inRoot('scripts', 'generate-schema.mjs'), '--check']),
  tidy: () => runAva('tidy', 2),
  native: runNative,
  coverage: () => runTap('coverage', ['bash', inRoot('native', 'coverage.sh')]),
  fuzz: () => runTap('fuzz', [process.execPath, inRoot('scripts', 'fuzz.mjs'), '--short']),
  unit: () => runAva('unit', 2),
  conformance: () => runAva('conformance', 2),
  model: () => runAva('model', 1),
  sim: () => runAva('sim', 1),
  e2e: () => runAva('e2e', 2),
  smoke: () => runAva('smoke', 1),
  supply: () => runTap('supply', [process.execPath, inRoot('scripts', 'supply-chain.mjs')]),
  planted: () => runAva('planted', 2),
}

/**
 * Takes out of the environment what would change the answers of the programs under test: colors that a CI asks for, and
 * settings of a center that also runs here. The seed stays: it is how a run is repeated.
 */
function forgetSettings(env) {
  for (const name of Object.keys(env)) {
    if (name === 'SIGNALBOX_SEED') continue
    if (name.startsWith('SIGNALBOX_') || name === 'FORCE_COLOR' || name === 'NO_COLOR')
      delete env[name]
  }
}

function build() {
  try {
    return ensure()
  } catch (error) {
    say(error.message)
    return { types: false }
  }
}

/** Takes one TAP line into the figures; anything else is left to the caller. @returns whether the line was one. */
function count(stage, line) {
  const match = /^(not ok|ok)\b(?: \d+)? - (.*)$/.exec(line)
  if (match === null) return false
  const [, outcome, name] = match
  const isSkipped = /# SKIP/i.test(name)
  if (isSkipped) {
    total.skipped++
    console.log(`  skipped  ${stage}: ${name}`)
  } else if (outcome === 'ok') total.passed++
  else {
    total.failed++
    console.log(`  FAILED   ${stage}: ${name}`)
  }
  return true
}

/**
 * Runs a program, each line of its stdout to `onLine`, each of its stderr to `onErrorLine`.
 *
 * @returns its exit code; 1 where it ran too long.
 */
function lines(command, onLine, onErrorLine = onLine) {
  const [program, ...args] = command
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: kRoot, stdio: ['ignore', 'pipe', 'pipe'] })
    const timer = setTimeout(() => {
      say(`${program} ran longer than ${kStageSecondsMax} s`)
      child.kill('SIGKILL')
    }, kStageSecondsMax * 1_000)
    createInterface({ input: child.stdout }).on('line', onLine)
    createInterface({ input: child.stderr }).on('line', onErrorLine)
    child.on('error', (error) => {
      say(`${program}: ${error.message}`)
      resolve(127)
    })
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve(code ?? 1)
    })
  })
}

async function runCheck(stage, command) {
  const output = []
  const code = await lines(command, (line) => output.push(line))
  if (code !== 0) console.log(output.join('\n'))
  count(stage, code === 0 ? `ok - ${stage}` : `not ok - ${stage}: exit code ${code}`)
}

async function runNative() {
  if ((await lines(['cmake', '--version'], () => {})) !== 0) {
    count('native', 'ok - native: # SKIP cmake is not installed')
    return
  }
  await runTap('native', ['bash', inRoot('native', 'test.sh')])
}

async function runAva(stage, concurrency) {
  const files = filesBelow([`dist/test/${stage}`], (path) => path.endsWith('.test.js'))
  if (files.length === 0) {
    count(stage, `not ok - ${stage}: there is no test`)
    return
  }
  const ava = nodeTool('ava/entrypoints/cli.mjs')
  await runTap(stage, [...ava, '--tap', '--concurrency', String(concurrency), ...files])
}

/**
 * A failure's details follow its line; they are shown until the next result. Results are what stdout says: a program under
 * test may print on stderr whatever it likes.
 */
async function runTap(stage, command) {
  const before = { ...total }
  let isDetail = false
  const onLine = (line) => {
    if (count(stage, line)) isDetail = line.startsWith('not ok')
    else if (isDetail || /^# (?!tests|pass|fail|skip)/.test(line) || kTellsAll.has(stage))
      console.log(`    ${line}`)
    else if (!/^(TAP version|1\.\.\d|# |\s*(---|\.\.\.)|\s*$)/.test(line))
      console.log(`    ${line}`)
  }
  const code = await lines(command, onLine, (line) => console.log(`    ${line}`))
  const hasRun =
    total.passed + total.failed + total.skipped > before.passed + before.failed + before.skipped
  if (!hasRun) count(stage, `not ok - ${stage}: nothing was run`)
  else if (code !== 0 && total.failed === before.failed)
    count(stage, `not ok - ${stage}: exit code ${code}`)
}

async function main(names) {
  const unknown = names.filter((name) => !(name in kStages))
  if (unknown.length > 0) {
    say(`no stage is called ${unknown.join(', ')}; there are ${Object.keys(kStages).join(', ')}`)
    process.exitCode = 2
    return
  }
  for (const [name, stage] of Object.entries(kStages)) {
    if (names.length > 0 && !names.includes(name)) continue
    const startMs = performance.now()
    const before = { ...total }
    await stage()
    const seconds = ((performance.now() - startMs) / 1_000).toFixed(1)
    console.log(
      `${name}: ${total.passed - before.passed} passed, ${total.failed - before.failed} failed in ${seconds} s`,
    )
  }
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : ''
  console.log(`${total.passed} passed, ${total.failed} failed${skipped}`)
  process.exitCode = total.failed > 0 ? 1 : 0
}

await main(process.argv.slice(2))
