// Runs fuzz targets on mutated inputs, without jazzer.js: `node dist/test/fuzz/main.js --ms N --seed N TARGET…`. Says
// `begin TARGET`, then one TAP line each; exit code 1 when a rule was broken. The input that did is written to
// .signalbox/fuzz/.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { mutated, randomOf } from './mutator.js'
import type { FuzzTarget } from './target.js'

const kRoot = fileURLToPath(new URL('../../../', import.meta.url))
const kCorpus = join(kRoot, 'test', 'fuzz', 'corpus')
const kFailures = join(kRoot, '.signalbox', 'fuzz')
/** An input of 4 KiB that takes longer is a fault, too: what a peer may send must not hold a thread. */
const kInputMsMax = 2_000

function corpusOf(name: string): Buffer[] {
  const folder = join(kCorpus, name)
  const files = existsSync(folder) ? readdirSync(folder).sort() : []
  const corpus = files.map((file) => readFileSync(join(folder, file)))
  return corpus.length > 0 ? corpus : [Buffer.alloc(0)]
}

async function runOne(target: FuzzTarget, input: Buffer): Promise<void> {
  const startMs = performance.now()
  await target.fuzz(Buffer.from(input))
  const ms = performance.now() - startMs
  if (ms > kInputMsMax) throw new Error(`broken: an input of ${input.length} bytes took ${ms} ms`)
}

/** Says what came of it; sets the exit code where a rule was broken. */
async function runTarget(name: string, ms: number, seed: number): Promise<void> {
  console.log(`begin ${name}`)
  const target = (await import(`./targets/${name}.js`)) as FuzzTarget
  const corpus = corpusOf(name)
  const random = randomOf(seed)
  const endMs = performance.now() + ms
  let count = 0
  let input = corpus[0]
  const fail = (error: unknown): void => {
    mkdirSync(kFailures, { recursive: true })
    const path = join(kFailures, `${name}-${seed}-${count}`)
    writeFileSync(path, input)
    console.log(`not ok - fuzz ${name}: seed ${seed}, input ${count}, kept as ${path}`)
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    console.log(`# ${text.replaceAll('\n', '\n# ')}`)
    process.exitCode = 1
  }
  // Nothing is left to happen, and an input is still waited for.
  const onStuck = () => fail('broken: a promise is never settled')
  process.once('beforeExit', onStuck)
  try {
    for (input of corpus) await runOne(target, input)
    for (; performance.now() < endMs; count++) {
      input = mutated(corpus, target.words ?? [], random)
      await runOne(target, input)
    }
  } catch (error) {
    fail(error)
    return
  } finally {
    process.off('beforeExit', onStuck)
  }
  console.log(
    `ok - fuzz ${name}: ${corpus.length} of the corpus, ${count} made of them, seed ${seed}`,
  )
}

const { values, positionals } = parseArgs({
  options: { ms: { type: 'string' }, seed: { type: 'string' }, input: { type: 'string' } },
  allowPositionals: true,
})
if (values.input !== undefined) {
  // Repeats one input.
  const target = (await import(`./targets/${positionals[0]}.js`)) as FuzzTarget
  await runOne(target, readFileSync(values.input))
  console.log(`ok - fuzz ${positionals[0]}: ${values.input}`)
} else {
  for (const name of positionals) {
    await runTarget(name, Number(values.ms), Number(values.seed))
  }
}
// Timers of the product that are still set keep nobody waiting.
process.exit()
