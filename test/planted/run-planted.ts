// Runs a test file with a plant, in processes of its own.

import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { kPlantVariable, kRoot, type Plant } from './plant.js'
import type { ScriptPlant } from './script-plants.js'

const kAva = `${kRoot}node_modules/ava/entrypoints/cli.mjs`
const kRegister = fileURLToPath(new URL('./register.js', import.meta.url))
/** Far above what any suite or build takes on a busy machine; one that a plant makes hang ends as a failure here. */
const kRunMsMax = 500_000

export type Run = { readonly code: number; readonly output: string }

/** Runs a program to its end, or to {@link kRunMsMax}; stdout and stderr together. */
export function runProgram(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: kRoot, env, stdio: ['ignore', 'pipe', 'pipe'] })
    const parts: Buffer[] = []
    child.stdout.on('data', (part: Buffer) => parts.push(part))
    child.stderr.on('data', (part: Buffer) => parts.push(part))
    const timer = setTimeout(() => child.kill('SIGKILL'), kRunMsMax)
    child.on('error', reject)
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve({ code: code ?? 1, output: Buffer.concat(parts).toString('utf8') })
    })
  })
}

/** Runs the suite of a plant with AVA, as `npm test` does, up to the first failure. */
export function runPlantedSuite(plant: ScriptPlant): Promise<Run> {
  return runPlantedProgram(plant, [kAva, '--tap', '--fail-fast', plant.suite])
}

/** Runs Node with a plant. Every process and worker thread that it starts has the plant, too. */
export function runPlantedProgram(plant: Plant, args: readonly string[]): Promise<Run> {
  return runProgram(process.execPath, args, {
    ...process.env,
    NODE_OPTIONS: `--import ${kRegister}`,
    [kPlantVariable]: plant.name,
  })
}

/** Titles of the tests that failed, of AVA's TAP. */
export function failedTitles(output: string): readonly string[] {
  return [...output.matchAll(/^not ok \d+ - (.*)$/gm)].map(([, title]) => title)
}
