// What outlives the process: counters, descriptions and rate limits, in the files of Sers. Written whole, then renamed.

import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { membersOf } from '../wire/sers/rpc-data.js'
import { type RateLimits, readRateLimit } from './rate-limits.js'
import type { Counts, SersTable } from './sers-table.js'

type Members = Readonly<Record<string, unknown>>

const kSaveMs = 22_000
const kTurnMs = 50
/** Files of one turn; each takes some tens of microseconds. */
const kFilesInTurn = 20
/** Folder of the descriptions, in that of the rest. */
const kDescriptions = 'ApiDesc'
const kLimitsFile = 'RateLimit.json'

type SavedFile = [name: string, value: unknown]

const kFileBytesMax = 64 * 1024 * 1024
/** Characters of a file's name. */
const kNameMax = 200
/** Descriptions that are taken back at a start. */
const kDescriptionsMax = 100_000

export class GoverFiles {
  readonly #folder: string
  readonly #table: SersTable
  readonly #limits: RateLimits
  readonly #warn: (text: string) => void
  readonly #timer: NodeJS.Timeout
  #nextTurn: NodeJS.Timeout | undefined
  /** What of a round is not written yet; null: there is none. */
  #saving: Generator<SavedFile, void> | null = null
  /** Text of each file as it was written last: what has not changed is not written. */
  readonly #written = new Map<string, string>()

  /** Reads what a former process left. */
  constructor(folder: string, table: SersTable, limits: RateLimits, warn: (text: string) => void) {
    this.#folder = folder
    this.#table = table
    this.#limits = limits
    this.#warn = warn
    mkdirSync(join(folder, kDescriptions), { recursive: true, mode: 0o700 })
    this.#readDescriptions()
    this.#readCounters()
    this.#readLimits()
    this.#timer = setInterval(() => this.#begin(), kSaveMs)
    this.#timer.unref()
  }

  /** Writes what has changed, all of it now. */
  save(): void {
    this.#saving = null
    this.#writeSome(this.#files(), Number.POSITIVE_INFINITY)
  }

  saveLimits(): void {
    const file: SavedFile = [kLimitsFile, this.#limits.all()]
    this.#writeSome([file].values(), 1)
  }

  close(): void {
    clearInterval(this.#timer)
    clearTimeout(this.#nextTurn)
    this.save()
  }

  // A few files at a time: stations may have named thousands, and every call waits for this thread.
  #begin(): void {
    if (this.#saving !== null) return
    this.#saving = this.#files()
    this.#turn()
  }

  #turn(): void {
    if (this.#saving === null) return
    if (this.#writeSome(this.#saving, kFilesInTurn)) {
      this.#saving = null
      return
    }
    this.#nextTurn = setTimeout(() => this.#turn(), kTurnMs)
    this.#nextTurn.unref()
  }

  /** A failure is told, and tried again with the next round. @returns true when there is no further one. */
  #writeSome(files: Iterator<SavedFile, unknown>, most: number): boolean {
    try {
      for (let count = 0; count < most; count++) {
        const next = files.next()
        if (next.done === true) return true
        this.#write(...next.value)
      }
      return false
    } catch (error) {
      this.#warn(`the files of ${this.#folder} cannot be written: ${String(error)}`)
      return true
    }
  }

  *#files(): Generator<SavedFile, void> {
    yield ['Counter.json', this.#counters()]
    yield [kLimitsFile, this.#limits.all()]
    const there = new Set<string>()
    for (const { name, services } of this.#table.apiStations.values()) {
      if (name.startsWith('_')) continue // the center's own are known anyway
      const file = join(kDescriptions, `${safeName(name)}.json`)
      there.add(file)
      yield [file, [...services].map(({ description }) => description)]
    }
    // An api station that was forgotten leaves an empty list, or it would come back.
    for (const file of this.#written.keys()) {
      if (file.startsWith(kDescriptions) && !there.has(file)) yield [file, []]
    }
  }

  #counters(): Members {
    const stations = [...this.#table.apiStations.values()]
    const services = [...this.#table.services.values()]
    return {
      ApiStations: Object.fromEntries(stations.map(({ name, counts }) => [name, counts])),
      ApiServices: Object.fromEntries(
        services.map(({ route, method, counts }) => [`${route}_${method}`, counts]),
      ),
    }
  }

  #write(name: string, value: unknown): void {
    const text = JSON.stringify(value)
    if (this.#written.get(name) === text) return
    const path = join(this.#folder, name)
    writeFileSync(`${path}.new`, text, { mode: 0o600, flush: !name.startsWith(kDescriptions) })
    renameSync(`${path}.new`, path)
    this.#written.set(name, text)
  }

  // ---- at the start

  #readDescriptions(): void {
    let count = 0
    for (const file of readdirSync(join(this.#folder, kDescriptions))) {
      if (!file.endsWith('.json')) continue
      const name = join(kDescriptions, file)
      const list = this.#read(name)
      if (!Array.isArray(list)) continue
      for (const item of list) {
        const description = membersOf(item)
        const route = description?.route
        if (description === undefined || typeof route !== 'string' || route.trim() === '') continue
        if (++count > kDescriptionsMax) return
        const method = membersOf(description.extendConfig)?.httpMethod
        const key = typeof method === 'string' ? method.toUpperCase() : ''
        this.#table.serviceOf(key, route).description = description
      }
    }
  }

  #readCounters(): void {
    const said = membersOf(this.#read('Counter.json'))
    const stations = membersOf(said?.ApiStations) ?? {}
    const services = membersOf(said?.ApiServices) ?? {}
    for (const station of this.#table.apiStations.values()) {
      take(station.counts, stations[station.name])
      station.qpsCount = station.counts.sumCount // calls of a former process are none of this second's
    }
    for (const { route, method, counts } of this.#table.services.values()) {
      take(counts, services[`${route}_${method}`])
    }
  }

  #readLimits(): void {
    const list = this.#read('RateLimit.json')
    if (!Array.isArray(list)) return
    for (const item of list) {
      const rule = readRateLimit(item)
      if (typeof rule === 'string') this.#warn(`a rate limit is dropped: ${rule}`)
      else this.#limits.add(rule)
    }
  }

  /** A damaged file is set aside, and nothing is lost but what it said. */
  #read(name: string): unknown {
    const path = join(this.#folder, name)
    let text: string
    try {
      text = readFileSync(path, 'utf8')
    } catch {
      return undefined // it was never written
    }
    try {
      if (text.length > kFileBytesMax) throw new Error(`it has over ${kFileBytesMax} characters`)
      const value: unknown = JSON.parse(text)
      this.#written.set(name, text)
      return value
    } catch (error) {
      this.#warn(`${path} is damaged and set aside as ${path}.damaged: ${String(error)}`)
      renameSync(path, `${path}.damaged`)
      return undefined
    }
  }
}

function take(counts: Counts, said: unknown): void {
  const members = membersOf(said)
  const { sumCount, errorCount } = members ?? {}
  if (typeof sumCount === 'number' && sumCount >= 0) counts.sumCount = sumCount
  if (typeof errorCount === 'number' && errorCount >= 0) counts.errorCount = errorCount
}

/** A name that stays inside of its folder, whatever stations call themselves. */
function safeName(name: string): string {
  const text = encodeURIComponent(Buffer.from(name).toString())
  const safe = text.replaceAll('.', '%2E').replaceAll('*', '%2A')
  return safe.length <= kNameMax ? safe : createHash('sha256').update(name).digest('hex')
}
