#!/usr/bin/env node
// The program `signalbox`: gives the commands their world, and ends the process with their exit code.

import { readFileSync } from 'node:fs'
import { connect, startCenter, startGateway } from '../index.js'
import type { CliContext } from './context.js'
import { kExitOk } from './exit.js'
import { runCli } from './program.js'
import { openSupervisor } from './supervisor.js'

const kStopSignals = ['SIGINT', 'SIGTERM'] as const

const context: CliContext = {
  version: ownVersion(),
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  isTerminal: process.stdout.isTTY,
  startCenter,
  startGateway,
  // What a lost link means for the call, the call itself says.
  connect: (address, options) => connect(address, { ...options, onEvent: () => {} }),
  onStopSignal: (listener) => onSignals(kStopSignals, listener),
  onReloadSignal: (listener) => onSignals(['SIGHUP'], listener),
  openSupervisor: () => openSupervisor(process.env, process.pid),
  exitNow: (code) => process.exit(code),
}

// A reader that has seen enough, as in `signalbox call /log | head`, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(kExitOk)
  throw error
})

process.exit(await runCli(process.argv.slice(2), context))

function onSignals(signals: readonly NodeJS.Signals[], listener: () => void): () => void {
  for (const signal of signals) process.on(signal, listener)
  return () => {
    for (const signal of signals) process.off(signal, listener)
  }
}

/** The version stands in package.json alone, three folders above dist/src/cli. */
function ownVersion(): string {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')
  const manifest: unknown = JSON.parse(text)
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) {
    return String(manifest.version)
  }
  throw new Error('package.json has no version')
}
