// `npm run soak -- CASE [--minutes N] [--seed N] …`: suites that take long. Prints figures; exit code 1 when a rule was broken.

import { seedOfRun } from '../support/seeded-random.js'
import { soakHostile } from './hostile.js'
import { soakKill } from './kill.js'
import { soakMixed } from './mixed.js'
import type { Soak, SoakOptions } from './options.js'

const kCases: Readonly<Record<string, Soak>> = {
  kill: soakKill,
  hostile: soakHostile,
  mixed: soakMixed,
}

function readOptions(args: readonly string[]): SoakOptions {
  const numbers: Record<string, number> = {}
  for (let at = 0; at < args.length; at += 2) {
    const name = args[at]
    const value = Number(args[at + 1])
    if (!name.startsWith('--') || Number.isNaN(value))
      throw new Error(`'${name} ${args[at + 1] ?? ''}': --name and a number are wanted`)
    numbers[name.slice(2)] = value
  }
  return { seed: numbers.seed ?? seedOfRun(), minutes: numbers.minutes, numbers }
}

const [name = '', ...rest] = process.argv.slice(2)
const run = kCases[name]
if (run === undefined) {
  console.error(`no soak is called '${name}'; there are ${Object.keys(kCases).join(', ')}`)
  process.exitCode = 2
} else {
  const options = readOptions(rest)
  console.log(`soak ${name}, seed ${options.seed}`)
  const faults = await run(options)
  for (const fault of faults.slice(0, 50)) console.log(`BROKEN ${fault}`)
  console.log(
    `${faults.length} rules broken; repeat with: npm run soak -- ${[name, ...rest].join(' ')}`,
  )
  process.exitCode = faults.length === 0 ? 0 : 1
}
