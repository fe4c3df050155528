// The file that lets instances outlive the process: a line for each that came, a line for each that went. Heartbeats write
// nothing, for after a restart every lease is whole again, so that clients have the time to beat. When most of the lines
// say nothing any more, the file is written anew beside itself and takes its own place.

import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { type FileHandle, open, rename, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { CenterError, centerError } from '../../base/errors.js'
import { kLeaseJournalWaitingBytesMax } from '../../base/limits.js'
import { type Instance, type InstanceSpec, kPlainSpec } from './instance.js'
import type { LeaseEvent, LeaseTable } from './lease-table.js'
import { readInstanceSpec } from './read-spec.js'

const kFirstLine = '{"signalbox":"leases","version":1}\n'
/** Milliseconds that lines wait for others: what a crash may cost, and how often the disk is bothered at most. */
const kWriteEveryMs = 50
/** Bytes that the file may have more than twice what it has to say. */
const kSlackBytes = 1024 * 1024
/** Instances that are put into text before others get their turn. */
const kLinesPerTurn = 1_000
/** Milliseconds after a failure to write before the next try. */
const kRetryMs = 5_000

/** An instance as it stands in the file. */
export type StoredInstance = {
  readonly id: string
  readonly sinceMs: number
  readonly spec: InstanceSpec
}

/**
 * Reads what a former process left.
 *
 * @param say is told of lines that cannot be read; a last line without an end is what a crash leaves, and no trouble.
 * @throws CenterError ERR_BAD_ARGUMENT when the file cannot be read, or is of another kind.
 */
export function readLeaseJournal(path: string, say: (trouble: string) => void): StoredInstance[] {
  if (!existsSync(path)) return []
  const refuse = (rule: string) =>
    centerError('ERR_BAD_ARGUMENT', { name: 'file of the registry', value: path, rule })
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw refuse(`it must be readable: ${String(error)}`)
  }
  if (text === '') return []
  if (!text.startsWith(kFirstLine))
    throw refuse('a file that a registry of this version has written is wanted')
  const lines = text.slice(kFirstLine.length).split('\n')
  lines.pop() // behind the last line's end; or a line that was not written whole
  const live = new Map<string, StoredInstance>()
  let badCount = 0
  for (const line of lines) {
    const record = readLine(line)
    if (record === null) badCount++
    else if (typeof record === 'string') live.delete(record)
    else live.set(record.id, record)
  }
  if (badCount > 0) say(`${path}: ${badCount} lines cannot be read; what they say is lost`)
  return [...live.values()]
}

export class LeaseJournal {
  readonly #path: string
  readonly #table: LeaseTable
  readonly #say: (trouble: string) => void
  readonly #stopListening: () => void
  #waiting: string[] = []
  #waitingBytes = 0
  #fileBytes = 0
  /** What the instances that are there would take. */
  #liveBytes = 0
  #file: FileHandle | null = null
  #isWhole = false
  #timer: NodeJS.Timeout | undefined
  #writing: Promise<void> | null = null
  #isClosed = false
  /** The file is another process's now. */
  #isTaken = false

  /**
   * Writes the table down from now on; the first thing is the whole table.
   *
   * @param say is told when the file cannot be written; it is tried again.
   */
  constructor(path: string, table: LeaseTable, say: (trouble: string) => void) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    this.#path = path
    this.#table = table
    this.#say = say
    this.#stopListening = table.listen((event) => this.#note(event))
    for (const instance of table.all()) this.#liveBytes += addedLine(instance).length
    this.#writeSoon(0)
  }

  /** Writes what waits, and lets go of the file. */
  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#stopListening()
    clearTimeout(this.#timer)
    await this.#writing
    if (!this.#isTaken) await this.#write()
    await this.#file?.close()
    this.#file = null
  }

  /** Most of the file says what is over. */
  get #isTooLong(): boolean {
    return this.#fileBytes > 2 * this.#liveBytes + kSlackBytes
  }

  #note(event: LeaseEvent): void {
    if (event.type === 'changed') return
    const line = addedLine(event.instance)
    if (event.type === 'added') {
      this.#liveBytes += line.length
      this.#append(line)
    } else {
      this.#liveBytes -= line.length
      if (event.reason !== 'replaced') this.#append(removedLine(event.instance.id))
    }
  }

  #append(line: string): void {
    this.#waiting.push(line)
    this.#waitingBytes += line.length
    if (this.#waitingBytes > kLeaseJournalWaitingBytesMax) {
      // The disk does not keep up: the table itself is shorter than its history.
      this.#forgetWaiting()
      this.#isWhole = false
    }
    this.#writeSoon(kWriteEveryMs)
  }

  #forgetWaiting(): void {
    this.#waiting = []
    this.#waitingBytes = 0
  }

  #writeSoon(delayMs: number): void {
    if (this.#timer !== undefined || this.#writing !== null) return
    if (this.#isClosed || this.#isTaken) return
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      this.#writing = this.#write().finally(() => {
        this.#writing = null
        if (!this.#isWhole) this.#writeSoon(kRetryMs)
        else if (this.#waiting.length > 0 || this.#isTooLong) this.#writeSoon(kWriteEveryMs)
      })
    }, delayMs)
    this.#timer.unref()
  }

  async #write(): Promise<void> {
    try {
      if (!(await this.#isOwn())) return
      if (!this.#isWhole || this.#isTooLong) await this.#writeWhole()
      await this.#writeWaiting()
    } catch (error) {
      this.#isWhole = false
      this.#say(`${this.#path}: ${String(error)}; it is tried again`)
    }
  }

  /**
   * Whether the file at the path is the one that was written here; one that somebody has removed is written anew. Two
   * processes that take each other's file would lose both: the later one has it.
   */
  async #isOwn(): Promise<boolean> {
    if (this.#file === null) return true
    const own = await this.#file.stat()
    const found = await stat(this.#path).catch((error: unknown) => {
      if (Reflect.get(Object(error), 'code') === 'ENOENT') return null
      throw error
    })
    if (found === null) this.#isWhole = false
    if (found === null || (found.ino === own.ino && found.dev === own.dev)) return true
    this.#stopListening()
    this.#forgetWaiting()
    this.#isTaken = true
    this.#say(`${this.#path}: another process writes this file now; nothing is kept here any more`)
    return false
  }

  /** The table as it is; what happens meanwhile follows behind it, where saying a thing twice does no harm. */
  async #writeWhole(): Promise<void> {
    this.#forgetWaiting()
    const beside = `${this.#path}.new`
    const file = await open(beside, 'w', 0o600)
    let bytes = 0
    try {
      const put = async (text: string) => {
        await file.appendFile(text)
        bytes += text.length
      }
      await put(kFirstLine)
      let lines: string[] = []
      // A copy: between two turns the table changes.
      for (const instance of Array.from(this.#table.all())) {
        lines.push(addedLine(instance))
        if (lines.length === kLinesPerTurn) await put(lines.splice(0).join(''))
      }
      await put(lines.join(''))
      lines = []
      await rename(beside, this.#path)
    } catch (error) {
      await file.close()
      throw error
    }
    await this.#file?.close()
    this.#file = file
    this.#fileBytes = bytes
    this.#isWhole = true
  }

  async #writeWaiting(): Promise<void> {
    while (this.#waiting.length > 0 && this.#isWhole && this.#file !== null) {
      const text = this.#waiting.join('')
      this.#forgetWaiting()
      await this.#file.appendFile(text)
      this.#fileBytes += text.length
    }
  }
}

function addedLine({ id, sinceMs, ...instance }: Instance): string {
  const { name, address, version, tags, weight, metadata, leaseMs, check } = instance
  const record = {
    id,
    sinceMs,
    name,
    address,
    ...(Number.isFinite(leaseMs) && { leaseMs }),
    ...(version !== kPlainSpec.version && { version }),
    ...(tags.length > 0 && { tags }),
    ...(weight !== kPlainSpec.weight && { weight }),
    ...(Object.keys(metadata).length > 0 && { metadata }),
    ...(check.type !== 'heartbeat' && { check }),
  }
  return `${JSON.stringify(record)}\n`
}

function removedLine(id: string): string {
  return `${JSON.stringify({ gone: id })}\n`
}

/** @returns an instance, the id of one that is gone, or null for what cannot be read. */
function readLine(line: string): StoredInstance | string | null {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return null
  }
  if (typeof value !== 'object' || value === null) return null
  const { gone, id, sinceMs, ...rest } = value as Readonly<Record<string, unknown>> // an object of JSON
  if (typeof gone === 'string') return gone
  if (typeof id !== 'string' || typeof sinceMs !== 'number') return null
  try {
    return { id, sinceMs, spec: readInstanceSpec(rest, Number.POSITIVE_INFINITY) }
  } catch (error) {
    if (error instanceof CenterError) return null // somebody has edited the file
    throw error
  }
}
