// `signalbox server`: runs a center until a signal ends it.

import type { Command } from 'commander'
import { CenterError } from '../base/errors.js'
import { kRingBytesMax, kRingBytesMin } from '../base/limits.js'
import { kLogLevels, type LogLevel } from '../base/logger.js'
import { kCenterDefaults } from '../control/options.js'
import type { CliCenter, CliCenterOptions, CliContext } from './context.js'
import { failureOf, kExitUsage, usageError } from './exit.js'
import { flag, readToken, textFlag, tokenFileFlag, wholeFlag } from './flags.js'
import { jsonText, write } from './output.js'

type ServerFlags = {
  readonly name: string
  readonly dataDir?: string
  readonly pipe?: string
  readonly stationAddress?: string
  readonly tokenFile?: string
  readonly tlsCert?: string
  readonly tlsKey?: string
  readonly ringBytes?: number
  readonly logLevel: LogLevel
  /** True by the flag; the text of the environment variable as it is. */
  readonly json?: boolean | string
  readonly httpAddress?: string
  readonly grpcAddress?: string
}

/** A second signal cuts the drain short: calls may be lost. */
const kExitCutShort = 1

const kNotes = `
Every flag may come from the environment instead, in capitals and with underscores:
SIGNALBOX_DATA_DIR for --data-dir. The flag wins.

SIGTERM and SIGINT drain: new calls are refused, those on the way end, stations are told goodbye.
A second signal ends the process at once, with exit code 1.`

/** Adds the command. */
export function addServerCommand(program: Command, context: CliContext): void {
  program
    .command('server')
    .description('run a center')
    .addOption(textFlag('--name <name>', 'name of the center').default(kCenterDefaults.name))
    .addOption(textFlag('--data-dir <dir>', 'directory for what outlives the process'))
    .addOption(textFlag('--pipe <path>', 'path of the pipe where stations of this machine meet'))
    .addOption(
      textFlag(
        '--station-address <host:port>',
        'address for stations of other machines; port 0 takes any; absent: none',
      ),
    )
    .addOption(tokenFileFlag())
    .addOption(textFlag('--tls-cert <file>', 'certificate for the station address, PEM'))
    .addOption(textFlag('--tls-key <file>', 'key of the certificate, PEM'))
    .addOption(
      wholeFlag(
        '--ring-bytes <n>',
        `data bytes of each ring, a power of two; default ${kCenterDefaults.ringBytes}`,
        kRingBytesMin,
        kRingBytesMax,
      ),
    )
    .addOption(
      flag('--log-level <level>', 'what is logged, on stderr')
        .choices(kLogLevels)
        .default(kCenterDefaults.log),
    )
    .addOption(flag('--json', 'print the ready line as JSON, and nothing else on stdout'))
    .addOption(textFlag('--http-address <address>', 'address of the HTTP gateway, or off'))
    .addOption(textFlag('--grpc-address <address>', 'address of the gRPC gateway, or off'))
    .addHelpText('after', kNotes)
    .action((flags: ServerFlags, command: Command) => {
      const isJson = isTrue(flags.json, command.getOptionValueSource('json'))
      return runServer(context, flags, isJson)
    })
}

async function runServer(context: CliContext, flags: ServerFlags, isJson: boolean): Promise<void> {
  const options = await centerOptions(flags)
  await warnOfGateways(context, flags)
  // Before the start: a signal during it must drain too, not kill.
  const stop = listenForStop(context)
  try {
    const center = await start(context, options)
    await write(context.stdout, isJson ? readyJson(center) : readyText(center, context.version))
    await Promise.race([stop.requested, died(center)])
    await end(context, center)
  } finally {
    stop.release()
  }
}

async function start(context: CliContext, options: CliCenterOptions): Promise<CliCenter> {
  try {
    return await context.startCenter(options)
  } catch (error) {
    const isUsage = error instanceof CenterError && error.code === 'ERR_BAD_ARGUMENT'
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

/** `requested` resolves at the first signal; the second one ends the process at once. */
function listenForStop(context: CliContext): { requested: Promise<void>; release: () => void } {
  let request: () => void = () => {}
  const requested = new Promise<void>((resolve) => {
    request = resolve
  })
  let signalCount = 0
  const release = context.onStopSignal(() => {
    signalCount++
    if (signalCount > 1) context.exitNow(kExitCutShort)
    else request()
  })
  return { requested, release }
}

async function centerOptions(flags: ServerFlags): Promise<CliCenterOptions> {
  const { name, dataDir, pipe, stationAddress, ringBytes, logLevel } = flags
  const tls = tlsFiles(flags)
  const token = await readToken(flags.tokenFile)
  return {
    name,
    log: logLevel,
    ...(dataDir === undefined ? {} : { dataDir }),
    ...(pipe === undefined ? {} : { pipe }),
    ...(stationAddress === undefined ? {} : { stationAddress }),
    ...(token === undefined ? {} : { token }),
    ...(tls === undefined ? {} : { tls }),
    ...(ringBytes === undefined ? {} : { ringBytes }),
  }
}

function tlsFiles(flags: ServerFlags): CliCenterOptions['tls'] {
  const { tlsCert, tlsKey } = flags
  if (tlsCert === undefined && tlsKey === undefined) return undefined
  if (tlsCert === undefined) throw usageError('--tls-key needs --tls-cert')
  if (tlsKey === undefined) throw usageError('--tls-cert needs --tls-key')
  return { certFile: tlsCert, keyFile: tlsKey }
}

/** The flags of gateways are accepted so that scripts written for later versions run. */
async function warnOfGateways(context: CliContext, flags: ServerFlags): Promise<void> {
  const isWanted = (address: string | undefined) => address !== undefined && address !== 'off'
  if (!isWanted(flags.httpAddress) && !isWanted(flags.grpcAddress)) return
  const text = 'warning: this version has no HTTP gateway yet, and no gRPC gateway; '
  await write(context.stderr, `${text}--http-address and --grpc-address have no effect\n`)
}

/** One line for programs; null for what is off or not there yet. */
function readyJson(center: CliCenter): string {
  const line = {
    ready: true,
    http: null,
    grpc: null,
    station: center.stationAddress,
    pipe: center.pipe,
    engine: null,
    sers: null,
    srsr: null,
  }
  return jsonText(line, false)
}

function readyText(center: CliCenter, version: string): string {
  const lines = [
    `signalbox ${version}: center ${center.name} is ready`,
    `  pipe      ${center.pipe}`,
  ]
  if (center.stationAddress !== null) lines.push(`  stations  ${center.stationAddress}`)
  return `${lines.join('\n')}\n`
}

const kTrueTexts = ['1', 'true', 'yes', 'on']
const kFalseTexts = ['0', 'false', 'no', 'off', '']

/** A flag without a value is true; as an environment variable it has one. */
function isTrue(value: boolean | string | undefined, source: string | undefined): boolean {
  if (source !== 'env') return value === true
  const text = (process.env.SIGNALBOX_JSON ?? '').toLowerCase()
  if (kTrueTexts.includes(text)) return true
  if (kFalseTexts.includes(text)) return false
  throw usageError(`SIGNALBOX_JSON is ${text}; it must be 1 or 0`)
}
