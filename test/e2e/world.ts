// Real processes for end-to-end tests: centers and stations that may be killed, and what they hold open.

import { type ChildProcess, fork, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const kCli = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url))
const kStation = fileURLToPath(new URL('./programs/echo-station.js', import.meta.url))
/** A center for tests: it says little, opens no gateway and leaves nothing behind. */
export const kQuiet = ['--log-level', 'error', '--http-address', 'off', '--data-dir', 'off']
/** Every wait for another process ends here; promises are far shorter. */
export const kWatchdogMs = 20_000

export type CenterProcess = {
  readonly child: ChildProcess
  readonly pid: number
  readonly stationAddress: string | null
  readonly httpAddress: string | null
  readonly sersAddresses: readonly string[]
}

export type StationProcess = { readonly child: ChildProcess; readonly pid: number }

/** A folder with a pipe of its own, and the processes that belong to it. */
export class World {
  readonly folder = mkdtempSync(join(tmpdir(), 'signalbox-e2e-'))
  readonly pipe = join(this.folder, 'center.sock')
  readonly #children = new Set<ChildProcess>()

  /** Starts `signalbox server --json` and waits for its ready line. */
  async startCenter(...flags: string[]): Promise<CenterProcess> {
    const child = spawn(
      process.execPath,
      [kCli, 'server', '--json', ...kQuiet, '--pipe', this.pipe, ...flags],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    this.keep(child)
    const line = await this.#firstLine(child)
    const ready = JSON.parse(line) as {
      ready: boolean
      station: string | null
      http: string | null
      sers: readonly string[] | null
    }
    if (!ready.ready) throw new Error(`no ready line: ${line}`)
    return {
      child,
      pid: pidOf(child),
      stationAddress: ready.station,
      httpAddress: ready.http,
      sersAddresses: ready.sers ?? [],
    }
  }

  /** Starts a station that has joined when this resolves. */
  startStation(name: string, address = `shm:${this.pipe}`): Promise<StationProcess> {
    return this.startProgram(kStation, name, address)
  }

  /** The same of a program of one's own that says `joined`. @param more arguments of it. */
  async startProgram(
    program: string,
    name: string,
    address = `shm:${this.pipe}`,
    ...more: readonly string[]
  ): Promise<StationProcess> {
    const child = fork(program, [address, name, ...more])
    this.keep(child)
    await within(
      'a station joins',
      new Promise<void>((resolve, reject) => {
        child.on('message', (message: { joined?: number }) => {
          if (message.joined !== undefined) resolve()
        })
        child.once('exit', (code) => reject(new Error(`station ${name} ended with ${code}`)))
      }),
    )
    return { child, pid: pidOf(child) }
  }

  /** Ends a process together with this world. */
  keep(child: ChildProcess): void {
    this.#children.add(child)
    child.once('exit', () => this.#children.delete(child))
  }

  /** Ends every process that is left. */
  async endAll(): Promise<void> {
    for (const child of this.#children) await kill(child, 'SIGKILL')
  }

  /** Ends every process that is left, and the folder. */
  async close(): Promise<void> {
    await this.endAll()
    rmSync(this.folder, { recursive: true, force: true })
  }

  #firstLine(child: ChildProcess): Promise<string> {
    const { stdout } = child
    if (stdout === null) throw new Error('the center has no stdout')
    return within(
      'the center is ready',
      new Promise<string>((resolve, reject) => {
        createInterface({ input: stdout }).once('line', resolve)
        child.once('exit', (code) => reject(new Error(`the center ended with ${code}`)))
      }),
    )
  }
}

/** Ends a process and waits until it is gone. */
export async function kill(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill(signal)
  await within('a process ends', gone)
}

/** What a process holds open: descriptors, sockets among them, and mappings of memory files. */
export function holdings(pid: number): {
  descriptors: number
  sockets: number
  memoryFiles: number
} {
  const maps = readFileSync(`/proc/${pid}/maps`, 'utf8')
  const descriptors = readdirSync(`/proc/${pid}/fd`)
  return {
    descriptors: descriptors.length,
    sockets: descriptors.filter((name) => targetOf(`/proc/${pid}/fd/${name}`).startsWith('socket:'))
      .length,
    memoryFiles: maps.split('\n').filter((line) => line.includes('/memfd:signalbox')).length,
  }
}

/** What a link names; nothing when it is gone by now. */
function targetOf(link: string): string {
  try {
    return readlinkSync(link)
  } catch {
    return ''
  }
}

/** Polls until a condition holds. Fails after the watchdog's time. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
): Promise<void> {
  const startMs = performance.now()
  while (!(await condition())) {
    if (performance.now() - startMs > kWatchdogMs)
      throw new Error(`waited ${kWatchdogMs} ms in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

/** Fails when a promise takes longer than the watchdog allows. */
export async function within<Value>(what: string, promise: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`waited ${kWatchdogMs} ms in vain: ${what}`)),
      kWatchdogMs,
    )
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}

/** The value below which `share` of the sorted values lie. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

function pidOf(child: ChildProcess): number {
  if (child.pid === undefined) throw new Error('the process did not start')
  return child.pid
}
