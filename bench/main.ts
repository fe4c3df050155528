// `npm run bench`, `npm run -s bench -- NAME… [--json] [--quick] [--compare] [--save-baseline]`: measures, and prints a table or
// one JSON object a line; compares with the baseline, or makes it.

import { execFileSync } from 'node:child_process'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import {
  compare,
  comparisonText,
  type Ratios,
  ratiosOf,
  readBaseline,
  writeBaseline,
} from './baseline.js'
import { type Bench, kEffortFull, kEffortQuick, runBench } from './bench.js'
import { attachedBench } from './cases/attached.js'
import { budgetBench } from './cases/budget.js'
import { callBench } from './cases/call.js'
import { dispatchWorkersBench } from './cases/dispatch-workers.js'
import { fanoutBench } from './cases/fanout.js'
import { gatewayBench } from './cases/gateway.js'
import { idleBench } from './cases/idle.js'
import { latencyBench } from './cases/latency.js'
import { registryBench } from './cases/registry.js'
import { ringBench } from './cases/ring.js'
import { scaleBench } from './cases/scale.js'
import { sersBench } from './cases/sers.js'
import { jsonOf, type Result, tableOf } from './figures.js'
import { closeWorlds } from './processes.js'

const kBenches: Readonly<Record<string, () => Bench>> = {
  ring: ringBench,
  attached: attachedBench,
  call: callBench,
  budget: budgetBench,
  latency: latencyBench,
  fanout: fanoutBench,
  scale: scaleBench,
  'dispatch-workers': dispatchWorkersBench,
  idle: idleBench,
  gateway: gatewayBench,
  sers: sersBench,
  registry: registryBench,
}

const kBaselinePath = fileURLToPath(new URL('../../bench/baseline.json', import.meta.url))

const { isJson, isCompared, isSaved, effort, names } = readArguments()
const baseline = isCompared ? readBaseline(kBaselinePath) : null
const node = process.version
const commit = commitOf()
if (!isJson) {
  const [cpu] = cpus()
  console.log(`${cpus().length} × ${cpu?.model ?? 'unknown'}, Node ${node}, commit ${commit}`)
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => void closeWorlds().finally(() => process.exit(1)))
}
const ratios: Record<string, Ratios> = {}
for (const name of names) {
  const make = kBenches[name]
  if (make === undefined) throw new Error(`no bench ${name}`) // readArguments lets only known names through
  const bench = make()
  const results = await runBench(bench, effort)
  print(results)
  if (bench.reference !== null) Object.assign(ratios, ratiosOf(results, bench.reference))
}
if (isSaved) writeBaseline(kBaselinePath, { node, commit }, ratios)
if (baseline !== null) {
  const comparisons = compare(baseline.cases, ratios)
  const text = comparisonText(comparisons, baseline)
  if (isJson) process.stderr.write(text)
  else process.stdout.write(`\n${text}`)
  if (comparisons.some(({ outcome }) => outcome === 'worse')) process.exitCode = 1
}

function print(results: readonly Result[]): void {
  if (!isJson) process.stdout.write(`\n${tableOf(results)}`)
  else for (const result of results) process.stdout.write(`${jsonOf(result, { node, commit })}\n`)
}

function readArguments() {
  const known = Object.keys(kBenches)
  try {
    const { values, positionals } = parseArgs({
      options: {
        json: { type: 'boolean', default: false },
        quick: { type: 'boolean', default: false },
        compare: { type: 'boolean', default: false },
        'save-baseline': { type: 'boolean', default: false },
      },
      allowPositionals: true,
    })
    const unknown = positionals.find((name) => !known.includes(name))
    if (unknown !== undefined) throw new Error(`there is no bench '${unknown}'`)
    return {
      isJson: values.json,
      isCompared: values.compare,
      isSaved: values['save-baseline'],
      effort: values.quick ? kEffortQuick : kEffortFull,
      names: positionals.length === 0 ? known : positionals,
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
    const flags = '[--json] [--quick] [--compare] [--save-baseline]'
    console.error(`usage: npm run -s bench -- [${known.join('|')}]… ${flags}`)
    process.exit(2)
  }
}

/** The commit that was measured; `-dirty` where the sources differ from it. */
function commitOf(): string {
  try {
    const text = execFileSync('git', ['describe', '--always', '--dirty', '--exclude=*'], {
      encoding: 'utf8',
      cwd: fileURLToPath(new URL('.', import.meta.url)),
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    return text.trim()
  } catch {
    return 'unknown' // no checkout, or no git
  }
}
