// The processes that a measurement is made of, seen from the one that conducts it: starts them, asks them, adds up what
// they cost, and ends them.

import { type ChildProcess, fork, type SpawnOptions, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Figures } from './figures.js'

/** A process that does not end by then is killed. */
const kEndTimeoutMs = 5_000
/** A question that is not answered by then never will be; the longest one takes a few seconds. */
const kAskTimeoutMs = 60_000
/** Pages of memory are 4 KiB wherever these benches ran; /proc counts in pages. */
const kPageBytes = 4096

type Answer = { readonly id: number; readonly value?: unknown; readonly error?: string }

/** A program of bench/ that answers questions; see answer.ts. */
export class Program {
  readonly pid: number
  readonly #child: ChildProcess
  readonly #waiting = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (error: Error) => void }
  >()
  #nextId = 0

  constructor(child: ChildProcess, name: string) {
    if (child.pid === undefined) throw new Error(`${name} did not start`)
    this.pid = child.pid
    this.#child = child
    child.on('message', (message: Answer) => {
      const entry = this.#waiting.get(message.id)
      this.#waiting.delete(message.id)
      if (message.error === undefined) entry?.resolve(message.value)
      else entry?.reject(new Error(`${name}: ${message.error}`))
    })
    child.on('exit', (code, signal) => {
      const error = new Error(`${name} ended (${signal ?? `exit code ${code}`})`)
      for (const { reject } of this.#waiting.values()) reject(error)
      this.#waiting.clear()
    })
  }

  /** Asks; rejects with the program's error, when it ends, or after a minute. */
  ask(question: string, parameters: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
    const id = this.#nextId++
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(id)
        reject(new Error(`process ${this.pid} does not answer to ${question}`))
      }, kAskTimeoutMs)
      const settled =
        <Value>(settle: (value: Value) => void) =>
        (value: Value) => {
          clearTimeout(timer)
          settle(value)
        }
      this.#waiting.set(id, { resolve: settled(resolve), reject: settled(reject) })
      this.#child.send({ id, question, parameters }, (error) => {
        if (error !== null) this.#waiting.get(id)?.reject(error)
      })
    })
  }

  /** Stops it in mid-work; it is asleep until the world is closed, which ends it. */
  fallAsleep(): void {
    this.#child.kill('SIGSTOP')
  }

  /** The same, for answers that are figures. */
  async askFigures(
    question: string,
    parameters: Readonly<Record<string, unknown>> = {},
  ): Promise<Figures> {
    const value = await this.ask(question, parameters)
    const figures: Record<string, number> = {}
    for (const [name, figure] of Object.entries(value ?? {})) {
      if (typeof figure !== 'number') throw new Error(`${question}: ${name} is no number`)
      figures[name] = figure
    }
    return figures
  }
}

/** Worlds that are not closed yet. */
const worlds = new Set<World>()

/** Closes all worlds, however far their work has come. */
export async function closeWorlds(): Promise<void> {
  await Promise.allSettled([...worlds].map((world) => world.close()))
}

/** Processes that belong to one setup, and a folder for their sockets. */
export class World {
  /** A temporary folder that ends with the world. */
  readonly folder = mkdtempSync(join(tmpdir(), 'signalbox-bench-'))
  readonly #children: ChildProcess[] = []

  constructor() {
    worlds.add(this)
  }

  /** Starts a program of dist/bench/, for example `programs/center.js`. @param flags of Node. */
  start(path: string, flags: readonly string[] = []): Program {
    const child = fork(fileURLToPath(new URL(path, import.meta.url)), {
      serialization: 'advanced',
      execArgv: [...flags],
    })
    this.#children.push(child)
    return new Program(child, path)
  }

  /** Starts any other program; null when it is not installed. */
  async spawn(
    command: string,
    args: readonly string[],
    options: SpawnOptions,
  ): Promise<ChildProcess | null> {
    const child = spawn(command, args, options)
    const isThere = await new Promise<boolean>((resolve, reject) => {
      child.once('spawn', () => resolve(true))
      child.once('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') resolve(false)
        else reject(error)
      })
    })
    if (isThere) this.#children.push(child)
    return isThere ? child : null
  }

  /**
   * What a piece of work costs all processes of the world.
   *
   * @param work answers with the figures of one run; `count` among them is how many calls or messages there were.
   * @returns those, but `count` and `seconds`; with perSecond, cpuUsPerCall, residentMiB and processes.
   */
  async measure(work: () => Promise<Figures>): Promise<Figures> {
    const before = this.#cpuUs()
    const { count = 0, seconds = 0, ...others } = await work()
    const cpuUs = this.#cpuUs() - before
    if (!(count > 0 && seconds > 0)) throw new Error('a run brought nothing about')
    return {
      perSecond: count / seconds,
      ...others,
      cpuUsPerCall: cpuUs / count,
      residentMiB: this.#pids().reduce((sum, pid) => sum + residentMiB(pid), 0),
      processes: this.#children.length,
    }
  }

  /** @param onEnded looks into the folder when all processes have ended. */
  async close(onEnded: (folder: string) => void = () => {}): Promise<void> {
    worlds.delete(this)
    // The last one first: callers, then stations, then the center, as people would.
    for (const child of this.#children.reverse()) await endChild(child)
    onEnded(this.folder)
    rmSync(this.folder, { recursive: true, force: true })
  }

  #cpuUs(): number {
    return this.#pids().reduce((sum, pid) => sum + cpuUs(pid), 0)
  }

  #pids(): number[] {
    return this.#children.map(({ pid }) => pid ?? 0)
  }
}

/** Ends a process: politely, after five seconds not. */
async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = new Promise((resolve) => child.once('exit', resolve))
  if (child.connected) child.disconnect()
  else child.kill('SIGTERM')
  child.kill('SIGCONT') // it may be asleep
  const timer = setTimeout(() => child.kill('SIGKILL'), kEndTimeoutMs)
  await exited
  clearTimeout(timer)
}

/** Microseconds of CPU that a process has used, all threads, from the scheduler's own book: exact to the nanosecond. */
export function cpuUs(pid: number): number {
  const folder = `/proc/${pid}/task`
  let sumNs = 0
  for (const thread of readdirSync(folder)) {
    sumNs += Number(readFileSync(`${folder}/${thread}/schedstat`, 'utf8').split(' ')[0])
  }
  return sumNs / 1000
}

/** Resident memory of a process. */
export function residentMiB(pid: number): number {
  const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1])
  return (pages * kPageBytes) / 2 ** 20
}
