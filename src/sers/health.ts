// Health of the center as Sers says it: percent and megabytes.

import { readdirSync, readFileSync } from 'node:fs'
import { arch, cpus, freemem, hostname, loadavg, release, totalmem, type, version } from 'node:os'

const kMegabyte = 1024 * 1024

export type Health = {
  readonly usageStatus: {
    readonly cpuUsage: number
    readonly memoryUsage: number
    readonly networkIn: number
    readonly networkOut: number
  }
  readonly Process: {
    readonly ThreadCount: number
    readonly RunningThreadCount: number
    readonly WorkingSet: number
  }
}

/** Counted by whoever moves bytes; kB a second are told from one look to the next. */
const moved = { inBytes: 0, outBytes: 0 }
let lastLook = {
  atMs: performance.now(),
  inBytes: 0,
  outBytes: 0,
  cpuUs: cpuUs(),
  health: null as Health | null,
}
/** Looks within this time see the same figures. */
const kLookMs = 1_000

export function noteBytesIn(bytes: number): void {
  moved.inBytes += bytes
}

export function noteBytesOut(bytes: number): void {
  moved.outBytes += bytes
}

export function healthInfo(): Health {
  const nowMs = performance.now()
  const spanMs = nowMs - lastLook.atMs
  if (lastLook.health !== null && spanMs < kLookMs) return lastLook.health
  const seconds = Math.max(spanMs, 1) / 1_000
  const usedUs = cpuUs()
  const cores = Math.max(1, cpus().length)
  const ownShare = (usedUs - lastLook.cpuUs) / (seconds * 1e6 * cores)
  const machineShare = (loadavg()[0] ?? 0) / cores
  const health: Health = {
    usageStatus: {
      cpuUsage: hundredths(100 * Math.min(1, Math.max(ownShare, machineShare))),
      memoryUsage: hundredths(100 * (1 - freemem() / totalmem())),
      networkIn: hundredths((moved.inBytes - lastLook.inBytes) / 1024 / seconds),
      networkOut: hundredths((moved.outBytes - lastLook.outBytes) / 1024 / seconds),
    },
    Process: {
      ...threads(),
      WorkingSet: hundredths(process.memoryUsage.rss() / kMegabyte),
    },
  }
  lastLook = {
    atMs: nowMs,
    inBytes: moved.inBytes,
    outBytes: moved.outBytes,
    cpuUs: usedUs,
    health,
  }
  return health
}

/** Threads of this process, and those that run right now; where the system does not tell it, the one that asks. */
function threads(): { ThreadCount: number; RunningThreadCount: number } {
  try {
    const states = readdirSync('/proc/self/task').map((task) => {
      const stat = readFileSync(`/proc/self/task/${task}/stat`, 'latin1')
      return stat.charAt(stat.lastIndexOf(')') + 2) // the name before it may have brackets
    })
    const running = states.filter((state) => state === 'R').length
    return { ThreadCount: states.length, RunningThreadCount: running }
  } catch {
    return { ThreadCount: 1, RunningThreadCount: 1 }
  }
}

const kPlatforms: Readonly<Record<string, string>> = {
  linux: 'LINUX',
  darwin: 'OSX',
  win32: 'WINDOWS',
}

/** deviceInfo of the machine that the center runs on, in the words of .NET. */
export function ownDevice(): Readonly<Record<string, unknown>> {
  const machine = arch()
  const architecture = machine.charAt(0).toUpperCase() + machine.slice(1)
  return {
    OSPlatform: kPlatforms[process.platform] ?? process.platform.toUpperCase(),
    OSArchitecture: architecture,
    OSDescription: `${type()} ${release()} ${version()}`,
    ProcessArchitecture: architecture,
    Is64BitOperatingSystem: machine.includes('64') || machine === 's390x',
    ProcessorCount: cpus().length,
    MachineName: hostname(),
    OSVersion: `${type()} ${release()}`,
    WorkingSet: process.memoryUsage.rss(),
  }
}

function cpuUs(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100
}
