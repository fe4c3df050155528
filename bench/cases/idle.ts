// `idle`: what a center costs that has nothing to do, with one station joined over shared memory and a TCP listener.

import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Bench, Subject } from '../bench.js'
import type { Figures } from '../figures.js'
import { cpuUs, residentMiB, World } from '../processes.js'

/** A run looks on for this many times as long as others do: 5 s. Little happens, so it needs longer to show. */
const kRunFactor = 5
const kReadyTimeoutMs = 30_000
/** Lets the start's garbage collections and compilations end first. */
const kSettleMs = 500

export function idleBench(): Bench {
  return {
    name: 'idle',
    reference: null,
    cases: [{ name: 'center', settings: {}, open: async (): Promise<Subject> => ({ measure }) }],
    close: async () => {},
  }
}

/** Each run starts a center of its own, because readyMs can be measured only so. */
async function measure(runMs: number): Promise<Figures> {
  const world = new World()
  try {
    const pipe = join(world.folder, 'center.sock')
    const startMs = performance.now()
    const pid = await startServer(world, pipe)
    const readyMs = performance.now() - startMs
    const offer = { address: `shm:${pipe}`, stationCount: 1, routesPerStation: 0, firstRoute: 0 }
    await world.start('programs/station.js').ask('join', offer)
    await sleep(kSettleMs)
    const beforeUs = cpuUs(pid)
    const beforeMs = performance.now()
    await sleep(runMs * kRunFactor)
    const usedMs = (cpuUs(pid) - beforeUs) / 1000
    const cpuPercent = (100 * usedMs) / (performance.now() - beforeMs)
    return { cpuPercent, residentMiB: residentMiB(pid), readyMs, processes: 1 }
  } finally {
    await world.close()
  }
}

/** Starts `signalbox server`, waits for its ready line. @returns its process id. */
async function startServer(world: World, pipe: string): Promise<number> {
  const main = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url))
  const args = [
    main,
    'server',
    '--json',
    '--pipe',
    pipe,
    '--station-address',
    '127.0.0.1:0',
    '--log-level',
    'warn',
    '--data-dir',
    'off',
  ]
  const server = await world.spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const { stdout, pid } = server ?? {}
  if (!stdout || pid === undefined) throw new Error('node does not start')
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error('the center says no ready line')),
      kReadyTimeoutMs,
    )
    stdout.once('data', () => {
      clearTimeout(timer)
      resolve()
    })
    stdout.once('end', () => reject(new Error('the center ended before it was ready')))
  })
  return pid
}
