// `signalbox server`: runs a center until a signal ends it.

import type { Command } from 'commander'
import { CenterError } from '../base/errors.js'
import { kAdminId } from '../control/accounts.js'
import { type CenterOptions, resolveCenterOptions } from '../control/options.js'
import { readSers } from '../control/read-sers.js'
import type { Setting } from '../control/read-settings.js'
import type { CliCenter, CliContext, Supervisor } from './context.js'
import { failureOf, kExitUsage } from './exit.js'
import { engineText, jsonText, write } from './output.js'
import { listenForReload } from './reload.js'
import {
  addSettingFlags,
  centerOptions,
  faultsError,
  type GivenSettings,
  givenSettings,
  readGiven,
} from './setting-flags.js'
import { listenForStop } from './stop.js'
import { startWatchdog } from './supervisor.js'

const kNotes = `
Every flag may come from the environment instead, in capitals and with underscores:
SIGNALBOX_DATA_DIR for --data-dir. Flags win over the environment, and that over the configuration file.
What each setting does, and which can be changed while the server runs: docs/CONFIG.md.

SIGTERM and SIGINT drain: new calls are refused, those on the way end, stations are told goodbye.
A second signal ends the process at once, with exit code 1. SIGHUP reads the settings again.`

/** Adds the command. */
export function addServerCommand(program: Command, context: CliContext): void {
  const command = program.command('server').description('run a center')
  addSettingFlags(command)
  command
    .option('--check-config', 'check the settings, say what is wrong, and end')
    .addHelpText('after', kNotes)
    .action((flags: { readonly checkConfig?: true }) => {
      const given = givenSettings(command)
      return flags.checkConfig === true ? checkConfig(context, given) : runServer(context, given)
    })
}

async function checkConfig(context: CliContext, given: GivenSettings): Promise<void> {
  const { options } = await readOptions(given)
  try {
    const { sers, dataDir } = resolveCenterOptions(options)
    const notices = sers === null ? [] : (await readSers(sers.settings, dataDir)).notices
    for (const notice of notices) await write(context.stderr, `note: ${notice}\n`)
  } catch (error) {
    throw failureOf(error, kExitUsage)
  }
  await write(context.stdout, 'the settings are fine\n')
}

type ReadOptions = {
  readonly settings: ReadonlyMap<string, Setting>
  readonly options: CenterOptions
}

/** @throws CliError of usage that tells every fault. */
async function readOptions(given: GivenSettings): Promise<ReadOptions> {
  const { settings, faults } = await readGiven(given)
  if (faults.length > 0) throw faultsError(faults)
  try {
    return { settings, options: await centerOptions(settings) }
  } catch (error) {
    throw failureOf(error, kExitUsage)
  }
}

async function runServer(context: CliContext, given: GivenSettings): Promise<void> {
  const { settings, options } = await readOptions(given)
  await warnOfGrpc(context, settings)
  const { supervisor, warning } = context.openSupervisor()
  if (warning !== null) await write(context.stderr, `warning: ${warning}\n`)
  // Before the start: a signal during it must drain too, not kill, and SIGHUP must do no harm.
  const stop = listenForStop(context)
  const reload = listenForReload(
    context,
    supervisor,
    async () => (await readOptions(given)).options,
  )
  try {
    const center = await start(context, options)
    await tellSecret(context, center)
    const isJson = settings.get('json')?.value === true
    await write(context.stdout, isJson ? readyJson(center) : readyText(center, context.version))
    await serve(center, supervisor, () => {
      reload.attach(center)
      return stop.requested
    })
    await end(context, center)
  } finally {
    reload.release()
    stop.release()
  }
}

/** Runs until a signal comes; the supervisor hears how it is. */
async function serve(
  center: CliCenter,
  supervisor: Supervisor | null,
  untilStopped: () => Promise<void>,
): Promise<void> {
  supervisor?.notify('READY=1')
  const stopWatchdog = supervisor === null ? () => {} : startWatchdog(supervisor, center)
  try {
    await Promise.race([untilStopped(), died(center)])
  } finally {
    supervisor?.notify('STOPPING=1')
    stopWatchdog()
  }
}

async function start(context: CliContext, options: CenterOptions): Promise<CliCenter> {
  try {
    return await context.startCenter(options)
  } catch (error) {
    const isUsage =
      error instanceof CenterError &&
      (error.code === 'ERR_BAD_ARGUMENT' || error.code === 'ERR_UNSAFE_ADDRESS')
    throw isUsage ? failureOf(error, kExitUsage) : failureOf(error)
  }
}

/** Rejects when the center dies of itself: a supervisor starts it again. */
async function died(center: CliCenter): Promise<void> {
  try {
    await center.ended
  } catch (error) {
    throw failureOf(error)
  }
}

/** Calls in flight end first; the center is closed even when that fails. */
async function end(context: CliContext, center: CliCenter): Promise<void> {
  try {
    const leftCount = await center.drain()
    if (leftCount > 0) {
      await write(context.stderr, `warning: ${leftCount} calls were still on the way\n`)
    }
  } catch (error) {
    throw failureOf(error)
  } finally {
    await center.close()
  }
}

/** The secret of a new account is shown once: nobody can find it out later. Never on stdout, which programs keep. */
async function tellSecret(context: CliContext, center: CliCenter): Promise<void> {
  const secret = center.accounts?.madeSecret ?? null
  if (secret === null || center.accounts === null) return
  const lines = [`account ${kAdminId} was made; its secret is shown this once:`, `  ${secret}`]
  if (center.httpAddress !== null) {
    const token = center.accounts.issueLoginToken(kAdminId)
    lines.push('log in, once and within ten minutes, at:')
    const scheme = (center.options.http?.tlsFiles ?? null) === null ? 'http' : 'https'
    lines.push(`  ${scheme}://${center.httpAddress}/_sys_/login?token=${token}`)
  }
  await write(context.stderr, `${lines.join('\n')}\n`)
}

/** The flags of gateways are accepted so that scripts written for later versions run. */
async function warnOfGrpc(
  context: CliContext,
  settings: ReadonlyMap<string, Setting>,
): Promise<void> {
  const setting = settings.get('grpc.address')
  if (setting?.origin.kind === 'default' || setting?.value === 'off') return
  const text = 'warning: this version has no gRPC gateway yet; --grpc-address has no effect\n'
  await write(context.stderr, text)
}

/** One line for programs; null for what is off or not there yet. */
function readyJson(center: CliCenter): string {
  const line = {
    ready: true,
    http: center.httpAddress,
    grpc: null,
    station: center.stationAddress,
    pipe: center.pipe,
    engine: center.httpEngine,
    engineReason: center.httpEngineReason,
    sers: center.sersAddresses.length === 0 ? null : center.sersAddresses,
    srsr: center.srsrAddress,
    dns: center.dnsAddress,
  }
  return jsonText(line, false)
}

function readyText(center: CliCenter, version: string): string {
  const lines = [
    `signalbox ${version}: center ${center.name} is ready`,
    `  pipe      ${center.pipe}`,
  ]
  if (center.stationAddress !== null) lines.push(`  stations  ${center.stationAddress}`)
  if (center.httpAddress !== null) {
    const engine = engineText(center.httpEngine ?? '', center.httpEngineReason ?? '')
    lines.push(`  http      ${center.httpAddress} ${engine}`)
  }
  for (const address of center.sersAddresses) lines.push(`  sers      ${address}`)
  if (center.srsrAddress !== null) lines.push(`  srsr      ${center.srsrAddress}`)
  if (center.dnsAddress !== null) lines.push(`  dns       ${center.dnsAddress}`)
  return `${lines.join('\n')}\n`
}
