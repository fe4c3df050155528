// Health of the center as Sers says it: percent and megabytes.

import { cpus, freemem, loadavg, totalmem } from 'node:os'

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
      ThreadCount: cores,
      RunningThreadCount: 1,
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

function cpuUs(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100
}
