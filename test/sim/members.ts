// Simulated programs: stations that answer and callers that ask, each a process of its own that joins the center again
// and again. What they do is written into the history.

import { CenterError } from '../../src/base/errors.js'
import { makeSharedLoop } from '../../src/ring/reader-loop.js'
import type { Call, CallOptions } from '../../src/station/call.js'
import { Station } from '../../src/station/station.js'
import type { StationEvent } from '../../src/station/station-event.js'
import type { Balance } from '../../src/wire/balance.js'
import { kSimPort } from './center.js'
import type { CallRecord, History } from './history.js'
import type { Cable } from './sockets.js'
import { SimProcess, type SimTime } from './time.js'

export type Carrier = 'memory' | 'tcp'

/** What all programs of a run share. */
export type Surroundings = {
  readonly time: SimTime
  readonly history: History
  /** The other service, for handlers that call on. */
  readonly services: readonly string[]
  readonly balanceOf: (service: string) => Balance
  /** The cable of a process, where it has one. */
  readonly plug: (process: SimProcess) => Cable
}

const kTopic = 'news'
/** How long a caller waits before it tries to join once more. */
const kJoinAgainMs = 400
const kSlowMs = 300
const kSafeMs = 80
const kPatternBytes = 251

/** A program with a station in it. */
export class Member {
  readonly process: SimProcess
  readonly carrier: Carrier
  readonly service: string
  readonly station: Station
  readonly cable: Cable | null
  readonly weight: number
  readonly #around: Surroundings
  #published = 0

  constructor(
    around: Surroundings,
    id: string,
    service: string,
    carrier: Carrier,
    offers: boolean,
  ) {
    const { time } = around
    this.#around = around
    this.service = service
    this.carrier = carrier
    this.process = new SimProcess(id)
    this.cable = carrier === 'tcp' ? around.plug(this.process) : null
    this.weight = 1 + time.pick(4)
    const { presences, slowWays } = around.history
    const isPrompt = () => carrier === 'memory' && !slowWays.has(id)
    const onEvent = ({ type, ...rest }: StationEvent) => {
      around.history.tell(`${id}: ${type} ${JSON.stringify(rest)}`, time.nowMs)
      if (offers && type === 'joined') presences.joined(id, service, isPrompt, time.nowMs)
      if (offers && type === 'lost') presences.lost(id, service, time.nowMs)
    }
    this.station = new Station({ name: service, onEvent }, makeSharedLoop())
    if (offers) this.#offer()
    time.after(this.process, time.between(0, 20), () => this.#join())
  }

  get isJoined(): boolean {
    return this.process.isAlive && this.station.isJoined
  }

  /** Leaves, and joins again later. */
  leave(awayMs: number): void {
    const { time, history } = this.#around
    const since = time.nowMs
    time.after(this.process, 0, () => {
      history.presences.leaving(this.process.name, time.nowMs)
      this.station.leave().then(
        () => {
          history.left.set(this.process.name, time.nowMs)
          time.after(this.process, awayMs, () => this.#join())
        },
        (error: unknown) => history.faults.push(`leaving at ${since} failed: ${String(error)}`),
      )
    })
  }

  /** Makes a call from this program, and writes down how it ends. */
  ask(
    route: string,
    service: string,
    timeoutMs: number,
    options: CallOptions & { bytes?: number } = {},
  ): void {
    const { time } = this.#around
    time.after(this.process, 0, () => {
      const { bytes = 0, ...rest } = options
      const record = this.#record(route, service, timeoutMs, rest.key, false)
      const [method, path] = route.split(' ')
      const isItem = path.endsWith('/:id')
      const body = bytes > 0 ? patternOf(record.id, bytes) : markOf(record)
      const called = this.station.call(
        isItem ? `${method} ${path.replace(':id', String(record.id))}` : route,
        isItem ? undefined : body,
        { timeoutMs, ...rest },
      )
      this.#follow(record, called, (reply) => this.#check(record, reply, bytes))
    })
  }

  /** Sends without waiting for a reply. */
  send(route: string, service: string): void {
    this.#around.time.after(this.process, 0, () => {
      const record = this.#record(route, service, 1_000, undefined, true)
      this.#follow(
        record,
        this.station.send(route, markOf(record), { timeoutMs: 1_000 }),
        async () => {},
      )
    })
  }

  publish(): void {
    this.#around.time.after(this.process, 0, () => {
      const message = { from: this.process.name, number: this.#published++ }
      this.station.publish(kTopic, message).catch(() => {}) // not joined: nobody hears it
    })
  }

  #join(): void {
    const { time, history } = this.#around
    const address = this.carrier === 'tcp' ? `tcp://127.0.0.1:${kSimPort}` : 'worker:'
    history.left.delete(this.process.name)
    this.station.join(address).catch(() => {
      time.after(this.process, time.between(10, kJoinAgainMs), () => this.#join())
    })
  }

  #record(
    route: string,
    service: string,
    timeoutMs: number,
    key: string | undefined,
    isOneWay: boolean,
  ): CallRecord {
    const { time, history } = this.#around
    return history.newCall({
      route,
      service,
      caller: this.service,
      process: this.process,
      startMs: time.nowMs,
      timeoutMs,
      key,
      isIdempotent: route.endsWith('/safe'),
      isOneWay,
      isByMemory: this.carrier === 'memory',
    })
  }

  #follow(
    record: CallRecord,
    called: Promise<unknown>,
    check: (reply: unknown) => Promise<void>,
  ): void {
    const { time, history } = this.#around
    const settle = (outcome: string) => {
      record.settledCount++
      record.endMs = time.nowMs
      record.outcome = outcome
    }
    called.then(
      (reply) => {
        settle('ok')
        check(reply).catch((error: unknown) =>
          history.faults.push(`reading the reply of call ${record.id} failed: ${String(error)}`),
        )
      },
      (error: unknown) => settle(error instanceof CenterError ? error.code : String(error)),
    )
  }

  /** The right reply for the right caller, whole. */
  async #check(record: CallRecord, reply: unknown, bytes: number): Promise<void> {
    const wrong = (what: string) =>
      this.#around.history.faults.push(`call ${record.id} of ${record.route}: ${what}`)
    if (isItems(reply)) {
      let next = 0
      try {
        for await (const item of reply) {
          const [id, number] = item as [number, number]
          if (id !== record.id || number !== next++) wrong(`its item is ${JSON.stringify(item)}`)
        }
      } catch (error) {
        if (!(error instanceof CenterError)) throw error // the station died in the middle
      }
      return
    }
    if (bytes > 0) {
      if (!isPatternOf(reply, record.id, bytes)) wrong('its bytes are not its own')
      return
    }
    const { id, caller, by } = reply as { id: number; caller: string; by: string }
    if (id !== record.id) wrong(`it got the reply of call ${id}`)
    if (caller !== this.service) wrong(`its caller was said to be ${caller}`)
    record.by = by
    if (!record.executions.some(({ station }) => station === by))
      wrong(`${by} answered it without a handler that ran`)
  }

  // ---- the offering half

  #offer(): void {
    const { time, history, services, balanceOf } = this.#around
    const { station, service } = this
    const balance = balanceOf(service)
    const other = services.find((name) => name !== service) ?? service
    const soon = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
    const answer = (call: Call) => ({
      ...this.#ran(call),
      by: this.process.name,
      caller: call.caller,
    })
    station.route(`POST /${service}/echo`, { balance, weight: this.weight }, answer)
    station.route(`POST /${service}/safe`, { idempotent: true }, async (call) => {
      const reply = answer(call)
      await soon(time.between(0, kSafeMs))
      return reply
    })
    station.route(`POST /${service}/limited`, answer)
    station.route(`POST /${service}/slow`, async (call) => {
      const reply = answer(call)
      await soon(time.between(0, kSlowMs))
      return reply
    })
    station.route(`POST /${service}/mute`, (call) => {
      answer(call)
      return new Promise(() => {})
    })
    station.route(`POST /${service}/big`, async (call) => {
      const body = call.body
      if (!(body instanceof Uint8Array)) return null
      const id = Buffer.from(body.buffer, body.byteOffset).readInt32LE(0)
      if (!isPatternOf(body, id, body.length)) history.faults.push(`call ${id}: its body is torn`)
      this.#note(id, call)
      return body
    })
    station.route(`GET /${service}/items/:id`, (call) => {
      const id = Number(call.path.split('/').at(-1))
      this.#note(id, call)
      return itemsOf(id, 1 + time.pick(20))
    })
    station.route(`POST /${service}/relay`, async (call) => {
      const reply = answer(call)
      const record = this.#record(
        `POST /${other}/echo`,
        other,
        Math.max(1, call.remainingMs),
        undefined,
        false,
      )
      const nested = call.call(record.route, markOf(record))
      this.#follow(record, nested, (inner) => this.#check(record, inner, 0))
      await nested
      return reply
    })
    const note = (into: Map<string, number[]>, who: string) => (message: unknown) => {
      const { from, number } = message as { from: string; number: number }
      const key = `${who} ${from}`
      into.set(key, [...(into.get(key) ?? []), number])
    }
    station.subscribe(kTopic, note(history.messages, this.process.name))
    station.subscribe(kTopic, note(history.groupMessages, service), { group: service })
  }

  #ran(call: Call): { id: number } {
    const { id, sum } = call.body as { id: number; sum: number }
    if (sum !== sumOf(id)) this.#around.history.faults.push(`the body of call ${id} is torn`)
    this.#note(id, call)
    return { id }
  }

  #note(id: number, call: Call): void {
    const { time, history } = this.#around
    const record = history.calls[id]
    if (record === undefined) {
      history.faults.push(`${this.process.name} was sent call ${id}, which nobody made`)
      return
    }
    record.executions.push({
      station: this.process.name,
      service: this.service,
      atMs: time.nowMs,
      deadlineMs: time.nowMs + call.remainingMs,
      caller: call.caller,
      isByMemory: this.carrier === 'memory',
    })
  }
}

async function* itemsOf(id: number, count: number): AsyncGenerator<[number, number]> {
  for (let number = 0; number < count; number++) yield [id, number]
}

function isItems(reply: unknown): reply is AsyncIterable<unknown> {
  return typeof reply === 'object' && reply !== null && Symbol.asyncIterator in reply
}

function markOf({ id }: CallRecord): { id: number; sum: number } {
  return { id, sum: sumOf(id) }
}

function sumOf(id: number): number {
  return Math.imul(id ^ 0x5bd1e995, 0x01000193) >>> 0
}

function patternOf(id: number, count: number): Uint8Array {
  const bytes = Buffer.alloc(count)
  for (let at = 4; at < count; at++) bytes[at] = (id + at) % kPatternBytes
  bytes.writeInt32LE(id, 0)
  return bytes
}

function isPatternOf(reply: unknown, id: number, count: number): boolean {
  return reply instanceof Uint8Array && Buffer.compare(reply, patternOf(id, count)) === 0
}
