// `signalbox doctor`: looks whether a server could run here, and says how to mend what is in its way.

import { dirname } from 'node:path'
import type { Command } from 'commander'
import { kSrsrPort } from '../control/leases/registry-options.js'
import { resolveCenterOptions } from '../control/options.js'
import type { Setting } from '../control/read-settings.js'
import type { HttpEngineChoice } from '../http/open-server.js'
import { isLoopback, parseHostPort } from '../transport/address.js'
import type { CliContext } from './context.js'
import { type Finding, fail, ok } from './doctor/finding.js'
import {
  checkClocks,
  checkCores,
  checkDescriptors,
  checkMappings,
  checkMemory,
  checkNode,
} from './doctor/machine.js'
import { checkAddon, checkEngine, checkSharedMemory } from './doctor/parts.js'
import { checkCenter, checkDataFolder, checkDisk, checkFolder, checkPort } from './doctor/places.js'
import { CliError, failureOf, kExitUsage } from './exit.js'
import { outputFlag } from './flags.js'
import { jsonText, printable, write } from './output.js'
import {
  addSettingFlags,
  centerOptions,
  givenSettings,
  readGiven,
  valueInForce,
} from './setting-flags.js'

/** Adds the command. */
export function addDoctorCommand(program: Command, context: CliContext): void {
  const command = program
    .command('doctor')
    .description('check whether a server could run here, given the same flags as `server`')
  addSettingFlags(command)
  command
    .addOption(outputFlag())
    .action(async ({ output }: { readonly output: 'table' | 'json' }) => {
      const { settings, faults } = await readGiven(givenSettings(command))
      const wrong = faults.map(({ place, text }) =>
        fail('settings', `${place}: ${text}`, 'correct the setting'),
      )
      const findings = await examine(context, settings, wrong)
      await write(
        context.stdout,
        output === 'json' ? jsonText(findings, context.isTerminal) : findingsText(findings),
      )
      const failed = findings.filter(({ state }) => state === 'fail').length
      if (failed > 0) throw failedError(failed)
    })
}

function failedError(count: number): CliError {
  return new CliError(kExitUsage, `error: ${count === 1 ? 'a check' : `${count} checks`} failed`)
}

async function examine(
  context: CliContext,
  settings: ReadonlyMap<string, Setting>,
  wrong: readonly Finding[],
): Promise<readonly Finding[]> {
  const said = (key: string) => {
    const setting = settings.get(key)
    const value = setting === undefined ? null : valueInForce(settings, setting)
    return value === null ? null : String(value)
  }
  const pipe = said('pipe') ?? ''
  const dataDir = said('dataDir') ?? 'off'
  const { finding: center, isRunning } = await checkCenter(context, pipe)
  return [
    checkNode(process.versions.node),
    ...(wrong.length > 0 ? wrong : [await checkSettings(settings)]),
    checkAddon(),
    checkSharedMemory(),
    checkEngine(
      engineOf(said('http.engine')),
      isExposed(said('http.address'), said('http.trustProxy')),
    ),
    checkCores(),
    checkMemory(),
    checkDescriptors(),
    checkMappings(),
    await checkClocks(),
    checkDataFolder(dataDir),
    await checkDisk(dataDir),
    checkFolder('pipe folder', dirname(pipe)),
    center,
    await checkPort('station address', said('stationAddress'), isRunning),
    await checkPort('http address', said('http.address'), isRunning),
    await checkPort(
      'srsr address',
      srsrAddressOf(said('srsr.on'), said('srsr.address')),
      isRunning,
    ),
    await checkPort('dns address', said('dns.address'), isRunning),
  ]
}

function srsrAddressOf(on: string | null, address: string | null): string | null {
  return address ?? (on === 'true' ? `127.0.0.1:${kSrsrPort}` : null)
}

function engineOf(said: string | null): HttpEngineChoice {
  return said === 'uws' || said === 'node' ? said : 'auto'
}

function isExposed(address: string | null, trustProxy: string | null): boolean {
  if (address === null || address === 'off') return false
  return !isLoopback(parseHostPort(address, address).host) || (trustProxy ?? '') !== ''
}

/** What only all settings together show: addresses that are not protected, files that cannot be read. */
async function checkSettings(settings: ReadonlyMap<string, Setting>): Promise<Finding> {
  try {
    resolveCenterOptions(await centerOptions(settings))
    return ok('settings', 'fine')
  } catch (error) {
    return fail('settings', failureOf(error).message, 'correct the setting')
  }
}

/** A line for each check; how to mend it stands on the next one. */
function findingsText(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ name }) => name.length))
  return findings
    .map(({ name, state, text, mend }) => {
      const line = `${state.padEnd(4)}  ${name.padEnd(width)}  ${printable(text)}\n`
      return mend === null ? line : `${line}${' '.repeat(8 + width)}→ ${printable(mend)}\n`
    })
    .join('')
}
