// `signalbox srsr`: the registry alone, with the flags of srsr's own server.

import { join } from 'node:path'
import type { Command } from 'commander'
import { CenterError } from '../base/errors.js'
import {
  kSrsrLeaseMs,
  kSrsrPort,
  type ResolvedRegistryOptions,
} from '../control/leases/registry-options.js'
import { brokenBlockRule } from '../control/setting-kinds.js'
import { brokenHostPortRule, isLoopback, parseHostPort } from '../transport/address.js'
import type { CliContext } from './context.js'
import { CliError, failureOf } from './exit.js'
import { stateFolder } from './folders.js'
import { readGoFlags } from './go-flags.js'
import { jsonText, write } from './output.js'
import { listenForStop } from './stop.js'

/** As programs written in Go end that were called wrongly. */
const kExitWrongFlags = 2

const kFlags = {
  p: true,
  t: true,
  bind: true,
  'trust-proxy': true,
  'strict-address': false,
  'srsr-state': true,
  lb: true,
  allow: true,
  'dns-address': true,
  'dns-ttl': true,
  json: false,
} as const

const kUsage = `Usage of signalbox srsr:
  -p port
        port to listen at (default ${kSrsrPort}); 0 takes any
  -t seconds
        seconds without a heartbeat after which an entry goes, decimals allowed (default ${kSrsrLeaseMs / 1_000})
  -bind address
        address to listen at (default 127.0.0.1)
  -allow blocks
        addresses and blocks that may ask, as 10.0.0.0/8 (default all that reach the port)
  -trust-proxy blocks
        proxies whose X-Forwarded-For and X-Real-IP are believed (default none)
  -strict-address
        refuse host:port without a scheme
  -lb policy
        how lookups choose, random or roundrobin (default random)
  -srsr-state file
        file that keeps entries for the next start, or none (default in the data directory)
  -dns-address host:port
        where questions of DNS are answered (default off)
  -dns-ttl seconds
        seconds that answers of DNS may be kept (default 0)
  -json
        print the ready line as JSON
`

/** Adds the command. */
export function addSrsrCommand(program: Command, context: CliContext): void {
  const command = program
    .command('srsr')
    .description('run the registry alone, with the flags of srsr: -p port, -t seconds')
    .argument('[flags...]')
    .helpOption(false)
    .allowUnknownOption()
    .allowExcessArguments()
    .action(() => runSrsr(context, command.args))
}

async function runSrsr(context: CliContext, args: readonly string[]): Promise<void> {
  const flags = readGoFlags(args, kFlags)
  if (flags.kind === 'help') {
    await write(context.stdout, kUsage)
    return
  }
  if (flags.kind === 'wrong') throw wrongFlags(flags.text)
  const options = optionsOf(flags.values)
  const stop = listenForStop(context)
  try {
    const registry = await start(context, options)
    const { httpAddress, dnsAddress } = registry
    if (options.http !== null && !isLoopback(options.http.host) && options.allow.length === 0) {
      const who = 'whoever reaches this port may register; name who may with -allow'
      await write(context.stderr, `warning: ${who}\n`)
    }
    const line = { ready: true, srsr: httpAddress, dns: dnsAddress }
    const dns = dnsAddress === null ? '' : `  dns       ${dnsAddress}\n`
    const text = `signalbox ${context.version}: registry is ready\n  srsr      ${httpAddress}\n${dns}`
    await write(context.stdout, flags.values.has('json') ? jsonText(line, false) : text)
    await stop.requested
    await registry.close()
  } finally {
    stop.release()
  }
}

async function start(
  context: CliContext,
  options: ResolvedRegistryOptions,
): ReturnType<CliContext['openRegistry']> {
  try {
    return await context.openRegistry(options)
  } catch (error) {
    const isWrong = error instanceof CenterError && error.code === 'ERR_BAD_ARGUMENT'
    throw isWrong ? failureOf(error, kExitWrongFlags) : failureOf(error)
  }
}

function optionsOf(flags: ReadonlyMap<string, string>): ResolvedRegistryOptions {
  const port = whole(flags, 'p', kSrsrPort, 65_535)
  const host = flags.get('bind') ?? '127.0.0.1'
  const dns = flags.get('dns-address') ?? 'off'
  if (dns !== 'off' && brokenHostPortRule(dns) !== null) {
    throw invalid('dns-address', dns, 'host:port or off is wanted')
  }
  return {
    http: { host: host.replace(/^\[|\]$/g, ''), port },
    dns: dns === 'off' ? null : parseHostPort(dns, dns),
    dnsTtlSeconds: whole(flags, 'dns-ttl', 0, 3_600),
    leaseMs: leaseOf(flags.get('t')),
    trustProxy: blocks(flags, 'trust-proxy'),
    allow: blocks(flags, 'allow'),
    isStrict: flags.get('strict-address') === 'true',
    policy: policyOf(flags.get('lb') ?? 'random'),
    journalPath: journalOf(flags.get('srsr-state'), port),
  }
}

function leaseOf(text: string | undefined): number {
  if (text === undefined) return kSrsrLeaseMs
  const seconds = Number(text)
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(text)) throw invalid('t', text, 'seconds are wanted')
  if (seconds <= 0) throw wrongFlags('-t must be greater than 0')
  return seconds * 1_000
}

function policyOf(text: string): 'random' | 'round-robin' {
  if (text === 'random') return 'random'
  if (text === 'roundrobin' || text === 'round-robin') return 'round-robin'
  throw invalid('lb', text, 'random or roundrobin is wanted')
}

/** Two registries of one machine have two ports, so they have two files. */
function journalOf(text: string | undefined, port: number): string | null {
  if (text === 'none' || (text === undefined && port === 0)) return null
  return text ?? join(stateFolder('srsr'), `registry-${port}.journal`)
}

function blocks(flags: ReadonlyMap<string, string>, name: string): readonly string[] {
  const list = (flags.get(name) ?? '').split(',').filter((one) => one !== '')
  for (const one of list) {
    const rule = brokenBlockRule(one)
    if (rule !== null) throw invalid(name, one, rule)
  }
  return list
}

function whole(
  flags: ReadonlyMap<string, string>,
  name: string,
  otherwise: number,
  max: number,
): number {
  const text = flags.get(name)
  if (text === undefined) return otherwise
  if (/^\d+$/.test(text) && Number(text) <= max) return Number(text)
  throw invalid(name, text, `a whole number from 0 to ${max} is wanted`)
}

function invalid(name: string, value: string, rule: string): CliError {
  return wrongFlags(`invalid value "${value}" for flag -${name}: ${rule}`)
}

function wrongFlags(text: string): CliError {
  return new CliError(kExitWrongFlags, `${text}\n${kUsage}`)
}
