// The program `signalbox` as a process of its own: what it prints, how it ends.

import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { until, type World, within } from './world.js'

export const kCliPath = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url))

/** How a command ended. */
export type Ended = {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export type RunningCli = {
  readonly child: ChildProcess
  readonly stdout: () => string
  readonly stderr: () => string
  readonly ended: Promise<Ended>
}

/** Starts a command that talks to the world's center. */
export function startCli(world: World, ...args: string[]): RunningCli {
  return startCliWith(world, {}, ...args)
}

/** The same, with more environment. */
export function startCliWith(
  world: World,
  env: Readonly<Record<string, string>>,
  ...args: string[]
): RunningCli {
  const { NO_COLOR: _no, FORCE_COLOR: _force, ...inherited } = process.env
  const child = spawn(process.execPath, [kCliPath, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...inherited, SIGNALBOX_CENTER: world.pipe, ...env },
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
  })
  const ended = within(
    `signalbox ${args.join(' ')} ends`,
    new Promise<Ended>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (code) => resolve({ code, stdout, stderr }))
    }),
  ).finally(() => child.kill('SIGKILL'))
  return { child, stdout: () => stdout, stderr: () => stderr, ended }
}

/** Runs a command to its end. */
export function runCli(world: World, ...args: string[]): Promise<Ended> {
  return startCli(world, ...args).ended
}

/** Resolves when a command has printed a text on stdout. */
export function printed(command: RunningCli, text: string): Promise<void> {
  return until(`it prints ${text}; it printed ${command.stdout()}${command.stderr()}`, () =>
    command.stdout().includes(text),
  )
}
