#!/usr/bin/env node

// The program `signalbox`: gives the commands their world, and ends the process with their exit code.

import { isatty } from 'node:tty'
import { ownVersion } from '../base/own-version.js'
import { connect, createStation, startCenter, startGateway } from '../index.js'
import { loadNative } from '../ring/native.js'
import { colorsFor } from './colors.js'
import type { CliContext } from './context.js'
import { kExitOk } from './exit.js'
import { runCli } from './program.js'
import { progressOn, screenOf } from './screen.js'
import { openSupervisor } from './supervisor.js'

/** Milliseconds until the threads have done what follows their start. */
const kTrimAfterMs = 1_000
const kStopSignals = ['SIGINT', 'SIGTERM'] as const
const args = process.argv.slice(2)
/** Not isTTY, which a pipe does not have at all: what takes undefined for a default then guesses. */
const isTerminal = isatty(process.stdout.fd)

const context: CliContext = {
  version: ownVersion(),
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  isTerminal,
  colors: colorsFor({ args, env: process.env, isTerminal }),
  screen: isTerminal ? screenOf(process.stdin, process.stdout) : null,
  progress: progressOn(process.stderr),
  startCenter: (options) => trimmedAfter(startCenter(options)),
  startGateway: (options) => trimmedAfter(startGateway(options)),
  openRegistry: async (options) => {
    const { openRegistry } = await import('../services/registry/registry.js')
    return openRegistry(options, sayOnStderr)
  },
  // What a lost link means for the call, the call itself says.
  connect: (address, options) => connect(address, { ...options, onEvent: () => {} }),
  joinEcho: async (address, options, route) => {
    const station = createStation({ name: 'echo', ...options, onEvent: () => {} })
    station.route(route, (call) => call.body)
    await station.join(address)
    return station
  },
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

process.exit(await runCli(args, context))

/** What comes and goes as it should is no news. */
function sayOnStderr(level: 'info' | 'warn', text: string): void {
  if (level === 'warn') process.stderr.write(`${text}\n`)
}

/** What a start needed and its server does not need is some 20 MiB, which the allocator would keep. */
async function trimmedAfter<Started>(starting: Promise<Started>): Promise<Started> {
  const started = await starting
  const trim = () => {
    const loaded = loadNative()
    if (loaded.ok) loaded.native.memoryTrim()
  }
  setTimeout(trim, kTrimAfterMs).unref()
  return started
}

function onSignals(signals: readonly NodeJS.Signals[], listener: () => void): () => void {
  for (const signal of signals) process.on(signal, listener)
  return () => {
    for (const signal of signals) process.off(signal, listener)
  }
}
